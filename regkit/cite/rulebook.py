"""Rulebooks and acts in the British and European manner: "Rule 5.1.1(b)(iii)", "GEN 3.3.31", "Article 6(1) of Regulation (EU) No 648/2012".

A module's code is taken only from the list of codes (``rulebooks.toml``). A rule number with two or more full stops needs no code; a bare number
("3.3.32") is read only in a list that a head or a code began. Whether the document's own rule is meant is for resolution.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from regkit.cite import acts
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
    ("Article 6(1) of Regulation (EU) No 648/2012", ("Regulation (EU) No 648/2012, Article 6(1)",)),
    ("Articles 4 and 5 of Directive 2014/65/EU", ("Directive 2014/65/EU, Article 4", "Directive 2014/65/EU, Article 5")),
    ("Article 402 of CRR", ("CRR, Article 402",)),
    ("Art. 13(34) of the Solvency II Directive", ("Solvency II Directive, Article 13(34)",)),
    ("Chapter 14 of the Technical Provisions Part", ("PRA Rulebook, Technical Provisions 14",)),
    ("Regulation (EU) 2016/679", ("Regulation (EU) 2016/679",)),
    ("PRA Rulebook, Liquidity 4.2", ("PRA Rulebook, Liquidity 4.2",)),
    ("Guidance under 3.4.1", ("Rule 3.4.1",)),
    ("for the purposes of 7.1.2(1)(c)", ("Rule 7.1.2(1)(c)",)),
    ("section 15.3 and Appendix A1.3 of the Fund Rules", ("§ 15.3", "Appendix A1.3")),
    ("the Financial Services and Markets Act 2000", ("Financial Services and Markets Act 2000",)),
    ("section 5 of the Insolvency Regulations 2015", ("Insolvency Regulations 2015 § 5",)),
    ("Rules 17.7.2 17.7.6", ("Rule 17.7.2", "Rule 17.7.6")),
    ("Chapters 2 and 4 of the state code", ()),
    ("in chapter and verse", ()),
)

_MODULES: tuple[str, ...] = tuple(sorted(tomllib.loads(files("regkit.cite").joinpath("rulebooks.toml").read_text(encoding="utf-8"))["modules"]))
_CODE = re.compile(rf"(?P<code>{'|'.join(sorted(_MODULES, key=len, reverse=True))}) (?:Rules? |Chapters? |App(?:endix)? |Sch(?:edule)? )?(?=\d)")
_NUMBER = re.compile(r"\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}[A-Z]{0,2}){1,4}(?:\.[A-Z]\d{0,2})?(?![\w])(?!\.\d)|\d{1,2}[A-Z]?(?![\w])(?!\.\d)")
_DEEP = re.compile(r"A?\d{1,3}[A-Z]{0,2}(?:\.(?:\d{1,3}[A-Z]{0,2}|[A-Z](?=\.))){1,4}(?![\w])(?!\.\d)")
_LOST_DASH = re.compile(r" {1,2}(?=A?\d{1,3}\.\d)")  # "Rules 17.1 17.6": a conversion dropped the dash
_AGAIN = re.compile(r"(?:[Rr]ules? |[Gg]uidance |[Ss]ections? |[Pp]aragraphs? )?(?=A?\d)")
_RULE = re.compile(
    r"(?:purposes of|rules?|guidance|sections?|paragraphs?)(?: (?:under|at|in|note|on))? {1,2}(?=A?\d{1,3}[A-Z]{0,2}\.)", re.IGNORECASE
)
_CHAPTER = re.compile(r"chapters? {1,2}(?=\d)", re.IGNORECASE)
_CHAPTER_NAME = re.compile(r"\d{1,2}[A-Z]?(?![\w])(?!\.\d)")
_OF_MODULE = re.compile(rf" (?:of|in) (?:the )?(?P<code>{'|'.join(sorted(_MODULES, key=len, reverse=True))})\b")
_SUBCHAPTER = re.compile(r"subchapter ([IVX]{1,5}) of $", re.IGNORECASE)
_RULE_HEADING = re.compile(r" [A-Z][a-z]|\.? ?(?:\n|$)")
_HEADING = re.compile(r"[—:-]| [A-Z]|$|\n|\.")
_CODE_BEFORE = re.compile(r"u\.?s\.?c\.? $", re.IGNORECASE)
_OF_TITLE = re.compile(r",? (?:of title|sub)", re.IGNORECASE)
_ARTICLE = re.compile(r"art(?:icles?|s?\.) {0,2}(?=\d|[IVX]+\b)", re.IGNORECASE)
_ARTICLE_NAME = re.compile(r"\d{1,3}[a-z]{0,2}(?![\w])(?!\.\d)|[IVX]{1,6}(?![\w])")
_EU = re.compile(
    r"(?:the )?(?:(?:Commission |Council )?(?P<kind>(?:Delegated |Implementing )?(?:Regulation|Directive|Decision)) "
    r"(?:(?P<body>\((?:EU|EC|EEC)(?:, Euratom)?\)) (?P<no>No\.? ?)?(?P<number>\d{1,4}/\d{1,4})|(?P<directive>\d{2,4}/\d{1,4}/(?:EU|EC|EEC))))"
)
_PRA = re.compile(r"PRA Rulebook,? (?:at )?(?P<part>[A-Z][A-Za-z]*(?: [A-Z&][A-Za-z]*){0,4}) (?=\d)")


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
    return record(scan, at, f"{head['code']} ", kept, "rulebook.module", family="rulebook", after=kept[-1].end)


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
    word = head.group().lower()
    if word.startswith(("section", "paragraph")) and refs[0].number.count(".") < 2 and word.startswith("paragraph"):
        return 0
    prefix = "section " if word.startswith("section") else "Rule "
    tail = read_tail(text, refs[-1].end)
    after = tail.end if tail is not None and tail.kind == "this" else refs[-1].end
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
    if _OF_TITLE.match(text, refs[-1].end):
        return 0
    module = _OF_MODULE.match(text, refs[-1].end)
    if module is not None:
        return record(scan, at, f"{module['code']} ", refs, "rulebook.chapter-of", family="rulebook", after=module.end())
    part = _OF_PART.match(text, refs[-1].end)
    if part is not None:
        return record(scan, at, f"PRA Rulebook, {part['part']} ", refs, "rulebook.pra-part", family="rulebook", after=part.end())
    tail = read_tail(text, refs[-1].end)
    if tail is not None and tail.kind == "act" and tail.act is not None and tail.act.identity:
        above = _SUBCHAPTER.search(text, max(scan.floor, at - 24), at) if len(refs) == 1 else None
        target = f"{tail.act.title} U.S.C. chapter {refs[0].number}"
        if above is not None:
            scan.add(above.start(), tail.end, "usc", f"{target}, subchapter {above[1].upper()}", "usc.chapter")
            return tail.end
        return record(scan, at, f"{tail.act.title} U.S.C. chapter ", refs, "usc.chapter", after=tail.end)
    if text[at].islower():
        return 0
    if tail is not None and tail.kind == "act":
        return record(scan, at, f"{tail.value}, chapter ", refs, "rulebook.chapter-of", family="act", after=tail.end)
    if text.startswith(" of ", refs[-1].end) and tail is None:
        return 0  # of something that is not understood
    return record(scan, at, "Chapter ", refs, "rulebook.chapter", family="rulebook", after=tail.end if tail else refs[-1].end)


def read_instrument(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical form of the European act named at ``at``, and where its name ends."""
    match = _EU.match(text, at)
    if match is None:
        return None
    if match["directive"]:
        return f"{match['kind']} {match['directive']}", match.end()
    return f"{match['kind']} {match['body']} {'No ' if match['no'] else ''}{match['number']}", match.end()


