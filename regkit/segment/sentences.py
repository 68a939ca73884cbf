"""Where sentences end.

One compiled pattern finds the candidates: a stop, what closes after it, perhaps a footnote number, white space, and something a sentence can
begin with. For each the word before and the word after decide; nothing else is looked at, so the cost is that of the scan plus a few candidates
a thousand characters. The words are data (``abbreviations.toml``); the code holds only the shapes: initials, ellipses, numbers, markers.

Decisions, made on statutes, rules, Federal Register prose and decisions of tribunals:

- A run-in heading ("Timing. A creditor shall …") is a sentence: it states nothing, and what follows must be quotable without it.
- A marker ("(a)", "1.", "IV.") belongs to the sentence it opens.
- A citation after a full stop is a sentence of its own, since it supports what went before and states nothing itself.
- A quotation of several sentences is several sentences: an anchor must be able to name one of them.
- A footnote number glued to a stop belongs to the sentence before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import resources
from typing import NamedTuple

from regkit.text.quotes import fold

_CANDIDATE = re.compile(
    r"[.?!…](?P<close>(?:[\"”’'»)\]]|\s[”])*)"
    r"(?P<note>(?:(?<=[^\W\d_A-Z][.?!])|(?<=[)\]%\"”’'][.?!])|(?<=[.?!][\"”’')\]])|(?<=[A-Z][A-Z][.?!])|(?<=[0-9]\.))\[?[0-9]{1,3}\]?(?:,\s?[0-9]{1,3})*)?"
    r"(?P<gap>\s+)(?P<open>[\"“‘'(\[«]*)(?P<next>[^\W_]|[§¶•●▪◦○–—*$_])"
    r"|(?<=[a-z]{3})[.?!](?P<glued>)(?=[A-Z][a-z]*[ ,])"
)
_MARKER_ONLY = re.compile(r"\W*(?:[0-9]{1,3}|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})")
_INNER_STOPS = re.compile(r"(?:[A-Za-z]{1,3}\.)+[A-Za-z]{1,3}")
_SHORT_NUMBER = re.compile(r"[0-9]{1,3}(?:[-–][0-9]{1,3})?")
_ROMAN = re.compile(r"[IVXLC]+|[A-Z]")
_CITATION = re.compile(r"[0-9]+\s+(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R|F\.?\s?R\b|Fed\.|F\.\s?[234S]|Stat\.|U\.S\.|S\.\s?Ct|Vet\.)")
_VOLUME = re.compile(r"[0-9]+\s+[A-Z][\w.&’' ]{2,40}?\s[0-9]")
_CLAUSE = re.compile(r"[A-Z][a-z]+ (?:may|must|shall|will|can|should|is|are|was|were|has|have|had|do|does|did|said|state[ds]?)\b")
_WORD = re.compile(r"[\w’'-]+")
_TOKEN = re.compile(r"\S+$")
_DATE_END = re.compile(r"(?:[a-z]{3}|\b[0-9]{1,2},) (?:19|20)[0-9]{2}$")
_EDGE = "\"“‘'([«"
_REACH = 40  # no abbreviation is longer, and looking back further costs time


class Abbreviation(Enum):
    """How a word with a full stop of its own goes with the next; see ``abbreviations.toml``."""

    BOUND = "bound"
    NUMBERED = "numbered"
    MONTH = "month"
    COMPANY = "company"
    CLOSING = "closing"
    CITATION = "citation"
    SHORT_FORM = "short_form"


_LASTS = frozenset({Abbreviation.COMPANY, Abbreviation.CLOSING, Abbreviation.SHORT_FORM})  # may be the last word of a sentence


class Tables(NamedTuple):
    """``abbreviations.toml``: abbreviations without their last stop, words that open sentences, and things that letters name, in lower case."""

    words: dict[str, Abbreviation]
    starters: frozenset[str]
    lettered: frozenset[str]


@cache
def _tables() -> Tables:
    data = tomllib.loads(resources.files("regkit.segment").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    words: dict[str, Abbreviation] = {}
    for group in data["group"]:
        kind = Abbreviation(group["name"])
        for word in group["words"]:
            words.setdefault(word, kind)
            if not group["case"]:
                words.setdefault(word.capitalize(), kind)
                words.setdefault(word.upper(), kind)
    return Tables(words, frozenset(data["starters"]["words"]), frozenset(data["lettered"]["words"]))


def boundaries(text: str, start: int = 0, end: int | None = None, marks: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Yield the gaps between the sentences of ``text[start:end]``, each as (end of one sentence, start of the next); linear in the text.

    Offsets are those of ``text``. ``marks`` are the offsets of footnote calls that stand in the text. Where two sentences have no space between
    them the two offsets are equal.
    """
    end = len(text) if end is None else end
    first = start
    tables = _tables()
    for match in _CANDIDATE.finditer(text, start, end):
        if match["glued"] is not None:
            stop = match.end()
            if _splits_glued(text, match.start(), tables.words):
                yield stop, stop
                first = stop
            continue
        nxt = match["next"]
        at = match.start("open")
        if nxt.islower() and "[" not in match["open"]:
            continue  # an editor's brackets stand for a capital
        if match["note"] and text[match.start() - 1 : match.start()].isdigit() and not _is_note(text, match, marks):
            continue
        if text[match.start()] == "." and not _is_end(text, match, first, tables):
            continue
        yield match.start("gap"), at
        first = at


