"""References within the document: "paragraph (b)(2) of this section", "appendix A to this part", "comment 30(b)-1", "condition (2) above".

The canonical form says what the words alone say ("paragraph (b)(2)", "§ 1002.9(b)(1)", "comment 2(c)(1)-1"); `regkit.resolve.citations` finds the
provision. A paragraph of something else is that something's: "paragraph (b)(2) of § 1005.18" is "§ 1005.18(b)(2)", "paragraph (a) of Rule 15c3-3"
is 17 CFR 240.15c3-3(a). Prose ("in part 1 of the form", "the note 3 days later") is left alone: a lower-case head needs a label or a tail.
"""

from __future__ import annotations

import re

from regkit.cite import acts, sec_rules
from regkit.cite.expressions import ROMAN, read_tail
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
    ("paragraph (c) of Section II.D", ("Section II.D(c)",)),
    ("paragraph (a) of that section", ("paragraph (a) of that section",)),
    ("this Rule 1", ("Rule 1",)),
    ("paragraph (b)(1) of this appendix", ("paragraph (b)(1) of this appendix",)),
    ("§ 1002.9(b)(1) of this part", ("§ 1002.9(b)(1)",)),
    ("this section", ("this section",)),
    ("such paragraph", ("this paragraph",)),
    ("clause (ii) of subparagraph (A)", ("paragraph (A)(ii)",)),
    ("subparagraph (A)(i) of paragraph (2) of this section", ("paragraph (2)(A)(i)",)),
    ("subsection (a); clause (ii) of subparagraph (A)", ("paragraph (a)", "paragraph (A)(ii)")),
    ("sub-paragraph (b)", ("paragraph (b)",)),
    ("Sub-section (3)", ("paragraph (3)",)),
    ("the foregoing paragraphs (a) and (b)", ("paragraph (a)", "paragraph (b)")),
)

_PARAGRAPH = re.compile(
    r"(?:sub-?)?(?:paragraphs?|sections?|clauses?|divisions?) {0,2}(?=\(\w{1,5}\)|\d{1,4}\.\d|\d{1,3}(?:\(|[ .,;)]))", re.IGNORECASE
)
_LABELLED = re.compile(r"(?!)")
_AGAIN = re.compile(r"(?:(?:in|under|of|by|with|to) )?(?:sub)?(?:paragraphs?|sections?|clauses?) (?=\()")
_DOTTED = re.compile(rf"{CFR_SECTION}")
_PLAIN = re.compile(r"\d{1,3}(?![\w.-])|\d{1,3}(?=\.?(?: |$|\n))|\d{1,3}(?=\()")
_ALONE = re.compile(r"\.?[ ]{0,2}(?:\n|$)")
_DETERMINER = re.compile(r"(?:this|these|such|that|those|the same|said) \Z", re.IGNORECASE)
_NESTED = re.compile(r",? (?:of|in|to|under) (?:§ ?|section |Section |sec\. )")
_NESTED_LABELS = re.compile(r",? (?:of|in|to|under) (?:sub-?)?(?:paragraph|section|clause) (?=\()")
_NESTED_RULE = re.compile(r",? (?:of|in|to|under) (?=Rule )")
_NESTED_NUMBER = re.compile(rf"{CFR_SECTION}|{ACT_NUMBER.pattern}")
_THIS = re.compile(
    r"(?:(?:this|these) (?P<noun>paragraphs?|sections?|sub ?parts?|parts?|appendix|sub ?sections?|subparagraphs?|rules?|regulation|chapter|article"
    r"|supplement|commentary|order|schedule|clause)"
    r"|such (?P<back>paragraph|section|subsection|subparagraph|part|subpart|appendix|clause))\b(?! \(\w)(?! \d)",
    re.IGNORECASE,
)
AFTER_HEADING = re.compile(r" {0,2}(?:$|\n|—|-(?!\d)|\.|:| \[?[A-Z])")


def at_line_start(text: str, at: int) -> bool:
    """Tell whether ``at`` begins a line: a head there may be the heading of the unit itself."""
    return at == 0 or text[at - 1] == "\n"


