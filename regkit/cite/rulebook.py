"""Rulebooks in the British manner: "Rule 5.1.1(b)(iii)", "GEN 3.3.31", "PRA Rulebook, Liquidity 4.2", "Chapter 4 of COBS".

A module's code is taken only from the list of codes (``rulebooks.toml``). A rule number with two or more full stops needs no code; a bare number
("3.3.32") is read only in a list that a head or a code began. Whether the document's own rule is meant is for resolution.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from regkit.cite import sro_rules
from regkit.cite.expressions import read_tail
from regkit.cite.grammar import Ref, printed, read_list, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.cite.usc import record

EXAMPLES = (
    ("Rule 5.1.1(b)(iii)", ("Rule 5.1.1(b)(iii)",)),
    ("Rules 4.3.5 and 4.3.6(1)", ("Rule 4.3.5", "Rule 4.3.6(1)")),
    ("GEN 3.3.31 and 3.3.32", ("GEN 3.3.31", "GEN 3.3.32")),
    ("COBS 4.2.1R", ("COBS 4.2.1R",)),
    ("PRU 6.8", ("PRU 6.8",)),
    ("subchapter IV of chapter 7 of the Bankruptcy Code", ("11 U.S.C. chapter 7, subchapter IV",)),
    ("Chapter 4 of COBS", ("COBS 4",)),
    ("Chapters 3 and 4", ("Chapter 3", "Chapter 4")),
    ("Chapter 14 of the Technical Provisions Part", ("PRA Rulebook, Technical Provisions 14",)),
    ("PRA Rulebook, Liquidity 4.2", ("PRA Rulebook, Liquidity 4.2",)),
    ("Guidance under 3.4.1", ("Rule 3.4.1",)),
    ("for the purposes of 7.1.2(1)(c)", ("Rule 7.1.2(1)(c)",)),
    ("section 15.3 and Appendix A1.3 of the Fund Rules", ("§ 15.3", "Appendix A1.3")),
    ("Rules 17.7.2 17.7.6", ("Rule 17.7.2", "Rule 17.7.6")),
    ("4.4(2) of the Group Supervision Part.", ("PRA Rulebook, Group Supervision 4.4(2)",)),
    ("2.1 to 2.5 of the Auditors Part.", ("PRA Rulebook, Auditors 2.1", "PRA Rulebook, Auditors 2.5")),
    ("rule 3.2 of the Notifications Part", ("PRA Rulebook, Notifications 3.2",)),
    ("PRA Rulebook: Remuneration Part, Rule 3.1", ("PRA Rulebook, Remuneration 3.1",)),
    ("MIR App 1", ("MIR App 1",)),
    ("chapter 35 of title 44, United States Code", ("44 U.S.C. chapter 35",)),
    ("subchapter II of chapter 53 of title 31, United States Code", ("31 U.S.C. chapter 53, subchapter II",)),
    ("Part One of the manual", ()),
    ("Chapters 2 and 4 of the state code", ()),
    ("in chapter and verse", ()),
)

MODULES: tuple[str, ...] = tuple(sorted(tomllib.loads(files("regkit.cite").joinpath("rulebooks.toml").read_text(encoding="utf-8"))["modules"]))
_CODE = re.compile(
    rf"(?P<code>{'|'.join(sorted(MODULES, key=len, reverse=True))})"
    r" (?:Rules? |Chapters? |(?P<below>App|Sch)(?:endix|edule)? )?(?=\d)"
)
_NUMBER = re.compile(r"\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}[A-Z]{0,2}){1,4}(?:\.[A-Z]\d{0,2})?(?![\w])(?!\.\d)|\d{1,2}[A-Z]?(?![\w])(?!\.\d)")
_DEEP = re.compile(r"A?\d{1,3}[A-Z]{0,2}(?:\.(?:\d{1,3}[A-Z]{0,2}|[A-Z](?=\.))){1,4}(?![\w])(?!\.\d)")
_LOST_DASH = re.compile(r" {1,2}(?=A?\d{1,3}\.\d)")  # "Rules 17.1 17.6": a conversion dropped the dash
_AGAIN = re.compile(r"(?:[Rr]ules? |[Gg]uidance |[Ss]ections? |[Pp]aragraphs? )?(?=A?\d)")
_RULE = re.compile(
    r"(?:purposes of|rules?|guidance|sections?|paragraphs?)(?: (?:under|at|in|note|on))? {1,2}(?=A?\d{1,3}[A-Z]{0,2}\.)", re.IGNORECASE
)
_CHAPTER = re.compile(r"chapters? {1,2}(?=\d)", re.IGNORECASE)
_CHAPTER_NAME = re.compile(r"\d{1,2}[A-Z]?(?![\w])(?!\.\d)")
_OF_MODULE = re.compile(rf" (?:of|in) (?:the )?(?P<code>{'|'.join(sorted(MODULES, key=len, reverse=True))})\b")
_SUBCHAPTER = re.compile(r"subchapter ([IVX]{1,5}) of \Z", re.IGNORECASE)
_RULE_HEADING = re.compile(r" [A-Z][a-z]|\.? ?(?:\n|$)")
_HEADING = re.compile(r"[—:-]| [A-Z]|$|\n|\.")
_CODE_BEFORE = re.compile(r"u\.?s\.?c\.? \Z", re.IGNORECASE)
_OF_TITLE = re.compile(r",? (?:of title|sub)", re.IGNORECASE)
_PART_TITLE = r"[A-Z][\w&-]*(?: (?:[A-Z][\w&-]*|\([A-Z]{2,6}\)|and|in|of|for|to)){0,6}?"
_PRA = re.compile(
    r"PRA Rulebook[,:]? (?:at )?(?:the )?(?P<part>[A-Z][A-Za-z]*(?: (?:and |of |for )?[A-Z&][A-Za-z]*){0,4}?)(?: Part)?,? (?:[Rr]ules? )?(?=\d)"
)


def code(scan: Scan, at: int, end: int) -> int:
    """Read "GEN 3.3.31": the trigger is a module's code."""
    text = scan.text
    head = _CODE.match(text, at)
    refs = read_list(text, head.end(), _NUMBER, plural=True) if head else []
    kept: list[Ref] = []
    for ref in refs:  # a later member must look like a provision: "GEN 3.3.31 and 5 others"
        if kept and ref.number and "." not in ref.number:
            break
        kept.append(ref)
    if head is None or not kept or ("." not in kept[0].number and kept[0].path):
        return 0
    below = f"{head['below']} " if head["below"] else ""
    return record(scan, at, f"{head['code']} {below}", kept, "rulebook.module", family="rulebook", after=kept[-1].end)


