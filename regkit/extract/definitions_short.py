"""What a short form stands for: the words before its bracket (`the Small Ports Relief Act of 1931 ("SPRA")`)."""

from __future__ import annotations

import re

from regkit.extract.definitions_terms import normal, trimmed
from regkit.model.span import Span

_LONGEST = 400
_BACK = re.compile(r"[;:]\s|[.?!]\s+(?=[A-Z\"])|\n|\(\"|\"\)")
_BACK_OVER = re.compile(r"[;:]\s|[.?!]\s+(?=[A-Z\"])|\n")
_ABBREVIATED = re.compile(r"\b(?:inc|corp|co|ltd|llc|l\.l\.c|n\.a|s\.a|p\.c|no|nos|u\.s)\Z", re.I)
_INNER = re.compile(r"\([^()]{0,160}\)")
_WORDS = re.compile(r"[\w&'.]+")
_DETERMINERS = frozenset(["the", "a", "an", "each", "any", "every", "all", "such", "its", "their", "our", "this", "that", "certain"])
_FREE = frozenset(["of", "and", "the", "for", "in", "on", "to", "a", "an", "&", "or", "by", "with"])
_JOINED = re.compile(r"(?:,\s*(?:(?:and|or|and/or)\s+)?|\s(?:and|or|and/or)\s+)(?:(?:the|an?|its|each|any|all)\s+)?\Z", re.I)
_MODAL = frozenset(["shall", "must", "may", "will", "can", "should", "to", "not"])
_GOVERNS = re.compile(r"(?:by|of|between|among|with|from|to|under|for|in|against|includes?|including|as|and|that|which|if|when)\Z", re.I)


def stands_for(plain: str, term: str, at: int, floor: int, *, many: bool = False) -> Span:
    """Return the words before ``at`` that a short form stands for: those whose initials it is, else back to where its first word begins.

    Where neither holds, it is the last phrase, at most twelve words. ``plain`` has straight quotes; ``floor`` is where the sentence's own words
    begin. ``many`` says that the short form gathers several things ("collectively, the 'Ports'"): then it stands for the whole conjunction before
    it, over the short forms of its members.
    """
    end = len(plain[:at].rstrip(" ,("))
    low = max(0, end - _LONGEST)
    several = many or normal(term).endswith("s")
    joined = _gathered(plain, low, floor, end) if several else None
    start = max((match.end() for match in _BACK.finditer(plain, low, end)), default=low)
    start = min(max(start, floor), end)
    words = [(m.start(), m[0]) for m in _WORDS.finditer(plain[start:end])]
    letters = [char for char in term if char.isalpha()]
    if len(letters) > 1 and term.upper() == term and not many:
        wanted, place = len(letters) - 1, -1
        for offset, word in reversed(words):
            if wanted >= 0 and word[:1].lower() == letters[wanted].lower():
                wanted, place = wanted - 1, offset
            elif word.lower() not in _FREE and not word[0].isdigit():
                if word[0].isupper() and wanted >= 0:
                    continue
                break
            if wanted < 0:
                return Span(start + place, end)
    if joined is not None:
        return joined
    return _phrase(plain, term, words, start, end)


def _phrase(plain: str, term: str, words: list[tuple[int, str]], start: int, end: int) -> Span:
    """Return the last phrase of ``words``: from the word that the short form begins with, from its determiner, a name whole."""
    first = re.split(r"[\s-]", normal(term))[0]
    at = max((n for n, (_, word) in enumerate(words) if word.lower().startswith(first[:5])), default=-1)
    if at < 0:
        at = max(0, len(words) - 12)
    else:
        near = next((n for n in range(at - 1, max(-1, at - 6), -1) if words[n][1].lower() in _DETERMINERS), None)
        if near is not None:
            at = near + 1  # "the harbour fund" for "Fund"
        while at > 0 and (words[at - 1][1][0].isupper() or (words[at - 1][1] in _FREE and at > 1 and words[at - 2][1][0].isupper())) and at > 1:
            at -= 1  # a name is taken whole
    place = words[at][0] if words else 0
    return trimmed(plain, start + place, end) if words else Span(end, end)


def _gathered(plain: str, low: int, floor: int, end: int) -> Span | None:
    """Return the conjunction that ends at ``end``, None where what ends there is a single thing.

    Read leftwards: a member is a name in capitals, or words back to a comma or a conjunction; brackets inside are read over. At least one
    conjunction must join two members.
    """
    over = plain[:low] + _INNER.sub(lambda match: " " * len(match[0]), plain[low:end])
    begin = low
    for match in _BACK_OVER.finditer(over, low, end):
        if not _ABBREVIATED.search(over, max(0, match.start() - 8), match.start()):
            begin = match.end()
    begin = min(max(begin, floor), end)
    at, joined = _member(over, begin, len(over.rstrip())), 0
    while at is not None and at > begin:
        join = _JOINED.search(over, max(begin, at - 40), at)
        if join is None:
            break
        before = _member(over, begin, len(over[: join.start()].rstrip(" ,")))
        if before is None or before >= join.start():
            break
        bare = not re.search(r"\b(?:and|or)\b", join[0], re.I)
        if bare and (not joined or over[before].isupper() != over[at].isupper()):
            break  # a comma alone joins what "and" joined already, and names only to names
        at, joined = before, joined + 1
    return Span(trimmed(plain, at, end).start, end) if joined and at is not None else None


def _member(text: str, begin: int, end: int) -> int | None:
    """Return where the member that ends at ``end`` begins: a name is taken with its small words, other words back to a determiner."""
    words = [(m.start() + begin, m[0]) for m in _WORDS.finditer(text[begin:end])]
    if not words:
        return None
    last = len(words) - 1
    at = last
    if words[last][1][0].isupper():
        while at > 0 and "," not in text[words[at - 1][0] : words[at][0]]:
            word = words[at - 1][1]
            beyond = words[at - 2][1] if at > 1 and "," not in text[words[at - 2][0] : words[at - 1][0]] else ""
            small = word in ("of", "for", "&", "the", "on", "in", "de") and beyond[:1].isupper()
            if not (word[0].isupper() or word[0].isdigit() or small):
                break
            at -= 1
        return words[at][0]
    for at in range(last, max(-1, last - 8), -1):
        if at == 0 or "," in text[words[at - 1][0] : words[at][0]] or words[at - 1][1].lower() in ("and", "or"):
            return words[at][0]
        modal = at > 1 and words[at - 2][1].lower() in _MODAL
        if modal or words[at - 1][1].lower() in _DETERMINERS or _GOVERNS.match(words[at - 1][1]):
            return words[at][0]
    return None
