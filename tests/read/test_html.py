"""Web pages in the manner of rulebooks, releases, eCFR and Federal Register pages, all of them made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.errors import ReadError
from regkit.model.document import MarkKind, ProvisionType
from regkit.read import read_bytes
from regkit.read.html import accepts
from regkit.read.html_parse import DEEPEST

PROSE = "<p>Every holder of a berth keeps a log of the hours in which its lamps burn, and sends it in each January.</p>"


def page(body, head="", name="page.html"):
    return read_bytes(f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), name)


def tree(document):
    """Return (path, marker, own text) of each provision that has text."""
    return [
        ("/".join(provision.path), provision.marker, " ".join(document.quote(span) for span in provision.body).replace("\n", " | "))
        for provision in document.provisions
        if provision.body
    ]


def marks(document, kind):
    return [(document.quote(mark.span), mark.value) for mark in document.marks if mark.kind is kind]


@pytest.mark.parametrize(
    ("head", "name", "taken"),
    [
        (b"<!DOCTYPE html><p>x", "a", True),
        (b"\xef\xbb\xbf\n<HTML><BODY>", "a.txt", True),
        (b"<!-- saved --><?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='http://www.w3.org/1999/xhtml'>", "a.xml", True),
        ("<html><body>x".encode("utf-16"), "a", True),
        (b"<div><p>x", "a", True),
        (b"<div align=center># Title", "a.md", False),
        (b"<!DOCTYPE html><p>x", "a.md", True),
        (b"<!--" + b"x" * 9000, "a.htm", True),
        (b"<akomaNtoso><act/>", "a.html", False),
        (b"<p xmlns='urn:x'>", "a", False),
        (b"Text < more", "a.html", False),
        (b"", "a.html", False),
    ],
)
def test_pages_are_known_by_their_bytes(head, name, taken):
    assert accepts(head, name) is taken


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>caf\u00e9 “x”".encode(), "café “x”"),
        ("<p>caf\u00e9 “x”".encode("cp1252"), "café “x”"),
        ("<meta charset='iso-8859-1'><p>“x”".encode("cp1252"), "“x”"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>да".encode("cp1251"), "да"),
        (b"<meta charset=utf-16><p>\xc3\xa9", "é"),
        (b"<meta charset=no-such><p>\xc3\xa9", "é"),
        (b"<meta charset=hex><p>\xc3\xa9", "é"),
        (b"<p>&#147;x&#148; &#x96; &#129; y &amp; &sect;", "“x” – \x81 y & §"),
    ],
)
def test_the_character_set_is_found(data, text):
    assert read_bytes(b"<html>" + data, "a").text == text


def test_a_byte_order_mark_says_the_character_set():
    assert read_bytes("<html><p>да".encode("utf-16"), "a").text == "да"
    assert read_bytes(b"\xef\xbb\xbf<html><meta charset=latin1><p>\xc3\xa9", "a").text == "é"


def test_what_is_no_document_is_left_out_and_counted():
    document = page(
        "<a class='skip-link' href='#m'>Skip to content</a><header><a href='/'>Home</a><a href='/r'>Rules</a><a href='/n'>News</a></header>"
        "<div class='x cookie-banner'><p>We use cookies.</p></div><nav>Menu</nav>"
        f"<div id=m><h1>Lamps</h1>{PROSE}<p hidden>Not shown.</p><p style='display: none'>Nor this.</p><span class='sr-only'>Only heard.</span>"
        "<script>var x</script><template><p>t</p></template><button>Press</button>"
        "<div class=s><h3>Share this</h3><ul><li><a href='/t'>On one site</a></li><li><a href='/f'>On another</a></li></ul></div>"
        "<p>It refers to:</p><ul><li><a href='/a'>the Ports Act; and</a></li><li><a href='/b'>the Lamps Act.</a></li></ul></div>"
        "<aside><p>Read also our news.</p></aside><footer>The Port Office</footer>"
    )
    assert document.text.split("\n")[0] == "Lamps"
    assert document.text.split("\n")[2:] == ["It refers to:", "the Ports Act; and", "the Lamps Act."]
    finding = next(finding for finding in document.findings if finding.code == "read.html-left-out")
    assert int(finding.message.split()[0]) > 80


@pytest.mark.parametrize("tag", ["<main>", "<div role=main>", "<article>"])
def test_the_main_part_is_read(tag):
    document = page(f"<div><p>Elsewhere on this site.</p></div>{tag}<h1>Lamps</h1>{PROSE * 3}")
    assert document.text.startswith("Lamps\nEvery holder")
    assert "Elsewhere" not in document.text
    assert document.authority.title == "Lamps"


def test_a_main_part_that_holds_nearly_nothing_is_not_it():
    assert "Every holder" in page(f"<main><p>Loading</p></main><div>{PROSE * 3}</div>").text


def test_a_page_of_links_only_is_read_as_it_is():
    assert page("<nav><a href='/a'>One</a> <a href='/b'>Two</a></nav>").text == "One Two"


def test_headings_and_rule_numbers_beside_their_text():
    document = page(
        "<main><h1>Lighting</h1><div><div><p><span>3A</span></p></div><div><h3>Lamps</h3></div></div>"
        "<div><div>3A.1</div><div><p>A holder must:</p><ol><ol><li>(1) light it;</li><li>(1A) keep it, when:</li><ol><li>(a) it is dark; and</li>"
        "<li>(aa) foggy; and</li><li>(b) cold,</li></ol><li>for as long as it is so; and</li><li>(2) log it,</li></ol></ol>"
        "<p>in each case at its own cost.</p></div></div>"
        "<div><div><a href='/3a2'>3A.2</a></div><div><p>(1) A log is kept.</p><p>(2) It is sent.</p></div></div>"
    )
    assert tree(document) == [
        ("", None, "Lighting"),
        ("3A", "3A", "3A Lamps"),
        ("3A.1", "3A.1", "3A.1 A holder must: in each case at its own cost."),
        ("3A.1/1", "(1)", "(1) light it;"),
        ("3A.1/1A", "(1A)", "(1A) keep it, when: for as long as it is so; and"),
        ("3A.1/1A/a", "(a)", "(a) it is dark; and"),
        ("3A.1/1A/aa", "(aa)", "(aa) foggy; and"),
        ("3A.1/1A/b", "(b)", "(b) cold,"),
        ("3A.1/2", "(2)", "(2) log it,"),
        ("3A.2", "3A.2", "3A.2"),
        ("3A.2/1", "(1)", "(1) A log is kept."),
        ("3A.2/2", "(2)", "(2) It is sent."),
    ]
    assert document.provisions[2].type is ProvisionType.CHAPTER


def test_sections_and_paragraphs_as_ecfr_prints_them():
    document = page(
        "<div id=main><h1>PART 9—LAMPS</h1><h2>Subpart A—General</h2><h4>§ 9.1 Scope.</h4>"
        "<p><span>(</span>a<span>)</span> <em>Scope.</em> This part applies.</p><div><p>(b) A holder:</p><div><p>(1) Burns oil; or</p></div></div>"
        "<p>[93 FR 4410, Jan. 21, 2028]</p><h4>§ 9.2 Fees.</h4><p>None.</p></div>"
    )
    assert [path for path, *_ in tree(document)] == ["9", "9/Subpart A", "9.1", "9.1/a", "9.1/b", "9.1/b/1", "9.2"]
    assert tree(document)[2][2] == "§ 9.1 Scope. [93 FR 4410, Jan. 21, 2028]"


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("<ol><li>x<li>y</ol>", ["1.", "2."]),
        ("<ol type=a start=3><li>x<li value=7>y<li>z</ol>", ["c.", "g.", "h."]),
        ("<ol type=I><li>x<li>y</ol>", ["I.", "II."]),
        ("<ol reversed><li>x<li>y</ol>", ["2.", "1."]),
        ("<ol style='list-style-type: lower-roman'><li>x<li>y</ol>", ["i.", "ii."]),
        ("<ol style='list-style: none'><li>x<li>y</ol>", []),
        ("<ol class='list-unstyled'><li>x<li>y</ol>", []),
        ("<ol start=oops><li><p>x</p><p>more</p><li>y</ol>", ["1.", "2."]),
        ("<ul><li>x<li>y</ul>", []),
        ("<ol><li>(1) x<ol><li>y</ol><li>(2) z</ol>", ["(1)", "(2)"]),
    ],
)
def test_numbers_that_a_browser_computes(source, numbers):
    document = page(f"<h1>A</h1><p>Steps:</p>{source}")
    assert [provision.marker for provision in document.provisions if provision.marker] == numbers
    assert "1." not in document.text


def test_what_follows_a_list_belongs_to_what_the_list_completes():
    document = page(
        "<p>(a) Steps:</p><ol><li>One, that is:<ul><li>small</li></ul><p>or so</p></li></ol><p>Then stop.</p><table><tr><td>x<td>y</table>"
    )
    assert tree(document) == [("a", "(a)", "(a) Steps: Then stop. | x y"), ("a/1", "1.", "One, that is: | small | or so")]


def test_tables_are_rows_or_layout():
    document = page(
        "<table><caption>Lamps</caption><tr><th>Kind<th>Number<tr><td>red<sup>2</sup></td><td>3</table>"
        "<table><tr><td>(a)<td>A lamp that burns.<tr><td>(b)<td>A lamp that<table><tr><td>(i)<td>glows; or<tr><td>(ii)<td>shines.</table></table>"
    )
    rows = [document.quote(block.span) for block in document.blocks if block.table]
    assert rows == ["Kind Number", "red2 3"]
    assert [path for path, *_ in tree(document)] == ["", "a", "b", "b/i", "b/ii"]


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("<sup><a id=r1 href='#f1'>1</a></sup>", "<ol><li id=f1>See <i>Ports</i>. <a href='#r1'>↩</a></li></ol>"),
        ("<a name=_ftnref1 href='#_ftn1'>[1]</a>", "<div id=ftn1><p><a href='#_ftnref1' name=_ftn1>[1]</a> See <i>Ports</i>.</p></div>"),
        ("<a href='#f1' role=doc-noteref id=r1>*</a>", "<aside id=f1 role=doc-footnote><p>See <i>Ports</i>.</p></aside>"),
        (
            "<sup>[<a href='#fn1' id=r1><sup>1</sup></a>]</sup>"[5:-6].strip("[]"),
            "<p id=fn1><sup>1</sup> See <i>Ports</i>. <a href='#r1'>Back to Citation</a></p>",
        ),
    ],
)
def test_footnotes_stand_at_their_calls(call, note):
    document = page(f"<main><p>Lamps burn.{call} Always.</p><p>More.</p><hr>{note}</main>")
    assert document.text.split("\n") == ["Lamps burn. Always.", "See Ports.", "More."]
    assert document.calls[0].span.start == document.calls[0].span.end == len("Lamps burn.")
    assert next(provision.type for provision in document.provisions if provision.id == document.calls[0].note) is ProvisionType.FOOTNOTE


def test_notes_called_together_and_twice_are_all_kept():
    document = page(
        "<p>One.<sup><a href='#fn1'>1</a>, <a href='#fn2'>2</a></sup> Two.<sup><a href='#fn1'>1</a></sup> <a href='#gone'>3</a></p>"
        "<p id=fn1>First, see.<sup><a href='#fn3'>3</a></sup></p><p id=fn2>Second.</p><p id=fn3>Third.</p>"
    )
    assert document.text.split("\n") == ["One., Two. 3", "First, see.", "Third.", "Second."]
    assert [call.mark for call in document.calls] == ["1", "2", "1", "3"]
    assert all(call.note for call in document.calls)


def test_marks_of_links_terms_and_type():
    document = page(
        "<p>A <em><a class='glossary-link' href='#glossary-term-7'>holder</a></em>, <a href='/g/definitions/berth'>berth</a>, <b>bold</b>, "
        "<a href='/rules/1-application-and-definitions'><b>rule</b> 1</a>, <dfn>tow</dfn>, <span class='defined-term'>quay</span>, "
        "<span style='font-style:italic'>it</span>, CO<sub>2</sub>.</p>"
    )
    assert marks(document, MarkKind.TERM) == [("holder", "#glossary-term-7"), ("berth", "/g/definitions/berth"), ("tow", ""), ("quay", "")]
    assert marks(document, MarkKind.LINK) == [("rule 1", "/rules/1-application-and-definitions")]
    assert marks(document, MarkKind.BOLD) == [("bold", "")]
    assert marks(document, MarkKind.ITALIC) == [("it", "")]
    assert marks(document, MarkKind.SUBSCRIPT) == [("2", "")]


DEFINITIONS = [
    "<p><em><a href='#glossary-term-1'>lamp</a></em>&nbsp;</p><p>means a light.</p><p>quay light</p><p>means, in relation to a quay, a lamp.</p>",
    "<dl><dt>lamp</dt><dd>A light.</dd><dt>quay light</dt><dd><p>A lamp.</p></dd></dl>",
    "<table><tr><th>Term<th>Meaning<tr><td>lamp<td>A light.<tr><td><b>quay light</b><td>A lamp.</table>",
    "<table><tr><td><em>lamp</em><td>means a light.<tr><td>quay light<td>includes a lamp.</table>",
    "<p><b>lamp</b><br>A light of any kind.</p><p><strong>quay light</strong></p><p>A lamp on a quay.</p>",
    "<h3>lamp</h3><p>means a light.</p><h3>quay light</h3><p>has the meaning given in 2.1.</p>",
    "<div><a href='/glossary/lamp'>lamp</a></div><div>A light of it.</div><div><a href='/glossary/q'>quay light</a></div><div>A lamp on it.</div>",
]


@pytest.mark.parametrize("source", DEFINITIONS)
def test_terms_that_stand_alone_are_entries(source):
    document = page(f"<h1>Lamps</h1><h2>Definitions</h2><p>In this Part the following definitions apply:</p>{source}<h2>Duties</h2><p>None.</p>")
    entries = [provision for provision in document.provisions if provision.type is ProvisionType.DEFINITION]
    assert [entry.heading for entry in entries] == ["lamp", "quay light"]
    assert all(len(document.quote(entry.span).split("\n")) == 2 for entry in entries)


def test_lines_that_are_no_entries():
    document = page(
        "<h1>Lamps</h1><dl><dt>Date:</dt><dd>May 1, 2030</dd></dl><p><b>Summary</b></p><p>The rule says more.</p>"
        "<p>A holder must:</p><p>means of light</p>"
    )
    assert not [provision for provision in document.provisions if provision.type is ProvisionType.DEFINITION]


PRE = (
    "<pre>\n[Federal Register Volume 93, Number 14]\n[Notices]\n\nOrder on Lamps\n\n    The Commission finds that the ``lamps'' of a quay burn as\n"
    "they should, and that the\nholders\\1\\ keep their lamps lit at all hours of the night, and to keep\n\n"
    "[[Page 4411]]\n\nthem well in every month of the year.\n"
    "-----------------------\n\n"
    "    \\1\\ See 46 CFR 999.4.\n-----------------------\n\n[[Page 4412]]\n\n"
    "    The order ends the matter, and no \\9\\ note is missing from it here.\n</pre>"
)


def test_preformatted_federal_register_text():
    document = page(PRE)
    assert "the ``lamps'' of a quay burn as they should, and that the holders\\1\\ keep their" in document.text
    assert "and to keep them well in every month" in document.text
    assert "[[Page" not in document.text
    assert [(mark.label, document.text[mark.at :][:9].strip()) for mark in document.pages] == [("4411", "them well"), ("4412", "The order")]
    assert [(document.quote(call.span), call.mark) for call in document.calls] == [("\\1\\", "\\1\\")]
    footnote = next(provision for provision in document.provisions if provision.type is ProvisionType.FOOTNOTE)
    assert document.quote(footnote.span) == "\\1\\ See 46 CFR 999.4."
    lines = ("<!DOCTYPE html>\n" + PRE).split("\n")
    for block in document.blocks:
        first = document.quote(block.span).split()[0]
        assert first in lines[(block.origin.line or 0)] or first in lines[(block.origin.line or 0) - 1]


def test_pages_of_the_printed_edition():
    document = page(
        "<p>One <span id='page-441' data-page='441'>Start Printed Page 441</span>two.</p>"
        "<p>Three<span role=doc-pagebreak id=page442></span> four.</p>"
    )
    assert document.text == "One two.\nThree four."
    assert [(mark.label, document.text[mark.at :].split()[0]) for mark in document.pages] == [("441", "two."), ("442", "four.")]


def test_origins_lead_to_their_elements():
    document = page("<main><h1>A</h1>\n<div>\n<p>One</p>\n<table><tbody><tr><td>x<td>y<tr><td>z<td>w</table></div></main>")
    assert [block.origin.xpath for block in document.blocks] == [
        "/html/body/main/h1[1]",
        "/html/body/main/div[1]/p[1]",
        "/html/body/main/div[1]/table[1]/tbody[1]/tr[1]",
        "/html/body/main/div[1]/table[1]/tbody[1]/tr[2]",
    ]
    assert [block.origin.line for block in document.blocks] == [1, 3, 4, 4]


def test_images_are_a_finding():
    assert [f.code for f in page(f"<main>{PROSE}<img src=f.png alt='x over y'><img src=s.gif alt=''></main>").findings] == ["read.html-images"]


@pytest.mark.parametrize("data", [b"<div>" * (DEEPEST + 60) + b"x", b"<html><body></body></html>", b"<html><script>x</script>"])
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(ReadError, match=r"deep|no text"):
        read_bytes(data, "a.html")


_TAGS = ["p", "div", "ol", "ul", "li", "table", "tr", "td", "th", "b", "em", "h2", "dl", "dt", "dd", "br", "sup", "span", "section", "blockquote"]


@given(st.lists(st.tuples(st.sampled_from(_TAGS), st.booleans(), st.text(alphabet="ab1.() :;§“", max_size=6)), max_size=30))
@settings(deadline=None)
def test_no_visible_character_is_lost_or_moved(parts):
    """Whatever the markup, the words come out in their order: what opens and closes wrongly costs no text."""
    source = "".join(f"<{'/' if close else ''}{tag}>{text}" for tag, close, text in parts)
    document = page(f"<p>Start</p>{source}<p>End")
    assert sorted("".join(document.text.split())) == sorted("".join(("Start" + "".join(text for *_, text in parts) + "End").split()))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_give_a_document_or_a_read_error(data):
    try:
        document = read_bytes(b"<html><body><p>x" + data, "a.html")
    except ReadError:
        return
    assert document.text.startswith("x")


def test_brackets_around_a_call_and_the_heading_over_the_notes_go_with_the_notes():
    call = '<sup>[<a class="footnote-reference" href="#footnote-1-p10" id="citation-1-p10">1</a>] </sup>'
    note = '<div class="footnote" id="footnote-1-p10"><p>See it.</p><p><a class="back" href="#citation-1-p10">Back to Citation</a></p></div>'
    notes = f'<div class="footnotes"><h2>Footnotes</h2>{note}</div>'
    page = f"<html><body><h1>Order</h1><p>It is so {call}in law.</p>{notes}<p>[FR Doc. 1]</p></body></html>"
    document = read_bytes(page.encode(), "a.html")
    assert document.text == "Order\nIt is so in law.\nSee it.\n[FR Doc. 1]"
    assert [call.mark for call in document.calls] == ["1"]


def test_a_number_set_beside_its_text_is_parted_from_it():
    spans = '<p class="x"><span class="l">(2)</span><span class="r">The record must state—</span></p><h2><span>PART 3</span><span>Duties</span></h2>'
    other = '<p><span class="paren">(</span>a<span class="paren">)</span> One<span>2</span><span>3</span></p>'
    text = read_bytes(f"<html><body><p>Text.</p>{spans}{other}</body></html>".encode(), "a.html").text
    assert text.split("\n")[1:] == ["(2) The record must state—", "PART 3 Duties", "(a) One2 3"]


def test_the_regulations_of_british_instruments_nest():
    lines = ["5.—(1) A maker must keep a record.", "(2) The record must state—", "(a) the day; and", "(b) the place."]
    page = f"<html><body><h1>The Widgets Regulations</h1>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    document = read_bytes(page.encode(), "a.html")
    assert [each.path for each in document.provisions if each.marker] == [("5",), ("5", "1"), ("5", "2"), ("5", "2", "a"), ("5", "2", "b")]
    assert "5.—(1) A maker" in document.text


def test_annotations_are_notes_where_they_are_called():
    call = '<a href="#commentary-key-1"><span>F1</span></a>'
    notes = '<div class="notes"><div id="commentary-key-1"><p><span>F1</span><span>Words inserted by S.I. 2025/1.</span></p></div></div>'
    page = f"<html><body><h1>Act</h1><p>A widget{call} is made.</p><p>End.</p>{notes}</body></html>"
    document = read_bytes(page.encode(), "a.html")
    assert document.text == "Act\nA widget is made.\nF1 Words inserted by S.I. 2025/1.\nEnd."


@pytest.mark.parametrize("furniture", ['<div id="header"><h2>Site name</h2></div>', '<div class="doc sidebar"><h3>Details</h3><p>PDF</p></div>'])
def test_what_is_named_as_the_frame_of_the_site_is_left_out(furniture):
    document = read_bytes(f"<html><body>{furniture}<h1>Order</h1><p>A firm must act.</p></body></html>".encode(), "a.html")
    assert document.text == "Order\nA firm must act."


def hidden(address, key):
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


@pytest.mark.parametrize("key", [0x2C, 0xA1])
def test_addresses_that_a_content_network_hides_are_shown_whatever_its_key(key):
    sign = f'<span class="__cf_email__" data-cfemail="{hidden("keeper@example.gov", key)}">[email&#160;protected]</span>'
    document = page(f'<main><h1>Notice</h1>{PROSE}<p>Write to <a href="/cdn-cgi/l/email-protection#{key:02x}">{sign}</a> or call.</p></main>')
    assert document.text.endswith("Write to keeper@example.gov or call.")


@pytest.mark.parametrize("given", ["", "2", "zz", "2c5c4d58", hidden("no address", 7), hidden("a@b\x00", 7)])
def test_what_hides_no_address_stays_as_it_is(given):
    document = page(f'<main><h1>Notice</h1>{PROSE}<p>Write to <span data-cfemail="{given}">the keeper</span>.</p></main>')
    assert document.text.endswith("Write to the keeper.")


def test_the_text_of_a_document_is_told_from_what_its_page_says_of_it():
    help = "<div><h4>Help</h4><p>Document headings vary by document type but may contain the following:</p><ol><li>the agency</li></ol></div>"
    facts = "<dl><dt>Printed version:</dt><dd><a href='x.pdf'>PDF</a></dd><dt>Pages:</dt><dd>1000</dd></dl>"
    body = f'<main><div>{facts}</div><h1>Lamps of Berths</h1><div id="fulltext_content_area">{help}<h1>AGENCY:</h1>{PROSE * 3}</div></main>'
    document = page(body)
    assert document.text.startswith("AGENCY:\nEvery holder")
    assert document.authority.title == "Lamps of Berths"
    assert [each.code for each in document.findings] == ["read.html-left-out"]


BOXED = """<main><div class="section"><h4>§ 9.1 Lamps.</h4><div><p>(a) A holder must:</p>
<div><p>(1) Light a lamp; and</p></div><div><p>(2) Log the hour.</p></div><p>It does so each day.</p></div>
<div><span>(b)</span><div>A lamp is red.</div><div><span>(1)</span> A float is blue.</div></div>
<p>All of this holds in winter.</p><div>(<i>Added</i> by Order 9.)</div></div></main>"""


def test_what_stands_in_the_box_of_a_provision_is_its_own():
    document = page(BOXED)
    own = {"/".join(each.path): [document.quote(span) for span in each.body] for each in document.provisions if each.body and each.path}
    assert own["9.1/a"] == ["(a) A holder must:", "It does so each day."]
    assert own["9.1/a/2"] == ["(2) Log the hour."]
    assert own["9.1/b/1"] == ["(1) A float is blue."]
    assert own["9.1"][-1] == "All of this holds in winter.\n(Added by Order 9.)"


def test_boxes_of_single_paragraphs_say_nothing():
    lines = ["(a) A holder must light:", "(1) a lamp; and", "a second one in fog;", "(2) a float."]
    document = page(f"<main><h4>§ 9.1 Lamps.</h4>{''.join(f'<div><p>{line}</p></div>' for line in lines)}</main>")
    own = {"/".join(each.path): [document.quote(span) for span in each.body] for each in document.provisions if each.body and each.path}
    assert own["9.1/a/2"] == ["(2) a float."]
    assert "a second one in fog;" not in own["9.1"]
