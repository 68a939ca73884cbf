"""PDFs drawn word by word, in any order, read back: order, notes, margins, paragraphs, places, and every way in which a file is refused."""

from __future__ import annotations

import random
import zlib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from regkit.errors import MissingExtraError, ReadError, SettingsError
from regkit.model.document import MarginKind, ProvisionType
from regkit.read import read_bytes

_spec = spec_from_file_location("pdf_maker", Path(__file__).parent.parent / "pdf_maker.py")
maker = module_from_spec(_spec)
import sys  # noqa: E402

sys.modules["pdf_maker"] = maker
_spec.loader.exec_module(maker)
Page, pdf = maker.Page, maker.pdf

LEFT = [
    "Each member keeps a ledger of the margin",
    "that it holds for customers, by account and",
    "by day, and shows it to the exchange when",
    "the exchange asks for it in writing, or to",
    "the Bureau at any time. The ledger names",
    "the account, the amount, and the day that",
]
RIGHT = [
    "the amount was called. A member that finds",
    "an error in its ledger corrects it on the",
    "day on which it finds the error, and says",
    "so beside the entry. Entries are kept for",
    "six years, the first two of them in a place",
    "that is easy to reach for an examiner.",
]


def texts(document):
    return [document.quote(block.span) for block in document.blocks]


def read(*pages, **options):
    return read_bytes(pdf(list(pages), **options), "a.pdf")


def flowed(lines):
    return " ".join(lines)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_text_is_read_by_its_place_whatever_the_order_it_is_drawn_in(columns, seed):
    lines = (LEFT + RIGHT) * 3
    each = len(lines) // columns
    places = [(50 + 180 * column, 700 - 12 * row, lines[column * each + row]) for column in range(columns) for row in range(each)]
    random.Random(seed).shuffle(places)
    page = Page()
    for x, y, text in places:
        page.draw(x, y, text, 9)
    assert " ".join(texts(read(page))) == flowed(lines)


def test_words_drawn_one_by_one_from_the_right_make_the_same_text():
    page = Page()
    for row, line in enumerate(LEFT):
        x = 50.0
        placed = []
        for word in line.split():
            placed.append((x, word))
            x += 6 * len(word) + 6
        for at, word in reversed(placed):
            page.draw(at, 700 - 12 * row, word, 10, "mono")
    assert texts(read(page)) == [flowed(LEFT)]


def test_a_heading_across_the_columns_parts_them():
    page = Page().column(50, 700, LEFT).column(320, 700, RIGHT)
    page.draw(150, 610, "A heading that stands over both of the columns below it", 12, "bold")
    page.column(50, 580, LEFT).column(320, 580, RIGHT)
    found = texts(read(page))
    at = found.index("A heading that stands over both of the columns below it")
    assert flowed(found[:at]) == flowed(LEFT + RIGHT) == flowed(found[at + 1 :])


def test_a_table_is_read_row_by_row():
    page = Page().column(50, 700, LEFT)
    for row, cells in enumerate([("Tier", "Low", "High"), ("One", "0", "500"), ("Two", "501", "900"), ("Three", "901", "999")]):
        for number, cell in enumerate(cells):
            page.draw(60 + 150 * number, 600 - 14 * row, cell)
    document = read(page)
    assert texts(document)[1:] == ["Tier Low High", "One 0 500", "Two 501 900", "Three 901 999"]
    assert [block.table for block in document.blocks] == [False, True, True, True, True]


def test_running_heads_and_page_numbers_are_kept_beside_the_text():
    pages = []
    for number in range(1, 6):
        page = Page().draw(50, 760, f"Rulebook of the Exchange, version {number}").draw(300, 30, str(number + 40), 9)
        pages.append(page.column(50, 700, [f"The {word} rule of this part binds every member of it." for word in ("first", "second")]))
    document = read(*pages)
    assert "Rulebook" not in document.text
    assert "41" not in document.text
    kinds = [(margin.page, margin.kind, margin.text) for margin in document.margins]
    assert kinds[:2] == [(1, MarginKind.HEAD, "Rulebook of the Exchange, version 1"), (1, MarginKind.PAGE_NUMBER, "41")]
    assert document.page(document.text.rindex("second")) == "45"


