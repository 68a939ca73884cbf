"""The small project of ``tests/sample.py``, and its graph in a database."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.split import write

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parents[1] / "sample.py")
assert _SPEC and _SPEC.loader
_SAMPLE = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLE)

analyses, graph, analysis_of = _SAMPLE.analyses, _SAMPLE.graph, _SAMPLE.analysis_of


@pytest.fixture
def stored(tmp_path, graph):
    write(tmp_path / "graph.db", graph)
    with StoredGraph(tmp_path / "graph.db") as found:
        yield found
