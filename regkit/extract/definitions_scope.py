"""How far a definition holds, from the words that say it: "for purposes of this section", "as used in paragraph (b) of this section".

A scope is a path (`Provision.path`), () for the whole instrument. Paths of paragraphs begin at the section, so a subpart's path is no beginning of
theirs: `Units` knows which sections a subpart holds, and whoever asks whether a definition holds somewhere asks it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from regkit.model.document import Document, ProvisionType

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
_SUBPART = re.compile(r"\bsubpart (?P<label>[a-z]{1,2})\b(?! ?(?:,|and|or|through|to)\b)(?! of (?:part|12|the))", re.I)
_SUBPARTS = re.compile(r"^\W*(?:purposes? of|used? in|in) subparts? [a-z]{1,2}\b", re.I)
_RANGE_END = re.compile(r"\s*(\d+[a-z]?\.\d+[a-z]*)", re.I)
_LABEL = re.compile(r"\(([A-Za-z0-9]{1,5})\)")
_SIGN = re.compile(
    r"(?:\bpurposes? of|\bused? (?:in|throughout|within|under|for)|(?:^|[,(:;])\s*(?:in|within|under|throughout) (?=th(?:is|ese)\b|"
    r"the present|(?:sub)?paragraphs? \())",
    re.I,
)
_HERE = re.compile(r"\bpurposes? of this \w+", re.I)


class Units:
    """Which subpart each section of an instrument stands in; ``documents`` are read in order, the first to say where a section stands wins."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._subparts: dict[str, tuple[str, ...]] = {}
        self._of: dict[str, tuple[str, ...]] = {}
        self._paths: set[tuple[str, ...]] = set()
        for document in documents:
            inside: list[tuple[str, ...] | None] = []
            for provision in document.provisions:
                above = inside[provision.parent] if provision.parent >= 0 else None
                if provision.type is ProvisionType.SUBPART and provision.path:
                    above = provision.path
                    self._paths.add(above)
                    self._subparts.setdefault(above[-1].lower().removeprefix("subpart "), above)
                elif provision.path and above is not None and provision.path[: len(above)] != above:
                    self._of.setdefault(provision.path[0], above)
                inside.append(above)

    def __contains__(self, path: tuple[str, ...]) -> bool:
        return path in self._paths

    def named(self, label: str) -> tuple[str, ...] | None:
        """Return the path of the subpart with a label ("B"), None where the instrument shows none."""
        return self._subparts.get(label.lower())

    def of(self, path: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the path of the subpart that a path stands in, None where it stands in none."""
        if not path:
            return None
        known = self._of.get(path[0])
        return known if known is not None else next((path[:n] for n in (1, 2) if path[:n] in self._paths), None)


_NO_UNITS = Units(())


def scope_of(words: str, path: tuple[str, ...], units: Units = _NO_UNITS) -> tuple[str, ...] | None:
    """Return the scope that ``words`` (with straight quotes) name, seen from a provision at ``path``; None where they name none.

    Of several places, all of one section, the common part is the scope; of several sections, the subpart that holds the first and the last, else
    the instrument.

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
    this = _THIS.search(words)
    subpart = _SUBPART.search(words)
    if subpart is None and _SUBPARTS.search(words):
        return ()
    if subpart and not (this and this.start() < subpart.start()):
        return units.named(subpart["label"]) or ()
    for match in _PARAGRAPHS.finditer(words):
        if re.search(r"\bthis $", words[: match.start()], re.I):
            continue
        if this is not None and this.end() <= match.start():
            break  # "for purposes of this section, except as provided in paragraph (b)"
        labels = tuple(_LABEL.findall(match["labels"]))
        if match["more"]:
            others = [tuple(_LABEL.findall(part)) for part in re.findall(r"(?:\([A-Za-z0-9]{1,5}\))+", match["more"])]
            for other in others:
                labels = _common(labels, other)
        return (path[:1] + labels) if path else None
    if this:
        return (units.of(path) or ()) if this["unit"].lower() == "subpart" else _of_unit(this, path)
    section = _SECTION.search(words)
    if section and not re.match(r" of (?:the|that|title|such)\b", words[section.end() :], re.I):
        number = str(section["number"])
        if section["more"] or not path:
            end = _RANGE_END.match(words, section.end())
            one, two = units.of((number,)), units.of((end[1],)) if end else None
            return (one if one is not None and one == two else ()) if path else None
        known = path[0].lower()
        own: str = path[0] if known == number.lower() or known.endswith(" " + number.lower()) else number
        return (own, *_LABEL.findall(section["labels"]))
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