def test_line_numbers_are_no_text_and_say_the_line():
    page = Page()
    for row, line in enumerate(LEFT + RIGHT):
        page.draw(40, 700 - 24 * row, str(row + 1)).draw(80, 700 - 24 * row, line)
    document = read(page)
    assert texts(document) == [flowed(LEFT + RIGHT)]
    assert document.origin(0).line == 1
    assert [(margin.kind, margin.text) for margin in document.margins] == [(MarginKind.LINE_NUMBER, "1–12")]


def _noted(note_size=8.0):
    page = Page().column(50, 700, LEFT).draw(223, 703.5, "1", 6)
    page.rule(50, 150, 122).draw(54, 113, "1", 5).draw(58, 110, "See the ledger rule. It goes on", note_size)
    return page, Page().column(50, 700, RIGHT).draw(50, 110, "on the next page.", note_size)


def test_a_note_is_called_where_its_mark_stands_and_goes_on_over_the_page():
    document = read(*_noted())
    (call,) = document.calls
    assert call.span.start == call.span.end == document.text.index(" that it holds")
    note = next(provision for provision in document.provisions if provision.type is ProvisionType.FOOTNOTE)
    assert call.note == note.id
    assert document.quote(note.span) == "See the ledger rule. It goes on on the next page."
    assert "1" not in document.text


def test_notes_in_the_size_of_the_text_are_told_by_the_rule_over_them():
    document = read(_noted(10.0)[0])
    assert [document.quote(p.span) for p in document.provisions if p.type is ProvisionType.FOOTNOTE] == ["See the ledger rule. It goes on"]


def test_a_raised_number_without_a_note_stays_in_the_text():
    document = read(Page().draw(50, 700, "The area is 10 m").draw(117, 703.5, "2", 6).draw(122, 700, "at most."))
    assert document.text == "The area is 10 m2 at most."
    assert not document.calls


def test_a_paragraph_goes_on_over_columns_and_pages_and_says_where():
    document = read(Page().column(50, 700, LEFT).column(320, 700, RIGHT[:3] * 2), Page().column(50, 700, RIGHT[3:] + LEFT))
    (block,) = [block for block in document.blocks if block.span.start == 0]
    assert document.quote(block.span).startswith(flowed(LEFT + RIGHT[:3]))
    assert block.origin.page == 1
    late = document.origin(document.text.index("so beside the entry"))
    assert late.page == 2
    assert late.box[0] == pytest.approx(50, abs=1)
    assert document.origin(document.text.rindex("the amount was called")).box[0] == pytest.approx(320, abs=1)


def test_indented_first_lines_begin_paragraphs():
    lines = ["   " + RIGHT[0], *RIGHT[1:]] * 4
    page = Page()
    for row, line in enumerate(lines):
        page.draw(50 + 4 * (len(line) - len(line.lstrip())), 700 - 12 * row, line.strip())
    assert len(texts(read(page))) == 4


def test_dress_makes_headings_of_lines_whose_words_do_not():
    page = (
        Page().draw(50, 720, "Keeping of Ledgers", 14, "bold").column(50, 690, LEFT).draw(50, 600, "Corrections", 10, "bold").column(50, 586, RIGHT)
    )
    document = read(page)
    assert [(p.heading, p.parent) for p in document.provisions[1:]] == [("Keeping of Ledgers", 0), ("Corrections", 1)]


def test_the_tree_is_that_of_the_text():
    lines = [
        "§ 12.1 Ledgers.",
        "(a) A member keeps a ledger.",
        "(1) It names the account;",
        "(2) It names the day.",
        "(b) The ledger is kept six years.",
    ]
    document = read(Page().column(50, 700, lines, leading=20))
    plain = read_bytes("\n\n".join(lines).encode(), "a.txt")
    assert [(p.path, p.type, p.heading) for p in document.provisions] == [(p.path, p.type, p.heading) for p in plain.provisions]


@pytest.mark.parametrize("turned", [90, 270])
def test_a_page_drawn_at_a_quarter_turn_is_read_upright(turned):
    page = Page(turned=turned)
    for row, line in enumerate(LEFT):
        if turned == 90:
            page.draw(100 + 12 * row, 100, line, angle=90)
        else:
            page.draw(500 - 12 * row, 700, line, angle=270)
    assert texts(read(page)) == [flowed(LEFT)]


