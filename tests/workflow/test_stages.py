"""What runs again when something changes, who carries it, and that the bytes do not tell."""

from __future__ import annotations

import ast
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

import regkit
from regkit.errors import GraphError, ReadError, RegkitError, RuleError
from regkit.store.stage_cache import StageCache
from regkit.store.workspace import open_workspace
from regkit.workflow import build_project
from regkit.workflow.carrying import Carrier, StageRun
from regkit.workflow.stages import STAGES, Done, Stage, Task, failed, key_of, recipes
from regkit.workflow.work import carry_bytes, decoded, encoded

NAMES = [*(stage.name for stage in STAGES), "resolve"]
RULE = """[[rule]]
id = "{id}"
label = "{label}"
gloss = "a rule of our own"
pattern = '(?P<cue>{words})'
words = ["{words}"]
examples = [{{ text = "{example}", cue = "{words}" }}]
"""
TEXTS = {
    "alpha": "§ 1.1 Reports.\n\n(a) A dealer must report each trade within two business days.\n\n(b) “Trade” means a purchase or sale.\n",
    "beta": "§ 2.1 Records.\n\nA dealer must keep the record that § 1.1(a) names.\n",
    "gamma": "§ 3.1 Fees.\n\nThe Board may waive a fee if the dealer asks for it.\n",
}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "regkit.toml").write_text('name = "three"\n')
    for id, text in TEXTS.items():
        folder = tmp_path / "corpus" / id
        folder.mkdir(parents=True)
        (folder / "source.txt").write_text(text)
        (folder / "document.toml").write_text(f'id = "{id}"\n[source]\nfile = "source.txt"\n')
    return tmp_path