def rule(scan: Scan, at: int, end: int) -> int:
    """Read "Rule 5.1.1(b)(iii)" and the numbers listed after it."""
    text = scan.text
    head = _RULE.match(text, at)
    refs = read_list(text, head.end(), _DEEP, head=_AGAIN) if head else []
    if head is not None and len(refs) == 1 and head.group().lower().startswith("rules ") and (lost := _LOST_DASH.match(text, refs[0].end)):
        refs += [ref._replace(ranged=True) for ref in read_list(text, lost.end(), _DEEP)[:1]]
    if head is None or not refs or not refs[0].number:
        return 0
    if (at == 0 or text[at - 1] == "\n") and not refs[0].path and len(refs) == 1 and _RULE_HEADING.match(text, refs[0].end):
        return 0
    if sro_rules.AFTER.match(text, refs[-1].end):
        return 0  # "Rule 2.20 of the Cboe Rules"
    word = head.group().lower()
    if word.startswith(("section", "paragraph")) and refs[0].number.count(".") < 2 and word.startswith("paragraph"):
        return 0
    prefix = "section " if word.startswith("section") else "Rule "
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
    part = OF_PART.match(text, refs[-1].end)
    if part is not None:
        return record(scan, at, f"PRA Rulebook, {part['part']} ", refs, "rulebook.pra-part", family="rulebook", after=part.end())
    module = _OF_MODULE.match(text, refs[-1].end)
    if module is not None:
        return record(scan, at, f"{module['code']} ", refs, "rulebook.module-last", family="rulebook", after=module.end())
    return record(scan, at, prefix, refs, "rulebook.rule", family="rulebook", after=after)


def chapter(scan: Scan, at: int, end: int) -> int:
    """Read "Chapter 4 of COBS", "Chapters 3 and 4"; a chapter of the U.S. Code is left alone."""
    text = scan.text
    head = _CHAPTER.match(text, at)
    refs = read_list(text, head.end(), _CHAPTER_NAME) if head else []
    if not refs or not refs[0].number or _CODE_BEFORE.search(text, max(0, at - 8), at):
        return 0
    if (at == 0 or text[at - 1] == "\n") and _HEADING.match(text, refs[0].end):
        return 0
    tail = read_tail(text, refs[-1].end)
    if (tail is None or tail.kind not in ("usc", "bare title")) and _OF_TITLE.match(text, refs[-1].end):
        return 0
    module = _OF_MODULE.match(text, refs[-1].end)
    if module is not None:
        return record(scan, at, f"{module['code']} ", refs, "rulebook.chapter-of", family="rulebook", after=module.end())
    part = OF_PART.match(text, refs[-1].end)
    if part is not None:
        return record(scan, at, f"PRA Rulebook, {part['part']} ", refs, "rulebook.pra-part", family="rulebook", after=part.end())
    if tail is not None and (tail.kind == "usc" or (tail.kind == "bare title" and text[at].islower())):
        return _of_code(scan, at, refs, tail.value, tail.end)
    if tail is not None and tail.kind == "act" and tail.act is not None and tail.act.identity:
        return _of_code(scan, at, refs, tail.act.title, tail.end)
    if text[at].islower():
        return 0
    if tail is not None and tail.kind == "act":
        name = tail.act.short if tail.act else tail.value
        return record(scan, at, f"{name}, chapter ", refs, "rulebook.chapter-of", family="act", after=tail.end)
    if text.startswith(" of ", refs[-1].end) and tail is None:
        return 0  # of something that is not understood
    return record(scan, at, "Chapter ", refs, "rulebook.chapter", family="rulebook", after=tail.end if tail else refs[-1].end)


