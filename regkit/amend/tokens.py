"""What an amending instruction is made of: verbs, units of the Code, parts of units, quoted words, and the words that tie them together.

Read left to right over the folded text (straight quotes, plain spaces and hyphens, same offsets). What no token begins with is passed over; whether
anything that matters was passed over shows in the parse: a verb without a target, or a target without a verb, is a problem of the instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

from regkit.amend import verbs
from regkit.amend.members import Member, dotted, labels, sections
from regkit.amend.model import Aspect


class Kind(Enum):
    """What a token is."""

    VERB = auto()
    UNIT = auto()
    ASPECT = auto()
    QUOTE = auto()
    AS = auto()
    IN = auto()
    BESIDE = auto()
    EVERY = auto()
    PLACE = auto()
    TITLE = auto()
    CONSISTING = auto()
    TO_READ = auto()
    STOP = auto()
    UNREAD = auto()


class Token(Struct, frozen=True):
    """One token. ``value`` is a verb's action, a unit's kind, an aspect, a quote's words or the word itself; ``members`` what a unit names."""

    kind: Kind
    start: int
    end: int
    value: str = ""
    members: tuple[Member, ...] = ()
    passive: bool = False
    aspect: Aspect = Aspect.WHOLE
    below: str = ""  # the part or subpart that the unit is said to be in


