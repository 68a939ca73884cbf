"""References within the document: "paragraph (b)(2) of this section", "appendix A to this part", "comment 30(b)-1", "condition (2) above".

The canonical form says what the words alone say ("paragraph (b)(2)", "§ 1002.9(b)(1)", "comment 2(c)(1)-1"); `regkit.resolve.citations` finds the
provision. A paragraph of something else is that something's: "paragraph (b)(2) of § 1005.18" is "§ 1005.18(b)(2)", "paragraph (a) of Rule 15c3-3"
is 17 CFR 240.15c3-3(a). Prose ("in part 1 of the form", "the note 3 days later") is left alone: a lower-case head needs a label or a tail.
"""

from __future__ import annotations

import re

from regkit.cite import acts, sec_rules
from regkit.cite.cfr import subdivision
from regkit.cite.expressions import Tail, read_tail
from regkit.cite.grammar import ACT_NUMBER, CFR_SECTION, Ref, printed, read_list, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.cite.usc import record
from regkit.model.span import Span

EXAMPLES = (
    ("paragraph (b)(2) of this section", ("paragraph (b)(2)",)),
    ("paragraphs (a)(1), (2)(i) and (c) of this section", ("paragraph (a)(1)", "paragraph (a)(2)(i)", "paragraph (c)")),
    ("paragraphs (d)(1)(i) through (viii) of this section", ("paragraph (d)(1)(i)", "paragraph (d)(1)(viii)")),
    ("this paragraph (c)", ("paragraph (c)",)),
    ("paragraph (b)(2) of § 1005.18", ("§ 1005.18(b)(2)",)),
    ("paragraph (a) of Rule 15c3-3", ("17 CFR 240.15c3-3(a)",)),
    ("subsection (b) of section 5 of the Securities Act", ("15 U.S.C. 77e(b)",)),
    ("paragraph (b)(1) of this appendix", ("paragraph (b)(1) of this appendix",)),
    ("§ 1002.9(b)(1) of this part", ("§ 1002.9(b)(1)",)),
    ("appendix A to this part", ("appendix A",)),
    ("Appendices A and B", ("appendix A", "appendix B")),
    ("appendix A to 12 CFR part 202", ("12 CFR part 202, appendix A",)),
    ("Appendix C of Regulation Z", ("12 CFR part 1026, appendix C",)),
    ("subpart B of this part", ("subpart B",)),
    ("part 1026 of this chapter", ("part 1026",)),
    ("comment 8(a)-10.v", ("comment 8(a)-10.v",)),
    ("comments 4(f)(1)-1 and 4(f)(2)-1", ("comment 4(f)(1)-1", "comment 4(f)(2)-1")),
    ("the commentary to § 1013.7(a)", ("commentary to § 1013.7(a)",)),
    ("this section", ("this section",)),
    ("such paragraph", ("this paragraph",)),
    ("condition (2) above", ("condition 2",)),
    ("conditions 1 through 4", ("condition 1", "condition 4")),
    ("Items I, II, and III below", ("Item I", "Item II", "Item III")),
    ("supra note 12", ("footnote 12",)),
    ("footnote 3", ("footnote 3",)),
    ("in part because", ()),
)