def test_what_is_drawn_at_an_angle_is_kept_beside_the_text():
    document = read(Page().column(50, 700, LEFT).draw(200, 300, "DRAFT", 60, angle=45))
    assert document.text == flowed(LEFT)
    assert [(margin.kind, margin.text) for margin in document.margins] == [(MarginKind.TURNED, "DRAFT")]


def test_the_title_of_the_file_is_taken_where_the_first_page_prints_it():
    page = Page().draw(50, 720, "Rules on Ledgers", 14, "bold").column(50, 690, LEFT)
    assert read(page, title="Rules on Ledgers").authority.title == "Rules on Ledgers"
    assert read(page, title="Microsoft Word - final2.doc").authority.title == ""


def test_an_outline_entry_makes_a_heading():
    page = Page().draw(50, 720, "On the keeping of ledgers").column(50, 690, LEFT)
    assert read(page, outline=["On the Keeping of Ledgers"]).blocks[0].heading
    assert not read(page).blocks[0].heading


def test_junk_before_the_header_and_any_name_are_taken():
    data = b"HTTP/1.1 200 OK\r\n\r\n" + pdf([Page().column(50, 700, LEFT)])
    assert read_bytes(data, "order.txt").source.media_type == "application/pdf"


def test_text_that_speaks_of_pdfs_is_text():
    assert read_bytes(b"A file begins with %PDF-1.7 where it is one.", "a.txt").source.media_type == "text/plain"


def test_some_pages_without_text_are_a_finding():
    document = read(Page().column(50, 700, LEFT), Page().image(), Page().image(), Page())
    assert [(f.code, f.message) for f in document.findings] == [
        ("read.pdf-no-text", "no text on pages 2–3: images, perhaps scanned text, that were not read")
    ]


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes():
    data = pdf([Page().column(50, 700, LEFT), Page().column(50, 700, RIGHT)])
    document = read_bytes(data[: data.rindex(b"xref\n0")], "a.pdf")
    assert "Each member keeps" in document.text
    assert "read.pdf-cut-off" in [finding.code for finding in document.findings]


def _bomb(size):
    packed = zlib.compress(b"q Q\n" * (size // 4), 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _nested(depth, times):
    """Return a PDF whose forms each draw the next so many times."""
    base = pdf([Page().column(50, 700, LEFT)])
    forms = b""
    for number in range(90, 90 + depth):
        body = b"/X Do " * times
        forms += b"%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>\n" % (
            number,
            number + 1,
            len(body),
        )
        forms += b"stream\n" + body + b"\nendstream\nendobj\n"
    return base + forms


def _crowded(contents, *, extra=b""):
    """Return a PDF with a page whose content names a stream of 2 MiB as it is told."""
    held = b"900 0 obj\n%s\nendobj\n901 0 obj\n<< /Type /Page /Contents %s >>\nendobj\n" % (_bomb(2 << 20), contents)
    return pdf([Page().column(50, 700, LEFT)]) + held + extra


REFUSED = [
    (pdf([Page().column(50, 700, LEFT)], encrypted=True), "protected by a password", "without the password"),
    (pdf([Page().image(), Page().image()]), "no text in the PDF: pages 1–2 are images", "OCR"),
    (pdf([Page().image()]), "no text in the PDF: its page is an image", "OCR"),
    (pdf([Page()]), "blank", "Check"),
    (pdf([Page(width=20_000).column(50, 700, LEFT)]), "the limit is 14400", "raise the limit"),
    (pdf([Page().column(50, 700, LEFT)], extra=_bomb(70 << 20)), "unpacks to more than 64 MiB", "REGKIT_PDF_STREAM"),
    (_crowded(b"[" + b"900 0 R " * 40 + b"]"), "the content of one of its pages", "REGKIT_PDF_STREAM"),
    (_crowded(b"902 0 R", extra=b"902 0 obj\n[%s]\nendobj" % (b"900 0 R " * 50)), "content of one of", "REGKIT_PDF_STREAM"),
    (_nested(8, 9), "drawn within each other", "REGKIT_PDF_FORMS"),
    (b"%PDF-1.7\n" + b"\x00junk" * 500, "damaged or no PDF", "again"),
]


@pytest.mark.parametrize(("data", "message", "remedy"), REFUSED, ids=[case[1] for case in REFUSED])
def test_what_cannot_be_read_says_why_and_what_to_do(data, message, remedy):
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "order.pdf")
    assert message in str(caught.value)
    assert remedy in str(caught.value)
    assert "order.pdf" in str(caught.value)


def test_a_stream_that_pages_share_is_no_bomb():
    assert read_bytes(_crowded(b"[" + b"900 0 R " * 20 + b"]") + b"\n", "a.pdf").text == flowed(LEFT)


def test_forms_that_draw_themselves_are_read():
    assert read_bytes(_nested(1, 9).replace(b"/X 91 0 R", b"/X 90 0 R"), "a.pdf").text == flowed(LEFT)


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("REGKIT_PDF_PAGES", "2 pages"),
        ("REGKIT_PDF_CHARACTERS", "characters"),
        ("REGKIT_PDF_OBJECTS", "objects"),
        ("REGKIT_PDF_TEXTS", "pieces of text"),
        ("REGKIT_PDF_SIDE", "points"),
    ],
)
def test_the_bounds_can_be_set(monkeypatch, variable, message):
    monkeypatch.setenv(variable, "1")
    with pytest.raises(ReadError, match=message):
        read(Page().column(50, 700, LEFT), Page().column(50, 700, RIGHT))


