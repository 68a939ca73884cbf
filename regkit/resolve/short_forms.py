"""Short names that a document gives to what it cites: 'Release No. 34-99149 (the "Notice") … the Notice', "section 701(e)" of the act it names.

A name is taken from brackets right behind a citation, the first of several that are one source, and holds from there on with its capitals. A name
given to two sources is found at each use and left without target. Names of acts are not read here: an act is cited by its sections, and
`regkit.resolve.citations` knows what the document calls it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from regkit.cite import links
from regkit.model.annotation import Citation
from regkit.model.document import Document
from regkit.model.span import Span

_NOUN = (
    r"(?:Rules?|Notice|Orders?|Releases?|Proposal|Regulations?|Filing|Letters?|Amendments?|Exemptions?|Guidance|Interpretations?|Directive|Standards?"
    r"|Petition|Report|Statement|Policy|Rulemaking|Instructions|Decision|Framework|Procedures)"
)
_DATE = r"(?: \([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\))?"
_DEFINES = re.compile(
    rf"[)\]]?{_DATE},? [(\[](?:hereinafter(?: referred to as)?,? |collectively,? )?(?:the )?"
    rf"[\"“](?P<name>(?:[A-Z0-9][\w'’-]* ){{0,5}}{_NOUN})[,.]?[\"”][)\]]"
)
_SAME_SOURCE = re.compile(rf"{_DATE}[,;)\]]{{0,2}} (?:[(\[])?")
_BARE = re.compile(r"section (?P<number>\d{3,5}[A-Z]?)(?P<labels>(?:\(\w{1,4}\))*)$")
_CITED = re.compile(r"(?<![\d.-])(?P<number>\d{3,5}[A-Z]?)(?P<labels>(?:\(\w{1,4}\))*)")
_MOST = 64  # names a document defines


def with_short_forms(document: Document, citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations, in reading order, with one more for each use of a short name that the document defines."""
    named = _names(document, citations)
    if not named:
        return list(citations)
    found: list[Citation] = []
    for name, sources in named.items():
        means = {source.target for _, source in sources}
        first = min(at for at, _ in sources)
        for start in _uses(document.text, name, first):
            span = Span(start, start + len(name))
            if len(means) > 1:
                note = f"the document calls several sources {name!r}"
                found.append(Citation(span=span, family="back", target=None, rule="short.defined", certain=False, note=note))
            else:
                source = sources[0][1]
                found.append(
                    Citation(span=span, family=source.family, target=source.target, rule="short.defined", note="a short name of the document's")
                )
    return sorted((*citations, *_longest(free(found, citations))), key=lambda each: each.span)


def _names(document: Document, citations: Sequence[Citation]) -> dict[str, list[tuple[int, Citation]]]:
    """Return the names that brackets behind citations define, each with where the brackets end and what it stands for."""
    text = document.text
    found: dict[str, list[tuple[int, Citation]]] = {}
    for index, citation in enumerate(citations):
        match = _DEFINES.match(text, citation.span.end)
        if match is None or citation.target is None or citation.family in ("internal", "back") or len(found) >= _MOST:
            continue
        source = citation
        while index and _SAME_SOURCE.fullmatch(text, citations[index - 1].span.end, source.span.start) and citations[index - 1].target:
            index -= 1
            source = citations[index]
        found.setdefault(match["name"], []).append((match.end(), source))
    return found


def _uses(text: str, name: str, begin: int) -> list[int]:
    """Return where "the NAME" stands after ``begin``."""
    found: list[int] = []
    at = text.find(name, begin)
    while at >= 0:
        end = at + len(name)
        if (
            text[at - 4 : at].lower() == "the "
            and not text[end : end + 1].isalnum()
            and not (text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit())
        ):
            found.append(at)
        at = text.find(name, end)
    return found


def free(found: Sequence[Citation], citations: Sequence[Citation]) -> list[Citation]:
    """Return those of ``found`` that overlap none of ``citations``, which are in reading order."""
    kept: list[Citation] = []
    index = 0
    for each in sorted(found, key=lambda citation: citation.span):
        while index < len(citations) and citations[index].span.end <= each.span.start:
            index += 1
        if index == len(citations) or citations[index].span.start >= each.span.end:
            kept.append(each)
    return kept


def _longest(found: list[Citation]) -> list[Citation]:
    """Return the uses without those inside a longer one: "Rule" in "Proposed Rule"."""
    kept: list[Citation] = []
    for each in sorted(found, key=lambda citation: (citation.span.start, -citation.span.end)):
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
    return kept


def _bare(document: Document, citation: Citation) -> re.Match[str] | None:
    """Return the number and the labels of a section whose act the words do not say, None for other citations."""
    if citation.rule == "internal.section" and citation.target_path is None:
        return _BARE.match(citation.target or "")
    return _CITED.search(document.text, citation.span.start, citation.span.end) if citation.rule == "act.short" and citation.target is None else None


def with_acts(document: Document, citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations with bare sections read as those of the one act that the document cites a section of that number of.

    Numbers of three digits and more, which two acts seldom share; the reading is marked as not certain.
    """
    bases: dict[str, set[str]] = {}
    for citation in citations:
        match = _CITED.search(document.text, citation.span.start, citation.span.end) if citation.family == "act" and citation.target else None
        if match is not None and citation.target is not None and citation.rule in ("act.section", "act.short", "act.section-with-code"):
            base = citation.target.removesuffix(match["labels"])
            if base.endswith(")"):
                continue  # a member of a list, which inherits labels
            bases.setdefault(match["number"], set()).add(base)
    found: list[Citation] = []
    for citation in citations:
        bare = _bare(document, citation)
        means = bases.get(bare["number"], set()) if bare is not None else set()
        if bare is None or len(means) != 1:
            found.append(citation)
            continue
        target = next(iter(means)) + bare["labels"]
        note = "the document cites a section of this number of one act only"
        found.append(replace(citation, family="act", target=target, certain=False, note=note, url=links.url(target)))
    return found
