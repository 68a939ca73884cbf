"""Cases in reporters: "SEC v. W.J. Howey Co., 328 U.S. 293, 298 (1946)", "328 U.S. at 299", through eyecite (the extra ``cases``).

eyecite finds and resolves; this module says where its finds stand, spells their targets ("328 U.S. 293, 298"), and ties "Id." to a case that stands
right before it, which `regkit.cite.back` leaves open. What the other families have read stays theirs. Only full and short forms and "supra" of
a case that the text cites in full are taken: names alone, laws and journals are not. Nothing of eyecite is imported before it is asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from regkit.cite import back
from regkit.cite.grammar import fold_citation
from regkit.errors import RegkitError
from regkit.model.annotation import Citation
from regkit.model.span import Span

EXAMPLES = (
    ("SEC v. W.J. Howey Co., 328 U.S. 293, 298 (1946)", ("328 U.S. 293, 298",)),
    ("Marbury v. Madison, 5 U.S. (1 Cranch) 137 (1803)", ("5 U.S. 137",)),
    ("Basic Inc. v. Levinson, 485 U.S. 224 (1988). Basic, 485 U.S. at 231.", ("485 U.S. 224", "485 U.S. 224, 231")),
    ("Doe v. Roe, 5 F.3d 12, 14 (2d Cir. 1993). Id. at 15.", ("5 F.3d 12, 14", "5 F.3d 12, 15")),
    ("Doe v. Roe, 235 F. Supp. 2d 549 (S.D. Tex. 2002) and 15 U.S.C. 78o", ("235 F. Supp. 2d 549", "15 U.S.C. 78o")),
    ("485 U.S. at 231", (None,)),
    ("12 CFR 1026.4", ("12 CFR 1026.4",)),
    ("12 Yale L.J. 123", ()),
)

_PAGE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_ID_PAGE = re.compile(r"at (\d[\d,]*)$")
_CLOSE = re.compile(r" ?\((?:[^()\n]{0,60}\b)?(?:1[6-9]|20)\d\d\)")


class _Quiet(logging.Filter):
    """Keeps eyecite's remarks on its own overlaps from standard error while it reads: they are no news to a user of regkit."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


def find_cases(text: str, *, wrapped: bool = False) -> list[Citation]:
    """Return the citations of cases in ``text``, in reading order; family "case", offsets of ``text``.

    ``target`` is volume, reporter, first page and pinpoint, None for a short form whose full citation the text does not give, or gives twice.
    Raises: RegkitError where eyecite is not installed.
    """
    try:
        from eyecite import get_citations, resolve_citations  # noqa: PLC0415  (an extra, and slow to load)
        from eyecite.models import FullCaseCitation, ShortCaseCitation, SupraCitation  # noqa: PLC0415
    except ImportError:
        raise RegkitError("eyecite, which reads citations of cases, is not installed", remedy='Run pip install "regkit[cases]"') from None
    kinds = FullCaseCitation | ShortCaseCitation | SupraCitation
    folded = fold_citation(text, wrapped=wrapped)
    if not folded:
        return []  # which eyecite refuses
    loggers = [logging.getLogger(name) for name in ("eyecite.helpers", "eyecite.models")]
    quiet = _Quiet()
    for logger in loggers:
        logger.addFilter(quiet)
    try:
        read = get_citations(folded)
        resolved: Mapping[Any, Any] = resolve_citations([each for each in read if isinstance(each, kinds)])
    finally:
        for logger in loggers:
            logger.removeFilter(quiet)
    meant = {id(each): resource.citation for resource, cited in resolved.items() for each in cited}
    found: list[Citation] = []
    for each in read:
        if not isinstance(each, kinds):
            continue
        full = meant.get(id(each))
        if isinstance(each, SupraCitation) and full is None:
            continue
        citation = _citation(folded, each, each if isinstance(each, FullCaseCitation) else full, each is full)
        if citation is not None:
            found.append(citation)
    return sorted(found, key=lambda citation: citation.span)


def _citation(text: str, each: Any, full: Any, whole: bool) -> Citation | None:
    """Return what eyecite read as a citation of ours; None where its span is not in the text."""
    start, end = each.span()
    stop = each.metadata.pin_cite_span_end or end
    if not isinstance(stop, int) or stop < end or stop > len(text) or "\n" in text[end:stop]:
        stop = end
    stop -= len(text[start:stop]) - len(text[start:stop].rstrip(" ,;."))
    if not 0 <= start < stop <= len(text) or "\n" in text[start:stop]:
        return None
    rule = "case.full" if whole or full is each else "case.short"
    target = _target(full, each.metadata.pin_cite, short=full is not each)
    note = "" if target else "the text does not give the case in full, or gives several"
    return Citation(span=Span(start, stop), family="case", target=target, rule=rule, certain=target is not None, note=note)


def _target(full: Any, pin: str | None, *, short: bool) -> str | None:
    if full is None or not full.groups.get("page") or not str(full.groups["page"]).isalnum():
        return None
    first = f"{full.groups['volume']} {full.corrected_reporter()} {full.groups['page']}"
    page = _PAGE.search(pin or "")
    number = page.group().replace(",", "") if page else ""
    return f"{first}, {number}" if number and (number != full.groups["page"] or short) else first


def with_cases(text: str, found: list[Citation], *, wrapped: bool = False) -> list[Citation]:
    """Return ``found``, which is in reading order, with the cases of ``text`` between; none overlap. Raises: RegkitError."""
    cases = find_cases(text, wrapped=wrapped)
    merged: list[Citation] = []
    theirs = iter(cases)
    case = next(theirs, None)
    for citation in found:
        while case is not None and case.span.start < citation.span.start:
            if case.span.end <= citation.span.start and (not merged or merged[-1].span.end <= case.span.start):
                merged.append(case)
            case = next(theirs, None)
        merged.append(_pointing_back(text, merged, citation) if citation.rule == "back.id" else citation)
    while case is not None:
        if not merged or merged[-1].span.end <= case.span.start:
            merged.append(case)
        case = next(theirs, None)
    return merged


def _pointing_back(text: str, before: list[Citation], citation: Citation) -> Citation:
    """Return "Id." as the case that stands right before it; as it was where that is no case, open where that is not certain."""
    last = before[-1] if before else None
    if last is None or last.family != "case":
        return citation
    words = citation.span.of(text)
    gap = text[last.span.end : citation.span.start]
    close = _CLOSE.match(gap)
    gap = gap[close.end() :] if close else gap
    page = _ID_PAGE.search(words)
    if last.target is None or len(gap) > back.NEAR or back.OTHER.search(gap) or (not page and len(words) > len("Ibid.")):
        return replace(citation, family="back", target=None, certain=False, note="what it points back to is not certain")
    target = f"{last.target.split(', ')[0]}, {page[1].replace(',', '')}" if page else last.target
    return replace(citation, family="case", target=target, certain=True, note="")
