"""What a citation means, as structure: parsed from its canonical string, written back to the same string, ordered, compared, contained.

``str(parse(text)) == text`` for every canonical string that regkit makes. The canonical forms of the families:

======================  =======================================================================================
cfr                     12 CFR 1010.5(a) · 12 CFR part 1026 · 12 CFR part 1022, subpart C · 12 CFR chapter X · 48 CFR subpart 9.4
usc                     15 U.S.C. 78o(c)(3) · 15 U.S.C. 1601 et seq. · 15 U.S.C. 78a note · 50 U.S.C. App. 595
fedreg                  76 FR 79276 · 76 FR 79276, 79280 · FR Doc. 2011-31714 · RIN 3235-AN19 · Docket No. CFPB-2011-0008
public_law, statute     Public Law 111-203 · Public Law 111-203 § 1029(a) · Public Law 117-328, div. AA § 501 · 124 Stat. 1376
act                     Exchange Act § 38(a), where the Code's section is not known · TILA, chapter 5 · Companies Act 2006
release                 Release No. 34-104748 · File No. S7-2026-03 · SR-FICC-2025-025, Amendment No. 1
sro_rule, sec_rule      FINRA Rule 4210(e)(2) · GSD Rule 4, Section 2(a) · Form BD · Form ADV, Part 2A; SEC and CFTC rules are cfr
rulebook                GEN 3.3.31 · Rule 5.1.1(b)(iii) · PRA Rulebook, Liquidity 4.2 · Regulation (EU) No 648/2012, Article 6(1) · CRR, Part Two,
                        Chapter 6 · Companies Act 2006, Schedule 7 · SI 2017/692 · FATF Recommendation 15
executive_order, bill   Executive Order 12866 § 3(a) · H.R. 4173 (111th Cong.)
case                    328 U.S. 293 · 5 F.3d 12, 14 · 2010 WL 12345
internal                § 1002.9(b)(1) · paragraph (b)(2) · comment 8(a)-10.v · appendix A · this section
======================  =======================================================================================
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from regkit.cite.grammar import printed

_PATH = r"(?P<path>(?:\([^()\s]{1,7}\))*)"
_CFR_SECTION = r"\d+[a-z]{0,2}(?:-\d+)?\.[^\s()]+(?:(?:\([a-z0-9]{1,3}\)){1,3}-\d+[A-Z]?)?"
_LEVEL = "Article|Part|Title|Chapter|Section|Annex|Schedule|recital|regulation|paragraph"
_LABEL = re.compile(r"\(([^()]*)\)")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("cfr", r"(?P<source>\d{1,2} CFR) (?P<unit>part|chapter) (?P<number>[\w-]+)(?P<rest>(?:, .+| et seq\.)?)"),
        ("cfr", r"(?P<source>\d{1,2} CFR) (?P<unit>subpart) (?P<number>\d+\.\d+)"),
        ("cfr", rf"(?P<source>\d{{1,2}} CFR) (?P<number>{_CFR_SECTION}){_PATH}(?P<rest>(?:, .+| et seq\.)?)"),
        ("usc", rf"(?P<source>\d{{1,2}} U\.S\.C\.(?: App\.)?) (?P<number>(?!chapter )[^\s()]+){_PATH}(?P<rest>(?: et seq\.| note)?)"),
        ("usc", r"(?P<source>\d{1,2} U\.S\.C\.)(?: (?P<unit>chapter) (?P<number>\w+)(?P<rest>(?:, subchapter \w+)?))?"),
        ("fedreg", r"(?P<source>\d{1,3} FR) (?P<number>\d+)(?P<rest>(?:, \d+)?)"),
        ("fedreg", r"(?P<source>FR Doc\.|RIN|Docket No\.) (?P<number>\S+)"),
        ("statute", r"(?P<source>\d{1,3} Stat\.) (?P<number>[\w-]+)(?P<rest>(?:, \d+)?)"),
        ("public_law", rf"(?P<source>(?:Public|Private) Law \d+-\d+(?:, div\. [A-Z]+)?)(?: (?P<unit>§) (?P<number>[^\s()]+){_PATH})?"),
        ("release", r"(?P<source>Release No\.|File No\.) (?P<number>\S+)"),
        ("release", r"(?P<number>SR-[\w-]+)(?P<rest>(?:, (?:Partial )?Amendment No\. \d+)?)"),
        ("executive_order", rf"(?P<source>Executive Order \d+)(?: (?P<unit>§) (?P<number>\d+){_PATH})?"),
        ("bill", r"(?P<source>H\.R\.|S\.) (?P<number>\d+)(?P<rest>(?: \(.+\))?)"),
        ("bill", r"(?P<source>(?:H\.R\.|S\.) (?:Conf\. )?Rep\. No\.) (?P<number>\S+)"),
        ("sec_rule", r"(?P<source>Form) (?P<number>[^\s,]+)(?P<rest>(?:, Part \w+)?)"),
        ("cftc", r"(?P<source>CFTC Letter No\.) (?P<number>\S+)"),
        ("internal", r"(?P<unit>this|preceding) (?P<number>\w+)"),
        ("internal", rf"(?P<unit>§|section|Section) (?P<number>[^\s()]+){_PATH}"),
        ("internal", rf"(?P<unit>commentary to §) (?P<number>[^\s()]+){_PATH}"),
        ("internal", rf"(?P<unit>paragraph) (?:(?P<number>\d+))?{_PATH}(?P<rest>(?: of (?:this|that) \w+)?)"),
        ("internal", r"(?P<unit>comment) (?P<number>(?:app\. )?\S+)"),
        ("internal", rf"(?P<source>Section [^\s,]+,) (?P<unit>condition|Item|step) (?P<number>[^\s(),]+){_PATH}"),
        (
            "internal",
            rf"(?P<unit>appendix|supplement|subpart|part|Part|Item|footnote|condition|step|Article) (?P<number>[^\s(),]+){_PATH}(?P<rest>(?:, .+)?)",
        ),
        (
            "rulebook",
            rf"(?P<source>(?!.*Rule ).+,) (?P<unit>{_LEVEL}) (?P<number>[^\s(),]+){_PATH}",
        ),
        ("rulebook", r"(?P<source>SI) (?P<number>\d{4}/\d+)"),
        ("rulebook", rf"(?P<source>[A-Z][A-Z-]+(?: App| Sch)?|PRA Rulebook, .+|FATF Recommendation) (?P<number>\d[^\s()]*){_PATH}"),
        ("rulebook", r"(?P<source>(?:FATF|Financial Action|Basel|BCBS|CPMI|CPSS|IOSCO|IAIS|Wolfsberg)\S*(?: [A-Za-z]+)* [A-Z]?[a-z]+)"),
        ("rulebook", rf"(?P<unit>Rule) (?P<number>A?\d+[A-Z]{{0,2}}(?:\.\w+){{2,4}}){_PATH}"),
        ("rulebook", rf"(?P<unit>Chapter|Appendix) (?P<number>[^\s()]+){_PATH}"),
        ("rulebook", r"(?P<source>(?:Delegated |Implementing )?(?:Regulation|Directive|Decision) [^,§]+/[^,§]+)"),
        ("internal", rf"(?P<unit>Rule) (?P<number>[^\s(),]+){_PATH}(?P<rest>(?:, Section .+)?)"),
        ("sro_rule", rf"(?P<source>[A-Z][\w. -]*) (?P<unit>Rule) (?P<number>[^\s(),]+){_PATH}(?P<rest>(?:, Section .+)?)"),
        ("case", r"(?P<source>\d{1,4} (?!U\.S\.C|CFR|C\.F\.R|FR\b|Fed\. Reg|Stat\.)[A-Z][\w.,'& -]{0,40}?) (?P<number>\d+)(?P<rest>(?:, \d+)?)"),
        ("act", rf"(?P<source>.+) (?P<unit>§) (?P<number>[^\s()]+){_PATH}"),
        ("act", r"(?P<source>.+,) (?P<unit>chapter) (?P<number>\w+)"),
        ("act", r"(?P<source>[A-Z].* (?:Act|Regulations|Rules|Order|Law|Ordinance) (?:19|20)\d\d)"),
    )
)
ORDER = (
    "case",
    "usc",
    "act",
    "public_law",
    "statute",
    "bill",
    "cfr",
    "sec_rule",
    "cftc",
    "fedreg",
    "executive_order",
    "release",
    "sro_rule",
    "rulebook",
    "internal",
)


class Target(Struct, frozen=True, kw_only=True):
    """What is cited, in pieces.

    ``source`` ("12 CFR", "Exchange Act"), ``unit`` ("part", "§", "Rule", "" where the form has none), ``number``, the labels below it, and what
    follows them (", subpart C", " et seq.", a pinpoint page). A form that no family has is of family "other", all of it the source.
    """

    family: str
    source: str = ""
    unit: str = ""
    number: str = ""
    path: tuple[str, ...] = ()
    rest: str = ""

    def __str__(self) -> str:
        head = " ".join(part for part in (self.source, self.unit, self.number) if part)
        gap = " " if self.path and not self.number and head else ""
        return f"{head}{gap}{printed(self.path)}{self.rest}"

    @property
    def part(self) -> str:
        """The part of the CFR that the target is in or is, "" for other families and for whole chapters."""
        if self.family != "cfr" or self.unit == "chapter":
            return ""
        return self.number if self.unit == "part" else self.number.split(".", 1)[0]


@lru_cache(maxsize=65536)
def parse(text: str) -> Target:
    """Return the structure of a canonical string. Never raises: what no family's form fits is of family "other"."""
    for family, pattern in _FORMS:
        match = pattern.fullmatch(text)
        if match is not None:
            groups = match.groupdict()
            return Target(
                family=family,
                source=groups.get("source") or "",
                unit=groups.get("unit") or "",
                number=groups.get("number") or "",
                path=tuple(_LABEL.findall(groups.get("path") or "")),
                rest=groups.get("rest") or "",
            )
    return Target(family="other", source=text)


