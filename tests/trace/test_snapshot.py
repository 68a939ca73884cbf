"""A snapshot changes where coverage does, and nowhere else; what differs is told as worse, gone, reworded, new or better."""

import pytest

from regkit.errors import CheckError
from regkit.model.coverage import CoverageStatus as S
from regkit.trace.coverage import coverage
from regkit.trace.snapshot import FIRST, Line, compare, lines_of, read, write


def line(id, status, wording="aa", checks="CHK-1 pass"):
    return Line(requirement=id, status=status, wording=wording, checks=checks)


def test_a_snapshot_reads_back(graph):
    lines = lines_of(graph, coverage(graph))
    text = write(lines)
    assert read(text, "s.txt") == lines
    assert text.startswith(f"{FIRST}\n# {len(lines)} requirements: ")
    assert "covered\torder/III-1.1\t" in text
    assert "2026" not in text, "no dates: a new result of the same outcome is no change"
    assert compare(lines, read(text, "s.txt")) == []


def test_of_nothing():
    assert read(write([]), "s.txt") == []
    assert "# 0 requirements: none" in write([])


DIFFERENCES = [  # then, now, words, whether somebody must look
    (line("a", S.COVERED), line("a", S.FAILING, checks="CHK-1 fail"), "worse: a: covered -> failing, CHK-1 fail", True),
    (line("a", S.COVERED), line("a", S.STALE), "worse: a: covered -> stale, CHK-1 pass", True),
    (line("a", S.UNCOVERED, checks=""), line("a", S.COVERED), "better: a: uncovered -> covered, CHK-1 pass", False),
    (line("a", S.COVERED), line("a", S.COVERED, "bb"), "reworded: a: covered, CHK-1 pass", True),
    (line("a", S.UNCOVERED, checks=""), line("a", S.UNVERIFIED, "bb", ""), "reworded: a: uncovered -> unverified", True),
    (line("a", S.COVERED), line("a", S.SUSPECT, "bb"), "worse: a: covered -> suspect, CHK-1 pass", True),
    (line("a", S.COVERED), None, "gone: a (covered)", True),
    (None, line("a", S.UNCOVERED), "new: a (uncovered)", True),
    (None, line("a", S.WAIVED), "new: a (waived)", False),
    (line("a", S.COVERED), line("a", S.COVERED, checks="CHK-1 pass, CHK-2 pass"), None, False),
]


@pytest.mark.parametrize(("then", "now", "words", "bad"), DIFFERENCES)
def test_differences(then, now, words, bad):
    found = compare([then] if then else [], [now] if now else [])
    assert [difference.words() for difference in found] == ([words] if words else [])
    assert any(difference.bad for difference in found) is bad


def test_the_worst_come_first():
    then = [line("a", S.FAILING), line("b", S.COVERED), line("c", S.COVERED)]
    now = [line("a", S.COVERED), line("b", S.LOST)]
    assert [difference.kind.value for difference in compare(then, now)] == ["worse", "gone", "better"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no snapshot"),
        ("covered\ta\tb\n", "no snapshot"),
        (f"{FIRST}\n<<<<<<< ours\n", "line 2: the line is no line"),
        (f"{FIRST}\nfine\ta\tb\n", "no line of a snapshot"),
        (f"{FIRST}\ncovered\ta\tb\nlost\ta\tb\n", "line 3: 'a' is there twice"),
    ],
)
def test_what_is_no_snapshot(text, words):
    with pytest.raises(CheckError, match=words):
        read(text, "s.txt")