def ran(runs: Iterable[StageRun]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for run in runs:
        if run.why:
            found.setdefault(run.document, []).append(run.stage)
    return found


def test_a_first_build_does_everything_and_says_why(made: Path) -> None:
    built = build_project(made)
    assert ran(built.runs) == {id: list(NAMES) for id in TEXTS}
    assert {run.why for run in built.runs if run.stage == "read"} == {"it was never done"}


def test_an_edit_runs_one_document_again(made: Path) -> None:
    build_project(made)
    source = made / "corpus" / "beta" / "source.txt"
    source.write_text(source.read_text() + "\nThe dealer must keep it for six years.\n")
    built = build_project(made)
    assert ran(built.runs) == {"beta": list(NAMES)}
    assert (built.read, built.reused) == (("beta",), ("alpha", "gamma"))
    assert next(run.why for run in built.runs if run.why) == "the source changed"


def test_white_space_that_changes_no_document_runs_only_the_reader(made: Path) -> None:
    build_project(made)
    about = made / "corpus" / "beta" / "document.toml"
    about.write_text(about.read_text() + "\n# a comment\n")
    built = build_project(made)
    assert ran(built.runs) == {"beta": ["read", "segment", "cite", "about", "outline", "define"]}  # made alike, so norms and all after stay


def test_a_rule_file_runs_its_layer_only(made: Path) -> None:
    build_project(made)
    (made / "rules").mkdir()
    rule = RULE.format(id="own.lest", label="if", words="lest", example="A bank reports, lest it be fined.")
    (made / "rules" / "conditions.toml").write_text(rule)
    built = build_project(made)
    assert ran(built.runs) == {id: ["norms"] for id in TEXTS}  # it finds nothing: what follows from the norms is as it was
    assert {run.why for run in built.runs if run.why} == {"the rule file conditions.toml (new) changed"}
    (made / "rules" / "conditions.toml").unlink()
    assert ran(build_project(made).runs) == {}  # what was made without it is still there


def test_definitions_that_find_the_same_leave_the_norms_alone(made: Path) -> None:
    build_project(made)
    (made / "rules").mkdir()
    shipped = (Path(regkit.__file__).parent / "extract" / "rules" / "definitions.toml").read_text()
    first = shipped.split("[[rule]]")[1]
    own = "[[rule]]" + first.replace(first.split('"')[1], "own.copy", 1)
    (made / "rules" / "definitions.toml").write_text(own)
    stages = ran(build_project(made).runs)
    assert stages["gamma"] == ["define"]


def test_a_rule_file_of_no_layer_is_refused_though_all_is_cached(made: Path) -> None:
    build_project(made)
    (made / "rules").mkdir()
    (made / "rules" / "condition.toml").write_text("")
    with pytest.raises(RuleError, match=r"condition\.toml"):
        build_project(made)


@pytest.mark.parametrize("stage", ["segment", "about", "outline", "resolve", "asked", "norms"])
def test_a_damaged_result_is_made_again(made: Path, stage: str) -> None:
    build_project(made)
    (made / "corpus" / "beta" / "source.txt").write_text(TEXTS["beta"] + "\nIt may do so daily.\n")
    build_project(made)
    graph = (made / "build" / "graph.json").read_bytes()
    (made / "corpus" / "beta" / "source.txt").write_text(TEXTS["beta"])
    build_project(made)
    base = sqlite3.connect(made / ".regkit" / "cache" / "stages.db")
    base.execute("UPDATE entry SET data = x'00' WHERE stage = ?", (stage,))
    base.commit()
    base.close()
    (made / "corpus" / "beta" / "source.txt").write_text(TEXTS["beta"] + "\nIt may do so daily.\n")
    (made / "rules").mkdir()  # of every document, so that what the rule reads is read
    rule = RULE.format(id="own.lest", label="if", words="lest", example="A bank reports, lest it be fined.")
    (made / "rules" / "conditions.toml").write_text(rule)
    built = build_project(made)
    assert built.healed or stage == "norms"  # norms are made anew, and the damaged ones never read
    assert (made / "build" / "graph.json").read_bytes() == graph
    (made / "build" / "manifest.json").unlink()
    again = build_project(made)
    assert (ran(again.runs), again.healed) == ({}, ())


def test_a_cache_that_cannot_be_kept_changes_nothing(made: Path) -> None:
    (made / ".regkit").mkdir()
    (made / ".regkit" / "cache").write_text("")
    build_project(made)
    graph = (made / "build" / "graph.json").read_bytes()
    (made / ".regkit" / "cache").unlink()
    (made / "build" / "manifest.json").unlink()
    build_project(made)
    assert (made / "build" / "graph.json").read_bytes() == graph


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_make_the_same_bytes(made: Path, jobs: int) -> None:
    build_project(made, jobs=1)
    files = {path.name: path.read_bytes() for path in (made / "build").rglob("*.json")}
    built = build_project(made, jobs=jobs, fresh=True)
    assert ran(built.runs) == {id: list(NAMES) for id in TEXTS}
    assert {path.name: path.read_bytes() for path in (made / "build").rglob("*.json")} == files


def test_an_error_in_a_process_is_the_error(made: Path) -> None:
    (made / "corpus" / "gamma" / "source.txt").write_bytes(b"%PDF-1.7\nnothing more")
    with pytest.raises(ReadError) as one:
        build_project(made, jobs=1, fresh=True)
    with pytest.raises(ReadError) as other:
        build_project(made, jobs=2, fresh=True)
    assert str(other.value) == str(one.value)
    assert "source.txt" in str(one.value)


def dying(tasks: Iterable[Task]) -> Iterator[Done]:
    """Carry one task, then end as a build does whose user has pressed Ctrl-C."""
    for task in tasks:
        yield decoded(carry_bytes(encoded(task)))
        raise KeyboardInterrupt


def test_what_was_done_before_an_interrupt_is_kept(made: Path) -> None:
    workspace = open_workspace(made)
    with StageCache(workspace.cache) as cache, pytest.raises(KeyboardInterrupt):
        Carrier(workspace, cache).all(workspace.documents, lambda _: None, dying)
    assert {id for id, stages in ran(build_project(made).runs).items() if "norms" in stages} == {"beta", "gamma"}


def test_a_worker_that_is_killed_is_named(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from regkit.workflow import pool

    workspace = open_workspace(made)
    with (
        StageCache(workspace.cache) as cache,
        pytest.raises(GraphError, match="a worker process was ended from outside") as error,
        pool.local(1) as there,
    ):

        def killing(tasks: Iterable[Task]) -> Iterable[Done]:
            monkeypatch.setattr(pool, "carry_batch", _end)
            return there(tasks)

        Carrier(workspace, cache).all(workspace.documents, lambda _: None, killing)
    assert "alpha" in str(error.value)


def _end(_: list[bytes]) -> list[bytes]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_batches_grow_to_a_size(made: Path) -> None:
    from regkit.workflow import pool

    settings = open_workspace(made).documents[0].settings
    tasks = [Task(id=f"d{number:03d}", name="", data=b"x" * 5000, about=b"", settings=settings, recipes={}) for number in range(200)]
    batches = list(pool._batches(tasks, 2))
    assert [id for batch in batches for id in batch] == [task.id for task in tasks]
    sizes = [sum(map(len, batch.values())) for batch in batches]
    assert [len(batch) for batch in batches[:2]] == [1, 1]  # a small project is spread over all workers
    assert max(sizes) < pool.BATCH + 6000
    assert max(len(batch) for batch in batches) > 20


def test_another_regkit_on_the_other_side_is_refused() -> None:
    task = msgspec.msgpack.encode(
        {
            "type": "Task",
            "id": "a",
            "name": "a.txt",
            "data": b"",
            "about": b"",
            "settings": {"id": "a", "source": {"file": "a.txt"}},
            "recipes": {"read": "other"},
        }
    )
    failure = decoded(carry_bytes(task)).failure
    assert failure
    assert isinstance(failed(failure), GraphError)
    assert "another regkit" in failure.message


def test_every_error_comes_back_as_itself() -> None:
    from regkit.workflow.stages import Failure

    for kind in RegkitError.__subclasses__():
        if kind.__name__ != "FetchError":  # nothing is fetched in a stage
            error = failed(Failure(kind=kind.__name__, message="m", place="p", remedy="r"))
            assert type(error) is kind
            assert str(error) == str(kind("m", place="p", remedy="r"))


def test_a_key_depends_on_stage_names_and_values() -> None:
    keys = {
        key_of(stage, parts) for stage in STAGES[:2] for parts in ({"a": "b"}, {"a": "c"}, {"ab": ""}, {"a": "b", "c": "d"}, {"a": "bc", "d": ""})
    }
    assert len(keys) == 10


def imported(package: Path) -> set[str]:
    """Return the names of the packages and modules of regkit that the modules of a package import, wherever in them."""
    found: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"regkit.{alias.name}" for alias in node.names] if node.module == "regkit" else [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            found |= {name.split(".")[1] for name in names if name.startswith("regkit.")}
    return found


@pytest.mark.parametrize("stage", STAGES, ids=[stage.name for stage in STAGES])
def test_a_stage_names_all_the_code_it_runs(stage: Stage) -> None:
    """A package that a stage imports and does not name could change without its results being made again."""
    root = Path(regkit.__file__).parent
    named = {name.removesuffix(".py") for name in stage.packages} | {"errors"}
    missing = {other for name in named if (root / name).is_dir() for other in imported(root / name)} - named
    assert missing == set()
    assert all((root / name).exists() for name in stage.packages)


def test_recipes_are_of_the_stage_alone() -> None:
    assert len(set(recipes().values())) == 5  # define and norms run the same code, about and outline too


CLUSTER = "from distributed.cli.{name} import main; main()"


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.importorskip("distributed")
    build_project(made, jobs=1)
    graph = (made / "build" / "graph.json").read_bytes()
    folder = tmp_path_factory.mktemp("cluster")
    address = folder / "scheduler.json"

    def start(name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", CLUSTER.format(name=name), *words, "--scheduler-file", str(address)]
        return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        while not (address.is_file() and address.read_bytes().endswith(b"}")):
            assert running[0].poll() is None
            time.sleep(0.02)
        where = msgspec.json.decode(address.read_bytes())["address"]
        worker = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
        running += [start("dask_worker", *worker), start("dask_worker", *worker)]
        done: list[str] = []

        def step(id: str) -> None:
            done.append(id)
            running[1].kill()

        built = build_project(made, fresh=True, scheduler=where, step=step)
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()
    assert sorted(done) == sorted(TEXTS)
    assert ran(built.runs) == {id: list(NAMES) for id in TEXTS}
    assert (made / "build" / "graph.json").read_bytes() == graph


def test_no_scheduler_is_a_clear_error(made: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(GraphError, match="there is no scheduler"):
        build_project(made, fresh=True, scheduler="nonsense://nowhere")
