"""GPO's and the eCFR's XML: tree, notes, pages, authority."""

from pathlib import Path

import pytest

from regkit.model.document import MarkKind, ProvisionType, Status
from regkit.read import read, read_bytes

SAMPLES = Path(__file__).parent.parent / "samples"


def _section(*paragraphs, before="", after=""):
    inner = "".join(f"<P>{paragraph}</P>" for paragraph in paragraphs)
    xml = f"<PART><SECTION><SECTNO>§ 9.1</SECTNO><SUBJECT>Ink.</SUBJECT>{before}{inner}{after}</SECTION></PART>"
    return read_bytes(xml.encode(), "part.xml", instrument="12 CFR part 9")


def _paths(document):
    return ["/".join(provision.path[1:]) for provision in document.provisions if len(provision.path) > 1]


CASES = [
    (
        "italic levels",
        ["(a) A.", "(1) B.", "(i) C.", "(A) D.", '(<E T="03">1</E>) E.', '(<E T="03">i</E>) F.', '(<E T="03">2</E>) G.', "(B) H.", "(2) I."],
        ["a", "a/1", "a/1/i", "a/1/i/A", "a/1/i/A/1", "a/1/i/A/1/i", "a/1/i/A/2", "a/1/i/B", "a/2"],
    ),
    (
        "run-in",
        ['(a) <E T="03">Ink</E>—(1) <E T="03">General.</E> (i) X.', "(ii) Y.", "(2) Z.", "(b) B."],
        ["a", "a/1", "a/1/i", "a/1/ii", "a/2", "b"],
    ),
    ("run-in without punctuation", ['(a) <E T="03">Ink</E> (1) The term means:', "(2) Not:", "(b) B."], ["a", "a/1", "a/2", "b"]),
    ("a title that ends in rules", ['(a) <E T="03">General rules</E>—(1) <E T="03">One.</E> X.', "(2) Y.", "(b) B."], ["a", "a/1", "a/2", "b"]),
    ("a lone (1) is no run-in", ['(a) <E T="03">Ink.</E> (1) X.', "(b) B.", "(c) C."], ["a", "b", "c"]),
    (
        "unlettered definitions",
        ['<E T="03">Ink</E> means:', "(1) Dye.", "(2) Paint.", '<E T="03">Pen</E> means:', "(1) A quill.", "(2) A nib."],
        ["Ink", "Ink/1", "Ink/2", "Pen", "Pen/1", "Pen/2"],
    ),
    (
        "a definition that shall have its meaning",
        ['<E T="03">Ink</E> shall have the same meaning as in 12 CFR 9.9.', '<E T="03">Pen</E> does not include a quill.'],
        ["Ink", "Pen"],
    ),
    ("titles are no definitions", ['<E T="03">Ink.</E> It dries.', '<E T="03">Pen.</E> It writes.'], []),
]


