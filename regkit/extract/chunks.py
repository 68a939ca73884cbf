"""Noun phrases without a parser: where one begins, where its head ends, and whether the head can bear a duty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from regkit.extract.clauses import DETERMINER, MODAL, PREPOSITION
from regkit.extract.rule_set import word_list

_BREAK = re.compile(
    r" (?:that|which|who|whom|whose|where|when|if|unless|as|than|and/or its|in|on|at|for|from|by|with|within|without|under|"
    r"pursuant|during|through|between|upon|after|before|to|"
    r"subject to|including|except|other than|not|using|acting|having|being|regarding|concerning|relating|"
    r"covered by|responsible for|eligible for|liable for)\b"
    r"|(?: (?:\w+ly|not|dually|so))? \w+(?:ed|own|ept|eld|ade) (?:as|in|under|by|to|with|pursuant|for|on|from|at|that|and \w+ed|or \w+ed)\b"
    rf"|(?: \w+ly)? \w+ing (?:{DETERMINER}|to|of|as|in|with|for|from|under|out|a|his|q+|actual|"
    r"notice|business|property|services|goods|consumers?|customers?)\b"
)
_PARTICIPLE = re.compile(r"(?P<noun>[a-z][a-z'-]*)(?= (?:\w+ly )?(?P<ing>\w+ing) )")
_OF = re.compile(r" of\b")
_ADVERB_TAIL = re.compile(
    r"(?: (?:\w+ly|also|then|first|each|both|always|not|further|thereafter|otherwise|"
    r"instead|thereby|still|all|themselves|itself|generally)|,? however)+$"
)
_LEAD = re.compile(
    r"(?:\W*(?:\([a-z0-9]{1,4}\)|\d{1,3}[a-z]?(?:\.\d{1,3}[a-z]?){1,4}(?= )|\d{1,2}\.|(?:[a-z]|[ivx]{1,5})\.(?= )|"
    r"(?:therefore|accordingly|thus|however|also|further|furthermore|moreover"
    r"|consequently|similarly|likewise|then|and|or|but|nor|provided|that|concurrently|therefrom|nevertheless|instead|finally|although|though"
    r"|while|whilst|whereas)\b|[•○▪●–—-] )[\s,]*)+"
)
_DETERMINER = re.compile(rf"\b(?:{DETERMINER}|it|they|he|she|you|we|none|anyone|everyone|whoever)\b")
_LOOSE_BEFORE = re.compile(rf"(?:{PREPOSITION}|of|and|or|as|than|for purposes of|subject to|described|required)$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&/-]{1,9}s?$")
_WORD = re.compile(r"[a-z][a-z0-9'/&-]*")
_ENDINGS = ("er", "or", "ee", "ant", "ist", "man", "ian")
_TEXTS = {
    "report", "statement", "notice", "disclosure", "application", "plan", "agreement", "policy", "policies", "procedures", "program", "contract",
    "certificate", "document", "form", "advertisement", "schedule", "notification", "record", "records", "summary", "request",
}  # fmt: skip


@cache
def _agents() -> frozenset[str]:
    return frozenset(word_list("nouns", "agents"))


@cache
def _things() -> frozenset[str]:
    return frozenset(word_list("nouns", "things"))


@cache
def _partitive() -> frozenset[str]:
    return frozenset(word_list("nouns", "partitive"))


@cache
def is_agent(head: str) -> bool:
    """Tell whether a noun, lower case, can bear a duty: listed, or formed like an agent ("servicer", "licensee").

    >>> [is_agent(word) for word in ("servicers", "institution", "order", "statement", "broker-dealer", "agencies")]
    [True, True, False, False, True, True]
    """
    word = head.rsplit("/", 1)[-1].removesuffix("'s").removesuffix("'")
    singular = _singular(word)
    if singular in _things() or word in _things():
        return False
    if word in _agents() or singular in _agents():
        return True
    last = singular.rsplit("-", 1)[-1]
    return last not in _things() and (last in _agents() or (len(last) > 4 and last.endswith(_ENDINGS)))


def is_text(head: str) -> bool:
    """Tell whether a noun names a document, whose content rules prescribe."""
    return head in _TEXTS or _singular(head) in _TEXTS


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def head_of(plain: str, start: int, end: int) -> str:
    """Return the last word of a noun phrase, lower case; empty where it has none."""
    words = _WORD.findall(plain, start, end)
    return words[-1] if words else ""


def is_bearer(text: str, plain: str, start: int, end: int) -> bool:
    """Tell whether the noun phrase between two offsets can bear a duty: its head is an agent, or a body's acronym ("FICC")."""
    while end > start and not plain[end - 1].isalnum():
        end -= 1
    words = _WORD.findall(plain, start, end)
    while words and set(words[-1]) <= {"p"}:
        words.pop()
    if not words:
        return False
    if is_agent(words[-1]):
        return True
    last = re.search(r"\S+$", text[start:end])
    if last is not None and _ACRONYM.match(last[0]) and len(plain[start:end].rsplit(",", 1)[-1].split()) <= 6:
        return True
    of = _OF.search(plain, start, end)
    return of is not None and (plain[start : of.start()].split() or [""])[-1] in _partitive() and is_agent(head_of(plain, start, of.start()))


