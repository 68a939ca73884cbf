"""A second build writes the pages that show something else, and no others; what it leaves is what a clean build makes, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Docs, Rebuild

WRITTEN = re.compile(r"(?:reading sources|writing output)\.\.\. \[ *\d+%\] (\S+)")


def same_as_clean(docs: Docs) -> None:
    code, said = docs.build("clean")
    assert code == 0, said
    second, clean = docs.files("out"), docs.files("clean")
    assert second.keys() == clean.keys()
    assert [name for name in clean if clean[name] != second[name]] == []


def test_every_edit(docs: Docs, project: Path, rebuild: Rebuild) -> None:
    code, said = docs.build("out", "html", "-W")
    assert code == 0, said
    same_as_clean(docs)

    code, said = docs.build()
    assert "no targets are out of date" in said

    # evidence: the status of one requirement, on the pages that show it
    log = project / "evidence"
    (log / "zz.yaml").write_text('- check: XM-C7-01\n  result: pass\n  date: "2026-10-01"\n  by: Margin operations\n')
    rebuild()
    code, said = docs.build()
    assert set(WRITTEN.findall(said)) >= {"matrix", "one", "quoted"}
    assert "plain" not in WRITTEN.findall(said)
    assert "words" not in WRITTEN.findall(said)
    assert "failed on 2026-09-30" not in docs.read("one.html")
    same_as_clean(docs)

    # the title of a check
    checks = next(path for path in sorted((project / "checks").glob("*.yaml")) if "XM-C7-01" in path.read_text())
    text = checks.read_text()
    title = re.search(r"id: XM-C7-01\s+title: (.+)", text)
    assert title
    checks.write_text(text.replace(title[1], "Another title altogether"))
    rebuild()
    docs.build()
    assert "Another title altogether" in docs.read("one.html")
    assert title[1] not in docs.read("quoted.html")
    same_as_clean(docs)

    # a page by its author, and a page that goes away: what led there leads elsewhere
    docs.page("one", "One\n===\n\nNo more.\n")
    docs.build()
    assert 'href="matrix.html#reg-sec-xm-order/III-7.1"' in docs.read("words.html")
    same_as_clean(docs)


def test_a_selection_that_changes(docs: Docs, project: Path, rebuild: Rebuild) -> None:
    docs.page("matrix", "M\n=\n\n.. reg:matrix::\n   :status: failing\n")
    docs.build()
    assert "reg-sec-xm-order/III-7.1" in docs.read("matrix.html")
    (project / "evidence" / "zz.yaml").write_text('- check: XM-C7-01\n  result: pass\n  date: "2026-10-01"\n')
    rebuild()
    docs.build()
    assert "No requirement is selected." in docs.read("matrix.html")
    same_as_clean(docs)


def test_a_warning_is_told_again(docs: Docs) -> None:
    docs.page("plain", "Plain\n=====\n\n:reg:req:`sec-xm-order/III-77.1`\n")
    for _ in range(2):
        code, said = docs.build("out", "html", "-W")
        assert code != 0
        assert re.search(r"plain\.rst:4: .*there is no requirement 'sec-xm-order/III-77\.1'.* \[regkit\.unknown-id\]", said), said


@pytest.mark.parametrize("value", ["2026-09-29", "2026-10-31"])
def test_the_day_counts(docs: Docs, value: str) -> None:
    docs.build()
    docs.conf(f'regkit_on = "{value}"\n')
    code, said = docs.build()
    assert code == 0, said
    same_as_clean(docs)


def test_parallel_is_the_same(docs: Docs) -> None:
    assert docs.build("out", "html", "-W")[0] == 0
    code, said = docs.build("par", "html", "-W", "-j", "2")
    assert code == 0, said
    assert "not safe" not in said
    assert docs.files("out") == docs.files("par")


def test_pickles_hold_nothing_of_the_project(docs: Docs) -> None:
    docs.build()
    stored = b"".join(path.read_bytes() for path in (docs.root / "out-doctrees").glob("*.doctree"))
    assert b"Eligible BD-FCM shall" not in (docs.root / "out-doctrees" / "matrix.doctree").read_bytes()
    assert len(stored) < 40_000
