"""Groups of documents resolve by themselves: what they ask of the others is little, and is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit import cite
from regkit.model.analysis import Analysis
from regkit.model.document import Authority
from regkit.read import read_bytes
from regkit.resolve import resolve, resolve_group
from regkit.resolve.corpus import About, Corpus, Outline, about, answers_now, groups_of, outline, table_of


def analysis(id: str, text: str, citation: str, instrument: str = "") -> Analysis:
    authority = Authority(citation=citation, instrument=instrument, short=citation.partition(" part")[0])
    document = read_bytes(text.encode(), f"{id}.txt", id=id, authority=authority)
    return Analysis(document=document, citations=tuple(cite.find(document.text)))


BELLS = analysis("bells", "§ 9.1 Bells.\n\n(a) A bell rings.\n\n(b) See paragraph (a) of this section.", "12 CFR part 9")
NOTES = analysis("notes", "§ 9.2 Notes.\n\n(a) See § 9.1(a).", "12 CFR part 9")
CLOCKS = analysis("clocks", "§ 7.1 Clocks.\n\n(a) See 12 CFR 9.1(b), 12 CFR 9.1(z), 12 CFR part 9, § 9.2(a) and 15 U.S.C. 78o.", "12 CFR part 7")
ALL = (CLOCKS, BELLS, NOTES)


def apart(analyses: tuple[Analysis, ...], group: tuple[str, ...]) -> tuple[tuple[Analysis, ...], Corpus]:
    by_id = {each.document.id: each for each in analyses}
    corpus = Corpus(table_of({id: about(each) for id, each in by_id.items()}), lambda id: outline(by_id[id].document))
    return resolve_group([by_id[id] for id in group], corpus), corpus


def test_a_group_resolves_to_what_it_does_among_all() -> None:
    together = {each.document.id: each for each in resolve(ALL)}
    found, corpus = apart(ALL, ("clocks",))
    assert found == (together["clocks"],)
    targets = {(citation.target, citation.target_document, citation.target_path) for citation in found[0].citations}
    assert targets == {
        ("12 CFR 9.1(b)", "bells", ("9.1", "b")),
        ("12 CFR 9.1(z)", None, ("9.1", "z")),
        ("12 CFR part 9", "bells", ()),
        ("12 CFR 9.2(a)", "notes", ("9.2", "a")),
        ("15 U.S.C. 78o", None, None),
    }
    assert corpus.asked == {
        "12 cfr part 9": {"": "bells", "9.1\x1fb": "bells\x1fbells/9-1-b", "9.1\x1fz": "", "9.2\x1fa": "notes\x1fnotes/9-2-a"},
        "15 u.s.c. 78o": {},
    }
    assert corpus.provisions() == {"bells": {("9.1", "b"): "bells/9-1-b"}, "notes": {("9.2", "a"): "notes/9-2-a"}}
    found, corpus = apart(ALL, ("bells", "notes"))
    assert found == (together["bells"], together["notes"])
    assert corpus.asked == {}


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"bells": "§ 9.1 Bells.\n\n(a) A bell is rung.\n\n(b) Another."}, True),  # words, not provisions
        ({"bells": "§ 9.1 Bells.\n\n(a) A bell rings."}, False),  # (b) is gone
        ({"bells": "§ 9.1 Bells.\n\n(a) A.\n\n(b) B.\n\n(c) C."}, True),  # a provision that nobody asked for
        ({"notes": "§ 9.2 Notes.\n\nNone."}, False),
        ({"notes": "§ 9.1 Notes.\n\n(z) Now here.\n\n§ 9.2 Others.\n\n(a) More."}, False),  # a miss that is none any more
    ],
)
def test_answers_tell_whether_to_resolve_again(change: dict[str, str], same: bool) -> None:
    _, corpus = apart(ALL, ("clocks",))
    edited = {each.document.id: each for each in ALL} | {id: analysis(id, text, "12 CFR part 9") for id, text in change.items()}
    table = table_of({id: about(each) for id, each in edited.items()})
    told = answers_now(corpus.asked, table, lambda id: outline(edited[id].document))
    assert (told == corpus.asked) is same


def test_an_instrument_that_comes_or_goes_is_told() -> None:
    _, corpus = apart(ALL, ("clocks",))
    assert answers_now(corpus.asked, {}, lambda id: outline(BELLS.document)) == {"12 cfr part 9": {}, "15 u.s.c. 78o": {}}
    assert answers_now({"x": {}}, {"x": ("bells",)}, lambda id: outline(BELLS.document)) == {"x": {"": "bells"}}


def test_mentions_name_what_may_be_asked() -> None:
    assert about(CLOCKS).mentions == ("12 cfr 9.1(b)", "12 cfr 9.1(z)", "12 cfr 9.2(a)", "12 cfr part 9", "15 u.s.c. 78o")
    assert outline(BELLS.document) == Outline(id="bells", paths={"9.1": "bells/9-1", "9.1\x1fa": "bells/9-1-a", "9.1\x1fb": "bells/9-1-b"})


NAMES = st.sampled_from(["", "a", "b", "c", "A"])


@given(st.lists(st.tuples(NAMES, NAMES), max_size=8))
def test_groups_part_the_corpus(named: list[tuple[str, str]]) -> None:
    abouts = {f"d{number}": About(citation=citation, instrument=instrument) for number, (citation, instrument) in enumerate(named)}
    groups = groups_of(abouts)
    assert sorted(id for group in groups for id in group) == sorted(abouts)
    of = {id: number for number, group in enumerate(groups) for id in group}
    for one, first in abouts.items():
        for other, second in abouts.items():
            if (first.citation and first.citation == second.citation) or (first.instrument and first.instrument == second.instrument):
                assert of[one] == of[other]
    assert [group[0] for group in groups] == sorted((group[0] for group in groups), key=list(abouts).index)
