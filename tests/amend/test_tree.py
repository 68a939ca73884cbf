"""Taking a document apart and building it again changes nothing, whatever reader made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.amend.tree import from_document, to_document
from regkit.amend.write import to_xml, unlike
from regkit.model.document import Status
from regkit.read import read, read_bytes

_KINDS = ("cfr", "ecfr", "fedreg", "markdown", "plain-text")
SAMPLES = sorted(path for kind in _KINDS for path in (Path(__file__).parents[1] / "samples" / kind).glob("*"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_apart_and_together(path):
    document = read(path)
    again = to_document(from_document(document), document.id, document.source, document.authority)
    for name in ("text", "provisions", "calls", "pages"):
        assert getattr(again, name) == getattr(document, name), name
    assert [block.span for block in again.blocks] == [block.span for block in document.blocks]


def test_written_text_reads_back(base):
    data = to_xml(base)
    assert unlike(base, data, "part-7.xml") == []
    again = read_bytes(data, "part-7.xml")
    assert again.text == base.text
    assert again.calls == base.calls
    assert again.authority.status is Status.OFFICIAL
    assert to_xml(base) == data


def test_a_difference_is_told(base):
    assert unlike(base, to_xml(base).replace(b"may rest", b"may not rest"), "part-7.xml") == ["the text differs"]