_PROVISION = re.compile(r" {1,2}of {1,2}(?=(?:the )?[A-Z])")
# An instrument by the short name that its readers know: "CRR", "the Solvency II Directive".
_SHORT = re.compile(
    r"(?:the )?(?P<name>(?:[A-Z][\w&-]* ){1,4}(?:Directive|Regulation|Treaty|Convention)|[A-Z]{2,6}(?: I{1,3})?|MiFI[DR](?: I{1,3})?)"
    r"(?![\w-])(?! [A-Z(])"
)
_OF_PART = re.compile(
    r" {1,2}(?:of|in) {1,2}the (?P<part>[A-Z][\w&-]*(?: (?:[A-Z][\w&-]*|\([A-Z]{2,6}\)|and|in|of|for|to)){0,6}?) Part(?: of the PRA Rulebook)?\b"
)
_LOCAL = re.compile(
    r"(?:the )?(?P<name>(?:Federal|Cabinet|Ministerial|Local) (?:Decree[- ])?(?:[Bb]y[- ])?(?:Law|Decision|Resolution"
    r"|Decree)(?:[- ][Bb]y[- ]Law)? No\.? \(?\d{1,3}\)?(?:/\d{4}| of \d{4})?)"
)


def article(scan: Scan, at: int, end: int) -> int:
    """Read "Article 6(1) of Regulation (EU) No 648/2012"; without an instrument, the document's own article."""
    text = scan.text
    head = _ARTICLE.match(text, at)
    refs = read_list(text, head.end(), _ARTICLE_NAME) if head else []
    if not refs or not refs[0].number or ((at == 0 or text[at - 1] == "\n") and _HEADING.match(text, refs[0].end)):
        return 0
    of = _PROVISION.match(text, refs[-1].end)
    if of is not None:
        named = read_instrument(text, of.end())
        local = _LOCAL.match(text, of.end())
        if named is None and local is not None:
            named = (local["name"], local.end())
        if named is not None:
            return record(scan, at, f"{named[0]}, Article ", refs, "rulebook.article", family="rulebook", after=named[1])
        known = _SHORT.match(text, of.end()) if named is None else None
        tail = read_tail(text, refs[-1].end)
        if known is not None and (tail is None or tail.kind == "act") and acts.named(known["name"]) is None:
            return record(scan, at, f"{known['name']}, Article ", refs, "rulebook.article", family="rulebook", after=known.end())
        if tail is not None and tail.kind == "act":
            return record(
                scan, at, f"{tail.act.short if tail.act else tail.value}, Article ", refs, "rulebook.article", family="rulebook", after=tail.end
            )
        if tail is not None and tail.kind == "this":
            return record(scan, at, "Article ", refs, "internal.article", family="internal", after=tail.end)
    if text[at].islower():
        return 0
    return record(scan, at, "Article ", refs, "internal.article", family="internal", after=refs[-1].end)


