"""The filters of a PDF's streams: what each makes of its bytes, whole or in pieces, and where it ends."""

import zlib

import pytest

from regkit.read.pdf_filters import expanded, filters_of, from_base85, from_hexadecimal, inflated, repeated

LZW = bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])  # the example of ISO 32000-2, 7.4.4.2
MADE = [  # a filter, its bytes, what they say
    (inflated, zlib.compress(b"Each holder shall report." * 9), b"Each holder shall report." * 9),
    (inflated, zlib.compress(b"kept") + b"anything behind the end", b"kept"),
    (inflated, b"no zlib at all", b""),
    (repeated, bytes([1, 65, 66, 254, 67, 128, 9, 9]), b"ABCCC"),
    (repeated, bytes([129, 120]), b"x" * 128),
    (repeated, bytes([5, 65, 66]), b""),
    (expanded, LZW, b"-----A---B"),
    (expanded, bytes([0xFF, 0xFF]), b""),
    (from_hexadecimal, b"53 68\n616C6c>41", b"Shall"),
    (from_hexadecimal, b"zz>", b""),
    (from_base85, b"<~9jqo\n^z~>9jqo^", b"Man \0\0\0\0"),
    (from_base85, b"zz9jqo^BlbD-~>", b"\0" * 8 + b"Man is d"),
    (from_base85, b"9jq~>", b"Ma"),
]


@pytest.mark.parametrize(("undo", "data", "said"), MADE)
@pytest.mark.parametrize("size", [1, 3, 1 << 16])
def test_the_pieces_do_not_matter(undo, data, said, size):
    assert b"".join(undo(data[at : at + size] for at in range(0, len(data), size))) == said


NAMED = [  # a stream's dictionary, its bytes, what they say
    (b"/Filter /FlateDecode", zlib.compress(b"one"), b"one"),
    (b"/Filter [/AHx /Fl]", zlib.compress(b"two").hex().encode() + b">", b"two"),
    (b"/Filter [/ASCII85Decode /RunLengthDecode]", b"!()2~>", b"B"),
    (b"/Filter /LZWDecode", LZW, b"-----A---B"),
    (b"/Length 3", b"abc", b"abc"),
    (b"/Filter /DCTDecode", b"abc", b"abc"),
]


@pytest.mark.parametrize(("head", "data", "said"), NAMED)
def test_filters_are_undone_in_the_order_named(head, data, said):
    pieces = iter([data])
    for undo in filters_of(head):
        pieces = undo(pieces)
    assert b"".join(pieces) == said


def test_much_is_made_a_piece_at_a_time():
    sizes = [len(piece) for piece in inflated([zlib.compress(bytes(5 << 20))])]
    assert sum(sizes) == 5 << 20
    assert max(sizes) == 1 << 20