def paragraph(scan: Scan, at: int, end: int) -> int:
    """Read "paragraph (b)(2) of this section" and what it hangs on."""
    text = scan.text
    head = _PARAGRAPH.match(text, at)
    if head is None:
        return 0
    word = head.group().strip().lower()
    determiner = _DETERMINER.search(text, max(scan.floor, at - 9), at)
    start = at  # "this" says whose the paragraph is, and is not part of its number
    if text[head.end()].isdigit():
        return _numbered_paragraph(scan, start, at, head.end(), word)
    refs = read_list(text, head.end(), _LABELLED, head=_AGAIN) if not determiner or word.endswith("s") else read_list(text, head.end(), _LABELLED)[:1]
    if not refs:
        return 0
    last = refs[-1].end
    if text[at] == "P" and len(refs) == 1 and at_line_start(text, at) and _ALONE.match(text, last):
        return last  # the heading of a comment on the paragraph
    for _ in range(3):  # "clause (ii) of subparagraph (A) of paragraph (2)"
        around = _NESTED_LABELS.match(text, last)
        outer, end = read_path(text, around.end()) if around else ((), last)
        if not outer:
            break
        head_at = max((index for index, ref in enumerate(refs) if index and text[ref.start] != "("), default=0)
        refs = [*refs[:head_at], *(ref._replace(path=(*outer, *ref.path)) for ref in refs[head_at:])]
        last = end
    nested = _NESTED.match(text, last)
    if nested is not None:
        number = _NESTED_NUMBER.match(text, nested.end())
        if number is not None:
            return _inside(scan, start, refs, number.group(), number.end())
        heading = ROMAN.match(text, nested.end())
        if heading is not None and text[nested.end() - 8 : nested.end()] == "Section ":
            inner, after = read_path(text, heading.end(), spaced=False)
            targets = [f"Section {heading.group()}{printed((*inner, *ref.path))}" for ref in refs]
            return several(scan, start, refs, targets, "internal.heading", after)
    rule = _NESTED_RULE.match(text, last)
    if rule is not None and (hit := sec_rules_target(text, rule.end())) is not None:
        path, after = read_path(text, hit[1])
        return record(scan, start, hit[0] + printed(path), _bare(refs), "sec-rule.paragraph-first", family="sec_rule", after=after)
    tail = read_tail(text, last)
    if tail is not None and tail.kind == "cfr" and not tail.value.split(" CFR ")[1].startswith("part"):
        return record(scan, start, tail.value + printed(tail.path), _bare(refs), "cfr.paragraph-first", family="cfr", after=tail.end)
    if tail is not None and tail.kind == "this" and tail.path:
        targets = [f"paragraph {ref.labels} of that {tail.value}" for ref in refs]
        return several(scan, start, refs, targets, "internal.paragraph-of-that", tail.end)
    if tail is not None and tail.kind == "this" and tail.value not in ("section", "rule", "regulation"):
        targets = [f"paragraph {ref.labels} of this {tail.value}" for ref in refs]
        return several(scan, start, refs, targets, "internal.paragraph-of", tail.end)
    own = "internal.this-paragraph" if determiner and determiner.group().lower() in ("this ", "these ") else "internal.paragraph"
    after = tail.end if tail is not None and tail.kind == "this" else last
    return several(scan, start, refs, [f"paragraph {ref.labels}" for ref in refs], own, after)


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
    if not refs or (at_line_start(text, at) and AFTER_HEADING.match(text, refs[-1].end)):
        return 0
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    return several(scan, start, refs, [f"paragraph {ref.number}{ref.labels}" for ref in refs], "internal.numbered-paragraph", after)


def _inside(scan: Scan, start: int, refs: list[Ref], number: str, at: int) -> int:
    """Record paragraphs of a section that is named after them."""
    outer, after = read_path(scan.text, at)
    tail = read_tail(scan.text, after)
    inner = [ref._replace(path=(*outer, *ref.path), number=number) for ref in refs]
    if tail is not None and tail.kind == "act":
        targets = [acts.canonical(tail.act, tail.value, number, ref.path) for ref in inner]
        return several(scan, start, inner, targets, "act.section", tail.end, family="act")
    if tail is not None and tail.kind in ("usc", "bare title"):
        return record(scan, start, f"{tail.value} U.S.C. ", inner, "usc.section-first", after=tail.end)
    prefix = "§ " if "." in number else "section "
    after = tail.end if tail is not None and tail.kind == "this" else after
    return several(scan, start, inner, [f"{prefix}{number}{ref.labels}" for ref in inner], "internal.section", after)


def several(scan: Scan, start: int, refs: list[Ref], targets: list[str | None] | list[str], rule: str, after: int, family: str = "internal") -> int:
    """Record the members of a list: the first from ``start``, the last to ``after``."""
    if len(refs) == 1:
        scan.add(start, after, family, targets[0], rule)
        return after
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
    noun = (match["noun"] or match["back"]).lower().replace(" ", "")
    noun = noun if noun == "appendix" else noun.rstrip("s")
    scan.add(at, match.end(), "internal", f"this {noun}", "internal.this" if match["noun"] else "internal.such")
    return match.end()


_CLASSES = ("paragraph", "subparagraph", "sub-paragraph", "subsection", "sub-section", "clause", "subclause", "sub-clause")
_NOUNS = (
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
TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((f"{word}{s} ", paragraph) for word in _CLASSES for s in ("", "s")),
    *((f"{which} {noun}", this) for which in ("this", "such") for noun in _NOUNS),
)
GLUED = ()
