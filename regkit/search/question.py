"""What a person types → a query for SQLite's FTS5 that has no error in it, whatever was typed.

The language is that of search boxes: words are all wanted; ``"a phrase"`` in straight or curly quotation marks; ``disclos*`` for words that begin
so; ``OR`` and ``NOT`` in capitals, ``-word`` for NOT, parentheses. Everything else is a word like any other: ``NEAR``, ``^``, ``:``, ``+`` mean
nothing here, and none of FTS5's own operators can be reached, since every word goes into the query as a quoted string. What is written together stays
together: ``240.15c3-3(a)(1)`` is the phrase of its parts, as the tokenizer of the index takes it.

What is left open is closed, what joins nothing is left out, so there is no wrong question, only one without a word in it.

Source: SQLite FTS5 extension, section 3 (full-text query syntax): strings, phrases, prefixes, boolean operators and their precedence.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from regkit.errors import RegkitError
from regkit.text.quotes import fold

_MOST_WORDS = 64
_MOST_LETTERS = 2000
_DEEPEST = 20
_SHORTEST_PREFIX = 3
"""``a*`` is a tenth of the dictionary: what begins so short is looked for as a word."""
_PART = re.compile(r'(?P<phrase>(?P<but1>-)?"(?P<inside>[^"]*)"?)|(?P<open>(?P<but2>-)?\((?!\w{1,5}\)))|(?P<close>\))|(?P<word>[^\s"]+)')
_JOINS = frozenset({"OR", "AND", "NOT", "|", "||", "&", "&&"})


class Question(Struct, frozen=True, kw_only=True):
    """A query for FTS5, how it was understood (in the language above), and what was left out of it, in words."""

    query: str
    understood: str
    notes: tuple[str, ...] = ()


class _Term(Struct, frozen=True):
    text: str
    prefix: bool = False


class _Group(Struct):
    """Alternatives, each a list of (whether it is excluded, term or group)."""

    ways: list[list[tuple[bool, _Term | _Group]]]


def read(typed: str) -> Question:
    """Return the query that ``typed`` means.

    Raises: RegkitError where there is no word in it that is wanted.
    >>> read('segregated (account* OR "separate account") -bank').query
    '("segregated" AND ("account" * OR "separate account")) NOT ("bank")'
    """
    notes: list[str] = []
    group = _parsed(_clean(typed, notes), notes)
    query = _query(group, notes)
    if not query:
        raise RegkitError("there is no word to look for", remedy='Write words, "a phrase", or the beginning of a word with *: disclos*')
    return Question(query=query, understood=_said(group), notes=tuple(dict.fromkeys(notes)))


def _clean(typed: str, notes: list[str]) -> str:
    """Return what was typed with straight quotation marks and without what no text holds: controls, halves of characters."""
    text = fold(typed[:_MOST_LETTERS]).replace("“", '"').replace("”", '"')
    if len(typed) > _MOST_LETTERS:
        notes.append(f"only the first {_MOST_LETTERS:,} characters were read")
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs", "Cn"} else letter for letter in text)


def _parsed(text: str, notes: list[str]) -> _Group:
    stack = [_Group([[]])]
    excluded = [False]
    words = 0
    for part in _PART.finditer(text):
        if part["open"]:
            if len(stack) < _DEEPEST:
                stack.append(_Group([[]]))
                excluded.append(part["but2"] is not None or _take(stack[-2]))
            continue
        if part["close"] or (part["word"] and part["word"].strip(")") == ""):
            for _ in part[0]:
                _close(stack, excluded)
            continue
        if part["word"] in _JOINS:
            _join(stack[-1], part["word"])
            continue
        inside, closing, but = _word(part, len(stack) - 1)
        term = _term(inside, part["phrase"] is not None, notes)
        if term is not None and words < _MOST_WORDS:
            words += 1
            stack[-1].ways[-1].append((but or _take(stack[-1]), term))
        elif term is not None:
            notes.append(f"only the first {_MOST_WORDS} words were read")
        for _ in range(closing):
            _close(stack, excluded)
    while len(stack) > 1:
        _close(stack, excluded)
    return stack[0]


_NEXT = _Term("\0not")
"""Stands at the end of a way after NOT, until what is excluded comes."""


def _join(group: _Group, word: str) -> None:
    _take(group)
    if word in {"OR", "|", "||"}:
        if group.ways[-1]:
            group.ways.append([])
    elif word == "NOT":
        group.ways[-1].append((True, _NEXT))


def _take(group: _Group) -> bool:
    """Tell whether NOT stands before what comes next, and forget it."""
    way = group.ways[-1]
    if way and way[-1][1] is _NEXT:
        way.pop()
        return True
    return False


def _close(stack: list[_Group], excluded: list[bool]) -> None:
    if len(stack) > 1:
        done = stack.pop()
        _take(done)
        stack[-1].ways[-1].append((excluded.pop(), done))


def _word(part: re.Match[str], depth: int) -> tuple[str, int, bool]:
    """Return a word or phrase, how many groups it closes, and whether it is excluded: "(a b)" ends in a bracket that "15c3-3(a)" does not."""
    if part["phrase"]:
        return part["inside"], 0, part["but1"] is not None
    word = part["word"]
    but = word.startswith("-") and len(word) > 1
    word = word[1:] if but else word
    closing = 0
    while closing < depth and word.endswith(")") and word.count(")") > word.count("("):
        word = word[:-1]
        closing += 1
    return word, closing, but


def _term(text: str, phrase: bool, notes: list[str]) -> _Term | None:
    inside = text.rstrip()
    prefix = inside.endswith("*") and not inside.endswith(" *")
    bare = " ".join(inside.replace("*", " ").split())
    if not any(unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) == "Co" for letter in bare):
        return None
    last = re.split(r"[\W_]", bare)[-1]
    if prefix and len(last) < _SHORTEST_PREFIX:
        notes.append(f"{bare}* is too short for a beginning, and was looked for as a word")
        prefix = False
    return _Term(bare, prefix)


def _query(group: _Group, notes: list[str]) -> str:
    ways = []
    for way in group.ways:
        wanted = [found for but, what in way if not but and what is not _NEXT and (found := _one(what, notes))]
        out = [found for but, what in way if but and what is not _NEXT and (found := _one(what, notes))]
        if wanted:
            all_ = " AND ".join(wanted)
            ways.append(f"({all_}) NOT ({' OR '.join(out)})" if out else all_ if len(wanted) == 1 else f"({all_})")
        elif out:
            notes.append("what is only excluded finds nothing: name a word that is wanted")
    return f"({' OR '.join(ways)})" if len(ways) > 1 else "".join(ways)


def _one(what: _Term | _Group, notes: list[str]) -> str:
    if isinstance(what, _Group):
        found = _query(what, notes)
        return f"({found})" if " NOT " in found and found[-1:] == ")" else found
    quoted = what.text.replace('"', '""')
    return f'"{quoted}" *' if what.prefix else f'"{quoted}"'


def _said(group: _Group) -> str:
    ways = []
    for way in group.ways:
        parts = []
        for but, what in way:
            if what is _NEXT:
                continue
            if isinstance(what, _Group):
                inner = _said(what)
                said = f"({inner})" if inner else ""
            else:
                said = (f'"{what.text}"' if " " in what.text else what.text) + ("*" if what.prefix else "")
            if said:
                parts.append(f"-{said}" if but else said)
        if parts:
            ways.append(" ".join(parts))
    return " OR ".join(ways)