_PARAGRAPH = re.compile(
    r"(?:sub)?(?:paragraphs?|sections?|clauses?|divisions?) {0,2}(?=\(\w{1,5}\)|\d{1,4}\.\d|\d{1,3}(?:\(|[ .,;)]))", re.IGNORECASE
)
_LABELLED = re.compile(r"(?!)")
_AGAIN = re.compile(r"(?:(?:in|under|of|by|with|to) )?(?:sub)?(?:paragraphs?|sections?|clauses?) (?=\()")
_DOTTED = re.compile(rf"{CFR_SECTION}(?![\w])")
_PLAIN = re.compile(r"\d{1,3}(?![\w.-])|\d{1,3}(?=\.?(?: |$|\n))|\d{1,3}(?=\()")
_DETERMINER = re.compile(r"(?:this|these|such|that|those|the same|said) $", re.IGNORECASE)
_NESTED = re.compile(r",? (?:of|in|to|under) (?:§ ?|section |Section |sec\. )")
_NESTED_RULE = re.compile(r",? (?:of|in|to|under) (?=Rule )")
_NESTED_NUMBER = re.compile(rf"{CFR_SECTION}(?![\w])|{ACT_NUMBER.pattern}")
_APPENDIX = re.compile(r"app(?:endix|endices|endixes)\.? {1,2}(?=[A-Z])", re.IGNORECASE)
_APPENDIX_NAME = re.compile(r"(?:[A-Z]{1,2}|[IVX]{1,5})(?:-\d{1,2}[A-Z]?)?(?![\w.-])|[A-Z](?:-\d{1,2})?(?=\.(?:\W|$))|[A-Z](?:-\d{1,2})?(?![\w.])")
_SUBPART = re.compile(r"subparts? {1,2}(?=[A-Z])", re.IGNORECASE)
_SUBPART_NAME = re.compile(r"[A-Z]{1,3}(?![\w-])")
_PART = re.compile(r"parts? {1,2}(?=[\dIVX])", re.IGNORECASE)
_PART_NAME = re.compile(r"\d{1,4}[a-z]{0,2}(?![\w(,]|\.\d|-\d)|\d{1,4}(?=, |,$)|[IVX]{1,5}(?:\.[A-Z])?(?![\w])")
_COMMENT = re.compile(r"comments? {1,2}(?=app\.|[A-Z\d])", re.IGNORECASE)
_COMMENT_NAME = re.compile(
    r"(?:app\. )?(?:\d{1,3}[a-z]?|[A-Z]{1,2})(?:\((?:\d{1,2}|[a-zA-Z]|[ivxIVX]{2,5})\)){0,6}(?:-\d{1,3})?(?:\.[ivx]{1,5}(?:\.[A-Z](?:\.\d{1,2})?)?)?(?![\w(])"
)
_LATER_COMMENT = re.compile(r"-\d{1,3}(?:\.[ivx]{1,5})?(?![\w(])")
_COMMENTARY = re.compile(r"(?:the )?commentary (?:to|on|for|under) (?:§ ?|section )", re.IGNORECASE)
_UNIT = re.compile(r"(?P<noun>conditions?|items?|footnotes?|notes?|n\.|steps?) {0,2}(?=\(?[\dIVX])", re.IGNORECASE)
_UNIT_NAME = re.compile(r"\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,4}(?![\w.-]\w)|[IVX]{1,6}(?:\.[A-Z]\.?(?:\d\.?)?)?(?![\w])")
_THIS = re.compile(
    r"(?:this|such|that|these|the same) (?P<noun>paragraphs?|sections?|sub ?parts?|parts?|appendix|sub ?sections?|subparagraphs?|rules?|regulation|chapter|article|supplement|commentary|order|schedule|clause)\b(?! \(\w)",
    re.IGNORECASE,
)
_BELOW = re.compile(r",? (?:above|below|supra|infra)\b")
_AFTER_HEADING = re.compile(r" {0,2}(?:$|\n|—|-(?!\d)|\.|:| \[?[A-Z])")


