"""Named units of the document: "appendix A to this part", "subpart B", "part 1026", "comment 30(b)-1", "condition (2) above", "footnote 3".

A unit of something else is that something's ("appendix A to 12 CFR part 202"). Prose ("in part 1 of the form", "the note 3 days later") is left
alone: a lower-case head needs a tail, or a number long enough to be a part of the Code.
"""

from __future__ import annotations

import re

from regkit.cite import sro_rules
from regkit.cite.cfr import subdivision
from regkit.cite.expressions import Tail, read_tail
from regkit.cite.grammar import CFR_NUMBER, Ref, printed, read_list, read_path
from regkit.cite.internal import AFTER_HEADING, at_line_start, several
from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("appendix A to this part", ("appendix A",)),
    ("Appendices A and B", ("appendix A", "appendix B")),
    ("appendix A to 12 CFR part 202", ("12 CFR part 202, appendix A",)),
    ("Appendix C of Regulation Z", ("12 CFR part 1026, appendix C",)),
    ("Sample Forms B-5, B-6 and B-7", ("appendix B, form B-5", "appendix B, form B-6", "appendix B, form B-7")),
    ("Model Clause B-1(h)", ("appendix B, clause B-1(h)",)),
    ("subpart B of part 1026 of this chapter", ("part 1026, subpart B",)),
    ("subpart B of this part", ("subpart B",)),
    ("part 1026 of this chapter", ("part 1026",)),
    ("comment 8(a)-10.v", ("comment 8(a)-10.v",)),
    ("comments 4(f)(1)-1 and 4(f)(2)-1", ("comment 4(f)(1)-1", "comment 4(f)(2)-1")),
    ("the commentary to § 1013.7(a)", ("commentary to § 1013.7(a)",)),
    ("condition (2) above", ("condition 2",)),
    ("condition 2(b)", ("condition 2(b)",)),
    ("condition 2 of Section III", ("Section III, condition 2",)),
    ("conditions 1 through 4", ("condition 1", "condition 4")),
    ("Items I, II, and III below", ("Item I", "Item II", "Item III")),
    ("supra note 12", ("footnote 12",)),
    ("footnote 3", ("footnote 3",)),
    ("supplement I to part 1026 of this chapter", ("part 1026, supplement I",)),
    ("part 240 of 17 CFR", ("17 CFR part 240",)),
    ("Appendix A, Part I, Paragraph D", ("appendix A, Part I, paragraph D",)),
    ("section E of Appendix A of this part", ("appendix A, section E",)),
    ("12 CFR 226.17, comment 17(b)-11", ("12 CFR 226.17", "12 CFR part 226, supplement I, comment 17(b)-11")),
    ("comment appendix C-1", ("comment app. C-1",)),
    ("supra notes 12 and 13", ("footnote 12", "footnote 13")),
    ("footnotes 45-47 and accompanying text", ("footnote 45", "footnote 47")),
    ("supra n.12", ("footnote 12",)),
    ("infra Part IV.C.2", ("Part IV.C.2",)),
    ("in part because", ()),
)

