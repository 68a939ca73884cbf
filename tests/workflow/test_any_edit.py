"""Whatever is done to a project between builds, a build ends where a build of a fresh copy does, byte for byte, or in the same error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import RegkitError
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.store import dump
from regkit.workflow import build_project

IDS = ("bells", "clocks", "lamps", "masts")
CITATIONS = ("12 CFR part 5", "12 CFR part 9", "", "SEC Release 34-1")
INSTRUMENTS = ("", "", "Rules of the Guild")
SENTENCES = (
    "A keeper must ring the bell.",
    "A keeper may light a lamp, provided that it burns.",
    "“Bell” means a thing that rings.",
    "A bell must be cast under 12 CFR 9.1(a) and 12 CFR part 5.",
    "See § 5.2 of this part, and paragraph (b) of this section.",
    "A clock may not stop lest it be late, as 12 CFR 5.1(b) says.",
    "In § 9.1 of title 12, paragraph (a) is revised to read as follows:",
)
HEADINGS = ("Bells.", "Definitions.", "Clocks and lamps.")
RULE = """[[rule]]
id = "own.lest"
label = "if"
gloss = "a rule of our own"
pattern = '(?P<cue>lest)'
words = ["lest"]
examples = [{ text = "A bank reports, lest it be fined.", cue = "lest" }]
"""
texts = st.builds(
    lambda part, sections: "".join(
        f"§ {part}.{number} {heading}\n\n" + "".join(f"({mark}) {words}\n\n" for mark, words in zip("abc", section, strict=False))
        for number, (heading, section) in enumerate(sections, 1)
    ),
    st.sampled_from([5, 9]),
    st.lists(
        st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)),
        min_size=1,
        max_size=2,
    ),
)
ids = st.sampled_from(IDS)
edits = st.one_of(
    st.tuples(st.just("write"), ids, st.sampled_from(CITATIONS), st.sampled_from(INSTRUMENTS), texts),
    st.tuples(st.just("write"), ids, st.sampled_from(CITATIONS), st.sampled_from(INSTRUMENTS), texts),
    st.tuples(st.just("remove"), ids),
    st.tuples(st.just("rename"), ids, ids),
    st.tuples(st.just("version"), ids, texts),
    st.tuples(st.just("order"), st.permutations(IDS)),
    st.tuples(st.just("check"), ids, st.lists(st.sampled_from(SENTENCES[:3]), max_size=2)),
    st.tuples(st.just("rule")),
)


def about(id: str, more: str) -> str:
    return f'id = "{id}"\n[source]\nfile = "source.txt"\n[authority]\nshort = "12 CFR"\n{more}'


def put(folder: Path, id: str, text: str, more: str) -> None:
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text(text, encoding="utf-8")
    (folder / "document.toml").write_text(about(id, more), encoding="utf-8")


def edit(root: Path, what: str, *words: object) -> None:
    home = root / "corpus" / str(words[0] if words else "")
    if what == "write":
        _, citation, instrument, text = words
        shutil.rmtree(home, ignore_errors=True)
        put(home, home.name, str(text), f'citation = "{citation}"\ninstrument = "{instrument}"\n')
    elif what == "remove":
        shutil.rmtree(home, ignore_errors=True)
    elif what == "rename":
        other = home.with_name(str(words[1]))
        if home.is_dir() and not other.is_dir():
            home.rename(other)
            for path in other.rglob("document.toml"):
                path.write_text(path.read_text(encoding="utf-8").replace(f'id = "{home.name}"', f'id = "{other.name}"'), encoding="utf-8")
    elif what == "version" and (home / "document.toml").is_file():
        older = home / "2025"
        older.mkdir()
        for name in ("source.txt", "document.toml"):
            (home / name).rename(older / name)
        more = (older / "document.toml").read_text(encoding="utf-8").partition('short = "12 CFR"\n')[2]
        (older / "document.toml").write_text(about(home.name, more + 'effective = "2025-01-01"\n'), encoding="utf-8")
        put(home / "2026", home.name, str(words[1]), more + 'effective = "2026-01-01"\n')
    elif what == "order":
        there = [name for name in words[0] if (root / "corpus" / name).is_dir()]  # type: ignore[attr-defined]
        (root / "regkit.toml").write_text(f'name = "any"\ndocuments = {there}\n'.replace("'", '"'), encoding="utf-8")
        return
    elif what == "check":
        quotes: list[str] = list(words[1])  # type: ignore[call-overload]
        checks = [f"- id: C-{n}\n  title: One\n  verifies:\n    - document: {words[0]}\n      quote: {q}\n" for n, q in enumerate(quotes)]
        (root / "checks" / "all.yaml").write_text("".join(checks) or "[]\n", encoding="utf-8")
    elif what == "rule":
        rules = root / "rules" / "conditions.toml"
        if rules.is_file():
            rules.unlink()
        else:
            rules.write_text(RULE, encoding="utf-8")
    (root / "regkit.toml").write_text('name = "any"\n', encoding="utf-8")


def outcome(root: Path) -> dict[str, bytes] | str:
    """Build, and return what stands in the build's folder, or the error."""
    try:
        build_project(root)
    except RegkitError as error:
        return str(error).replace(str(root), "")
    files = {str(path.relative_to(root)): path.read_bytes() for path in (root / "build").rglob("*.json")}
    with StoredGraph(root / "build" / "graph.db") as stored:
        assert dump(stored) == files["build/graph.json"]
    return files


@pytest.fixture
def made(tmp_path: Path) -> Path:
    root = tmp_path / "made"
    for name in ("checks", "rules"):
        (root / name).mkdir(parents=True)
    (root / "regkit.toml").write_text('name = "any"\n')
    put(root / "corpus" / "bells", "bells", "§ 9.1 Bells.\n\n(a) A keeper must ring the bell.\n", 'citation = "12 CFR part 9"\n')
    put(root / "corpus" / "clocks", "clocks", "§ 7.1 Clocks.\n\n(a) See 12 CFR 9.1(a) and 12 CFR 5.2.\n", 'citation = "12 CFR part 7"\n')
    return root


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(edits, min_size=1, max_size=4))
def test_any_edit_ends_where_a_first_build_does(made: Path, steps: list[tuple[object, ...]]) -> None:
    for what, *words in steps:
        edit(made, str(what), *words)
        ended = outcome(made)
    copy = made.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(made, copy, ignore=shutil.ignore_patterns("build", ".regkit"))
    assert outcome(copy) == ended