def instrument(scan: Scan, at: int, end: int) -> int:
    """Read "Regulation (EU) 2016/679" by itself."""
    found = read_instrument(scan.text, at)
    if found is None:
        return 0
    scan.add(at, found[1], "rulebook", found[0], "rulebook.instrument")
    return found[1]


def local_law(scan: Scan, at: int, end: int) -> int:
    """Read "Federal Law No. (7) of 2014" by itself."""
    match = _LOCAL.match(scan.text, at)
    if match is None:
        return 0
    scan.add(at, match.end(), "rulebook", match["name"], "rulebook.local-law")
    return match.end()


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
_YEARED = re.compile(
    r"(?:[A-Z][\w'&-]*,? (?:(?:[A-Z][\w'&-]*,?|of|and|for|in|to|on|the) ){0,9})(?:Act|Regulations|Rules|Order|Law|Ordinance) (?:19|20)\d\d$"
)


def appendix(scan: Scan, at: int, end: int) -> int:
    """Read "Appendix A1.3": an appendix numbered as the rules are."""
    head = _APPENDIX.match(scan.text, at)
    refs = read_list(scan.text, head.end(), _APPENDIX_NUMBER) if head else []
    return record(scan, at, "Appendix ", refs, "rulebook.appendix", family="rulebook", after=refs[-1].end) if refs and refs[0].number else 0


def yeared(scan: Scan, at: int, end: int) -> int:
    """Read an act or regulations named with their year in the British manner, "Financial Services and Markets Act 2000"; the trigger is "act 20"."""
    text = scan.text
    begin = max(scan.floor, text.rfind("\n", 0, at) + 1, at - 100)
    window = text[begin : end + 2]
    if not text[at].isupper() or not text[end : end + 2].isdigit() or text[end + 2 : end + 3].isalnum():
        return 0
    for start in _WORDS.finditer(window):
        match = _YEARED.match(window, start.start())
        if match is not None and match.group().split(" ", 1)[0] not in _OPENERS:
            scan.add(begin + start.start(), end + 2, "act", match.group(), "act.named-with-year")
            return end + 2
    return 0


_WORDS = re.compile(r"(?<![\w'&-])[A-Z]")
_OPENERS = frozenset(("The", "Under", "In", "See", "A", "An", "For", "This", "Any"))


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((f"{word.lower()} ", code) for word in _MODULES),
    *((word, rule) for word in ("rule ", "rules ", "guidance ")),
    ("purposes of ", rule),
    ("appendix ", appendix),
    *((f"{noun} {century}", yeared) for noun in ("act", "regulations", "rules", "order", "law", "ordinance") for century in ("19", "20")),
    ("chapter ", chapter),
    ("chapters ", chapter),
    ("article ", article),
    ("articles ", article),
    ("art. ", article),
    ("arts. ", article),
    ("regulation (", instrument),
    ("directive ", instrument),
    ("federal ", local_law),
    ("cabinet ", local_law),
    ("pra rulebook", pra),
)
GLUED = ()