@pytest.mark.parametrize(("paragraphs", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_paths(paragraphs, expected):
    assert _paths(_section(*paragraphs)) == expected


def test_the_annual_cfr(tree):
    document = read(SAMPLES / "cfr" / "part.xml")
    assert tree(document) == [
        "2001: Pt. 2001|PART 2001—LEDGE",
        "2001: Sec.|2001.1 Definitions.",
        "2001: Authority:|12 U.S.C. 1.",
        "2001/Subpart A: Subpart A—General",
        "2001.1: § 2001.1 Definitions.|Fo",
        "2001.1/Keeper: Keeper means a person wh",
        "2001.1/Ledger: Ledger means:",
        "2001.1/Ledger/1: (1) A book; or",
        "2001.1/Ledger/2: (2) A file.",
        "2001.2: § 2001.2 Duties.",
        "2001.2/a: (a) Entries—",
        "2001.2/a/1: (1) Time. A keeper shall",
        "n1: Two business days.",
        "2001.2/a/2: (2) Form.",
        "2001.2/a/2/i: (i) In ink:",
        "2001.2/a/2/i/A: (A) Black; or",
        "2001.2/a/2/i/A/1: (1) Blue-black; or",
        "2001.2/a/2/i/A/1/i: (i) Nearly so.",
        "2001.2/a/2/i/B: (B) Blue.",
        "2001.2/a/2/ii: (ii) In print.|Loan (day",
        "2001.2/b: (b)-(d) [Reserved]",
        "2001.2/e: (e) Keep H2O away.",
        "2001.2: [80 FR 1, Jan. 1, 2015]",
        "Appendix A: Pt. 2001, App. A|Appendi",
        "Appendix A/Section 2001.2: Section 2001.2—Duties",
        "Appendix A/Section 2001.2/2(a): 2(a) Entries.",
        "Appendix A/Section 2001.2/2(a)/1: 1. Ink. Ink is wet.",
        "Appendix A/Section 2001.2/2(a)/1/i: i. At first.|ER01JA15.00",
    ]
    authority = document.authority
    assert (authority.title, authority.issuer) == ("Ledgers (Regulation QQ)", "Ledger Office of the Ports")
    assert (authority.citation, authority.version, authority.status) == ("12 CFR part 2001", "2020-01-01", Status.OFFICIAL)
    assert document.page(document.text.index("within 2 days")) == "88"
    rows = [document.quote(block.span) for block in document.blocks if block.table]
    assert rows == ["Loan (days) Fee", "1 None"]
    assert [document.quote(mark.span) for mark in document.marks if mark.kind is MarkKind.SUBSCRIPT] == ["2"]


def test_a_final_rule():
    document = read(SAMPLES / "fedreg" / "rule.xml")
    by = {provision.id.partition("/")[2]: provision for provision in document.provisions}
    assert (by["I-A"].path, by["I-A"].pinpoint) == (("I.A",), "FR Doc. 2015-00001 I.A")
    assert (by["2001-2-a-2"].path, by["2001-2-a-2"].pinpoint) == (("2001.2", "a", "2"), "12 CFR 2001.2(a)(2)")
    assert document.provisions[by["II"].parent].heading == "SUPPLEMENTARY INFORMATION:"
    assert "the Federal Register. It was read." in document.text
    assert document.page(document.text.index("ledgers were clay")) == "102"
    signature = document.text.index("A. Keeper")
    assert document.provision_at(signature).type is ProvisionType.DOCUMENT
    assert [finding.code for finding in document.findings] == ["read.omitted-text"]


def test_a_notice_of_a_whole_issue():
    document = read(SAMPLES / "fedreg" / "notice.xml")
    assert "the Ledger Act (the “Act”) and rule 4 thereunder, a fee, published in the Port Gazette, and withdrew it." in document.text
    assert "See 1 CFR 4." in document.text
    calls = {call.mark: document.text[: call.span.start][-12:] for call in document.calls}
    assert calls == {"1": " (the “Act”)", "2": " thereunder,", "3": "d authority."}


def test_the_ecfr():
    document = read(SAMPLES / "ecfr" / "part.xml")
    assert _paths(document) == ["Subpart A", "a", "a/1", "a/2", "a/2/i", "a/2/ii", "b", "1"]
    assert document.provisions[-1].pinpoint == "12 CFR part 2001, Appendix A.1"
    assert "keeper shall keep a ledger (see the Federal Register)." in document.text
    assert document.authority.citation == "12 CFR part 2001"


def test_notes_pair_by_place_and_a_slip_is_said():
    note = "<FTNT><P><SU>{}</SU> Note {}.</P></FTNT>"
    document = _section("(a) One.<SU>1</SU><FTREF/>", "(b) Two.<SU>3</SU><FTREF/>", after=note.format(1, "one") + note.format(2, "two"))
    assert [(call.mark, call.note) for call in document.calls] == [("1", "part/n1"), ("3", "part/n2")]
    assert [finding.code for finding in document.findings] == ["read.note-number"]
    assert document.provision_at(document.text.index("Note two")).type is ProvisionType.FOOTNOTE


@pytest.mark.parametrize(
    ("before", "paragraph", "kept", "codes"),
    [
        ("<FTNT><P>Nobody calls.</P></FTNT>", "(a) Text.", "Nobody calls.", ["read.note-count"]),
        ("", "(a) Text.<SU>1</SU><FTREF/>", "Text.", ["read.note-count", "read.note-missing"]),
        ("stray words", "(a) Text.", "stray words", []),
        ("<UNKNOWN>new element</UNKNOWN>", "(a) Text.", "new element", []),
        ("<UNKNOWN><X>deep</X> tail</UNKNOWN>", "(a) Text.", "tail", []),
    ],
)
def test_nothing_is_dropped(before, paragraph, kept, codes):
    document = _section(paragraph, before=before)
    assert kept in document.text
    assert [finding.code for finding in document.findings] == codes
