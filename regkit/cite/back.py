"""What points back to an authority that was just cited: "Id.", "Id. § 394(b)", "Id. at 5", "the preceding sentence", "the preceding paragraph".

"Id." means the one authority cited last (Bluebook rule 4.1), which must stand near before it. After a list, after a case, a letter or an address of
the web, which are authorities that are not read here, it is found but has no target: a wrong link would be worse than a listed gap.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.cite import acts
from regkit.cite.grammar import CFR_NUMBER, USC_NUMBER, printed, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.cite.target import parse

if TYPE_CHECKING:
    from regkit.model.annotation import Citation

EXAMPLES = (
    ("15 U.S.C. 78o(c)(3). Id.", ("15 U.S.C. 78o(c)(3)", "15 U.S.C. 78o(c)(3)")),
    ("12 U.S.C. 391. Id. § 394(b).", ("12 U.S.C. 391", "12 U.S.C. 394(b)")),
    ("17 CFR 240.15c3-3; id. § 240.15c3-1(a)", ("17 CFR 240.15c3-3", "17 CFR 240.15c3-1(a)")),
    ("38 CFR 3.304(b). Id. at (b)(1).", ("38 CFR 3.304(b)", "38 CFR 3.304(b)(1)")),
    ("76 FR 79276. Id. at 79280.", ("76 FR 79276", "76 FR 79276, 79280")),
    ("FINRA Rule 4210. See id.", ("FINRA Rule 4210", "FINRA Rule 4210")),
    ("15 U.S.C. 78c and 78o. Id.", ("15 U.S.C. 78c", "15 U.S.C. 78o", None)),
    ("15 U.S.C. 78c. Doe v. Roe held so. Id. at 5.", ("15 U.S.C. 78c", None)),
    ("FINRA Rule 4210; 15 U.S.C. 78c.\n12 Id.", ("FINRA Rule 4210", "15 U.S.C. 78c", None)),
    ("Id. at 5", (None,)),
    ("Public Law 111-203 § 1002(12). Id. § 1083.", ("Public Law 111-203 § 1002(12)", "Public Law 111-203 § 1083")),
    ("section 1002(12) of the Dodd-Frank Act. Id. section 1022(b).", ("12 U.S.C. 5481(12)", "12 U.S.C. 5512(b)")),
    ("the preceding sentence", ("preceding sentence",)),
    ("the preceding paragraph", ("preceding paragraph",)),
    ("an id. card", ()),
    ("the preceding sentences", ()),
)

NEAR = 600  # characters: about two footnotes
_ID = re.compile(
    r"(?:[Ii]d|[Ii]bid)\.(?:(?P<what>,? ?(?:at )?(?:§{1,2} ?|[Ss]ections? )(?=\d))| at (?P<page>\d{1,6}(?:,\d{3})?)(?![\w.]\w)"
    r"|(?P<labels> at (?=\(\w{1,4}\)))|(?!\w))"
)
_AFTER = re.compile(r"$|\n|[,;.)\]]| {1,2}(?:\(|\[|at |see |[A-Z\\]|\d{1,4} [A-Z])")
OTHER = re.compile(
    r" v\. |https?:|www\.|\b(?:letters?|reports?|hearings?|articles?|petition|comments? (?:from|of)|supra|infra|ibid)\b| F\.(?:\d?d|Supp)|S\. ?Ct\.",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r";(?: (?:see|and|also|accord|cf\.|e\.g\.,?|citing|quoting))* \Z", re.IGNORECASE)
_PRECEDING = re.compile(r"the (?:immediately )?preceding (?P<noun>sentence|paragraph|section)\b(?! \()", re.IGNORECASE)


def identical(scan: Scan, at: int, end: int) -> int:
    """Read "Id." and what it points at within the authority: a section or a page."""
    text = scan.text
    match = _ID.match(text, at)
    if match is None:
        return 0
    if not any(match.groups()) and not _AFTER.match(text, match.end()):
        return 0  # "an id. card"
    last = _last(scan, at)
    if match["what"]:
        number = (CFR_NUMBER if last is not None and last.family in ("cfr", "sec_rule") else USC_NUMBER).match(text, match.end())
        if number is None:
            return 0
        path, after = read_path(text, number.end())
        target = _section(scan, last, number.group(), path)
    elif match["labels"]:
        path, after = read_path(text, match.end())
        target = _paragraph(last, path) if path else None
    else:
        after = match.end()
        target = _page(last, match["page"].replace(",", "")) if match["page"] else last.target if last else None
    if target is None:
        scan.add(at, after, "back", None, "back.id", certain=False, note="what it points back to is not certain")
    else:
        scan.add(at, after, last.family if last else "back", target, "back.id")
    return after


def _last(scan: Scan, at: int) -> Citation | None:
    """Return the one authority that "Id." can mean, None where that is not certain."""
    if not scan.found:
        return None
    last = scan.found[-1]
    alone = last.group is None or (len(scan.found) > 1 and scan.found[-2].group != last.group)
    gap = scan.text[last.span.end : at] if at - last.span.end <= NEAR else ""
    if last.target is None or not alone or not gap or OTHER.search(gap):
        return None
    if "\n" in gap and len(scan.found) > 1 and _TOGETHER.search(scan.text, max(0, last.span.start - 90), last.span.start):
        return None  # the footnote before cites several
    return last


def _section(scan: Scan, last: Citation | None, number: str, path: tuple[str, ...]) -> str | None:
    """Return a section of the source that was cited last: of the same title of the Code, the same law, the same act."""
    if last is None or last.target is None:
        return None
    labels = printed(path)
    if last.family == "act":  # its target is the Code's, its sections are the act's
        place, act, name = max(scan.acts.values(), key=itemgetter(0), default=(-1, None, ""))
        return acts.canonical(act, name, number, path) if last.span.start <= place <= last.span.end else None
    if last.family == "public_law":
        return f"{last.target.split(' § ')[0]} § {number}{labels}"
    for source in (" U.S.C. ", " CFR "):
        title, found, _ = last.target.partition(source)
        if found and title.isdigit() and (source == " U.S.C. ") == ("." not in number):
            return f"{title}{source}{number}{labels}"
    return None


def _paragraph(last: Citation | None, path: tuple[str, ...]) -> str | None:
    """Return another paragraph of the section that was cited last."""
    named = parse(last.target) if last is not None and last.target is not None else None
    if named is None or named.family not in ("cfr", "usc", "sro_rule") or not named.number or named.unit not in ("", "Rule"):
        return None
    return str(replace(named, path=path, rest=""))


def _page(last: Citation | None, page: str) -> str | None:
    """Return the target with the page where it is of a source with pages; else the target: a page of a release is not part of its number."""
    if last is None or last.target is None or last.family not in ("fedreg", "statute"):
        return last.target if last is not None and last.family == "release" else None
    first = last.target.split(",")[0]
    number = first.rsplit(" ", 1)[-1]
    if not number.isdecimal() or int(page) < int(number):
        return None
    return f"{first}, {page}" if page != number else first


def preceding(scan: Scan, at: int, end: int) -> int:
    """Read "the preceding sentence"; the article is not part of the citation."""
    match = _PRECEDING.match(scan.text, at)
    if match is None:
        return 0
    start = match.end() - len("preceding ") - len(match["noun"])
    scan.add(start, match.end(), "internal", f"preceding {match['noun'].lower()}", "internal.preceding")
    return match.end()


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("id.", identical),
    ("ibid.", identical),
    ("the preceding ", preceding),
    ("the immediately preceding ", preceding),
)
GLUED = ()
