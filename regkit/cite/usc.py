"""The United States Code: "15 U.S.C. 78o(c)(3)", "§ 1331 of title 28", "Title 18, United States Code, Section 3500", lists, ranges, "et seq.".

"§" is optional, as in GPO style. A list inherits the title; a later member that is only a number is taken where several are announced ("§§") or
where nothing but punctuation follows it. A hyphen joins a range where its second number is not the smaller one ("1681-1681x"), else it belongs to
the section ("78o-5"). One chapter of the Code is read, with its subchapter; a list of chapters is left alone.
"""

from __future__ import annotations

import re

from regkit.cite.grammar import ET_SEQ, USC_NUMBER, Ref, read_list
from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("15 U.S.C. 78o(c)(3)", ("15 U.S.C. 78o(c)(3)",)),
    ("see 42 U.S.C. 2000e-2.", ("42 U.S.C. 2000e-2",)),
    ("15 U.S.C. 1601 et seq.", ("15 U.S.C. 1601 et seq.",)),
    ("15 U.S.C. 1601et seq.", ("15 U.S.C. 1601 et seq.",)),
    ("15 U.S.C. 1601, 1602, and 1603", ("15 U.S.C. 1601", "15 U.S.C. 1602", "15 U.S.C. 1603")),
    ("12 U.S.C. 5512, 5581, 15 U.S.C. 1604(a), 1639b.", ("12 U.S.C. 5512", "12 U.S.C. 5581", "15 U.S.C. 1604(a)", "15 U.S.C. 1639b")),
    ("41 U.S.C. 10a-10c", ("41 U.S.C. 10a", "41 U.S.C. 10c")),
    ("5 U.S.C. 552(b)(1) through (9)", ("5 U.S.C. 552(b)(1)", "5 U.S.C. 552(b)(9)")),
    ("5 USC § 552", ("5 U.S.C. 552",)),
    ("11 U.S.C.A. § 362(a)", ("11 U.S.C. 362(a)",)),
    ("50 U.S.C. App. 595", ("50 U.S.C. App. 595",)),
    ("15 U.S.C. 78a note", ("15 U.S.C. 78a note",)),
    ("Title 18, United States Code, Section 3500", ("18 U.S.C. 3500",)),
    ("title 11 of the United States Code", ("11 U.S.C.",)),
    ("title 31, section 5318(g), United States Code", ("31 U.S.C. 5318(g)",)),
    ("United States Code, title 15, section 78o(b)", ("15 U.S.C. 78o(b)",)),
    ("15 United States Code 78o", ("15 U.S.C. 78o",)),
    ("15 U.S.C.S. §§ 77a–77aa", ("15 U.S.C. 77a", "15 U.S.C. 77aa")),
    ("15 USCS 78bbb", ("15 U.S.C. 78bbb",)),
    ("31 U.S.C. Chapter 53, Subchapter II (Records)", ("31 U.S.C. chapter 53, subchapter II",)),
    ("12 U.S.C. Chapter 21", ("12 U.S.C. chapter 21",)),
    ("46 U.S.C. Chapters 701, 3306", ()),
    ("the 15 U.S.C. text", ()),
)

_TITLE = re.compile(r"(?<![\w.$-])(?:title )?(\d{1,2}) {0,2}\Z", re.IGNORECASE)
_NAME = re.compile(
    r"(?:u\. ?s\. ?c\.?|usc)(?: ?(?:annotated|ann\.)| ?a\.|(?<=usc)[as]|(?<=\.)s\.)?(?= |§)|united states code(?: annotated| service)?,?(?= |§)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?P<app> app(?:endix|\.)?)?,? {0,3}(?P<head>§{1,2}|sections? |secs?\. )? {0,3}(?=\d)", re.IGNORECASE)