def canonical(text: str) -> str | None:
    """Return the canonical form of the one citation that ``text`` is, in any notation; None where it is none, or several.

    >>> canonical("17 C.F.R. § 240.15c3-3(a)(1)"), canonical("Rule 15c3-3(a)(1)")
    ('17 CFR 240.15c3-3(a)(1)', '17 CFR 240.15c3-3(a)(1)')
    """
    from regkit.cite import find  # noqa: PLC0415  (the families build on this package's parts)

    found = find(text)
    return found[0].target if len(found) == 1 else None


_STATUS = re.compile(r"(?<=\d)[RGEDP]$")


def _key(target: Target) -> tuple[str, ...]:
    number = target.number.lower() if target.family in ("cfr", "usc") else target.number
    if target.family == "rulebook" and not target.unit:
        number = _STATUS.sub("", number)  # "GEN 3.3.31R" is rule GEN 3.3.31, as its module prints it
    return (target.family, target.source, target.unit, number, "\0".join(target.path), target.rest)


def same(one: str, other: str) -> bool:
    """Tell whether two citations mean the same, whatever notation they are written in; the case of a section's letters does not count."""
    return _key(parse(canonical(one) or one)) == _key(parse(canonical(other) or other))


def contains(outer: Target, inner: Target) -> bool:
    """Tell whether ``inner`` lies within ``outer`` (or is it): "12 CFR part 1026" contains "12 CFR 1026.4(a)", which contains "12 CFR 1026.4(a)(1)".

    Only what the forms themselves say: which sections "et seq." covers, or a chapter, is not known here.
    """
    if not outer.path and not outer.rest and str(inner).startswith((f"{outer}, ", f"{outer} § ")):
        return True  # "Companies Act 2006" and its sections and schedules, "CRR, Part Three" and its titles
    if outer.family != inner.family or outer.source != inner.source:
        return False
    if outer.unit == "part" and outer.family == "cfr":
        return inner.part == outer.number and (not outer.rest or (inner.unit == "part" and inner.rest.startswith(outer.rest)))
    if not outer.number and not outer.path:
        return True  # a whole law, a whole order
    if outer.unit != inner.unit or outer.number.lower() != inner.number.lower() or inner.path[: len(outer.path)] != outer.path:
        return False
    if outer.rest in ("", " et seq."):
        return inner.rest != " note"
    return inner.rest == outer.rest


_CHUNK = re.compile(r"(\d+)")


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(chunk), "") if chunk.isdecimal() else (1, 0, chunk.lower()) for chunk in _CHUNK.split(text) if chunk)


def sort_key(target: Target) -> tuple[object, ...]:
    """Return a key that orders targets as a table of authorities does: by family, then numbers as numbers (2 before 10, 78o before 78o-5)."""
    family = ORDER.index(target.family) if target.family in ORDER else len(ORDER)
    whole = 0 if target.unit in ("chapter", "part") else 1
    return (
        family,
        _natural(target.source),
        _natural(target.part or target.number),
        whole,
        _natural(target.number),
        tuple(_natural(label) for label in target.path),
        _natural(target.rest),
        str(target),
    )