_APPENDIX = re.compile(r"app(?:endix|endices|endixes)\.? {1,2}(?=[A-Z])", re.IGNORECASE)
_APPENDIX_NAME = re.compile(r"(?:[A-Z]{1,2}|[IVX]{1,5})(?:-\d{1,2}[A-Z]?)?(?![\w.-])|[A-Z](?:-\d{1,2})?(?=\.(?:\W|$))|[A-Z](?:-\d{1,2})?(?![\w.])")
_SUBPART = re.compile(r"subparts? {1,2}(?=[A-Z])", re.IGNORECASE)
_SUBPART_NAME = re.compile(r"[A-Z]{1,3}(?![\w-])")
_PART = re.compile(r"parts? {1,2}(?=[\dIVX])", re.IGNORECASE)
_PART_NAME = re.compile(r"\d{1,4}[a-z]{0,2}(?![\w(,]|\.\d|-\d)|\d{1,4}(?=, |,$)|[IVX]{1,5}(?:\.[A-Z](?:\.\d{1,2}(?:\.[a-z])?)?)?(?![\w])(?!\.\w)")
_SUPPLEMENT = re.compile(r"supplement {1,2}(?=[IVX])", re.IGNORECASE)
_SUPPLEMENT_NAME = re.compile(r"[IVX]{1,4}(?![\w-])")
# What stands below a unit: ", Part I, Paragraph D"; and before it: "section E of Appendix A".
_LOWER = re.compile(r",? (?P<noun>[Pp]art|[Ss]ection|[Pp]aragraph) (?P<label>[IVX]{1,5}|[A-Z]|\d{1,2})(?![\w.-]\w)(?!\w)(?! of)")
_UPPER = re.compile(r"(?P<noun>[Pp]art|[Ss]ection|[Pp]aragraph) (?P<label>[IVX]{1,5}|[A-Z]|\d{1,2}) (?:of|in) \Z")
_COMMENT = re.compile(r"comments? {1,2}(?:appendix (?=[A-Z]-?\d))?(?=app\.|[A-Z\d])", re.IGNORECASE)
_COMMENT_NAME = re.compile(
    r"(?:app\. )?(?:\d{1,3}[a-z]?|[A-Z]{1,2})(?:\((?:\d{1,2}|[a-zA-Z]"
    r"|[ivxIVX]{2,5})\)){0,6}(?:-\d{1,3})?(?:\.[ivx]{1,5}(?:\.[A-Z](?:\.\d{1,2})?)?)?(?![\w(])"
)
_PART_OF = re.compile(r"(\d{1,2}) CFR (?:part )?(\d{1,4}[a-z]{0,2})(?:\.|, supplement I|$)")
_POINTED = re.compile(r"[-(]")
_JOIN = re.compile(r",? (?:and|or|through) (?:comments? )?|, ")
_OF_PART = re.compile(r",? (?:of|to) (?=part \d)", re.IGNORECASE)
_UNIT_OF = re.compile(r"(?:^|\n)(?:appendix|supplement|subpart) [A-Z]{1,3} (?:to|of) \Z", re.IGNORECASE)
_MODEL = re.compile(r"(?:sample|model) (?P<noun>forms?|clauses?) {1,2}(?=[A-Z]-\d)", re.IGNORECASE)
_MODEL_NAME = re.compile(r"[A-Z]-\d{1,2}[A-Z]?(?![\w-])")
_SUPRA = re.compile(r"(?:supra|infra|see|accompanying) \Z|(?:supra|infra), \Z", re.IGNORECASE)
_LATER_COMMENT = re.compile(r"-\d{1,3}(?:\.[ivx]{1,5})?(?![\w(])")
_COMMENTARY = re.compile(r"(?:the )?commentary (?:to|on|for|under) (?:§ ?|section )", re.IGNORECASE)
_UNIT = re.compile(r"(?P<noun>conditions?|items?|footnotes?|notes?|fn\.|nn?\.|steps?) {0,2}(?=\(?[\dIVX])", re.IGNORECASE)
_UNIT_NAME = re.compile(r"\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,4}(?!\d)(?!\.\d|-[A-Za-z])(?![A-Za-z])|[IVX]{1,6}(?:\.[A-Z]\.?(?:\d\.?)?)?(?![\w])")
_OF_SECTION = re.compile(r" (?:of|in) Section (?P<heading>[IVX]{1,5}(?:\.[A-Z])?(?:\.\d{1,2})?)(?![\w-])")
_BELOW = re.compile(r",? (?:above|below|supra|infra)\b")


def _named(head: re.Pattern[str], name: re.Pattern[str], noun: str) -> Grammar:
    """Return the grammar of a lettered unit: "appendix A to this part", "subpart B"."""

    def read(scan: Scan, at: int, end: int) -> int:
        text = scan.text
        match = head.match(text, at)
        refs = read_list(text, match.end(), name) if match else []
        refs = [ref for ref in refs if ref.number]
        if not refs or (at_line_start(text, at) and AFTER_HEADING.match(text, refs[-1].end)):
            return 0
        lower, end = _below(text, refs[-1].end) if len(refs) == 1 else ("", 0)
        upper = _UPPER.search(text, max(scan.floor, at - 18), at) if len(refs) == 1 else None
        if lower or upper is not None:
            refs = [refs[0]._replace(end=max(end, refs[0].end))]
            lower = f"{lower}, {_level(upper)}" if upper is not None else lower
            at = upper.start() if upper is not None else at
        tail = read_tail(text, refs[-1].end)
        return _unit_of(scan, at, refs, noun, tail, lower)

    return read