def trim(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase at the front of a stretch, without what only qualifies it; None where no word is left.

    "the servicer that holds the loan" ends after "servicer"; "of" ends it too, but after words like "any" and "member".
    """
    while start < end and plain[start] in " ,":
        start += 1
    lead = _LEAD.match(plain, start, end)
    if lead:
        start = lead.end()
    found = _BREAK.search(plain, start, end)
    if found:
        end = found.start()
    for match in _PARTICIPLE.finditer(plain, start, end):
        following = _WORD.search(plain, match.end("ing"), end)
        if is_agent(match["noun"]) and not (following and is_agent(following[0])):  # "a state housing creditor" goes on
            end = match.end("noun")
            break
    of = _OF.search(plain, start, end)
    if of:
        before = plain[start : of.start()].split()
        if before and before[-1] not in _partitive():
            end = of.start()
    while end > start and plain[end - 1] == " ":
        end -= 1
    tail = _ADVERB_TAIL.search(plain[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    while end > start and (plain[end - 1] in " ,;:."):
        end -= 1
    return (start, end) if start < end else None


def first_phrase(plain: str, start: int, end: int) -> int:
    """Return where the subject begins in a stretch that may open with an adverbial ("In such cases the bank").

    That is the first determiner which no preposition governs.
    """
    while start < end and plain[start] in " ,":
        start += 1
    lead = _LEAD.match(plain, start, end)
    at = lead.end() if lead else start
    if not re.compile(rf"(?:{PREPOSITION}|as|consistent)\b").match(plain, at, end):
        return at
    free = ungoverned(plain, at, end)
    if plain.startswith("to ", at):  # an infinitive has objects of its own: "To close an account a bank must"
        return max(free, default=end)
    return next(free, end)


def ungoverned(plain: str, start: int, end: int) -> Iterator[int]:
    """Yield where noun phrases with a determiner begin that no preposition governs, in order."""
    for match in _DETERMINER.finditer(plain, start + 1, end):
        if not _LOOSE_BEFORE.search(plain[start : match.start()].rstrip()):
            yield match.start()


_BY = re.compile(r" by (?=(?:the|an?|each|any|every|such|its|all|both|either|that|one|[a-z]))")
_STOP = re.compile(rf"[,;:.]|\b(?:{MODAL}|is|are|was|were|has|have|or by|and by)\b")


def by_phrase(text: str, plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the agent of a passive ("… shall be sent by the developer to …") in a stretch, None where it names none."""
    for match in _BY.finditer(plain, start, end):
        stop = _STOP.search(plain, match.end(), end)
        phrase = trim(plain, match.end(), stop.start() if stop else end)
        if phrase and is_bearer(text, plain, *phrase):
            return phrase
    return None
