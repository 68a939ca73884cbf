"""Sentences of documents: blocks, headings, tables, ids."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from regkit.model.document import Document, Source
from regkit.read.builder import Call, DocumentBuilder
from regkit.segment import segment

RULE = """
# § 7 Margin calls. When they are made.
The agency calls margin daily. It may call it hourly
(a) Time. A call is made by noon, i.e. 12 p.m. Eastern Time.
    Text after it. It is flush.
| Tier 1. Fee 2. Rate 3.
"""


def quotes(document: Document) -> list[str]:
    return [document.quote(sentence.span) for sentence in segment(document)[0]]


def test_blocks_end_sentences_and_headings_and_rows_are_whole(sketch: Callable[[str], Document]) -> None:
    document = sketch(RULE)
    assert quotes(document) == [
        "§ 7 Margin calls. When they are made.",
        "The agency calls margin daily.",
        "It may call it hourly",
        "(a) Time.",
        "A call is made by noon, i.e. 12 p.m. Eastern Time.",
        "Text after it.",
        "It is flush.",
        "| Tier 1. Fee 2. Rate 3.",
    ]
    sentences = segment(document)[0]
    assert [sentence.heading for sentence in sentences] == [True] + [False] * 7
    assert [sentence.block for sentence in sentences] == [0, 1, 1, 2, 2, 3, 3, 4]


def test_ids_number_the_sentences_of_a_provision(sketch: Callable[[str], Document]) -> None:
    document = sketch(RULE)
    sentences = segment(document)[0]
    ids = [sentence.id for sentence in sentences]
    assert [id for id in ids if id.startswith("doc/a.")] == [f"doc/a.s{n}" for n in range(1, 5)]
    assert len(set(ids)) == len(ids)
    assert all(document.provisions[sentence.provision].id == sentence.id.rpartition(".")[0] for sentence in sentences)


def test_a_note_called_in_the_text_ends_the_sentence_after_a_number() -> None:
    build = DocumentBuilder("doc", Source(name="doc.txt", sha256="0" * 64, media_type="text/plain"))
    build.block("It is set out in section 12.", Call("4", key="n", inline=True), " Banks object.")
    assert quotes(build.build()) == ["It is set out in section 12.4", "Banks object."]


@given(st.lists(st.text(), max_size=6))
def test_sentences_cover_every_document(blocks: list[str]) -> None:
    build = DocumentBuilder("doc", Source(name="doc.txt", sha256="0" * 64, media_type="text/plain"))
    for number, block in enumerate(blocks):
        if number % 3 == 2:
            build.open(str(number))
        build.block(block)
    document = build.build()
    sentences, lists = segment(document)
    assert (sentences, lists) == segment(document)
    at = 0
    for sentence in sentences:
        span = sentence.span
        assert at <= span.start < span.end
        assert not document.text[at : span.start].strip()
        assert document.quote(span) == document.quote(span).strip()
        assert document.blocks[sentence.block].span.contains(span)
        assert document.blocks[sentence.block].provision == sentence.provision
        at = span.end
    assert not document.text[at:].strip()
