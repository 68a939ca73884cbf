"""Characters that a page or a file cannot hold, shown as what they are instead of dropped."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_PICTURES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SPELLED = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SHOWN = _PICTURES | {0x7F: "\u2421"} | _SPELLED
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STORED = _PICTURES | {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def visible(text: str) -> str:
    """Return ``text`` for a person: characters that no page may hold (C0 controls but for white space, lone surrogates) as pictures of them.

    Characters that turn the direction of what follows (U+202A to U+202E, U+2066 to U+2069) are spelled out: they would let a sentence read as
    another than the one that was read. Source: Unicode Technical Report 36, 2.6.
    """
    return text.translate(_SHOWN) if _CONTROLS.search(text) else text


def storable(text: str) -> str:
    r"""Return ``text`` for another program: only what no XML and no UTF-8 may hold is shown as a picture, all else is as it was.

    A code point is replaced by one code point, so offsets into the text stay right. Source: XML 1.0, 2.2 (Char).

    >>> storable("a\x00b")
    'a␀b'
    """
    return text.translate(_STORED) if _NOT_XML.search(text) else text


_MD_PUNCTUATION = re.compile(r"[\\`*_{}\[\]|~$#!]")
_MD_START = re.compile(r"^(\s*)(?:([-+=>])|(\d{1,9})([.)])(?=\s|$))")
_MD_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\t]+")


def markdown(text: str) -> str:
    r"""Return ``text`` such that CommonMark and GitHub show exactly it, on one line, in a paragraph, a list item or a table cell.

    Source: CommonMark 0.31, 2.4 (a backslash before ASCII punctuation), 2.5 (entities); GFM 4.10 (``\|`` in a cell).

    >>> markdown("a|b *c* <i> 1_2"), markdown("1. one")
    ('a\\|b \\*c\\* &lt;i&gt; 1\\_2', '1\\. one')
    """
    text = _MD_BREAKS.sub(" ", visible(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MD_PUNCTUATION.sub(lambda found: "\\" + found[0], text)
    return _MD_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", text)
