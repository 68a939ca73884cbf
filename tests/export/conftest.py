"""The small project of ``tests/sample.py``."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parent.parent / "sample.py")
assert _SPEC and _SPEC.loader
_SAMPLE = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLE)

analyses, graph, analysis_of = _SAMPLE.analyses, _SAMPLE.graph, _SAMPLE.analysis_of


@pytest.fixture
def validators() -> ModuleType:
    """What each form's own tools say of a file: ``validators.py`` beside this."""
    spec = spec_from_file_location("regkit_tests_validators", Path(__file__).parent / "validators.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
