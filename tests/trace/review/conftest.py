"""The small project of ``tests/sample.py``."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parents[2] / "sample.py")
assert _SPEC and _SPEC.loader
_SAMPLE = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLE)

analyses, graph, analysis_of = _SAMPLE.analyses, _SAMPLE.graph, _SAMPLE.analysis_of
