"""Damage files on purpose: bytes, markup and the members of archives, from a seed, the same each time.

Bits that flip and files that break off are what networks and disks do; tokens that are lost, doubled, moved, or repeated a thousand times are what
broken programs write, and what leads a reader into corners that no sample shows.
"""

from __future__ import annotations

import io
import random
import re
import zipfile

TOKEN = re.compile(rb"<[^<>]{0,400}>|&\w+;|\[\[[^\]]*\]\]|\w+|\s+|[^\w\s]")
SCRAPS = [
    b"<",
    b">",
    b"&",
    b"\xff",
    b"\x00",
    b"(a)",
    b"(1)",
    b"(i)",
    b"</P><P>",
    b"<SU>9</SU><FTREF/>",
    b"[^a]",
    b"---\n",
    b"1. ",
    b"<![CDATA[",
    b"-->",
]
SCRAPS += [
    b"</div>",
    b"<ol>",
    b"<table><tr>",
    b"<pre>",
    b"<sup><a href='#fn-1'>1</a></sup>",
    b"[[Page 7]]\n",
    b"&#x110000;",
    b"\xed\xa0\x80",
    b"\xc2\xad",
]
SCRAPS += [
    b"endobj",
    b"stream\n",
    b"/Kids [1 0 R]",
    b"BT",
    b"9999999999",
    b"-1",
    b"<w:p>",
    b"<w:tbl>",
    b"</w:p>",
    b"<w:del>",
    b'w:val="-99999999999"',
]
_MOST = 4_000_000  # bytes of a mutant


def mutant(data: bytes, others: list[bytes], seed: str) -> bytes:
    """Return ``data`` damaged one to six times; pieces of ``others`` may be spliced into it."""
    chance = random.Random(seed)
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.85:
        return _archive(data, others, chance)
    return _damaged(data, others, chance)


def _damaged(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        data = chance.choice(_WAYS)(data, others, chance)[:_MOST]
    return data


def _archive(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return _damaged(data, others, chance)
    name = chance.choice(sorted(members))
    case = chance.randrange(12)
    if case == 0:
        del members[name]
    elif case == 1:
        members[name] = members[chance.choice(sorted(members))]
    elif case == 2:
        members[chance.choice(["../out.txt", "/etc/x", "a/../../b", "C:\\x", "\x01", "x" * 300, "a.zip"])] = (
            data if chance.random() < 0.5 else b"text"
        )
    else:
        members[name] = _damaged(members[name], [*others, *members.values()], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for each, content in members.items():
            archive.writestr(zipfile.ZipInfo(each, (2024, 1, 2, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _flip(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice([1, 4, 30])):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _cut(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.7 else data[chance.randrange(len(data) + 1) :]


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice([1, 5, 60, 1000, 20_000]))


def _lose(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    times = chance.choice([1, 3, 200]) if end - start < 2000 else 2
    return data[:end] + data[start:end] * times + data[end:]


def _splice(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    start, end = _piece(other, chance)
    at, gone = _piece(data, chance)
    return data[:at] + other[start:end] + data[chance.choice([at, gone]) :]


def _scrap(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    at, gone = _piece(data, chance)
    return data[:at] + chance.choice(SCRAPS) * chance.choice([1, 1, 2, 500]) + data[chance.choice([at, at, gone]) :]


def _tokens(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Lose, double, swap, repeat or replace a token of the markup or the text."""
    window = max(0, chance.randrange(len(data) + 1) - 2000)
    part = data[window : window + 4000]
    tokens = TOKEN.findall(part)
    if len(tokens) < 2:
        return data
    at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
    case = chance.randrange(6)
    if case == 0:
        del tokens[at]
    elif case == 1:
        tokens.insert(at, tokens[other])
    elif case == 2:
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif case == 3:
        tokens[at] *= chance.choice([2, 50, 3000])
    elif case == 4:
        tokens[at] = chance.choice(SCRAPS)
    else:
        tokens[min(at, other) : max(at, other)] = tokens[min(at, other) : max(at, other)][::-1]
    return data[:window] + b"".join(tokens) + data[window + 4000 :]


_WAYS = [_flip, _cut, _lose, _double, _splice, _scrap, _tokens, _tokens, _tokens]
