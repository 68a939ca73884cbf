"""A build keeps the database beside the graph: the same graph, of which only what changed is written."""

import shutil
from pathlib import Path

import pytest

from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.writer import GraphWriter
from regkit.graph.store import dump
from regkit.store.atomic import sweep
from regkit.store.workspace import open_workspace
from regkit.workflow import build_project, load
from regkit.workflow.database import Keeper
from regkit.workflow.library import database_of

CORPUS = Path(__file__).parents[2] / "corpus"
RULE = (
    "§ 7.1 Records.\n\n(a) A bank shall keep records under 12 U.S.C. 1813.\n\n(b) See § 7.2 and § 9.9(z) of this part.\n\n"
    "§ 7.2 More.\n\nA bank may lend.\n"
)


def add(root, id, text, extra=""):
    home = root / "corpus" / id
    home.mkdir(parents=True, exist_ok=True)
    (home / "source.txt").write_text(text, encoding="utf-8")
    (home / "document.toml").write_text(f'id = "{id}"\n[source]\nfile = "source.txt"\n[authority]\ntitle = "{id}"\n{extra}', encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "regkit.toml").write_text('name = "small"\n', encoding="utf-8")
    add(root, "b-rule", RULE, 'citation = "12 CFR part 7"\n')
    add(root, "a-other", "§ 8.1 Other.\n\nA bank must tell under 12 CFR 7.1(a).\n", 'citation = "12 CFR part 8"\n')
    return root


@pytest.fixture
def replaced(monkeypatch):
    """The documents that are written into a database, as they are."""
    found = []
    replace = GraphWriter.replace

    def noted(self, document, *words, **more):
        found.append(document)
        return replace(self, document, *words, **more)

    monkeypatch.setattr(GraphWriter, "replace", noted)
    return found


def same(root):
    with StoredGraph(root / "build" / "graph.db") as stored:
        assert dump(stored) == (root / "build" / "graph.json").read_bytes()
        assert stored.json_sha256


def test_a_build_writes_what_changed(project, replaced):
    build_project(project, jobs=1)
    assert replaced == ["a-other", "b-rule"]
    same(project)
    replaced.clear()
    add(project, "b-rule", RULE.replace("may lend", "may not lend"), 'citation = "12 CFR part 7"\n')
    build_project(project, jobs=1)
    assert replaced == ["b-rule"]
    same(project)
    replaced.clear()
    add(project, "0-first", "§ 6.1 First.\n\nIt shall stand before the others.\n")  # which moves the others on without changing them
    build_project(project, jobs=1)
    assert replaced == ["0-first"]
    same(project)
    shutil.rmtree(project / "corpus" / "b-rule")
    replaced.clear()
    build_project(project, jobs=1)
    assert replaced == ["a-other"]  # what it cites is there no more
    same(project)
    assert next(iter(load(project).nodes)) == "0-first"


def test_a_search_after_a_build_makes_nothing(project, monkeypatch):
    build_project(project, jobs=1)
    monkeypatch.setattr("regkit.graph.db.split.write", None)
    assert database_of(open_workspace(project)).is_file()


def test_a_damaged_database_is_made_anew(project):
    build_project(project, jobs=1)
    path = project / "build" / "graph.db"
    path.write_bytes(path.read_bytes()[:9000])
    add(project, "a-other", "§ 8.1 Other.\n\nA bank must tell soon.\n")
    build_project(project, jobs=1)
    same(project)


def test_a_database_that_is_swept_away_while_it_is_made_is_made_again(project, monkeypatch):
    finish = Keeper.finish

    def swept(self, *words):
        sweep(project / "build")
        finish(self, *words)

    monkeypatch.setattr(Keeper, "finish", swept)
    build_project(project, jobs=1)
    same(project)


def test_fresh_is_the_first_build(project):
    build_project(project, jobs=1)
    first = (project / "build" / "graph.db").read_bytes()
    (project / "build" / "graph.db").unlink()
    build_project(project, fresh=True, jobs=1)
    assert (project / "build" / "graph.db").read_bytes() == first


def test_the_model_corpus(tmp_path):
    shutil.copytree(CORPUS, tmp_path / "project", ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(tmp_path / "project")
    same(tmp_path / "project")
