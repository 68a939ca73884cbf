"""What a PDF's compressed streams unpack to, counted before anything is built from them: a small file may hold gigabytes.

The file is not parsed for it. Every ``stream`` whose dictionary names a filter of text is unpacked in pieces that are counted and thrown away; images
are left out, because reading text never unpacks them. Streams packed twice are unpacked twice. pdfium puts all the content streams of a page into
one, and a page may name the same one a thousand times: what the streams of each page make together is counted too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from regkit.errors import ReadError
from regkit.read.pdf_filters import filters_of
from regkit.read.pdf_forms import Forms
from regkit.read.pdf_types import Limits

_STREAM = re.compile(rb"stream\r?\n")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER = re.compile(rb"(?<![0-9])(\d{1,9})\s+\d{1,5}\s+obj\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([^\]]*)\]|(\d{1,9})\s+\d{1,5}\s+R\b)")
_ARRAY = re.compile(rb"(?<![0-9])(\d{1,9})\s+\d{1,5}\s+obj\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(?<![0-9])(\d{1,9})\s+\d{1,5}\s+R\b")
_DICTIONARY = 4096  # bytes before a stream in which its dictionary is looked for
_PIECE = 1 << 16
_DEEPEST = 8  # filters on one stream


def check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Count what a PDF unpacks to; cost: that, at most the bound.

    Raises: ReadError where its streams unpack to more than is allowed, each, those of a page or all together, or its forms draw each other too often.
    """
    total = 0
    view = memoryview(data)
    forms, sizes = Forms(), dict[int, int]()
    lists = [*_lists(data)]
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = filters_of(head)[:_DEEPEST]
        form, objects = _FORM.search(head) is not None, _OBJECTS.search(head) is not None
        if _IMAGE.search(head):
            continue
        found = _NUMBER.search(data, max(0, match.start() - len(head) - 24), match.start())
        end = data.find(b"endstream", match.end())
        end = end if end >= 0 else len(data)
        if not filters and not form:
            if found is not None:
                sizes[int(found[1])] = end - match.end()
            continue
        pieces: Iterable[bytes | memoryview] = (view[at : min(at + _PIECE, end)] for at in range(match.end(), end, _PIECE))
        for each in filters:
            pieces = _counted(each(pieces), limits, name)
        kept: list[bytes] = []
        size = 0
        for piece in pieces:
            size += len(piece)
            total += len(piece)
            if total > limits.unpacked:
                raise _too_much("its streams unpack", limits.unpacked, "REGKIT_PDF_UNPACKED", name)
            if form or objects:
                kept.append(bytes(piece))
        if found is not None:
            sizes[int(found[1])] = size
            if form:
                forms.add(int(found[1]), head, b"".join(kept))
        if objects:
            lists += _lists(b"".join(kept))
    _check_pages(lists, sizes, data, name, limits)
    if (most := forms.most(data)) > limits.forms:
        remedy = "Check where the file is from; if it is sound, raise REGKIT_PDF_FORMS"
        raise ReadError(f"its forms are drawn within each other {most} times; the limit is {limits.forms}", place=name, remedy=remedy)


def _lists(data: bytes) -> Iterator[Counter[int]]:
    """Yield for each page that is spelled in some bytes which objects hold its content, each as often as it is named."""
    for match in _CONTENTS.finditer(data):
        yield Counter(int(number) for number in _REFERENCE.findall(match[1])) if match[1] is not None else Counter([int(match[2])])


def _check_pages(lists: list[Counter[int]], sizes: dict[int, int], data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file with a page whose content streams are too large together. A list of them may be an object of its own."""
    arrays: dict[int, Counter[int]] | None = None
    for numbers in lists:
        if len(numbers) == 1 and (only := next(iter(numbers))) not in sizes:
            if arrays is None:
                arrays = {int(match[1]): Counter(int(number) for number in _REFERENCE.findall(match[2])) for match in _ARRAY.finditer(data)}
            numbers = arrays.get(only, numbers)
        if sum(sizes.get(number, 0) * times for number, times in numbers.items()) > limits.stream:
            raise _too_much("the content of one of its pages unpacks", limits.stream, "REGKIT_PDF_STREAM", name)


def _counted(pieces: Iterator[bytes], limits: Limits, name: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.stream:
            raise _too_much("one of its streams unpacks", limits.stream, "REGKIT_PDF_STREAM", name)
        yield piece


def _too_much(what: str, limit: int, variable: str, name: str) -> ReadError:
    remedy = f"Check where the file is from; if it is sound, raise {variable}"
    return ReadError(f"{what} to more than {limit >> 20} MiB", place=name, remedy=remedy)