def _at_line_start(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def paragraph(scan: Scan, at: int, end: int) -> int:
    """Read "paragraph (b)(2) of this section" and what it hangs on."""
    text = scan.text
    head = _PARAGRAPH.match(text, at)
    if head is None:
        return 0
    word = head.group().strip().lower()
    determiner = _DETERMINER.search(text, max(scan.floor, at - 9), at)
    start = determiner.start() if determiner else at
    if text[head.end()].isdigit():
        return _numbered_paragraph(scan, start, at, head.end(), word)
    refs = read_list(text, head.end(), _LABELLED, head=_AGAIN) if not determiner or word.endswith("s") else read_list(text, head.end(), _LABELLED)[:1]
    if not refs:
        return 0
    last = refs[-1].end
    nested = _NESTED.match(text, last)
    if nested is not None:
        number = _NESTED_NUMBER.match(text, nested.end())
        if number is not None:
            return _inside(scan, start, refs, number.group(), number.end())
    rule = _NESTED_RULE.match(text, last)
    if rule is not None and (hit := sec_rules_target(text, rule.end())) is not None:
        path, after = read_path(text, hit[1])
        return record(scan, start, hit[0] + printed(path), _bare(refs), "sec-rule.paragraph-first", family="sec_rule", after=after)
    tail = read_tail(text, last)
    if tail is not None and tail.kind == "cfr" and not tail.value.split(" CFR ")[1].startswith("part"):
        return record(scan, start, tail.value + printed(tail.path), _bare(refs), "cfr.paragraph-first", family="cfr", after=tail.end)
    if tail is not None and tail.kind == "this" and tail.value not in ("section", "rule", "regulation"):
        targets = [f"paragraph {ref.labels} of this {tail.value}" for ref in refs]
        return _several(scan, start, refs, targets, "internal.paragraph-of", tail.end)
    own = "internal.this-paragraph" if determiner and determiner.group().lower() in ("this ", "these ") else "internal.paragraph"
    after = tail.end if tail is not None and tail.kind == "this" else last
    return _several(scan, start, refs, [f"paragraph {ref.labels}" for ref in refs], own, after)


def _bare(refs: list[Ref]) -> list[Ref]:
    return [ref._replace(number="") for ref in refs]


def sec_rules_target(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical form of the one rule named at ``at`` and where its number ends."""
    scan = Scan("")
    scan.text = text
    scan.floor = at
    end = sec_rules.rule(scan, at, at + 5)
    if not end or len(scan.found) != 1 or scan.found[0].target is None:
        return None
    return scan.found[0].target, end


def _numbered_paragraph(scan: Scan, start: int, at: int, number_at: int, word: str) -> int:
    """Read "Paragraph 1030.5(a)" (a slip for the section) and "paragraph 6" (of an order)."""
    text = scan.text
    dotted = _DOTTED.match(text, number_at)
    if dotted is not None:
        path, after = read_path(text, dotted.end())
        scan.add(start, after, "internal", f"§ {dotted.group()}{printed(path)}", "internal.section")
        return after
    if not word.startswith("paragraph"):
        return 0
    refs = read_list(text, number_at, _PLAIN)
    if not refs or _at_line_start(text, at) and _AFTER_HEADING.match(text, refs[-1].end):
        return 0
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    return _several(scan, start, refs, [f"paragraph {ref.number}{ref.labels}" for ref in refs], "internal.numbered-paragraph", after)


def _inside(scan: Scan, start: int, refs: list[Ref], number: str, at: int) -> int:
    """Record paragraphs of a section that is named after them."""
    outer, after = read_path(scan.text, at)
    tail = read_tail(scan.text, after)
    inner = [ref._replace(path=(*outer, *ref.path), number=number) for ref in refs]
    if tail is not None and tail.kind == "act":
        targets = [acts.canonical(tail.act, tail.value, number, ref.path) for ref in inner]
        return _several(scan, start, inner, targets, "act.section", tail.end, family="act")
    if tail is not None and tail.kind in ("usc", "bare title"):
        return record(scan, start, f"{tail.value} U.S.C. ", inner, "usc.section-first", after=tail.end)
    prefix = "§ " if "." in number else "section "
    after = tail.end if tail is not None and tail.kind == "this" else after
    return _several(scan, start, inner, [f"{prefix}{number}{ref.labels}" for ref in inner], "internal.section", after)


def _several(scan: Scan, start: int, refs: list[Ref], targets: list[str | None] | list[str], rule: str, after: int, family: str = "internal") -> int:
    """Record the members of a list: the first from ``start``, the last to ``after``."""
    group = Span(start, after) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        last = index + 1 == len(refs)
        through = targets[index + 1] if not last and refs[index + 1].ranged else None
        scan.add(ref.start if index else start, after if last else ref.end, family, targets[index], rule, through=through, group=group)
    return after


def this(scan: Scan, at: int, end: int) -> int:
    """Read a bare "this section" or "such paragraph"."""
    match = _THIS.match(scan.text, at)
    if match is None:
        return 0
    noun = match["noun"].lower().replace(" ", "")
    noun = noun if noun == "appendix" else noun.rstrip("s")
    scan.add(at, match.end(), "internal", f"this {noun}", "internal.this" if match.group()[:4].lower() == "this" else "internal.such")
    return match.end()


def _named(head: re.Pattern[str], name: re.Pattern[str], noun: str) -> Grammar:
    """Return the grammar of a lettered unit: "appendix A to this part", "subpart B"."""

    def read(scan: Scan, at: int, end: int) -> int:
        text = scan.text
        match = head.match(text, at)
        refs = read_list(text, match.end(), name) if match else []
        refs = [ref for ref in refs if ref.number]
        if not refs or _at_line_start(text, at) and _AFTER_HEADING.match(text, refs[-1].end):
            return 0
        tail = read_tail(text, refs[-1].end)
        return _unit_of(scan, at, refs, noun, tail)

    return read


def _unit_of(scan: Scan, at: int, refs: list[Ref], noun: str, tail: Tail | None) -> int:
    text = scan.text
    names = [f"{noun} {ref.number}{ref.labels}" for ref in refs]
    last = refs[-1].end
    if tail is not None and tail.kind in ("cfr", "regulation") and " CFR part " in tail.value:
        return _several(scan, at, refs, [f"{tail.value}, {name}" for name in names], "cfr.unit-first", tail.end, family="cfr")
    if tail is not None and tail.kind == "this":
        return _several(scan, at, refs, names, f"internal.{noun}", tail.end)
    part = re.compile(r",? (?:of|to) (?=part \d)").match(text, last)
    number = _PART_NAME.match(text, part.end() + 5) if part else None
    if number is not None:
        return _several(scan, at, refs, [f"part {number.group()}, {name}" for name in names], "internal.part", number.end())
    return _several(scan, at, refs, names, f"internal.{noun}", last)


def part(scan: Scan, at: int, end: int) -> int:
    """Read "part 1026 of this chapter", "Part I of this appendix"."""
    text = scan.text
    head = _PART.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _PART_NAME) if ref.number] if head else []
    if not refs or _at_line_start(text, at) and _AFTER_HEADING.match(text, refs[-1].end):
        return 0
    first = refs[0].number
    roman = not first[0].isdigit()
    if roman and text[at].islower():
        return 0
    tail = read_tail(text, refs[-1].end)
    if tail is not None and tail.kind in ("act", "law", "regulation", "usc", "cfr"):
        return 0
    title = tail is not None and tail.kind == "title"
    if title and tail is not None:
        return _several(scan, at, refs, [f"{tail.value} CFR part {ref.number}" for ref in refs], "cfr.part-first", tail.end, family="cfr")
    if len(first) < 3 and not roman and text[at].islower() and tail is None:
        return 0
    below, after = subdivision(text, refs[-1].end) if len(refs) == 1 and not roman else ("", refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else after
    return _several(scan, at, refs, [f"{'Part' if roman else 'part'} {ref.number}{below}" for ref in refs], "internal.part", after)


def comment(scan: Scan, at: int, end: int) -> int:
    """Read "comment 30(b)-1", "comments 22(a)(1)-1 and -2": paragraphs of an official commentary."""
    text = scan.text
    head = _COMMENT.match(text, at)
    if head is None:
        return 0
    refs: list[Ref] = []
    place = head.end()
    while len(refs) < 16:
        match = _COMMENT_NAME.match(text, place)
        if match is None and refs:
            later = _LATER_COMMENT.match(text, place)
            if later is not None:
                refs.append(
                    Ref(place, later.end(), refs[-1].number.rsplit("-", 1)[0] + later.group(), (), joined is not None and "through" in joined.group())
                )
                match = later
        elif match is not None and re.search(r"[-(]", match.group()):
            refs.append(Ref(place, match.end(), match.group(), (), bool(refs) and joined is not None and "through" in joined.group()))
        else:
            match = None
        if match is None:
            break
        joined = re.compile(r",? (?:and|or|through) (?:comments? )?|, ").match(text, match.end())
        if joined is None:
            break
        place = joined.end()
    if not refs:
        return 0
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    return _several(scan, at, refs, [f"comment {ref.number}" for ref in refs], "internal.comment", after)


def commentary(scan: Scan, at: int, end: int) -> int:
    """Read "the commentary to § 1013.7(a)": the comments on a provision, not the provision."""
    head = _COMMENTARY.match(scan.text, at)
    number = _DOTTED.match(scan.text, head.end()) if head else None
    if number is None:
        return 0
    path, after = read_path(scan.text, number.end())
    scan.add(at, after, "internal", f"commentary to § {number.group()}{printed(path)}", "internal.commentary")
    return after


_CANON = {"item": "Item", "n.": "footnote", "note": "footnote"}


def unit(scan: Scan, at: int, end: int) -> int:
    """Read "condition (2) above", "Items I and II", "footnote 3", "note 12 above"."""
    text = scan.text
    head = _UNIT.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _UNIT_NAME) if ref.number] if head else []
    if head is None or not refs or _at_line_start(text, at):
        return 0
    noun = head["noun"].lower().rstrip("s")
    below = _BELOW.match(text, refs[-1].end)
    if (
        noun == "note"
        and not below
        and not re.search(r"(?:supra|infra|see|accompanying) $|(?:supra|infra), $", text[max(0, at - 13) : at], re.IGNORECASE)
    ):
        return 0
    if noun == "item" and (text[head.end()].isdigit() or text[at].islower()) or noun == "n." and "supra" not in text[max(0, at - 8) : at]:
        return 0
    name = _CANON.get(noun, noun)
    return _several(
        scan, at, refs, [f"{name} {ref.number.strip('()')}" for ref in refs], f"internal.{name.lower()}", below.end() if below else refs[-1].end
    )


_appendix = _named(_APPENDIX, _APPENDIX_NAME, "appendix")
_subpart = _named(_SUBPART, _SUBPART_NAME, "subpart")
_CLASSES = (
    "paragraph ",
    "paragraphs ",
    "subparagraph ",
    "subparagraphs ",
    "subsection ",
    "subsections ",
    "clause ",
    "clauses ",
    "subclause ",
    "subclauses ",
    "subdivision ",
)
TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((word, paragraph) for word in _CLASSES),
    ("appendix ", _appendix),
    ("appendices ", _appendix),
    ("subpart ", _subpart),
    ("subparts ", _subpart),
    ("part ", part),
    ("parts ", part),
    ("comment ", comment),
    ("comments ", comment),
    ("the commentary ", commentary),
    ("commentary ", commentary),
    *(
        (f"{which} {noun}", this)
        for which in ("this", "such")
        for noun in (
            "paragraph",
            "section",
            "part",
            "subpart",
            "sub",
            "appendix",
            "rule",
            "regulation",
            "chapter",
            "article",
            "supplement",
            "commentary",
            "order",
        )
    ),
    *((f"{noun}{s} ", unit) for noun in ("condition", "item", "footnote", "note") for s in ("", "s")),
    ("n. ", unit),
)
GLUED = ()
