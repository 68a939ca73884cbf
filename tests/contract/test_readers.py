"""What every registered reader must do, shown on its samples. A new reader is tested here by its sample alone: tests/samples/<name>/.

Left out of the text on purpose, and so of the comparison: metadata blocks (FDSYS), the marks of footnotes (they are calls, and the labels of their
notes), front matter, Markdown's own signs, and what of a web page is not its document.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

sys.path.insert(0, str(Path(__file__).parent))
from mutations import mutant

from regkit.errors import ReadError
from regkit.model.document import Document, ProvisionType
from regkit.read import read, read_bytes, reader_names

SAMPLES = Path(__file__).parent.parent / "samples"
ALL = sorted(path for path in SAMPLES.glob("*/*") if path.is_file())
FILES = [path for path in ALL if path.parent.name != "office" or shutil.which("soffice")]  # read by way of a program that may be absent
QUICK = [path for path in FILES if path.parent.name != "office"]
_NUMBERS = {"agreement.docx": "Article I Section 1.1 Article II Section 2.1 (a) (b) (i) (ii) Section 2.2 Article III Section 3.1"}  # computed
_NAMES = [f"{path.parent.name}/{path.name}" for path in FILES]


_META = ("FDSYS", "{*}meta", "{*}Metadata", "{*}Contents", "BIB.INSTANCE")
_NOTES = ("{*}authorialNote", "{*}footnote", "{*}Footnote", "{*}Commentary", "NOTE", "FTNT")


def _prepared(data: bytes) -> etree._Element:
    """Return the XML with what readers read from attributes as text, and without the marks of footnotes; the elements stay where they are."""
    root = etree.fromstring(data)
    for sign in root.iter("QUOT.START", "QUOT.END"):
        sign.text = chr(int(sign.get("CODE"), 16))
    for call in root.iter("{*}ref"):
        if call.get("idref"):
            call.text = ""
    for note in _notes(root):
        for number in note.iter("{*}num"):
            number.text = ""
    for number in root.iter("{*}Pnumber"):
        _dressed(number)
    for index, item in ((list(items).index(item), item) for items in root.iter("{*}OrderedList") for item in items):
        item.text = item.get("NumberOverride") or f"({'abc'[index]})"
    return root


def _dressed(number: etree._Element) -> None:
    """Put around a number of CLML what is printed around it."""
    first = number.getparent().tag.endswith("}P1")
    stop = "." if (number.getparent().get("id") or "").startswith("regulation") else ""
    number.text = ("" if first else "(") + (number.text or "")
    number.tail = (stop if first else ")") + (number.tail or "")


def _notes(root: etree._Element) -> list[etree._Element]:
    return [*root.iter(*_NOTES), *(note for note in root.iter("{*}note") if note.get("type") == "footnote")]


def _xml_text(data: bytes) -> str:
    root = _prepared(data)
    for meta in list(root.iter(*_META)):
        meta.getparent().remove(meta)
    notes = {"".join(superior.itertext()).strip() for note in root.iter("FTNT") for superior in note.iter("SU")}
    for superior in root.iter("SU"):
        if "".join(superior.itertext()).strip() in notes:
            superior.text = ""
    return "".join(root.itertext())


def _markdown_text(text: str) -> str:
    text = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", text, flags=re.DOTALL)
    text = re.sub(r"\[\^\w+\]:?", "", text)
    text = re.sub(r"\]\([^)]*\)", "", text)
    return re.sub(r"^[#>]+ |^\s*- |```|^[|\s-]+$|[*`\[|]", "", text, flags=re.MULTILINE)


_UNREAD = "//nav|//header|//footer|//script|//style|//button|//*[@role='doc-noteref' or @role='doc-backlink']|//*[contains(@class,'visually-hidden')]"
_EU_MARKS = "//a[starts-with(@href, '#ntr') or starts-with(@href, '#ntc')]"  # calls of footnotes and the way back
_OUT = "//ul[@class='meta']|//div[@class='tools']"  # what the samples hold of lists of links


def _html_text(data: bytes) -> str:
    page = lxml_html.document_fromstring(data.decode("utf-8"))
    root = (page.xpath("//main") or page.xpath("//body"))[0]
    for element in root.xpath(_UNREAD) + root.xpath(_OUT) + root.xpath(_EU_MARKS):
        element.drop_tree()
    return re.sub(r"\[\[Page \d+\]\]", "", root.text_content())


def _pdf_text(path: Path) -> str:
    """Return what the PDF draws, less what the reader keeps in the margins and the marks of notes. No word of the sample is broken."""
    import pypdfium2

    drawn = "".join(page.get_textpage().get_text_range() + "\n" for page in pypdfium2.PdfDocument(path))
    document = read(path)
    left = Counter(drawn.replace("\ufffe", "-"))
    left.subtract("".join(margin.text for margin in document.margins))
    left.subtract("".join(call.mark * 2 for call in document.calls))
    assert min(left.values()) >= 0
    return "".join(left.elements())


def _word_text(path: Path) -> str:
    """Return the runs of a Word file and of its notes, and the numbers that Word computes."""
    with zipfile.ZipFile(path) as archive:
        roots = [etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "footnotes")]
    runs = [text.text if text.tag.endswith("}t") else "-" for root in roots for text in root.iter("{*}t", "{*}noBreakHyphen")]
    return "".join(runs) + _NUMBERS[path.name]


def _source_text(path: Path) -> str:
    if path.suffix == ".pdf":
        return _pdf_text(path)
    if path.suffix == ".docx":
        return _word_text(path)
    if path.suffix == ".zip":
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        return archive.read(next(name for name in archive.namelist() if not name.startswith("__"))).decode()
    if path.suffix == ".rtf":
        return re.sub(r"\{\\fonttbl.*\}|\\[a-z0-9]+ ?|[{}]", "", path.read_text())
    data = path.read_bytes()
    if path.suffix == ".html":
        return _html_text(data)
    if path.suffix == ".xml":
        return _xml_text(data)
    text = data.decode("utf-8")
    return _markdown_text(text) if path.suffix == ".md" else text


def _letters(text: str) -> list[str]:
    """Return the characters, in no order: a note is read after the paragraph that calls it, wherever the source prints it."""
    return sorted(c for c in text if not c.isspace())


_SCRAPS = [b"<", b">", b"&", b"\xff", b"\x00", b"(a)", b"(1)", b"</P><P>", b"<SU>9</SU><FTREF/>", b"[^a]", b"---\n", b"1. "]
_SCRAPS += [b"</div>", b"<ol>", b"<table><tr>", b"<pre>", b"<sup><a href='#fn-1'>1</a></sup>", b"[[Page 7]]\n"]


def _without(element: etree._Element, notes: list[etree._Element]) -> str:
    if element in notes or not isinstance(element.tag, str):
        return element.tail or ""
    return (element.text or "") + "".join(_without(child, notes) for child in element) + (element.tail or "")


def check_tree(document: Document) -> None:
    """Fail where the tree, the blocks or the offsets are not what the model promises."""
    assert document.provisions[0].type is ProvisionType.DOCUMENT
    assert len({provision.id for provision in document.provisions}) == len(document.provisions)
    at = 0
    for block in document.blocks:
        assert block.span.start >= at
        assert not document.text[at : block.span.start].strip()
        assert document.quote(block.span).strip() == document.quote(block.span) != ""
        at = block.span.end
    assert at == len(document.text)
    for index, provision in enumerate(document.provisions):
        assert -1 <= provision.parent < max(index, 1)
        assert all(provision.span.contains(span) for span in provision.body)
        if index and provision.body:
            assert document.provisions[provision.parent].span.contains(provision.span)
        if provision.marker and provision.body and provision.type in (ProvisionType.PARAGRAPH, ProvisionType.ITEM):
            computed = document.source.media_type == "text/html" and provision.type is ProvisionType.ITEM  # by the browser, not in the source
            assert document.quote(provision.body[0]).startswith(provision.marker) or computed
    notes = {provision.id for provision in document.provisions if provision.type is ProvisionType.FOOTNOTE}
    for call in document.calls:
        assert call.note == "" or call.note in notes
        assert document.quote(call.span) in ("", call.mark)


def test_every_reader_has_a_sample_and_no_sample_is_without_reader():
    assert {path.parent.name for path in ALL} == set(reader_names())


@pytest.mark.parametrize("path", FILES, ids=_NAMES)
def test_text_is_kept(path):
    assert _letters(read(path).text) == _letters(_source_text(path))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".txt"], ids=lambda path: path.stem)
def test_plain_text_is_kept_in_order(path):
    assert "".join(read(path).text.split()) == "".join(path.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("path", FILES, ids=_NAMES)
def test_the_document_is_whole_and_says_where_it_is_from(path):
    document = read(path)
    check_tree(document)
    assert document.blocks
    assert all(block.origin.line or block.origin.xpath or block.origin.page for block in document.blocks)
    assert not [call for call in document.calls if not call.note]
    assert document.source.size == path.stat().st_size


@pytest.mark.parametrize("path", FILES, ids=_NAMES)
def test_the_same_bytes_give_the_same_document(path):
    data = path.read_bytes()
    assert read_bytes(data, path.name) == read_bytes(data, path.name)


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".xml"], ids=[name for name in _NAMES if name.endswith(".xml")])
def test_an_origin_leads_back_to_its_element(path):
    document, root = read(path), _prepared(path.read_bytes())
    notes = _notes(root)
    for block in document.blocks:
        found = root.getroottree().xpath(block.origin.xpath)
        assert len(found) == 1
        note = next((each for each in (found[0], *found[0].iterancestors()) if each in notes), None)
        holder = note if note is not None else found[0].getparent() if found[0].getparent() is not None else found[0]
        inside = "".join(_without(holder, [] if note is not None else notes).split())
        assert "".join(document.quote(block.span).split()) in inside or etree.QName(found[0]).localname in ("P", "FTNT", "P1")  # heading, then number


@pytest.mark.parametrize("path", QUICK, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_gives_a_document_or_a_read_error(path, seed):
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([0, 1, 5, 60, 4000]))
        match chance.randrange(3):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[end : end + chance.choice([1, 30, 200])]
            case 2:
                data[start:end] = chance.choice(_SCRAPS)
    try:
        document = read_bytes(bytes(data), path.name)
    except ReadError as error:
        assert path.name in str(error)
    else:
        check_tree(document)


@pytest.mark.parametrize("path", QUICK, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_mutant_gives_a_document_or_a_read_error(path, others):
    """A few of the mutants of bench/mutate.py, which reads ten thousand of each reader under limits of time and memory."""
    sample = f"{path.parent.name}/{path.name}"
    for number in range(25):
        data = mutant(path.read_bytes(), others, f"{sample}/{number}")
        try:
            document = read_bytes(data, path.name)
        except ReadError as error:
            assert path.name in str(error)
            assert "\n" not in str(error)
        else:
            check_tree(document)


@pytest.fixture(scope="module")
def others():
    return [path.read_bytes() for path in ALL]
