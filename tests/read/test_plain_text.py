"""Plain text: sections, rules, orders, decimals; what belongs to what."""

import pytest

from regkit.model.document import ProvisionType
from regkit.read import read_bytes


def _read(text, **options):
    return read_bytes(text.encode(), "source.txt", **options)


def _paths(text):
    return ["/".join(provision.path) for provision in _read(text).provisions[1:]]


CASES = [
    ("a section", "§ 9.1 Form.\n\n(a) Ink.\n\n(1) Black.\n\n(b) Paper.", ["9.1", "9.1/a", "9.1/a/1", "9.1/b"]),
    ("two markers", "§ 9.1 Form.\n\n(a)(1) Ink.\n\n(2) Paper.", ["9.1", "9.1/a", "9.1/a/1", "9.1/a/2"]),
    ("run-in after a dash", "§ 9.1 Form.\n\n(a) Ink—(1) In general. Black.\n\n(2) Paper.\n\n(b) B.", ["9.1", "9.1/a", "9.1/a/1", "9.1/a/2", "9.1/b"]),
    (
        "run-in after a title",
        "§ 9.1 Form.\n\n(a) Special rules. (1) Black ink dries.\n\n(2) Paper.\n\n(b) B.",
        ["9.1", "9.1/a", "9.1/a/1", "9.1/a/2", "9.1/b"],
    ),
    ("a reference is no run-in", "§ 9.1 Form.\n\n(a) Under paragraph (1) The rule holds.\n\n(b) Paper.", ["9.1", "9.1/a", "9.1/b"]),
    ("a bracket in prose", "§ 9.1 Form.\n\n(a) A firm (A) May sign.\n\n(b) Paper.", ["9.1", "9.1/a", "9.1/b"]),
    ("reserved range", "§ 9.1 Form.\n\n(a)-(c) [Reserved]\n\n(d) Ink.", ["9.1", "9.1/a", "9.1/d"]),
    ("sections end lists", "§ 9.1 A.\n\n(a) X.\n\n(b) Y.\n\n§ 9.2 B.\n\n(a) Z.", ["9.1", "9.1/a", "9.1/b", "9.2", "9.2/a"]),
    (
        "definitions",
        "§ 9.1 Definitions.\n\nInk means:\n\n(1) Dye; or\n\n(2) Paint.\n\nPen means a quill.",
        ["9.1", "9.1/Ink", "9.1/Ink/1", "9.1/Ink/2", "9.1/Pen"],
    ),
    (
        "definitions below a marker",
        "§ 9.1 Definitions.\n\n(a) Terms. In this section:\n\nInk means dye.\n\nPen means a quill.\n\n(b) Use.",
        ["9.1", "9.1/a", "9.1/b"],
    ),
    (
        "rules",
        "Rule 1—A\n\nSection 1—B\n\n(a) X.\n\nRule 2—C\n\nSection 1—D",
        ["Rule 1", "Rule 1/Section 1", "Rule 1/Section 1/a", "Rule 2", "Rule 2/Section 1"],
    ),
    ("articles", "Article I—A\n\nSection 1—B\n\nSection 2—C", ["Article I", "Article I/Section 1", "Article I/Section 2"]),
    ("an order", "I. First\n\nA. One\n\nText.\n\nB. Two\n\n1. Terms\n\nText.\n\nII. Second\n\n1. Do it.", ["I", "I.A", "I.B", "I.B.1", "II", "II/1"]),
    ("decimals", "1.1 A.\n\n1.2 B:\n\n(1) C.\n\n1.2.1 D.", ["1.1", "1.2", "1.2/1", "1.2.1"]),
    (
        "appendix",
        "§ 9.1 A.\n\nAppendix A to Part 9—B\n\n1(a) Ink.\n\n1. Wet. Wet ink.\n\ni. X.",
        ["9.1", "Appendix A", "Appendix A/1(a)", "Appendix A/1(a)/1", "Appendix A/1(a)/1/i"],
    ),
    ("no structure", "A firm reports.\n\nIt reports daily.", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_paths(text, expected):
    assert _paths(text) == expected


def test_titles_go_to_the_heading_and_stay_in_the_text():
    document = _read("§ 9.1 Form.\n\n(a) Ink and paper. A keeper shall use ink.\n\n(b) A keeper shall use paper. Paper burns.")
    section, titled, plain = document.provisions[1:]
    assert (section.marker, section.heading) == ("§ 9.1", "Form.")
    assert (titled.heading, plain.heading) == ("Ink and paper", None)
    assert document.quote(titled.body[0]) == "(a) Ink and paper. A keeper shall use ink."


def test_a_flush_line_after_a_list_belongs_to_what_holds_the_list():
    document = _read("§ 9.1 A.\n\n(a) A keeper who:\n\n(1) writes; or\n\n(2) signs,\n\nshall use ink.\n\n(b) B.")
    holder = document.provision_at(document.text.index("shall use"))
    assert holder.path == ("9.1", "a")


def test_a_whole_paragraph_after_an_item_goes_on_with_the_item():
    document = _read("§ 9.1 A.\n\n(a) X.\n\n(1) Y.\n\nA further paragraph.\n\n(b) B.")
    assert document.provision_at(document.text.index("A further")).path == ("9.1", "a", "1")


def test_footnotes_at_the_end_are_notes_and_stay_there():
    document = _read("A firm reports.1 It signs [2] too.\n\n1 See 1 U.S.C. 1.\n\n[2] Both hands.")
    assert [document.quote(call.span) for call in document.calls] == ["1", "[2]"]
    notes = [provision for provision in document.provisions if provision.type is ProvisionType.FOOTNOTE]
    assert [call.note for call in document.calls] == [note.id for note in notes]
    assert document.quote(notes[1].body[0]) == "[2] Both hands."


@pytest.mark.parametrize(
    "text",
    [
        "A firm reports.\n\n1 See the Act.",
        "A firm reports.1\n\n1. See the Act.",
        "Section 1 applies.\n\n2 Firms report.",
        "A firm reports.2\n\n1 See.\n\n2 See.",
    ],
)
def test_numbers_that_do_not_pair_stay_text(text):
    document = _read(text)
    assert not document.calls
    assert not [provision for provision in document.provisions if provision.type is ProvisionType.FOOTNOTE]


def test_pinpoints_of_appendices_and_parts():
    text = "PART 9—PENS\n\n§ 9.1 A.\n\n(a) B.\n\nSupplement I to Part 9—Comments\n\nSection 9.1—A\n\n1(a) B.\n\n1. Ink. Wet.\n\ni. Blue."
    pinpoints = [provision.pinpoint for provision in _read(text, instrument="12 CFR part 9").provisions]
    assert pinpoints == [
        "12 CFR part 9",
        "12 CFR part 9",
        "12 CFR 9.1",
        "12 CFR 9.1(a)",
        "12 CFR part 9, Supplement I",
        "12 CFR part 9, Supplement I, Section 9.1",
        "12 CFR part 9, Supplement I, comment 1(a)",
        "12 CFR part 9, Supplement I, comment 1(a)-1",
        "12 CFR part 9, Supplement I, comment 1(a)-1.i",
    ]


def test_every_block_says_its_line():
    document = _read("§ 9.1 A.\n\n(a) X\nand Y.\n\n(b) Z.")
    assert [block.origin.line for block in document.blocks] == [1, 3, 6]