def _of_code(scan: Scan, at: int, refs: list[Ref], title: str, after: int) -> int:
    """Record chapters of a title of the U.S. Code, with the subchapter named before a single one."""
    above = _SUBCHAPTER.search(scan.text, max(scan.floor, at - 24), at) if len(refs) == 1 else None
    if above is not None:
        scan.add(above.start(), after, "usc", f"{title} U.S.C. chapter {refs[0].number}, subchapter {above[1].upper()}", "usc.chapter")
        return after
    return record(scan, at, f"{title} U.S.C. chapter ", refs, "usc.chapter", after=after)


OF_PART = re.compile(rf" {{1,2}}(?:of|in) {{1,2}}the (?P<part>{_PART_TITLE}) Part(?: of the PRA Rulebook)?\b")
_NUMBERS_OF = re.compile(
    rf"(?<![\w.§])(?<!§ )\d{{1,2}}[A-Z]?\.\d{{1,2}}[A-Z]?(?:\(\w{{1,4}}\)){{0,4}}"
    rf"(?:(?:,|,? and|,? or| to) \d{{1,2}}[A-Z]?\.\d{{1,2}}[A-Z]?(?:\(\w{{1,4}}\)){{0,4}}){{0,5}} (?:of|in) the {_PART_TITLE} $"
)


def part_last(scan: Scan, at: int, end: int) -> int:
    """Read "4.4(2) of the Group Supervision Part", numbers that nothing but the Part's name makes a reference: the trigger is "part"."""
    text = scan.text
    if text[at] != "P" or text[at + 5 : at + 6].isdigit():
        return 0
    begin = max(scan.floor, at - 120)
    begin = max(begin, text.rfind("\n", begin, at) + 1)
    head = _NUMBERS_OF.search(text, begin, at) if text.find(" the ", begin, at) >= 0 else None
    refs = read_list(text, head.start(), _NUMBER) if head else []
    named = OF_PART.match(text, refs[-1].end) if refs else None
    if head is None or named is None:
        return 0
    return record(scan, head.start(), f"PRA Rulebook, {named['part']} ", refs, "rulebook.pra-part", family="rulebook", after=named.end())


def pra(scan: Scan, at: int, end: int) -> int:
    """Read "PRA Rulebook, Liquidity 4.2"."""
    head = _PRA.match(scan.text, at)
    number = _NUMBER.match(scan.text, head.end()) if head else None
    if head is None or number is None:
        return 0
    path, after = read_path(scan.text, number.end())
    scan.add(at, after, "rulebook", f"PRA Rulebook, {head['part']} {number.group()}{printed(path)}", "rulebook.pra")
    return after


_APPENDIX = re.compile(r"Appendix (?=A?\d{1,2}\.\d)")
_APPENDIX_NUMBER = re.compile(r"A?\d{1,2}(?:\.\d{1,3}){1,4}(?![\w])(?!\.\d)")


def appendix(scan: Scan, at: int, end: int) -> int:
    """Read "Appendix A1.3": an appendix numbered as the rules are."""
    head = _APPENDIX.match(scan.text, at)
    refs = read_list(scan.text, head.end(), _APPENDIX_NUMBER) if head else []
    return record(scan, at, "Appendix ", refs, "rulebook.appendix", family="rulebook", after=refs[-1].end) if refs and refs[0].number else 0


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((f"{word.lower()} ", code) for word in MODULES),
    *((word, rule) for word in ("rule ", "rules ", "guidance ")),
    ("purposes of ", rule),
    ("appendix ", appendix),
    ("chapter ", chapter),
    ("chapters ", chapter),
    ("pra rulebook", pra),
    *((f"part{mark}", part_last) for mark in (" ", ",", ".", ";", ":", ")", "]", "\n")),
)
GLUED = ()