def _level(match: re.Match[str]) -> str:
    noun = match["noun"].lower()
    return f"{'Part' if noun == 'part' else noun} {match['label']}"


def _below(text: str, at: int) -> tuple[str, int]:
    """Return the levels below a unit that are named after it (", Part I, Paragraph D") in canonical spelling, and where they end."""
    found = ""
    while (level := _LOWER.match(text, at)) is not None and len(found) < 60:
        found, at = f"{found}, {_level(level)}", level.end()
    return found, at


def _unit_of(scan: Scan, at: int, refs: list[Ref], noun: str, tail: Tail | None, lower: str) -> int:
    text = scan.text
    names = [f"{noun} {ref.number}{ref.labels}{lower}" for ref in refs]
    last = refs[-1].end
    if tail is not None and tail.kind in ("cfr", "regulation") and " CFR part " in tail.value:
        return several(scan, at, refs, [f"{tail.value}, {name}" for name in names], "cfr.unit-first", tail.end, family="cfr")
    if tail is not None and tail.kind == "this":
        return several(scan, at, refs, names, f"internal.{noun}", tail.end)
    part = _OF_PART.match(text, last)
    number = _PART_NAME.match(text, part.end() + 5) if part else None
    if number is not None and at_line_start(text, at) and AFTER_HEADING.match(text, number.end()):
        return number.end()
    if number is not None:
        chapter = read_tail(text, number.end())
        after = chapter.end if chapter is not None and chapter.kind == "this" else number.end()
        return several(scan, at, refs, [f"part {number.group()}, {name}" for name in names], "internal.part", after)
    return several(scan, at, refs, names, f"internal.{noun}", last)


def part(scan: Scan, at: int, end: int) -> int:
    """Read "part 1026 of this chapter", "Part I of this appendix"."""
    text = scan.text
    head = _PART.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _PART_NAME) if ref.number] if head else []
    if not refs or (at_line_start(text, at) and AFTER_HEADING.match(text, refs[-1].end)):
        return 0
    if AFTER_HEADING.match(text, refs[-1].end) and _UNIT_OF.search(text[max(0, at - 24) : at]):
        return 0  # "Supplement I to Part 1030—Official Interpretations": a heading
    first = refs[0].number
    roman = not first[0].isdigit()
    if roman and text[at].islower():
        return 0
    tail = read_tail(text, refs[-1].end)
    if tail is not None and tail.kind in ("act", "law", "regulation", "usc", "cfr"):
        return 0
    title = tail is not None and tail.kind == "title"
    if title and tail is not None:
        return several(scan, at, refs, [f"{tail.value} CFR part {ref.number}" for ref in refs], "cfr.part-first", tail.end, family="cfr")
    if len(first) < 3 and not roman and text[at].islower() and tail is None:
        return 0
    below, after = subdivision(text, refs[-1].end) if len(refs) == 1 and not roman else ("", refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else after
    return several(scan, at, refs, [f"{'Part' if roman else 'part'} {ref.number}{below}" for ref in refs], "internal.part", after)


def comment(scan: Scan, at: int, end: int) -> int:
    """Read "comment 30(b)-1", "comments 22(a)(1)-1 and -2": paragraphs of an official commentary."""
    text = scan.text
    head = _COMMENT.match(text, at)
    if head is None:
        return 0
    refs: list[Ref] = []
    place, ranged = head.end(), False
    while len(refs) < 16:
        match = _COMMENT_NAME.match(text, place)
        later = _LATER_COMMENT.match(text, place) if match is None and refs else None
        if match is not None and _POINTED.search(match.group()):
            refs.append(Ref(place, match.end(), match.group(), (), ranged))
        elif later is not None:
            refs.append(Ref(place, later.end(), refs[-1].number.rsplit("-", 1)[0] + later.group(), (), ranged))
        else:
            break
        joined = _JOIN.match(text, refs[-1].end)
        if joined is None:
            break
        place, ranged = joined.end(), "through" in joined.group()
    if not refs:
        return 0
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    last = scan.found[-1] if scan.found else None
    if (
        last is not None
        and last.family == "cfr"
        and last.target
        and text[last.span.end : at] in (" ", ", ")
        and (part := _PART_OF.match(last.target))
    ):
        whole = f"{part[1]} CFR part {part[2]}, supplement I"  # "12 CFR 226.17, comment 17(b)-11"
        return several(scan, at, refs, [f"{whole}, comment {ref.number}" for ref in refs], "cfr.comment", refs[-1].end, family="cfr")
    appendix = "app. " if head.group().lower().endswith("appendix ") else ""
    return several(scan, at, refs, [f"comment {appendix}{ref.number}" for ref in refs], "internal.comment", after)


def commentary(scan: Scan, at: int, end: int) -> int:
    """Read "the commentary to § 1013.7(a)": the comments on a provision, not the provision."""
    head = _COMMENTARY.match(scan.text, at)
    number = CFR_NUMBER.match(scan.text, head.end()) if head else None
    if number is None:
        return 0
    path, after = read_path(scan.text, number.end())
    scan.add(at, after, "internal", f"commentary to § {number.group()}{printed(path)}", "internal.commentary")
    return after


def model(scan: Scan, at: int, end: int) -> int:
    """Read "Sample Form B-4", "Model Clauses C-1 through C-3": forms and clauses are numbered by the appendix that they are in."""
    text = scan.text
    head = _MODEL.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _MODEL_NAME) if ref.number] if head else []
    if head is None or not refs or (at_line_start(text, at) and AFTER_HEADING.match(text, refs[-1].end)):
        return 0
    noun = head["noun"].lower().rstrip("s")
    targets = [f"appendix {ref.number.split('-')[0]}, {noun} {ref.number}{ref.labels}" for ref in refs]
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    return several(scan, at, refs, targets, "internal.model", after)


