"""Marks in source and document files → `Check`s: what is said where the work is done.

A mark is a line of any file, behind whatever begins a comment there::

    # regkit: verifies sec-xm-order/III-1.1, sec-xm-order/III-2.1
    // regkit: law "17 CFR 240.15c3-3(a)(1)" "shall carry within a futures account" as CHK-7
    <!-- regkit: law sec-xm-order "shall treat them as belonging to the XM Customers" -->

``verifies`` names requirements by id, ``law`` a document (or a citation that a document is, or holds) and words of one of its sentences. The
marks of a file are one check, whose id is the file's path in the project; ``as ID`` gives another id. Which files are read is ``marks`` in
regkit.toml, as globs. In quotes a backslash keeps the next character; curly quotes serve as straight ones.

Cost: linear in the files. A file larger than 5 MB, or that is no text, is a problem: a mark in it would be missed without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from regkit.errors import CheckError, RegkitError
from regkit.model.check import Check, Method, Target
from regkit.trace.checks import place_of

LARGEST = 5_000_000
_MARK = re.compile(r"\bregkit:[ \t]*(verifies|law)\b([^\r\n]*)")
_WORD = re.compile(r"""\s*(?:["“”]((?:\\.|[^"“”\\])*)["“”]|([^\s,"“”]+)|(,))""")
_CLOSERS = re.compile(r"\s*(?:-->|\*/|--\]\]|#\}|%>|=#|-\})?\s*\Z")
_ESCAPE = re.compile(r"\\(.)")


def read_marks(paths: Iterable[Path], root: Path, problems: list[RegkitError]) -> list[Check]:
    """Return the checks that marks in the files state, in order; what is wrong is added to ``problems``, each with file and line."""
    found: dict[str, Check] = {}
    for path in paths:
        place = place_of(path, root)
        try:
            text = path.read_bytes().decode("utf-8") if path.stat().st_size <= LARGEST else None
        except OSError as problem:
            problems.append(CheckError(f"the file cannot be read: {problem.strerror}", place=place, remedy="Check the file and its permissions"))
            continue
        except UnicodeDecodeError:
            text = None
        if text is None:
            message = f"the file is no UTF-8 text, or larger than {LARGEST // 1_000_000} MB: a mark in it would be missed"
            problems.append(CheckError(message, place=place, remedy="Narrow marks in regkit.toml"))
            continue
        for where, id, targets in _marks(text, place, problems):
            known = found.get(id)
            if known is None:
                found[id] = Check(id=id, title=id, verifies=targets, method=Method.INSPECTION, place=where)
            else:
                found[id] = replace(known, verifies=(*known.verifies, *targets))
    return list(found.values())


def _marks(text: str, place: str, problems: list[RegkitError]) -> Iterator[tuple[str, str, tuple[Target, ...]]]:
    line, at = 1, 0
    for match in _MARK.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        where = f"{place}, line {line}"
        try:
            targets, id = parse_mark(match[1], match[2])
        except ValueError as problem:
            problems.append(
                CheckError(
                    f"the mark is not understood: {problem}", place=where, remedy='Write: regkit: verifies ID, or regkit: law DOCUMENT "WORDS"'
                )
            )
            continue
        yield where, id or place, targets


def parse_mark(kind: str, rest: str) -> tuple[tuple[Target, ...], str]:
    """Return what a mark verifies, and the id that it gives itself. ``rest`` is the line after the word ``verifies`` or ``law``.

    Raises: ValueError that says what is missing.

    >>> parse_mark("verifies", " a/1.1, a/2.1 as CHK-1 -->")[1]
    'CHK-1'
    """
    words = list(_words(_CLOSERS.sub("", rest, count=1) if _CLOSERS.search(rest) else rest))
    id = ""
    if len(words) >= 2 and words[-2] == (False, "as"):
        id = words[-1][1]
        words = words[:-2]
    plain = [word for quoted, word in words if not quoted]
    quotes = [word for quoted, word in words if quoted]
    if kind == "verifies":
        if quotes or not plain:
            raise ValueError("no requirement is named" if not plain else "words in quotes belong to law")
        return tuple(Target(id=word) for word in plain), id
    document = plain[0] if len(plain) == 1 and len(quotes) == 1 else quotes[0] if len(quotes) == 2 and not plain else ""
    if not document or not quotes[-1].strip():
        raise ValueError("law needs a document or citation, and words in quotes")
    return (Target(document=document, quote=quotes[-1]),), id


def _words(rest: str) -> Iterator[tuple[bool, str]]:
    """Yield (in quotes, word); commas only separate. Raises: ValueError where a quote does not end."""
    at = 0
    while at < len(rest.rstrip()):
        match = _WORD.match(rest, at)
        if match is None:
            raise ValueError("a quote does not end on its line")
        at = match.end()
        if match[1] is not None:
            yield True, _ESCAPE.sub(r"\1", match[1])
        elif match[2]:
            yield False, match[2]
