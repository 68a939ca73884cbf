"""Word files: what Word prints is the text, with its numbers; the tree is that of the same text in a plain file."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_files import W, cell, deleted, docx, field, ins, numbering, p, packed, r, table

from regkit.errors import ReadError
from regkit.model.document import MarkKind, ProvisionType
from regkit.read import read_bytes
from regkit.read.docx_numbering import spelled

LEGAL = numbering(("upperRoman", "Article %1"), ("decimal", "Section %1.%2", "<w:isLgl/>"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/></w:style>'
    f'<w:style w:type="paragraph" w:styleId="Sub{n}"><w:name w:val="Clause {n}"/><w:basedOn w:val="H{n}"/></w:style>'
    for n in (1, 2, 3)
)


def text_of(body, original=False, **parts):
    return read_bytes(docx(body, **parts), "a.docx", original=original).text


def tree(document):
    return [(each.path, str(each.type)) for each in document.provisions]


def listed(*depths, **options):
    return "".join(p("Text", num=(1, depth), **options) for depth in depths)


@pytest.mark.parametrize(
    ("format", "counts", "expected"),
    [
        ("decimal", (1, 12), ["1", "12"]),
        ("lowerLetter", (1, 26, 27, 53), ["a", "z", "aa", "aaa"]),
        ("upperLetter", (3, 28), ["C", "BB"]),
        ("lowerRoman", (4, 19, 444), ["iv", "xix", "cdxliv"]),
        ("upperRoman", (9, 40, 1999), ["IX", "XL", "MCMXCIX"]),
        ("decimalZero", (7, 12), ["07", "12"]),
        ("ordinal", (1, 2, 3, 11, 22), ["1st", "2nd", "3rd", "11th", "22nd"]),
        ("cardinalText", (1, 20, 34, 101), ["One", "Twenty", "Thirty-four", "One hundred one"]),
        ("ordinalText", (1, 12, 20, 45), ["First", "Twelfth", "Twentieth", "Forty-fifth"]),
        ("none", (1,), [""]),
        ("chicago", (1, 2, 5), ["*", "†", "**"]),
        ("numberInDash", (3,), ["- 3 -"]),
        ("aiueo", (2,), ["2"]),
    ],
)
def test_numbers_are_spelled_as_word_spells_them(format, counts, expected):
    assert [spelled(count, format) for count in counts] == expected


def test_numbers_are_computed_and_begin_anew_below_each_higher_level():
    text = text_of(listed(0, 1, 2, 2, 3, 2, 1, 2, 0, 1, 2), numbering=LEGAL)
    assert text.replace(" Text", "").split("\n") == [
        "Article I",
        "Section 1.1",
        "(a)",
        "(b)",
        "(i)",
        "(c)",
        "Section 1.2",
        "(a)",
        "Article II",
        "Section 2.1",
        "(a)",
    ]


def test_lists_of_one_abstract_list_count_on_and_an_override_begins_anew():
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    part = numbering(("decimal", "%1."), nums=((1, 0, ""), (2, 0, ""), (3, 0, start.format(1)), (4, 0, start.format(7))))
    body = "".join(p("x", num=(num, 0)) for num in (1, 1, 2, 3, 3, 4, 1))
    assert text_of(body, numbering=part).split("\n") == ["1. x", "2. x", "3. x", "1. x", "2. x", "7. x", "8. x"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("", "1. 1 2. 1 3. 1"), ('<w:lvlRestart w:val="0"/>', "1. 1 2. 2 3. 3"), ('<w:lvlRestart w:val="1"/>', "1. 1 2. 1 3. 1")],
)
def test_a_level_says_after_which_levels_it_begins_anew(restart, expected):
    part = numbering(("decimal", "%1."), ("decimal", "%2", restart))
    assert text_of("".join(p("", ".", num=(1, depth)) for depth in (0, 1) * 3), numbering=part).replace(" .", "").split() == expected.split()


def test_a_level_may_stand_for_itself_hide_or_be_glued():
    glued = numbering(("decimal", "%1.", '<w:suff w:val="nothing"/>'), ("bullet", "\uf0b7"), ("none", ""))
    document = read_bytes(docx(listed(0, 1, 2), numbering=glued), "a.docx")
    assert document.text == "1.Text\nText\nText"


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_switch_that_off():
    styles = '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="M"><w:basedOn w:val="L"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    part = numbering(("decimal", "%1."), ("lowerLetter", "(%2)", '<w:pStyle w:val="M"/>'))
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("One", style="L") + p("a", style="M") + p("plain", style="L", properties=off) + p("Two", style="L")
    assert text_of(body, styles=styles, numbering=part).split("\n") == ["1. One", "(a) a", "plain", "2. Two"]


def test_a_list_takes_its_levels_from_a_style_of_numbering():
    part = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
    part += '<w:abstractNum w:abstractNumId="6"><w:styleLink w:val="Legal"/><w:lvl w:ilvl="0"><w:lvlText w:val="§ %1"/></w:lvl></w:abstractNum>'
    part += '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    assert text_of(listed(0, 0), numbering=part) == "§ 1 Text\n§ 2 Text"


PLAIN = """Article I Definitions
Section 1.1 Terms
Account means an account that a broker carries.
Section 1.2 Duties
The broker shall:
(a) keep a record; and
(b) report
(i) each trade; or
(ii) each transfer.
Article II Margin
Section 2.1 Amounts
The broker shall collect margin."""


def test_the_tree_is_that_of_the_same_text_in_a_plain_file():
    lines = [(0, "Definitions"), (1, "Terms"), (None, "Account means an account that a broker carries."), (1, "Duties"), (None, "The broker shall:")]
    lines += [(2, "keep a record; and"), (2, "report"), (3, "each trade; or"), (3, "each transfer.")]
    lines += [(0, "Margin"), (1, "Amounts"), (None, "The broker shall collect margin.")]
    for style in (False, True):
        body = "".join(
            p(words, num=None if depth is None else (1, depth), style=f"H{depth + 1}" if style and depth in (0, 1) else "") for depth, words in lines
        )
        document = read_bytes(docx(body, numbering=LEGAL, styles=HEADINGS), "a.docx")
        assert document.text == PLAIN
        assert tree(document) == tree(read_bytes(PLAIN.encode(), "a.txt"))


def test_levels_of_heading_styles_nest_what_names_no_unit():
    body = p("General", style="H1") + p("Scope", style="Sub2") + p("This policy applies to all members.") + p("Conduct", style="H1")
    document = read_bytes(docx(body, styles=HEADINGS), "a.docx")
    found = {each.heading: document.provisions[each.parent].heading for each in document.provisions if each.type is ProvisionType.HEADING}
    assert found == {"General": None, "Scope": "General", "Conduct": None}


def test_a_paragraph_in_the_style_of_a_heading_is_text():
    body = p("Duties", style="H1") + p("(a) The broker shall keep a record of each order that it receives.", style="H2")
    document = read_bytes(docx(body, styles=HEADINGS), "a.docx")
    assert [block.heading for block in document.blocks] == [True, False]
    assert document.provisions[-1].path[-1] == "a"


def test_an_outline_level_makes_a_heading_and_body_text_unmakes_it():
    body = (
        p("Loose", properties='<w:outlineLvl w:val="0"/>') + p("x y z") + p("Not one", style="H1", properties='<w:outlineLvl w:val="9"/>') + p("End.")
    )
    document = read_bytes(docx(body, styles=HEADINGS), "a.docx")
    assert [document.quote(block.span) for block in document.blocks if block.heading] == ["Loose"]


BOTH = [
    (p("Pay ", deleted("ten"), ins("five"), " days."), "Pay five days.", "Pay ten days."),
    (p("One", mark="<w:del/>") + p(" two."), "One two.", "One\ntwo."),
    (p("One", mark="<w:ins/>") + p(" two."), "One\ntwo.", "One two."),
    (p("Keep.") + p(deleted("Gone."), mark="<w:del/>") + p("End."), "Keep.\nEnd.", "Keep.\nGone.\nEnd."),
    (
        p(f"<w:moveFrom>{r('Moved.')}</w:moveFrom>", mark="<w:moveFrom/>") + p("Stays.") + p(f"<w:moveTo>{r('Moved.')}</w:moveTo>"),
        "Stays.\nMoved.",
        "Moved.\nStays.",
    ),
    (p("a", f"<w:ins>{deleted('b')}</w:ins>", "c"), "ac", "ac"),
    (table(["A", "B"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>") + p("End."), "End.", "A B\nEnd."),
]


@pytest.mark.parametrize(("body", "accepted", "original"), BOTH)
def test_tracked_changes_give_two_texts(body, accepted, original):
    assert text_of(body).split("\n") == accepted.split("\n")
    assert text_of(body, original=True).split("\n") == original.split("\n")


def test_numbers_count_what_stands_in_their_version():
    body = p("One", num=(1, 0)) + p(deleted("Two"), num=(1, 0), mark="<w:del/>") + p("Three", num=(1, 0))
    part = numbering(("lowerLetter", "(%1)"))
    assert text_of(body, numbering=part) == "(a) One\n(b) Three"
    assert text_of(body, original=True, numbering=part) == "(a) One\n(b) Two\n(c) Three"


def test_tracked_changes_of_properties_give_the_old_style_and_number():
    change = '<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    part = numbering(("decimal", "%1."), ("lowerLetter", "(%2)"))
    body = p("x", num=(1, 0), properties=change)
    assert (text_of(body, numbering=part), text_of(body, original=True, numbering=part)) == ("1. x", "(a) x")


def test_tracked_changes_are_said_and_other_files_have_no_second_version():
    found = read_bytes(docx(p("a", ins("b"), deleted("c"))), "a.docx").findings
    assert "1 insertions, 1 deletions" in found[0].message
    assert "regkit diff a.docx@original a.docx" in found[0].remedy
    with pytest.raises(ReadError, match="no second version"):
        read_bytes(b"text", "a.txt", original=True)


def note(id, *content):
    return f'<w:footnote w:id="{id}">{p("<w:r><w:footnoteRef/></w:r>", *content)}</w:footnote>'


def call(id, more="", kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{id}" {more}/></w:r>'


def test_notes_are_called_where_they_stand_and_read_after_their_paragraph():
    body = p("First", call(7), " and second", call(3), ".") + p("Next.")
    document = read_bytes(docx(body, footnotes=note(3, " Note three.") + note(7, " Note seven.")), "a.docx")
    assert document.text == "First and second.\nNote seven.\nNote three.\nNext."
    assert [(each.span.start, each.span.end, each.mark) for each in document.calls] == [(5, 5, "1"), (16, 16, "2")]
    assert [each.marker for each in document.provisions if each.type is ProvisionType.FOOTNOTE] == ["1", "2"]


def test_notes_have_marks_of_their_own_and_other_ways_of_counting():
    custom = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>†</w:t></w:r>'
    endnotes = f'<w:endnote w:id="1">{p("End.")}</w:endnote>'
    settings = '<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    body = p("A", custom, call(2), call(1, kind="endnote"))
    document = read_bytes(docx(body, footnotes=note(1, "x") + note(2, "y"), endnotes=endnotes, settings=settings), "a.docx")
    assert [each.mark for each in document.calls] == ["†", "C", "i"]
    assert document.text == "A\nx\ny\nEnd."


def test_a_call_without_its_note_is_a_finding():
    document = read_bytes(docx(p("Text", call(9), ".")), "a.docx")
    assert "read.note-missing" in [each.code for each in document.findings]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (field(" REF _Ref1 \\r \\h ", "Section 2.1"), "Section 2.1"),
        (field(' HYPERLINK "https://x.example/a" ', "the rule"), "the rule"),
        ('<w:fldSimple w:instr="PAGE">' + r("4") + "</w:fldSimple>", "4"),
        ("<w:r><w:t>15c3</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>", "15c3-3"),
        ("<w:r><w:t>cross</w:t><w:softHyphen/><w:t>margin</w:t></w:r>", "crossmargin"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b c"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 5"), "≥ 5"),
        (r("seen") + r(" hidden", "<w:vanish/>"), "seen"),
        (f"<w:sdt><w:sdtContent>{r('control')}</w:sdtContent></w:sdt>", "control"),
        (f"<w:smartTag>{r('New York')}</w:smartTag>", "New York"),
        (f"<w:bdo><w:dir>{r('left')}</w:dir></w:bdo>", "left"),
        (f"<mc:AlternateContent><mc:Choice>{r('new')}</mc:Choice><mc:Fallback>{r('old')}</mc:Fallback></mc:AlternateContent>", "new"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        (f"<w:r><w:ruby><w:rt>{r('over')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>", "base"),
    ],
)
def test_what_runs_hold(content, expected):
    assert text_of(p(content)) == expected


def test_fields_go_on_over_paragraphs_and_contents_are_left_out():
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = p(begin, "Scope 1") + p("Duties 2") + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("Scope")
    document = read_bytes(docx(body), "a.docx")
    assert document.text == "Scope"
    assert "tables of contents" in document.findings[0].message


def test_marks_come_from_runs_styles_and_links():
    styles = '<w:style w:type="character" w:styleId="Term"><w:name w:val="Term"/><w:rPr><w:b/></w:rPr></w:style>'
    body = p(
        r("Account", "<w:i/>"), " and ", r("Fund", '<w:rStyle w:val="Term"/>'), " see ", f'<w:hyperlink r:id="x">{r("here")}</w:hyperlink>', "; "
    )
    body += p("H", r("2", '<w:vertAlign w:val="subscript"/>'), "O ", r("not", '<w:rStyle w:val="Term"/><w:b w:val="0"/>'))
    document = read_bytes(docx(body, links={"x": "https://x.example/"}, styles=styles), "a.docx")
    assert [(document.quote(mark.span), mark.kind, mark.value) for mark in document.marks] == [
        ("Account", MarkKind.ITALIC, ""),
        ("Fund", MarkKind.BOLD, ""),
        ("here", MarkKind.LINK, "https://x.example/"),
        ("2", MarkKind.SUBSCRIPT, ""),
    ]


def test_tables_are_rows_or_pages_or_entries():
    merged = table([cell("Class", properties='<w:vMerge w:val="restart"/>'), "Rate"], [cell("", properties="<w:vMerge/>"), "5"])
    marked = table(["(a)", "A member shall keep a record of each order."])
    entry = table(["“Account”", "means an account that a broker carries."])
    layout = table([cell("Left " * 80, "x", "y" * 300), "Right"])
    document = read_bytes(docx(merged + marked + entry + layout), "a.docx")
    assert [(document.quote(block.span)[:20], block.table) for block in document.blocks] == [
        ("Class Rate", True),
        ("5", True),
        ("(a) A member shall k", False),
        ("“Account” means an a", False),
        ("Left Left Left Left ", False),
        ("x", False),
        ("yyyyyyyyyyyyyyyyyyyy", False),
        ("Right", False),
    ]


def test_text_boxes_stand_after_their_paragraph():
    box = f"<w:r><w:pict><w:txbxContent>{p('Boxed.')}</w:txbxContent></w:pict></w:r>"
    assert text_of(p("Before", box, " after.") + p("Next.")) == "Before after.\nBoxed.\nNext."


def test_headers_comments_and_pictures_are_kept_beside_the_text():
    body = p("Text.", '<w:r><w:commentReference w:id="4"/></w:r>', "<w:r><w:pict><v:imagedata xmlns:v='urn:v'/></w:pict></w:r>")
    comments = f'<w:comment w:id="4" w:author="B. Reader">{p("Check this.")}</w:comment>'
    document = read_bytes(docx(body, comments=comments, header=p("Draft 2"), footer=p("Page 1")), "a.docx")
    assert document.text == "Text."
    assert {(str(each.kind), each.text) for each in document.margins} == {("head", "Draft 2"), ("foot", "Page 1")}
    messages = [each.message for each in document.findings]
    assert "comment by B. Reader: Check this." in messages
    assert "1 pictures were not read" in messages


def test_a_file_of_the_strict_variant_reads_alike():
    usual = docx(p("Duties", style="H1") + p("The broker shall pay.", call(1)), styles=HEADINGS, footnotes=note(1, "Promptly."))
    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        files = {name: archive.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main") for name in archive.namelist()}
    strict = packed(
        {name: data.replace(b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument") for name, data in files.items()}
    )
    assert read_bytes(strict, "a.docx").text == read_bytes(usual, "a.docx").text


def test_a_title_is_taken_from_its_style_or_where_the_properties_agree_with_the_text():
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    assert read_bytes(docx(p("Model Rules", style="T") + p("x"), styles=style), "a.docx").authority.title == "Model Rules"
    assert read_bytes(docx(p("MODEL RULES") + p("x"), title="Model Rules"), "a.docx").authority.title == "Model Rules"
    assert read_bytes(docx(p("MODEL RULES") + p("x"), title="Some template"), "a.docx").authority.title == ""


def test_a_broken_part_is_a_finding_and_a_broken_document_an_error():
    document = read_bytes(docx(p("Text."), styles="<w:sty"), "a.docx")
    assert (document.text, document.findings[0].code) == ("Text.", "read.docx-part")
    with pytest.raises(ReadError, match=r"a\.docx: word/document\.xml"):
        read_bytes(packed({"word/document.xml": "<w:docu"}), "a.docx")


def test_styles_based_on_each_other_and_numbers_of_no_list_end():
    styles = '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    assert text_of(p("Text", style="A", num=(77, 40)), styles=styles) == "Text"
