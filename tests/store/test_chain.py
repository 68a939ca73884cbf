"""The log holds what was appended, whoever appends at once and whenever one is killed; whatever else is done to it is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.errors import CheckError
from regkit.store.chain import START, append, canonical, head_path, read_chain

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    TEXT | st.integers() | st.booleans() | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of five results."""
    path = tmp_path / "evidence" / "log.jsonl"
    for number in range(1, 6):
        append(path, [{"check": f"CHK-{number}", "note": "reconciled – “no breaks”\n"}])
    return path


def broken(path: Path) -> tuple[int, str]:
    found = read_chain(path).broken
    assert found, "the damage was not found"
    return found.entry, found.message


def test_entries_follow_each_other(log: Path) -> None:
    chain = read_chain(log)
    assert (chain.broken, chain.torn, chain.behind) == (None, b"", 0)
    assert [entry.seq for entry in chain.entries] == [1, 2, 3, 4, 5]
    assert [entry.prev for entry in chain.entries] == [START, *(entry.sha256 for entry in chain.entries[:-1])]
    assert chain.entries[2].data["check"] == "CHK-3"
    assert chain.has(chain.entries[2].sha256)
    assert not chain.has("f" * 64)


def test_a_few_lines_of_another_program_prove_it(log: Path) -> None:
    before = START
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        claimed = entry.pop("sha256")
        assert entry["prev"] == before
        before = hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        assert claimed == before
    assert json.loads(head_path(log).read_text())["sha256"] == before


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(TEXT.filter(lambda name: name not in {"seq", "prev", "sha256"}), VALUES, max_size=4), min_size=1, max_size=4))
def test_whatever_json_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("any") / "log.jsonl"
    append(path, records)
    chain = read_chain(path)
    assert [entry.data for entry in chain.entries] == records
    assert chain.broken is None


@pytest.mark.parametrize("value", [{"x": float("nan")}, {"x": "\ud800"}, {"x": {1, 2}}])
def test_what_is_no_json_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(CheckError, match="cannot be written into a log"):
        canonical(value)


def test_the_fields_of_the_log_are_its_own(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="log's own"):
        append(tmp_path / "log.jsonl", [{"seq": 7}])


def edit(log: Path, make: object) -> None:
    lines = log.read_bytes().split(b"\n")[:-1]
    log.write_bytes(b"".join(line + b"\n" for line in make(lines)))  # type: ignore[operator]


def _rehashed(line: bytes) -> bytes:
    """The entry with another check and a hash that fits it: only what comes after it can tell."""
    body = json.loads(line)
    body["check"] = "CHK-9"
    del body["sha256"]
    return canonical(body | {"sha256": hashlib.sha256(canonical(body)).hexdigest()})


DAMAGE = [  # what is done to the lines, the entry that is named, words of the message
    ("a word", lambda lines: [line.replace(b"CHK-2", b"CHK-7") for line in lines], 2, "edited"),
    ("a space", lambda lines: [lines[0], lines[1].replace(b",", b", ", 1), *lines[2:]], 2, "edited"),
    ("line ends", lambda lines: [line + b"\r" for line in lines], 1, "line ends"),
    ("one taken out", lambda lines: lines[:2] + lines[3:], 3, "removed, added or moved"),
    ("the first taken out", lambda lines: lines[1:], 1, "removed, added or moved"),
    ("one twice", lambda lines: [*lines[:3], lines[2], *lines[3:]], 4, "removed, added or moved"),
    ("two changed places", lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]], 2, "removed, added or moved"),
    ("one made anew", lambda lines: [*lines[:2], _rehashed(lines[2]), *lines[3:]], 4, "does not follow"),
    ("the last made anew", lambda lines: [*lines[:4], _rehashed(lines[4])], 5, "not the one that the head file names"),
    ("cut off after three", lambda lines: lines[:3], 4, "2 entries are missing at the end: the head names 5"),
    ("emptied", lambda lines: [], 1, "5 entries are missing"),
    ("a line of something else", lambda lines: [*lines[:3], b"[]", *lines[3:]], 4, "no entry"),
    ("a blank line", lambda lines: [*lines, b""], 6, "no entry"),
]


@pytest.mark.parametrize(("make", "entry", "words"), [case[1:] for case in DAMAGE], ids=[case[0] for case in DAMAGE])
def test_damage_is_found_and_the_first_bad_entry_named(log: Path, make: object, entry: int, words: str) -> None:
    edit(log, make)
    found, message = broken(log)
    assert found == entry
    assert words in message
    assert len(read_chain(log).entries) == entry - (words.startswith("not the one") is False)


@pytest.mark.parametrize("text", ["", "{}", '{"count":5}', '{"count":true,"sha256":"0","size":0}\n', "[]\n"])
def test_a_damaged_head_is_found(log: Path, text: str) -> None:
    head_path(log).write_text(text)
    assert "head file is damaged" in broken(log)[1]


def test_a_missing_head_is_found_and_nothing_is_appended(log: Path) -> None:
    head_path(log).unlink()
    assert "head file is missing" in broken(log)[1]
    with pytest.raises(CheckError, match="missing or damaged"):
        append(log, [{"check": "CHK-6"}])


def test_a_missing_log_is_found(log: Path) -> None:
    log.unlink()
    assert broken(log) == (1, "5 entries are missing at the end: the head names 5")