_CHAPTER = re.compile(r",? ch(?:apter|\.) (?P<number>\d{1,3}[A-Z]?)(?![\w.-]\w)(?:, subch(?:apter|\.) (?P<below>[IVX]{1,6})\b)?", re.IGNORECASE)
_AGAIN = re.compile(r"§{1,2} ?|[Ss]ections? ")
_MORE = re.compile(r"[,;.)\]]|$|\n| (?:and|or|to|through|et seq|note)\b")
_NOTE = re.compile(r" note(?:s)?\b(?! \d)")
# How "et seq." and "note" begin: what is not followed by one of them needs no second look.
_FOLLOWED = ("e", "E", ",e", ",E", ", e", ", E", " e", " E", " n")
_DIGITS = re.compile(r"\d+")
_RANGE = re.compile(r"(\d{1,5}[A-Za-z]{0,5})-(\d{1,5}[A-Za-z]{0,5}(?:-\d{1,4}[a-z]?)?)$")
_CODE_NAME = re.compile(
    r" {0,2}(\d{1,2}),? (?:of )?(?:the )?(?:united states code|u\. ?s\. ?c(?:ode|\.))(?: annotated)?,? ?(?P<head>§{1,2} ?|sections? |secs?\. )(?=\d)",
    re.IGNORECASE,
)
_SECTION_NEXT = re.compile(r" {0,2}(\d{1,2}), ?(?P<head>§{1,2} ?|sections? )(?=\d)", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<![\w.])(?:united states code|u\. ?s\. ?c\.?|usc),? \Z", re.IGNORECASE)
_NAME_AFTER = re.compile(r",? (?:of )?(?:the )?(?:united states code|u\. ?s\. ?c(?:ode|\.)?)(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(r" {0,2}(\d{1,2}),? (?:of )?(?:the )?(?:united states code|u\. ?s\. ?code)\b", re.IGNORECASE)


def split_range(number: str) -> tuple[str, str]:
    """Return the two ends of a number that is a range ("10a-10c"), or the number and "".

    >>> split_range("1681-1681x"), split_range("78o-5"), split_range("451-473")
    (('1681', '1681x'), ('78o-5', ''), ('451', '473'))
    """
    match = _RANGE.match(number) if "-" in number else None
    if match is None:
        return number, ""
    first, last = match.groups()
    low, high = (int(_DIGITS.match(end).group()) for end in (first, last))  # type: ignore[union-attr]
    if high < low or (low < 10 and not (first.isdigit() and last.isdigit() and high > low)):
        return number, ""
    return first, last


def members(text: str, at: int, *, plural: bool) -> list[Ref]:
    """Return the sections listed at ``at``; what belongs to the next citation ("…, 15 U.S.C.") is not one of them."""
    found: list[Ref] = []
    for ref in read_list(text, at, USC_NUMBER, head=_AGAIN, more=_MORE, plural=plural):
        first, last = split_range(ref.number)
        if last and ref.number not in text[ref.start : ref.end]:
            found.append(ref._replace(number=last))  # labels alone, behind a range: they are of its end
            continue
        if last and not found and "-" in ref.number and not ref.path:
            cut = ref.start + text[ref.start : ref.end].find(ref.number) + len(first)
            found += [Ref(ref.start, cut, first, ()), Ref(cut + 1, ref.end, last, (), ranged=True)]
        elif last:
            cut = ref.end - len(ref.labels) - len(last)
            found += [Ref(ref.start, cut - 1, first, (), ref.ranged), Ref(cut, ref.end, last, ref.path, ranged=True)]
        else:
            found.append(ref)
    return found


def record(scan: Scan, start: int, prefix: str, refs: list[Ref], rule: str, family: str = "usc", after: int = 0) -> int:
    """Record the members of a list whose canonical forms begin with ``prefix``; return where the list ends (``after``, where a tail follows)."""
    text = scan.text
    if len(refs) == 1 and (after or not text.startswith(_FOLLOWED, refs[0].end)):
        after = max(after, refs[0].end)
        scan.add(start, after, family, f"{prefix}{refs[0].number}{refs[0].labels}", rule)
        return after
    texts = [f"{prefix}{ref.number}{ref.labels}" for ref in refs]
    ends = [ref.end for ref in refs]
    for index, ref in enumerate(refs):
        tail = ET_SEQ.match(text, ref.end) if not after else None
        if tail is not None:
            texts[index] += " et seq."
            ends[index] = tail.end()
        elif not after and text.startswith(" note", ref.end) and (note := _NOTE.match(text, ref.end)):
            texts[index] += " note"
            ends[index] = note.end()
    ends[-1] = max(ends[-1], after)
    group = Span(start, ends[-1]) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        through = texts[index + 1] if index + 1 < len(refs) and refs[index + 1].ranged else None
        scan.add(start if index == 0 else ref.start, ends[index], family, texts[index], rule, through=through, group=group)
    return ends[-1]


def number_first(scan: Scan, at: int, end: int) -> int:
    """Read "15 U.S.C. 78o": the trigger is "u.s.c"."""
    title = _TITLE.search(scan.lower, max(scan.floor, at - 10), at)
    name = _NAME.match(scan.text, at)
    if title is None or name is None:
        return 0
    head = _HEAD.match(scan.text, name.end())
    if head is None:
        return _chapter(scan, title, name.end())
    refs = members(scan.text, head.end(), plural=(head["head"] or "")[:2] == "§§" or (head["head"] or "").lower().startswith("sections"))
    if not refs:
        return 0
    app = "App. " if head["app"] else ""
    return record(scan, title.start(), f"{title[1]} U.S.C. {app}", refs, "usc.number-first")


def _chapter(scan: Scan, title: re.Match[str], at: int) -> int:
    match = _CHAPTER.match(scan.text, at)
    if match is None:
        return 0
    below = f", subchapter {match['below'].upper()}" if match["below"] else ""
    scan.add(title.start(), match.end(), "usc", f"{title[1]} U.S.C. chapter {match['number'].upper()}{below}", "usc.chapter")
    return match.end()


def title_first(scan: Scan, at: int, end: int) -> int:
    """Read "Title 18, United States Code, Section 3500": the trigger is "title"."""
    head = _CODE_NAME.match(scan.text, end)
    if head is None and (head := _SECTION_NEXT.match(scan.text, end)) is not None:
        return _name_apart(scan, at, head)
    if head is None:
        whole = _WHOLE.match(scan.text, end)
        if whole is None:
            return 0
        scan.add(at, whole.end(), "usc", f"{whole[1]} U.S.C.", "usc.title")
        return whole.end()
    refs = members(scan.text, head.end(), plural=head["head"].lower().startswith(("§§", "sections")))
    return record(scan, at, f"{head[1]} U.S.C. ", refs, "usc.title-first") if refs else 0


def _name_apart(scan: Scan, at: int, head: re.Match[str]) -> int:
    """Read "title 31, section 5318(g), United States Code" and "United States Code, title 31, section 5318(g)"."""
    before = _NAME_BEFORE.search(scan.text, max(scan.floor, at - 24), at)
    refs = members(scan.text, head.end(), plural=head["head"].lower().startswith(("§§", "sections")))
    after = _NAME_AFTER.match(scan.text, refs[-1].end) if refs else None
    if not refs or (before is None and after is None):
        return 0
    start = before.start() if before else at
    return record(scan, start, f"{head[1]} U.S.C. ", refs, "usc.title-first", after=after.end() if after and not before else 0)


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("u.s.c", number_first),
    ("u. s. c", number_first),
    ("u.s. c", number_first),
    ("usc", number_first),
    ("united states code", number_first),
    ("title", title_first),
)
GLUED = ("u.s.c", "usc", "u. s. c", "u.s. c")
