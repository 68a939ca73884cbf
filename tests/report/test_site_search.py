"""The index of the search, read back as its script reads it."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from regkit.report.facts import ProjectView
from regkit.report.site import search
from regkit.report.site.plan import plan
from regkit.report.site.search import Entry, entries, index, words


def files_of(project: ProjectView) -> dict[str, list[object]]:
    made = {}
    for path, data in index(project, plan(project)):
        found = re.fullmatch(r"regkitSite\.(\w+)\((\d+),(.*)\);\n", data.decode(), re.S)
        assert found
        made[path] = json.loads(found[3])
    return made


def read_back(project: ProjectView) -> tuple[dict[str, dict[int, int]], list[Entry], dict[str, list[object]]]:
    """Decode the pieces as ``search.js`` does: postings by word, entries."""
    files = files_of(project)
    about = files["search/index.js"]
    postings: dict[str, dict[int, int]] = {}
    for number, first in enumerate(about["words"]):
        table = files[f"search/w{number}.js"]
        assert table[0] == first
        for word, packed in zip(table[::2], table[1::2], strict=True):
            entry, found = -1, {}
            for distance, step in re.findall(r"([0-9a-z]*)([A-O])", packed):
                entry += int(distance, 36) if distance else 1
                found[entry] = ord(step) - 64
            postings[word] = found
    made = []
    for number, start in enumerate(about["texts"]):
        piece = files[f"search/t{number}.js"]
        assert start == len(made)
        for at, (title, kept, url, note) in enumerate(piece):
            if isinstance(kept, list):
                kept = piece[at - kept[0]][1][kept[1] : kept[1] + kept[2]]
            made.append(Entry(about["kinds"][start + at], title, kept, url, note))
    return postings, made, files


@pytest.mark.parametrize("size", [100, 48_000])
def test_what_goes_in_comes_out(project: ProjectView, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(search, "_WORD_PIECE", size)
    monkeypatch.setattr(search, "_TEXT_PIECE", size)
    given = list(entries(project, plan(project)))
    postings, made, _ = read_back(project)
    assert made == given
    for at, entry in enumerate(given):
        for word in words(entry.title + " " + entry.text):
            assert 1 <= postings[word][at] <= 15
    assert sum(map(len, postings.values())) == sum(len(set(words(entry.title)) | set(words(entry.text))) for entry in given)


def test_words_are_in_the_order_in_which_scripts_compare(project: ProjectView) -> None:
    term = msgspec.structs.replace(project.terms[0], written="\U0001d400\uffee \ue000 ﬁ 漢字")
    about = files_of(msgspec.structs.replace(project, terms=(term,)))
    table = about["search/w0.js"][::2]
    assert table == sorted(table, key=lambda word: word.encode("utf-16-be"))


def test_a_word_in_a_title_weighs_more_than_one_in_the_text(project: ProjectView) -> None:
    postings, made, _ = read_back(project)
    term = next(at for at, entry in enumerate(made) if entry.kind == "t")
    assert postings["dealer"][term] == max(postings["dealer"].values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Société’s “naïve” rule", ["societe", "s", "naive", "rule"]),
        ("12 CFR 1005.11(c)(1)", ["12", "cfr", "1005", "11", "c", "1"]),
        ("İstanbul ﬁnance", ["istanbul", "finance"]),
        ("規則 rule", ["規", "則", "rule"]),
        ("__proto__ constructor", ["proto", "constructor"]),
        ("x" * 60, ["x" * 40]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_every_kind_is_found(project: ProjectView) -> None:
    assert {entry.kind for entry in entries(project, plan(project))} == set(search.KINDS)


def test_an_unsafe_address_of_a_citation_does_not_become_a_link(project: ProjectView) -> None:
    bad = msgspec.structs.replace(project.authorities[2], url="javascript:alert(1)")
    found = [entry.url for entry in entries(msgspec.structs.replace(project, authorities=(bad,)), plan(project)) if entry.kind == "c"]
    assert found == ["reports/authorities.html"]


def test_an_empty_project_has_an_empty_index() -> None:
    assert list(files_of(ProjectView(name="x", version="1"))) == ["search/index.js"]