def test_nothing_is_appended_to_a_log_that_lost_entries(log: Path) -> None:
    edit(log, lambda lines: lines[:3])
    before = log.read_bytes()
    with pytest.raises(CheckError, match="shorter than its head"):
        append(log, [{"check": "CHK-6"}])
    assert log.read_bytes() == before


def test_nothing_is_appended_behind_what_is_no_entry(log: Path) -> None:
    with log.open("ab") as file:
        file.write(b'{"check":"forged"}\n')
    with pytest.raises(CheckError, match="entry 6, behind the head"):
        append(log, [{"check": "CHK-6"}])


def test_a_torn_line_is_moved_aside_and_said(log: Path) -> None:
    whole = log.read_bytes()
    with log.open("ab") as file:
        file.write(b'{"check":"CHK-6","no')
    chain = read_chain(log)
    assert (chain.torn, chain.broken, len(chain.entries)) == (b'{"check":"CHK-6","no', None, 5)
    (said,) = append(log, [{"check": "CHK-7"}]).healed
    (aside,) = log.parent.glob("log.jsonl.torn-*")
    assert aside.name in said
    assert aside.read_bytes() == b'{"check":"CHK-6","no'
    assert log.read_bytes().startswith(whole)
    assert [entry.data["check"] for entry in read_chain(log).entries][-2:] == ["CHK-5", "CHK-7"]
    assert read_chain(log).broken is None


@pytest.mark.parametrize("cut", [b"\n", b""], ids=["whole", "without its line feed"])
def test_an_entry_that_the_head_does_not_know_yet_is_kept(log: Path, tmp_path: Path, cut: bytes) -> None:
    head = head_path(log).read_bytes()
    append(log, [{"check": "CHK-6"}])
    head_path(log).write_bytes(head)
    log.write_bytes(log.read_bytes().removesuffix(b"\n") + cut)
    chain = read_chain(log)
    assert chain.broken is None
    assert (chain.behind, bool(chain.torn)) == ((1, False) if cut else (0, True))
    assert "entry 6, written by an append that was interrupted, is kept" in append(log, [{"check": "CHK-7"}]).healed
    assert [entry.data["check"] for entry in read_chain(log).entries][-2:] == ["CHK-6", "CHK-7"]
    assert not list(log.parent.glob("*.torn-*"))


def test_an_unwritable_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file, not a folder")
    with pytest.raises((CheckError, OSError)):
        append(tmp_path / "evidence" / "log.jsonl", [{"check": "CHK-1"}])


WRITER = """
import sys
from pathlib import Path
from regkit.store.chain import append
for number in range(int(sys.argv[2])):
    append(Path(sys.argv[1]), [{"check": sys.argv[3], "number": number, "note": "x" * 3000}])
    print(number, flush=True)
"""


def test_several_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), "12", f"P{name}"], stdout=subprocess.DEVNULL) for name in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    chain = read_chain(path)
    assert chain.broken is None
    assert sorted((entry.data["check"], entry.data["number"]) for entry in chain.entries) == [(f"P{n}", i) for n in range(3) for i in range(12)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX systems")
def test_a_killed_writer_leaves_what_it_had_said(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    dice = random.Random(20261122)
    for _ in range(3):
        before = len(read_chain(path).entries)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "100000", "CHK"], stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(dice.random() * 0.02)
        os.kill(writer.pid, signal.SIGKILL)
        said = 1 + len([line for line in writer.stdout.read().splitlines() if line.isdigit()])
        writer.wait()
        writer.stdout.close()
        append(path, [{"check": "after"}])
        chain = read_chain(path)
        assert chain.broken is None
        assert said <= len(chain.entries) - before - 1 <= said + 1


def test_an_append_that_is_cut_anywhere_is_healed(tmp_path: Path) -> None:
    """Where a write can break off, once before the head knew of it and once after."""
    original = tmp_path / "original" / "log.jsonl"
    append(original, [{"check": "CHK-1"}])
    before, head = original.read_bytes(), head_path(original).read_bytes()
    append(original, [{"check": "CHK-2", "note": "–"}])
    after, new_head = original.read_bytes(), head_path(original).read_bytes()
    path = tmp_path / "log.jsonl"
    cuts = sorted({*range(len(before), len(after), 11), len(before) + 1, len(after) - 2, len(after) - 1, len(after)})
    for cut in cuts:
        path.write_bytes(after[:cut])
        head_path(path).write_bytes(head)
        healed = append(path, [{"check": "CHK-3"}]).healed
        chain = read_chain(path)
        whole = cut >= len(after) - 1
        assert [entry.data["check"] for entry in chain.entries] == ["CHK-1", *(["CHK-2"] if whole else []), "CHK-3"]
        assert (chain.broken, chain.torn, chain.behind) == (None, b"", 0)
        assert bool(healed) is (cut > len(before)), "what is mended is said"
        if cut < len(after):
            path.write_bytes(after[:cut])
            head_path(path).write_bytes(new_head)
            assert read_chain(path).broken, "what had been recorded is missed"
            with pytest.raises(CheckError, match="shorter than its head"):
                append(path, [{"check": "CHK-3"}])
    assert {aside.read_bytes() for aside in tmp_path.glob("*.torn-*")} == {
        after[len(before) : cut] for cut in cuts if len(before) < cut < len(after) - 1
    }
