"""Rules of clearing agencies, exchanges and associations: "GSD Rule 4, Section 2(a)", "FINRA Rule 4210(e)(2)", "Rule 13 of the GSD Rules".

Whose rule it is is read from the words beside it (``organizations.toml``); a plain "Rule 5" is the document's own, and stays internal
(`regkit.cite.units` has its trigger, since the SEC's and a rulebook's numbers come before it).
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from regkit.cite.grammar import Ref, read_list
from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("GSD Rule 4, Section 2(a)", ("GSD Rule 4, Section 2(a)",)),
    ("FINRA Rule 4210(e)(2)", ("FINRA Rule 4210(e)(2)",)),
    ("Rules 3 and 4(b)", ("Rule 3", "Rule 4(b)")),
    ("FINRA Rules 2111 and 4210", ("FINRA Rule 2111", "FINRA Rule 4210")),
    ("Rule 13 of the GSD Rules", ("GSD Rule 13",)),
    ("Rule 2.20 of the Cboe Rules", ("Cboe Rule 2.20",)),
    ("Section 3 of GSD Rule 2A", ("GSD Rule 2A, Section 3",)),
    ("NYSE Arca Rule 5.2-E", ("NYSE Arca Rule 5.2-E",)),
    ("Rule 5", ("Rule 5",)),
    ("Rule 4, Section 3", ("Rule 4, Section 3",)),
    ("GSD Rule 2A, Sections 3 and 5", ("GSD Rule 2A, Section 3", "GSD Rule 2A, Section 5")),
    ("Rule 13 (Funds-Only Settlement), Section 1(a)", ("Rule 13, Section 1(a)",)),
    ("Rule 17, Section 2(d) of the MBSD Rules", ("MBSD Rule 17, Section 2(d)",)),
    ("GSD Rule 4, Section 1b(a)", ("GSD Rule 4, Section 1b(a)",)),
    ("NYSE Rule 431", ("NYSE Rule 431",)),
    ("MSRB Rules G-14 and G-15(f)", ("MSRB Rule G-14", "MSRB Rule G-15(f)")),
    ("NFA Compliance Rule 2-29", ("NFA Rule 2-29",)),
    ("ICC Rule 20-605(c)", ("ICC Rule 20-605(c)",)),
    ("CME Rule 8F001", ("CME Rule 8F001",)),
    ("as a rule of thumb", ()),
)

NAMES: dict[str, str] = tomllib.loads(files("regkit.cite").joinpath("organizations.toml").read_text(encoding="utf-8"))["organizations"]
_ALTERNATIVES = "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![\w-])({_ALTERNATIVES})(?:'s)? \Z")
AFTER = re.compile(rf",? of (?:the )?({_ALTERNATIVES})(?:'s)?(?: Division)?(?: (?:Rules|Rulebook|Clearing Rules))?\b")
_HEAD = re.compile(r"Rules? {1,2}(?=\d|[A-Z]-?\d|[IVX])")
_NUMBER = re.compile(r"\d{1,5}[A-Z]{0,2}(?:\.\d{1,3}[A-Z]?)?(?:-[A-Z]\b)?(?![\w-])(?!\.\d)|[IVX]{1,6}(?![\w-])")
# What only a named organization's rules are numbered like: "G-15", "20-605", "8F001".
_OWNED_NUMBER = re.compile(rf"(?:[A-Z]-\d{{1,3}}|\d{{1,3}}-\d{{1,4}}|\d{{1,2}}[A-Z]\d{{1,3}})(?![\w-])|{_NUMBER.pattern}")
_TITLE = re.compile(r" \([A-Z][^()\n]{2,80}\)(?=, [Ss]ections? \d)")
_SECTION = re.compile(r"(?:,| at)? (?:\((?=[Ss]ection))?[Ss]ections? (?=\d)")
_SECTION_NUMBER = re.compile(r"\d{1,2}[a-zA-Z]?(?![\w])(?!\.\d)")
_OF_RULE = re.compile(
    rf"[Ss]ections? {{1,2}}(?P<number>\d{{1,2}}[a-zA-Z]?)(?P<path>(?:\(\w{{1,4}}\)){{0,6}}),? (?:of"
    rf"|in) (?:the )?(?:(?P<org>{_ALTERNATIVES}) )?Rule (?P<rule>\d{{1,4}}[A-Z]?)(?![\w-])(?!\.\d)(?! of Reg)"
)
_AFTER_HEADING = re.compile(r" {0,2}(?:$|\n|—|-|\.| \[?[A-Z])")


def rule(scan: Scan, at: int, end: int) -> int:
    """Read "FINRA Rule 4210(a)", "Rule 4 of the GSD Rules", and a plain "Rule 5"."""
    text = scan.text
    head = _HEAD.match(text, at) if text[at] == "R" else None
    if head is None:
        return 0
    before = _BEFORE.search(text, max(scan.floor, at - 20), at)
    number = _NUMBER if before is None else _OWNED_NUMBER
    refs = [ref for ref in read_list(text, head.end(), number) if ref.number] if number.match(text, head.end()) else []
    if not refs:
        return 0
    after = AFTER.match(text, refs[-1].end)
    name = before[1] if before else after[1] if after else ""
    if not name and len(refs) == 1 and (at == 0 or text[at - 1] == "\n") and _AFTER_HEADING.match(text, refs[0].end):
        return 0
    start = before.start() if before else at
    last = after.end() if after else refs[-1].end
    family = "sro_rule" if name else "internal"
    prefix = f"{NAMES[name]} " if name else ""
    targets = [f"{prefix}Rule {ref.number}{ref.labels}" for ref in refs]
    if len(refs) == 1 and not after and text.startswith((",", " "), last):
        title = _TITLE.match(text, last)
        section = _SECTION.match(text, title.end() if title else last)
        inner = [ref for ref in read_list(text, section.end(), _SECTION_NUMBER) if ref.number] if section else []
        if section is not None and inner:
            inner = inner if section.group().rstrip().endswith("s") else inner[:1]
            last = inner[-1].end
            if not name and (after := AFTER.match(text, last)) is not None:
                family, last, targets = "sro_rule", after.end(), [f"{NAMES[after[1]]} {targets[0]}"]
            refs, targets = inner, [f"{targets[0]}, Section {ref.number}{ref.labels}" for ref in inner]
    return _several(scan, start, refs, targets, last, family)


_RULES = {"sro_rule": "sro-rule.rule", "internal": "internal.rule"}


def _several(scan: Scan, start: int, refs: list[Ref], targets: list[str], last: int, family: str) -> int:
    rule = _RULES[family]
    if len(refs) == 1:
        scan.add(start, last, family, targets[0], rule)
        return last
    group = Span(start, last) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        final = index + 1 == len(refs)
        through = targets[index + 1] if not final and refs[index + 1].ranged else None
        scan.add(
            ref.start if index else start,
            last if final else ref.end,
            family,
            targets[index],
            rule,
            through=through,
            group=group,
        )
    return last


def section_of_rule(scan: Scan, at: int, end: int) -> int:
    """Read "Section 3 of GSD Rule 2A"."""
    match = _OF_RULE.match(scan.text, at)
    if match is None:
        return 0
    prefix = f"{NAMES[match['org']]} " if match["org"] else ""
    target = f"{prefix}Rule {match['rule']}, Section {match['number']}{match['path']}"
    scan.add(at, match.end(), "sro_rule" if prefix else "internal", target, "sro-rule.section-first" if prefix else "internal.rule")
    return match.end()


def owned(scan: Scan, at: int, end: int) -> int:
    """Read a rule behind an organization's name, before a family takes its number for one of the SEC's: "NFA Compliance Rule 2-29"."""
    if scan.text[at] != "R" or not _ENDS.match(scan.text, at - 2) or not _BEFORE.search(scan.text, max(scan.floor, at - 20), at):
        return 0
    return rule(scan, at, end)


_ENDS = re.compile(r"[\w'] ")
TRIGGERS: tuple[tuple[str, Grammar], ...] = (("rule ", owned), ("rules ", owned), ("section ", section_of_rule), ("sections ", section_of_rule))
GLUED = ()
