"""A sentence as the rules read it: lower case, and with everything opaque that must not be taken for syntax.

Commas, full stops and conjunctions inside a citation, a pair of brackets or a pair of quotes say nothing about the clauses around them. So those
stretches are filled, character for character, with letters that make one word: ``q`` for a citation or a list of them, ``p`` inside brackets,
``z`` inside quotes. Lengths stay, so every offset in a view is an offset in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from spacy.tokens import Doc

from regkit.model.annotation import Citation
from regkit.text.quotes import fold_lower

KEY = "regkit.view"
CITED, BRACKETED, QUOTED = "q", "p", "z"

_POINTER = re.compile(
    r"§+ ?\d[\w.-]*(?:\(\w{1,5}\))*"
    r"|(?<= )\b(?:paragraphs?|sections?|subsections?|rules?|articles?|clauses?|"
    r"items?|points?|appendix|part) \(?\d?[\w.-]*\)?(?:\(\w{1,5}\))+(?: of (?:this|such|that) \w+)?"
    r"|(?:(?<=[ ,])|^)(?:\(\w{1,5}\)){2,}"
)
_CITED_LIST = re.compile(r"(?<=qq)(?:, (?:and |or )?| and | or )(?=qq)")
_ENUMERATOR = re.compile(r"\((?:[a-z]{1,2}|[ivxlc]{1,6}|\d{1,3})\)")
_OPEN = {"(": ")", "[": "]"}
_QUOTE_LIMIT = 400


class View:
    """``lower`` is the folded text; ``plain`` is ``lower`` with citations, brackets and quotes filled.

    ``words`` are the literals of rules that a scan of the whole document found here, None where nobody scanned it.
    """

    __slots__ = ("_commas", "lower", "plain", "text", "words")

    def __init__(self, text: str, citations: Sequence[Citation] = (), lower: str = "", words: Set[str] | None = None) -> None:
        self.text = text
        self.words = words
        self.lower = lower or fold_lower(text)
        plain = self.lower
        if citations or "§" in plain or "(" in plain:
            chars = list(plain)
            for citation in citations:
                _fill(chars, citation.span.start, citation.span.end, CITED)
            for match in _POINTER.finditer(plain):
                if chars[match.start()] != CITED:
                    _fill(chars, match.start(), match.end(), CITED)
            plain = "".join(chars)
            if "qq, " in plain:
                plain = _CITED_LIST.sub(lambda match: CITED * len(match[0]), plain)
        if "(" in plain or "[" in plain:
            plain = _fill_brackets(plain)
        if '"' in plain:
            plain = _fill_quotes(plain)
        self.plain = plain
        self._commas: list[int] | None = None

    @property
    def commas(self) -> list[int]:
        """The offsets of the commas that separate clauses or members of a list: not those inside numbers, citations, brackets or quotes."""
        if self._commas is None:
            self._commas = [match.start() for match in _COMMA.finditer(self.plain)]
        return self._commas


_COMMA = re.compile(r",(?!\d{3})")


def view(doc: Doc) -> View:
    """Return the view of a Doc's text, made once."""
    made: View | None = doc.user_data.get(KEY)
    if made is None:
        made = doc.user_data[KEY] = View(doc.text, doc._.citations or ())
    return made


def _fill(chars: list[str], start: int, end: int, letter: str) -> None:
    chars[start:end] = letter * (end - start)


def _fill_brackets(text: str) -> str:
    """Fill what stands in brackets, nested ones with it; an enumerator, and a sentence that is bracketed as a whole, stay as they are."""
    chars = list(text)
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]]", text):
        at = match.start()
        if text[at] in _OPEN:
            stack.append(at)
        elif stack and _OPEN[text[stack[-1]]] == text[at]:
            start = stack.pop()
            whole = not text[:start].strip() and len(text) - at <= 3
            if not stack and not whole and not _ENUMERATOR.fullmatch(text, start, at + 1):
                _fill(chars, start + 1, at, BRACKETED)
    return "".join(chars)


def _fill_quotes(text: str) -> str:
    """Fill what stands between a pair of double quotes; a sentence that is quoted as a whole stays as it is."""
    chars = list(text)
    opened = -1
    for match in re.finditer('"', text):
        at = match.start()
        if opened < 0:
            opened = at
            continue
        if at - opened <= _QUOTE_LIMIT and not (not text[:opened].strip() and len(text) - at <= 3):
            _fill(chars, opened + 1, at, QUOTED)
        opened = -1
    return "".join(chars)