_CANON = {"item": "Item", "n.": "footnote", "nn.": "footnote", "fn.": "footnote", "note": "footnote"}


def unit(scan: Scan, at: int, end: int) -> int:
    """Read "condition (2) above", "Items I and II", "footnote 3", "note 12 above"."""
    text = scan.text
    head = _UNIT.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _UNIT_NAME) if ref.number] if head else []
    if head is None or not refs or (at_line_start(text, at) and AFTER_HEADING.match(text, refs[-1].end)):
        return 0
    noun = head["noun"].lower().rstrip("s")
    below = _BELOW.match(text, refs[-1].end)
    if noun == "note" and not below and not _SUPRA.search(text, max(0, at - 13), at):
        return 0
    if (noun == "item" and (text[head.end()].isdigit() or text[at].islower())) or (
        noun in ("n.", "nn.") and not _SUPRA.search(text, max(0, at - 13), at)
    ):
        return 0
    name = _CANON.get(noun, noun)
    after = below.end() if below else refs[-1].end
    section = _OF_SECTION.match(text, after)
    if section is not None:
        after = section.end()
    within = f"Section {section['heading']}, " if section else ""
    targets = [f"{within}{name} {ref.number.strip('()')}{ref.labels}" for ref in refs]
    return several(scan, at, refs, targets, f"internal.{name.lower()}", after)


_appendix = _named(_APPENDIX, _APPENDIX_NAME, "appendix")
_subpart = _named(_SUBPART, _SUBPART_NAME, "subpart")
_supplement = _named(_SUPPLEMENT, _SUPPLEMENT_NAME, "supplement")
TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("appendix ", _appendix),
    ("appendices ", _appendix),
    ("subpart ", _subpart),
    ("subparts ", _subpart),
    ("supplement ", _supplement),
    ("part ", part),
    ("parts ", part),
    ("rule ", sro_rules.rule),
    ("rules ", sro_rules.rule),
    ("comment ", comment),
    ("comments ", comment),
    ("the commentary ", commentary),
    ("commentary ", commentary),
    *((f"{noun}{s} ", unit) for noun in ("condition", "item", "footnote", "note") for s in ("", "s")),
    *((f"{kind} {noun}", model) for kind in ("sample", "model") for noun in ("form", "clause")),
    *((noun, unit) for noun in ("n. ", "n.", "nn. ", "fn. ")),
)
GLUED = ()