_NUMBER = r"\d{1,4}[a-z]{0,2}"
_DASHED = r"(?:\s*-{1,2}\s*|—)"
_QUOTE = re.compile(r"\"([^\"]{1,600})\"|``([^`']{1,600})''|''([^']{1,600})''|(?<!\w)'([^'\n]{1,200})'(?!\w)")
_PUNCTUATION = re.compile(r"\b(?:the |a )?(period|semicolon|semi-colon|comma|colon|closing parenthesis|quotation marks?)\b", re.IGNORECASE)
_SIGNS = {"period": ".", "semicolon": ";", "semi-colon": ";", "comma": ",", "colon": ":", "closing parenthesis": ")"}
_APPENDIX = re.compile(
    rf"(?:(appendi(?:x|ces|xes)|exhibits?|annex(?:es)?|schedules?)\s+([A-Z0-9]{{1,4}}(?:-\d+)?)((?:(?:, | and |, and "
    rf"| through )[A-Z]{{1,2}}\b(?![a-z]))*)"
    rf"|(supplement)\s+([IVX]+|[A-Z\d]{{1,3}})\b|(?:the )?(appendix|supplement)(?=\s+to\s))"
    rf"(?:\s+(?:to|of)\s+(?:(?:this\s+)?(subpart)\s+([A-Z]{{1,3}})\s+(?:of|to)\s+)?part\s+({_NUMBER})"
    rf"|\s+to\s+(?:this\s+)?subpart\s+([A-Z]{{1,3}})\b)?",
    re.IGNORECASE,
)
_SUBPART = re.compile(
    rf"subparts?\s+([A-Z]{{1,3}}\b(?:(?:, | and |, and | through | to )[A-Z]{{1,3}}\b(?![a-z]))*)(?:\s+(?:of|to|in)\s+part\s+({_NUMBER}))?",
    re.IGNORECASE,
)
_PART = re.compile(rf"\bparts?\s+({_NUMBER}\b(?:(?:, | and |, and | through ){_NUMBER}\b(?!\s+CFR))*)", re.IGNORECASE)
_SECTION = re.compile(r"(?:§§?\s*|\b(?:sub)?sections?\s+)(?=\d)", re.IGNORECASE)
_BARE = re.compile(r"(?<=\b(?:[Ii]n|to) )\d{1,4}[a-z]?\.\d|(?<=\b(?:mend|vise|move) )\d{1,4}[a-z]?\.\d|(?<=\bAdd )\d{1,4}[a-z]?\.\d")  # "In 200.1"
_PARAGRAPH = re.compile(
    r"(?:\b(?:(?:sub)?paragraphs?|(?:sub)?paras?\.|clauses?|subdivisions?|comments?)\s+)(?=\(?[A-Za-z0-9])|(?=\([a-zA-Z0-9]{1,5}\))",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"(?:(?:(?:sub)?paragraphs?|comments?)\s+(?=\(|\d|[A-Za-z]{1,4}\.\w|(?-i:[A-Z]\b))|(?:§§?\s*|\bsections?\s+)(?=\d))[^\s,;]{1,30}", re.IGNORECASE
)
_COMMENT = re.compile(
    r"(?:\b(?:paragraphs?|sub-?headings?|headings?|comments?|commentary (?:to|on|for)"
    r"|section)\s+)?(?<![\d.(§])(?:app\. )?(\d{1,4}[a-z]?(?:\([0-9A-Za-z]{1,5}\))+"
    r"|(?<=paragraph )[A-Z]{1,2}-\d+)(?:-(\d{1,3}(?:\.[ivxl]+(?:\.[A-Z](?:\.\d+)?)?)?))?",
    re.IGNORECASE,
)
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern, re.IGNORECASE))
    for aspect, pattern in (
        (
            Aspect.AUTHORITY,
            (
                r"(?:the )?(?:(?:general |specific |part )?authority(?: citations?)?|authorit(?:y|ies) statement)(?= (?:for|of|to"
                r"|continues|is|in)\b|[,:]|$)"
            ),
        ),
        (Aspect.AUTHORITY, r"(?:the )?authority (?:citations?|statements?|lines?)"),
        (Aspect.SOURCE, r"(?:the )?source (?:notes?|citations?|credits?)"),
        (Aspect.CONTENTS, r"(?:the )?tables? of contents|(?:the )?(?:list|listing) of sections"),
        (Aspect.INTRODUCTORY, r"(?:the |its )?introductory (?:text|paragraph|sentence|language|phrase)"),
        (
            Aspect.CONCLUDING,
            (
                r"(?:the )?(?:concluding|flush|closing) (?:text|paragraph|language)|(?:the )?undesignated (?:concluding "
                r"|flush )?(?:text|paragraph)(?: at the end)?"
            ),
        ),
        (
            Aspect.HEADING,
            (
                r"(?:the )?(?:(?:section|paragraph|part|subpart|appendix|subject|undesignated|center|run-in|cent(?:er"
                r"|re)d)\s+)*(?:sub)?headings?(?! \d)|(?:the )?subject line"
            ),
        ),
        (
            Aspect.SENTENCE,
            (
                r"(?:the |a |two |three )?(?:new )?(?P<name>(?:(?:first|second|third|fourth|fifth|sixth|seventh|last|final"
                r"|penultimate|next-to-last)(?:, | and |, and | (?=sen))?)+)? ?sentences?\b"
            ),
        ),
        (
            Aspect.DEFINITION,
            (
                r"(?:the |a |new )*(?:existing |previous |current )?definitions?(?: (?:of|for)(?: the)?(?: terms?)?)?"
                r"|(?:the )?(?:defined )?terms?(?= [\"])"
            ),
        ),
        (Aspect.ENTRY, r"(?:the |new |an )*(?:entr(?:y|ies)|rows?)(?: (?:for|under|to))?|(?:the )?(?:columns?)(?= [\"])"),
        (Aspect.TABLE, r"(?:the )?tables?(?: (?P<name>(?-i:[A-Z0-9]{1,3}\b)(?:-\d+)?|\d+(?:\(\w+\))?))?"),
        (
            Aspect.NOTE,
            r"(?:the )?(?:editorial |effective date )?(?:foot)?notes?(?: (?P<name>\d{1,3}))?(?= (?:to|of|following|in|is|are|at)\b|[,;.]|$)",
        ),
    )
)
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.CONSISTING, r"(?:consisting of|containing|comprising|comprised of)\b"),
        (Kind.TO_READ, r"(?:to )?reads? as (?:follows|set forth)|as follows\b|as set forth\b|to read\b"),
        (
            Kind.EVERY,
            (
                r"(?:wherever|everywhere|each (?:place|time)|in each (?:place|instance)|(?:in |at )?every place|throughout"
                r"|all references? to|both places|wherever they)\b"
            ),
        ),
        (
            Kind.PLACE,
            (
                r"in (?:its|their|the) (?:respective )?(?:place|stead)s?\b|in lieu (?:thereof|of (?:it|them))|in place thereof"
                r"|instead\b|in substitution|therefor\b"
            ),
        ),
        (Kind.BESIDE, r"(?:(?:immediately |directly )?(?:after|before|following(?!:)|preceding)|(?:at|to) the (?P<end>end|beginning)(?: of)?)\b"),
        (
            Kind.AS,
            (
                r"as(?: new(?:ly)?)?(?: (?:designated|redesignated))?(?= (?:new )?(?:§|paragraph|section|subpart|appendi|part"
                r"|comment|newly|\(|item|\d|[ivx]+\b))|to become\b"
            ),
        ),
        (Kind.IN, r"(?:in|under|of|to|from|for|within|at|by)\b"),
    )
)
_ROUGH = re.compile(r"[\"`;]|''|(?<!\w)'|§|—|\b(?=[A-Za-z0-9(])|(?<=\s)\(|^\(|(?<=[,;])\(|\.(?=\s|$)", re.IGNORECASE)
_TITLE = re.compile(r"\s*[—]\s*([A-Z][^,;]*?)(?=[,;]|:|\.(?:\s|$)|$|\s(?:is|are)\s+(?:amended|revised|added|removed|redesignated))")
_ATTRIBUTED = re.compile(r" (?:§|(?:sub)?paragraphs?\b|sections?\b|subparts?\b|\()", re.IGNORECASE)
_LABELLED = re.compile(
    r"\b(?:instructions?|(?:model |sample )?forms?|figures?|items?|steps?|sections?|parts?|paragraphs?|division|exhibit)\s+"
    r"((?-i:[IVX]{1,5}|[A-H])(?:\.[A-Z0-9]{1,3}|\([a-z0-9]{1,4}\))*(?![\w-])|(?-i:[A-Z])-\d{1,3}(?:\([A-Za-z]\)|[A-Z]?)"
    r"|\d{1,3}(?:\.\d{1,2})?(?=[,;.]| (?:to|of|in|is|are|and)\b)|\d{1,2}-[A-Z]{1,3}\b|(?<=item )\d{1,3}(?:\.\d{1,2})?)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r", ((?!Supplement|Appendix|Section|Paragraph|Subpart"
    r"|Part)[A-Z][a-z]+(?: [\w'’()-]+){0,6}), (?=(?:sub)?paragraphs? |comments? )"
)
_CAPTION = re.compile(r"[.]?\s+(?-i:[A-Z](?![A-Z]))(?:(?! paragraphs? | is | are |, )[^,;:.\"])*", re.IGNORECASE)
_NAMES = re.compile(
    r"[A-Z][\w'’-]*(?: (?:[A-Za-z][\w'’/-]*|\(\w+\)))*?(?=,|;|\.|:| (?:to read|in alph|and (?:revis|add|remov)|in paragraph|is|are|from|in §)\b|$)"
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a folded instruction, in order. Linear."""
    verb = verbs.pattern()
    at = 0
    while match := _ROUGH.search(text, at):
        at = match.start()
        token = _token(text, at, verb)
        if token is None:
            step = re.compile(r"\w+|.").match(text, at)
            at = step.end() if step else at + 1
            continue
        yield token
        at = max(token.end, at + 1)


def _token(text: str, at: int, verb: re.Pattern[str]) -> Token | None:
    if quote := _QUOTE.match(text, at):
        return Token(Kind.QUOTE, at, quote.end(), next(group for group in quote.groups() if group is not None))
    if text[at] in ";.":
        return Token(Kind.STOP, at, at + 1, text[at])
    if title := _TITLE.match(text, at):
        below = _BELOW.match(text, title.end())
        names = (Member((below[1],)),) if below else ()
        return Token(Kind.TITLE, at, below.end() if below else title.end(), title[1], names)
    if sign := _PUNCTUATION.match(text, at):
        return Token(Kind.QUOTE, at, sign.end(), _SIGNS.get(sign[1].lower(), '"'))
    unit = _unit(text, at)
    if unit is not None:
        return unit
    if found := verb.match(text, at):
        before = text[max(0, at - 4) : at].lower()
        if not _adjective(text, at, found):
            passive = found["be"] is not None or (found[0].lower().endswith("ed") and before.endswith(" and "))
            return Token(Kind.VERB, at, found.end(), verbs.action_of(found), passive=passive)
    for aspect, pattern in _ASPECTS:
        if found := pattern.match(text, at):
            if aspect is Aspect.DEFINITION and "definition" not in found[0].lower() and "alphabetical" not in text:
                continue  # "the term "customer" wherever it appears": words, no entry
            return _aspect(text, aspect, found)
    for kind, pattern in _WORDS:
        if found := pattern.match(text, at):
            value = found["end"] or found[0].lower() if kind is Kind.BESIDE else found[0].lower()
            return Token(kind, at, found.end(), value)
    return None


def _adjective(text: str, at: int, found: re.Match[str]) -> bool:
    """Tell whether a verb's form says what a unit is, not what is done: "newly redesignated paragraph (d)", "the added text"."""
    before = text[max(0, at - 6) : at].lower()
    if found["be"] is not None:
        return False
    if before.endswith(("newly ", "newly-", " the ", "the ")) and found[0].lower().endswith(("ed", "ing", "s")):
        return True
    return found[0].lower().endswith("ed") and bool(_ATTRIBUTED.match(text, found.end()))


def _unit(text: str, at: int) -> Token | None:
    """Read a unit of the Code that stands at ``at``, or the members of a list of them."""
    if found := _APPENDIX.match(text, at):
        word = (found[1] or found[4] or found[6]).title()
        singular = {"Appendices": "Appendix", "Appendixes": "Appendix", "Exhibits": "Exhibit", "Annexes": "Annex", "Schedules": "Schedule"}.get(
            word, word
        )
        letters = re.findall(r"[A-Z0-9]+(?:-\d+)?", f"{found[2] or found[5] or ''} {re.sub(r'and|through', ' ', found[3] or '')}")
        names = tuple(Member((f"{singular} {letter}".strip(),)) for letter in letters) or (Member((singular,)),)
        return Token(Kind.UNIT, at, found.end(), "appendix", names, below=found[9] or "")
    if found := _SUBPART.match(text, at):
        return Token(Kind.UNIT, at, found.end(), "subpart", tuple(Member((name,)) for name in _letters(found[1])), below=found[2] or "")
    if (found := _SECTION.match(text, at)) and (members := sections(text, found.end())):
        return Token(Kind.UNIT, at, members[-1].end, "section", members)
    if (found := _BARE.match(text, at)) and (members := sections(text, at)):
        return Token(Kind.UNIT, at, members[-1].end, "section", members)
    if found := _PART.match(text, at):
        return Token(Kind.UNIT, at, found.end(), "part", tuple(Member((name,)) for name in re.findall(_NUMBER, found[1]) if name[0].isdigit()))
    if (found := _LABELLED.match(text, at)) and not (found[0].lower().startswith("paragraph") and found[1].isdigit()):
        return Token(Kind.UNIT, at, found.end(), "labelled", (Member((" ".join(found[0].split()),)),))
    if found := _COMMENT.match(text, at):
        path = tuple(found[2].split(".")) if found[2] else ()
        caption = None if path else _CAPTION.match(text, found.end())
        return Token(Kind.UNIT, at, caption.end() if caption else found.end(), "comment", (Member((found[1], *path)),))
    if found := _PARAGRAPH.match(text, at):
        word = found[0].lower()
        members = labels(text, found.end()) or (dotted(text, found.end()) if word else ())
        if members:
            return Token(Kind.UNIT, at, members[-1].end, "paragraph", members)
    if found := _UNREAD.match(text, at):
        return Token(Kind.UNREAD, at, found.end(), found[0])
    return None


def _letters(text: str) -> list[str]:
    found = re.findall(r"[A-Z]{1,3}\b", text)
    if "through" in text or " to " in text:
        first, last = found[0], found[-1]
        if len(first) == len(last) == 1:
            return [chr(code) for code in range(ord(first), ord(last) + 1)]
    return found


def _aspect(text: str, aspect: Aspect, found: re.Match[str]) -> Token:
    end = found.end()
    name = (found.groupdict().get("name") or "").strip(" ,")
    if aspect in (Aspect.DEFINITION, Aspect.ENTRY) and not name:
        rest = re.compile(r"\s*").match(text, end)
        begin = rest.end() if rest else end
        names: list[str] = []
        while quote := _QUOTE.match(text, begin):
            names.append(next(group for group in quote.groups() if group is not None).rstrip(","))
            end = quote.end()
            joined = re.compile(r",? and (?:the )?|, ").match(text, end)
            begin = joined.end() if joined else end
            if joined is None:
                break
        if not names and (bare := _NAMES.match(text, begin)) and found[0].lower().endswith((" of", " for", " under", " term", " terms", " the")):
            names, end = [bare[0]], bare.end()
        name = "\n".join(names)
    return Token(Kind.ASPECT, found.start(), end, name.lower() if aspect is Aspect.SENTENCE else name, aspect=aspect)