def sentence_spans(text: str, start: int = 0, end: int | None = None, marks: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Return the sentences of ``text[start:end]`` as (start, end), without outer white space; none where there is only white space."""
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    spans = []
    for stop, go in boundaries(text, start, end, marks):
        spans.append((start, stop))
        start = go
    spans.append((start, end))
    return spans


def _is_note(text: str, match: re.Match[str], marks: frozenset[int]) -> bool:
    """Tell whether digits after a digit and a stop are a footnote's number: the reader says so, or a date ends there ("July 21, 2011.24")."""
    if match.start("note") in marks:
        return True
    return _DATE_END.search(text, max(0, match.start() - _REACH), match.start()) is not None


def _splits_glued(text: str, stop: int, words: dict[str, Abbreviation]) -> bool:
    """Tell whether "transfer.The" is two sentences whose space was lost in mark-up, and not an address or an abbreviation."""
    token = _TOKEN.search(text, max(0, stop - _REACH), stop)
    return token is not None and token[0].isalpha() and token[0].islower() and token[0] not in words


def _is_end(text: str, match: re.Match[str], first: int, tables: Tables) -> bool:
    """Tell whether the full stop at ``match`` ends a sentence that begins at ``first``; what follows can open one."""
    stop = match.start()
    token = _TOKEN.search(text, max(first, stop - _REACH), stop)
    if token is None:  # a spaced ellipsis: four stops end a sentence, three do not
        return text[max(first, stop - 6) : stop].replace(" ", "") == "..." or match["close"] != ""
    nxt = match["next"]
    if nxt.isdigit() and '"' in fold(match["close"]) and _VOLUME.match(text, match.start("next")) and not _CITATION.match(text, match.start("next")):
        return False  # the title of an article, and the volume it is in
    raw = token[0]
    if raw[-1] == ".":
        return True  # an ellipsis written close: what follows opens a sentence
    word = raw.lstrip(_EDGE)
    if _MARKER_ONLY.fullmatch(text, first, stop):
        return False
    kind, word = _kind(word, tables)
    if kind is None and _is_chained(text, word, token.start(), tables):
        kind = Abbreviation.CITATION
    if kind is None:
        if len(word) == 1 and word.isalpha() and word.isupper():
            return _ends_after_letter(text, match, token.start(), tables)
        return True
    return _ends_after(kind, word, text, match, tables)


def _kind(word: str, tables: Tables) -> tuple[Abbreviation | None, str]:
    """Return what an abbreviation is, and its last part where it is glued to something ("e.g.,Cal")."""
    kind = tables.words.get(word)
    if kind is None:
        cut = max(word.rfind(c) for c in '([“"-–—/&,;:')
        if cut >= 0:
            word = word[cut + 1 :]
            kind = tables.words.get(word)
    if kind is None and _INNER_STOPS.fullmatch(word):
        kind = Abbreviation.CLOSING
    return kind, word


def _is_chained(text: str, word: str, at: int, tables: Tables) -> bool:
    """Tell whether an unknown short word goes on a chain of abbreviations ("Civ. Prac. & Rem. Code"): citations abbreviate word after word."""
    if len(word) > 6 or not word.istitle():
        return False
    before = text[max(0, at - _REACH) : at].rstrip(" &").rsplit(None, 1)
    if not before or not before[-1].endswith("."):
        return False
    stem = before[-1][:-1].lstrip(_EDGE)
    return len(stem) > 1 and tables.words.get(stem) is Abbreviation.CITATION


def _ends_after(kind: Abbreviation, word: str, text: str, match: re.Match[str], tables: Tables) -> bool:
    """Tell whether the stop of an abbreviation ends the sentence too; the word after it decides."""
    nxt = match["next"]
    at = match.start("next")
    if kind is Abbreviation.BOUND:
        return False
    common = kind is Abbreviation.NUMBERED and (word.islower() or (word.isupper() and len(word) > 2))  # "app", "fig"; "the SEC"
    if nxt.isdigit():
        return (common or kind in _LASTS) and _CITATION.match(text, at) is not None
    after = _WORD.match(text, at)
    if after is None or not nxt.isalpha():
        return False
    if kind is Abbreviation.SHORT_FORM:
        return True
    dotted = text[after.end() : after.end() + 1] == "."
    opens = after[0] in tables.starters and (not dotted or after[0] in {"Id", "Cf"})
    if common:
        return opens or not (_ROMAN.fullmatch(after[0]) or dotted)
    return opens or (kind is Abbreviation.COMPANY and _CLAUSE.match(text, at) is not None)


def _ends_after_letter(text: str, match: re.Match[str], at: int, tables: Tables) -> bool:
    """Tell whether a single capital letter with a stop ends a sentence ("Regulation Z. The") or is an initial ("Joseph R. Moore").

    It ends one where the next word opens sentences, or where the letter names something: "under Regulation B. References", "pays B. B passes it on".
    """
    after = _WORD.match(text, match.start("next"))
    if after is None or text[after.end() : after.end() + 1] == ".":
        return after is not None and after[0] in {"Id", "See", "Cf"}
    if after[0] in tables.starters or after[0] in {"A", "No"}:
        return True
    before = _TOKEN.search(text, max(0, at - _REACH), at - 1) if at > 0 else None
    if before is None:
        return False
    if before[0].lower() in tables.lettered:
        return True
    return before[0].islower() and before[0].isalpha() and len(after[0]) == 1
