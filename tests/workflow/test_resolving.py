"""What documents give to the graph is made again exactly where it would differ, and the graph is always that of a clean build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from regkit.workflow import Built, build_project

BELLS = "§ 9.1 Bells.\n\n(a) A keeper must ring the bell.\n\n(b) “Bell” means a thing that rings.\n"
CLOCKS = "§ 7.1 Clocks.\n\n(a) A clock must follow 12 CFR 9.1(a) and 12 CFR 9.2.\n\n(b) See 12 CFR 5.1.\n"
LAMPS = "§ 5.1 Lamps.\n\n(a) A keeper may light a lamp.\n"
PARTS = {"bells": ("12 CFR part 9", BELLS), "clocks": ("12 CFR part 7", CLOCKS), "lamps": ("12 CFR part 5", LAMPS)}


def write(root: Path, id: str, citation: str, text: str) -> None:
    folder = root / "corpus" / id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.txt").write_text(text)
    (folder / "document.toml").write_text(f'id = "{id}"\n[source]\nfile = "source.txt"\n[authority]\ncitation = "{citation}"\nshort = "12 CFR"\n')


@pytest.fixture
def made(tmp_path: Path) -> Path:
    root = tmp_path / "made"
    root.mkdir()
    (root / "regkit.toml").write_text('name = "three"\n')
    for id, (citation, text) in PARTS.items():
        write(root, id, citation, text)
    build_project(root)
    return root


def resolved(built: Built) -> dict[str, str]:
    return {run.document: run.why for run in built.runs if run.stage == "resolve" and run.why}


def is_clean(root: Path) -> bool:
    """Tell whether the build's files are those of a build of a fresh copy."""
    copy = root.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(copy)
    files = {path.relative_to(root): path.read_bytes() for path in (root / "build").rglob("*.json")}
    return files == {path.relative_to(copy): path.read_bytes() for path in (copy / "build").rglob("*.json")}


@pytest.mark.parametrize(
    ("id", "text", "again"),
    [
        ("bells", BELLS.replace("ring the bell", "ring a bell"), {"bells"}),
        ("bells", BELLS + "\n(c) More.\n", {"bells"}),
        ("bells", BELLS.replace("(a) ", "(1) "), {"bells", "clocks"}),  # what a clock follows is gone
        ("bells", BELLS + "\n§ 9.2 Hammers.\n\nA hammer is iron.\n", {"bells", "clocks"}),  # what it asked for is there now
        ("lamps", LAMPS.replace("5.1", "5.2"), {"lamps", "clocks"}),
        ("clocks", CLOCKS + "\n(c) See § 7.1(a).\n", {"clocks"}),
    ],
)
def test_an_edit_resolves_what_would_differ(made: Path, id: str, text: str, again: set[str]) -> None:
    write(made, id, PARTS[id][0], text)
    built = build_project(made)
    assert set(resolved(built)) == again
    assert {why for document, why in resolved(built).items() if document != id} <= {"what its citations lead to in other documents changed"}
    assert is_clean(made)


def test_a_document_that_comes_or_goes_is_told_to_those_that_cite_it(made: Path) -> None:
    shutil.move(made / "corpus" / "lamps", made.parent / "lamps")
    assert set(resolved(build_project(made))) == {"clocks"}
    assert is_clean(made)
    shutil.move(made.parent / "lamps", made / "corpus" / "lamps")
    assert set(resolved(build_project(made))) == {"clocks"}
    assert is_clean(made)


def test_documents_of_one_instrument_are_one_group(made: Path) -> None:
    write(made, "supplement", "12 CFR part 9", "§ 9.7 More bells.\n\n(a) A bell of § 9.1(a) must be cast.\n")
    assert set(resolved(build_project(made))) == {"bells", "supplement"}
    write(made, "supplement", "12 CFR part 9", "§ 9.7 More bells.\n\n(a) A bell must be cast.\n")
    built = build_project(made)
    assert resolved(built) == dict.fromkeys(("bells", "supplement"), "the document supplement changed")
    assert is_clean(made)


def test_a_lost_text_is_written_again(made: Path) -> None:
    for path in (made / "build" / "texts").iterdir():
        path.unlink()
    assert resolved(build_project(made)) == {}
    assert is_clean(made)