def test_a_wrong_bound_is_said(monkeypatch):
    monkeypatch.setenv("REGKIT_PDF_PAGES", "many")
    with pytest.raises(SettingsError, match="REGKIT_PDF_PAGES"):
        read(Page().column(50, 700, LEFT))


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"regkit\[pdf\]"):
        read(Page().column(50, 700, LEFT))


def test_characters_without_meaning_are_counted_or_refused():
    page = Page().column(50, 700, LEFT)
    with pytest.raises(ReadError, match="don't say what their characters are"):
        read(page, unmapped=True)


@pytest.mark.parametrize(("gap", "expected"), [(0.3, "Afirm keeps a ledger."), (1.92, "A firm keeps a ledger."), (3.5, "A firm keeps a ledger.")])
def test_a_word_that_is_kerned_away_from_the_one_before_is_a_word(gap, expected):
    page = Page().draw(100, 700, "A", 10, "mono").draw(106 + gap, 700, "firm keeps a ledger.", 10, "mono")
    assert texts(read(page)) == [expected]


def marked(page, x, y, text, said):
    """Draw a text that the file says another for."""
    page.operators.append(f"/Span <</ActualText <FEFF{said.encode('utf-16-be').hex()}>>> BDC")
    page.draw(x, y, text, 10, "mono")
    page.operators.append("EMC")


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ([None, None], "the noncurrency of a prenotice"),  # nothing is known: words that stand nowhere else are taken for broken
        ([None, "-"], "the noncurrency of a pre-notice"),
        (["\u00ad", None], "the noncurrency of a pre-notice"),
        (["-", "\u00ad"], "the non-currency of a prenotice"),
    ],
)
def test_what_the_file_says_of_a_hyphen_is_what_it_is(ends, text):
    page = Page()
    for row, (before, after, end) in enumerate(zip(("the non", "currency of a pre"), ("currency of a pre", "notice"), ends, strict=True)):
        page.draw(50, 700 - 12 * row, before, 10, "mono")
        x = 50 + 6 * len(before)
        if end:
            marked(page, x, 700 - 12 * row, "-", end)
        else:
            page.draw(x, 700 - 12 * row, "-", 10, "mono")
        if row:
            page.draw(50, 700 - 12 * (row + 1), after, 10, "mono")
    assert texts(read(page)) == [text]


def test_words_that_are_set_apart_without_a_space_are_words():
    page = Page()
    for row, line in enumerate(LEFT):
        x = 50.0
        for word in line.split():
            page.draw(x, 700 - 12 * row, word, 10, "mono")
            x += 6 * len(word) + 3.2
    assert texts(read(page)) == [flowed(LEFT)]


def test_letters_with_a_text_of_their_own_are_set_no_wider_than_others():
    page = Page().draw(50, 700, "part ", 10, "mono")
    for number in range(3):
        marked(page, 80 + 6 * number, 700, "I", "I")
    page.draw(98, 700, ", which is read", 10, "mono")
    assert texts(read(page)) == ["part III, which is read"]
