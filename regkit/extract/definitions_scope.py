"""How far a definition holds, from the words that say it: "for purposes of this section", "as used in paragraph (b) of this section".

A scope is a path (`Provision.path`), () for the whole instrument. Subparts, parts and the like are the instrument: paths begin at the section, so
a part of several subparts is told apart by the section alone.
"""

from __future__ import annotations

import re

_WHOLE = (
    "part|subpart|chapter|subchapter|title|subtitle|regulation|agreement|order|notice|act|rulebook|handbook|rules|instrument|"
    "release|document|statute|code|policy|manual|supplement"
)
_THIS = re.compile(
    rf"\b(?:this|these|the present) (?P<unit>{_WHOLE}|section|article|rule|appendix|annex|schedule|paragraph|subparagraph|subsection|clause|"
    rf"item)s?\b\s*(?P<number>\d+[\w.-]*)?(?P<labels>(?:\s?\([a-z0-9]{{1,5}}\))*)",
    re.I,
)
_PARAGRAPHS = re.compile(
    r"\b(?:sub)?paragraphs? (?P<labels>(?:\([A-Za-z0-9]{1,5}\))+)(?P<more>(?:,? (?:and|or|through|"
    r",)? ?(?:\([A-Za-z0-9]{1,5}\))+)*)(?: of)?(?: this (?:section|rule))?",
    re.I,
)
_SECTION = re.compile(
    r"\b(?:purposes? of|used in|in|under|within|requirements (?:of|in)) (?:§§?|sections?|"
    r"rules?) ?(?P<number>\d+[a-z]?(?:[.-]\d+[a-z]*(?:-\d+[a-z]*)*)?)(?P<labels>(?:\([A-Za-z0-9]{1,5}\))*)(?P<more>,? (?:and|or|through|"
    r"to) )?",
    re.I,
)
_LABEL = re.compile(r"\(([A-Za-z0-9]{1,5})\)")
_SIGN = re.compile(
    r"\b(?:purposes? of|used? (?:in|throughout|within|under|for)|(?:^|[,(:;])\s*(?:in|within|under|throughout) (?=th(?:is|ese)\b|"
    r"the present|(?:sub)?paragraphs? \())",
    re.I,
)
_HERE = re.compile(r"\bpurposes? of this \w+", re.I)


def scope_of(words: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the scope that ``words`` (with straight quotes) name, seen from a provision at ``path``; None where they name none.

    Of several places, all of one section, the common part is the scope; of several sections, the instrument.

    >>> scope_of("for purposes of paragraph (a) of this section,", ("1002.14", "b", "1"))
    ('1002.14', 'a')
    >>> scope_of("as used in this part,", ("1002.2", "a"))
    ()
    >>> scope_of("for purposes of this paragraph (e)(2),", ("1016.3", "e", "2"))
    ('1016.3', 'e', '2')
    """
    sign = _SIGN.search(words)
    if sign is None:
        return None
    words = words[sign.start() :]
    for match in _PARAGRAPHS.finditer(words):
        if re.search(r"\bthis $", words[: match.start()], re.I):
            continue
        labels = tuple(_LABEL.findall(match["labels"]))
        if match["more"]:
            others = [tuple(_LABEL.findall(part)) for part in re.findall(r"(?:\([A-Za-z0-9]{1,5}\))+", match["more"])]
            for other in others:
                labels = _common(labels, other)
        return (path[:1] + labels) if path else None
    this = _THIS.search(words)
    if this:
        return _of_unit(this, path)
    section = _SECTION.search(words)
    if section and not re.match(r" of (?:the|that|title|such)\b", words[section.end() :], re.I):
        number = section["number"]
        if section["more"] or not path:
            return () if path else None
        known = path[0].lower()
        first = path[0] if known == number.lower() or known.endswith(" " + number.lower()) else number
        return (first, *_LABEL.findall(section["labels"]))
    return path if _HERE.search(words) else None


def _of_unit(match: re.Match[str], path: tuple[str, ...]) -> tuple[str, ...]:
    unit = match["unit"].lower()
    labels = tuple(_LABEL.findall(match["labels"]))
    if re.fullmatch(_WHOLE, unit) or match[0].lower().startswith("these rules"):
        return ()
    if unit in {"section", "article", "rule", "appendix", "annex", "schedule"}:
        return path[:1] + labels
    if not labels:
        return path
    for at in range(len(path) - len(labels) + 1):
        if path[at : at + len(labels)] == labels:
            return path[: at + len(labels)]
    return path[:1] + labels


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    shared = []
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared.append(x)
    return tuple(shared)
