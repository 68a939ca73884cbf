"""A whole document: offsets, order, the gate, rules of the user's own."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from regkit.extract import extract
from regkit.extract.run import LONGEST, Scan, gated, windows
from regkit.model.analysis import Analysis
from regkit.model.annotation import Sentence
from regkit.model.document import Document, Source
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder
from regkit.text.quotes import fold_lower

LINES = [
    "Rules of the house.",
    "The house is open.",
    "A member shall pay, if asked.",
    "Nothing more.",
    "Submit a copy of the deed.",
    "It may resign within 3 days.",
]


def analysed(lines: list[str], headings: tuple[int, ...] = ()) -> Analysis:
    build = DocumentBuilder("d", Source(name="d.txt", sha256="0" * 64, media_type="text/plain"))
    for index, line in enumerate(lines):
        build.block(line, heading=index in headings)
    document: Document = build.build()
    sentences = tuple(
        Sentence(id=f"d.s{i}", span=block.span, provision=block.provision, block=i, heading=block.heading) for i, block in enumerate(document.blocks)
    )
    return Analysis(document=document, sentences=sentences)


def test_spans_are_those_of_the_document() -> None:
    found = extract(analysed(LINES))
    text = found.document.text
    told = [
        (norm.sentence, norm.span.of(text), norm.cue.of(text), [c.span.of(text) for c in norm.conditions], [d.span.of(text) for d in norm.deadlines])
        for norm in found.norms
    ]
    assert told == [
        (2, LINES[2], "shall", ["if asked"], []),
        (4, LINES[4], "Submit", [], []),
        (5, LINES[5], "may", [], ["within 3 days"]),
    ]  # fmt: skip
    assert [norm.bearer.of(text) if norm.bearer else None for norm in found.norms] == ["A member", None, "It"]


def test_gate_lets_only_sentences_with_a_cue_in() -> None:
    analysis = analysed(LINES)
    assert list(gated(analysis, Scan(fold_lower(analysis.document.text)))) == [2, 4, 5]


def test_headings_state_nothing() -> None:
    assert [norm.sentence for norm in extract(analysed(LINES, headings=(2,))).norms] == [4, 5]


def test_same_input_same_output() -> None:
    assert extract(analysed(LINES)) == extract(analysed(LINES))


def test_a_folder_adds_a_rule(tmp_path: Path) -> None:
    rule = """
[[rule]]
id = "house.sees-to"
label = "obligation"
gloss = "The house's way of binding."
words = ["sees to"]
pattern = 'sees to'
examples = [{ text = "The member sees to it.", cue = "sees to" }]
"""
    (tmp_path / "norms.toml").write_text(rule, encoding="utf-8")
    lines = ["The member sees to the gate."]
    assert extract(analysed(lines)).norms == ()
    (norm,) = extract(analysed(lines), folders=[tmp_path]).norms
    assert norm.rule == "house.sees-to"


def test_user_folder_keeps_the_shipped_rules(tmp_path: Path) -> None:
    assert extract(analysed(LINES), folders=[tmp_path]) == extract(analysed(LINES))


@given(st.integers(0, 50), st.sampled_from(["x", "word ", "a clause; ", "; "]), st.integers(1, 3 * LONGEST))
def test_windows_tile_the_sentence(start: int, unit: str, size: int) -> None:
    text = "." * start + (unit * (size // len(unit) + 1))[:size]
    found = list(windows(text, Span(start, len(text))))
    assert [found[0].start, *(span.end for span in found)] == [*(span.start for span in found), len(text)]
    assert all(0 < len(span) <= LONGEST for span in found)


def test_a_sentence_of_ordinary_length_is_one_window() -> None:
    assert list(windows("a; b" * 100, Span(0, 400))) == [Span(0, 400)]


def test_norms_of_a_very_long_sentence_are_found_to_its_end() -> None:
    line = "; ".join(["the member keeps the list of its goods and of its debts"] * 200) + "; the clerk shall pay."
    (norm,) = extract(analysed([line])).norms
    assert norm.bearer is not None
    assert norm.bearer.of(line) == "the clerk"


def test_wording_that_was_read_before_is_told_at_its_own_place() -> None:
    once, twice = extract(analysed(LINES)), extract(analysed([*LINES, *LINES]))
    shift = len(once.document.text) + 1
    assert [norm.sentence for norm in twice.norms] == [2, 4, 5, 8, 10, 11]
    assert [norm.cue.start for norm in twice.norms[3:]] == [norm.cue.start + shift for norm in once.norms]
