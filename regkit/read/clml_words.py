"""The words of CLML: what each element is; `regkit.read.clml` reads by them. Source: CLML schema 2.4."""

from __future__ import annotations

from regkit.model.document import MarkKind
from regkit.read.nested_roles import Role

_DIVISIONS = """
Appendix Chapter Division EUChapter EUPart EUSection EUSubsection EUTitle Group Part Pblock PsubBlock Schedule
"""
_DATES = """
ComingIntoForce ComingIntoForceClauses DateOfEnactment DateSigned LaidDate LaidDraft MadeDate SiftedDate
"""
_INLINE = """
Abbreviation Acronym Addition AppendText Character Citation CitationListRef CitationSubRef DateText Definition Emphasis Expanded ExternalLink Inferior
InlineAmendment InternalLink Proviso Quote Repeal SmallCaps Span Strike Strong Substitution Superior Term Underline Uppercase
a b em i span strong sub sup
math mfenced mfrac mi mn mo mrow msqrt msub msup mtext semantics
"""
_GROUPS = """
EUPrelims EarlierOrders ExplanatoryNotes PrimaryPrelims SecondaryPrelims SignedSection
"""
_LEFT_OUT = """
Commentaries Contents Footnotes Image MarginNotes Metadata Resources Versions annotation
"""

LEVELS = frozenset(f"P{number}" for number in range(1, 8))
GROUPS = frozenset(f"P{number}group" for number in range(1, 5))
DIVISIONS = frozenset(_DIVISIONS.split())
DATES = frozenset(_DATES.split())
ROLES: dict[str, Role] = (
    dict.fromkeys([*LEVELS, *GROUPS, *DIVISIONS], Role.UNIT)
    | {"Pnumber": Role.NUMBER, "Number": Role.NUMBER, "Title": Role.HEADING, "TitleBlock": Role.HEADING}
    | dict.fromkeys(_INLINE.split(), Role.INLINE)
    | dict.fromkeys(_GROUPS.split(), Role.GROUP)
    | dict.fromkeys(_LEFT_OUT.split(), Role.SKIPPED)
    | {"tr": Role.ROW, "BlockAmendment": Role.QUOTED, "BlockExtract": Role.QUOTED}
    | {"CommentaryRef": Role.CALL, "FootnoteRef": Role.CALL, "MarginNoteRef": Role.CALL}
)
DRESS: dict[str, MarkKind] = {
    "Emphasis": MarkKind.ITALIC,
    "Strong": MarkKind.BOLD,
    "SmallCaps": MarkKind.SMALL_CAPS,
    "Superior": MarkKind.SUPERSCRIPT,
    "Inferior": MarkKind.SUBSCRIPT,
    "Term": MarkKind.TERM,
    "Citation": MarkKind.LINK,
    "CitationSubRef": MarkKind.LINK,
    "InternalLink": MarkKind.LINK,
    "ExternalLink": MarkKind.LINK,
}
