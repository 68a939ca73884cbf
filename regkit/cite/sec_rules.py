"""Rules of the SEC by number, and regulations known by a name: "Rule 15c3-3(a)(1)" is 17 CFR 240.15c3-3(a)(1), "Regulation Z" 12 CFR part 1026.

Which part of title 17 a rule is in follows from the act it is under: as written ("Rule 12b-1 under the Investment Company Act"), else from its
number where only one act has it (``named_regulations.toml``). A name that two agencies use today ("Regulation M") resolves to nothing alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from regkit.cite.grammar import CFR_NUMBER, Ref, printed, read_list, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("Rule 15c3-3(a)(1)", ("17 CFR 240.15c3-3(a)(1)",)),
    ("Rule 19b-4(n)(1)(i) under the Act", ("17 CFR 240.19b-4(n)(1)(i)",)),
    ("Rules 15c3-1 and 15c3-3", ("17 CFR 240.15c3-1", "17 CFR 240.15c3-3")),
    ("Rule 12b-1 under the Investment Company Act", ("17 CFR 270.12b-1",)),
    ("Rule 206(4)-7 under the Advisers Act", ("17 CFR 275.206(4)-7",)),
    ("Rule 144A", ("17 CFR 230.144A",)),
    ("Securities Act Rule 506(c)", ("17 CFR 230.506(c)",)),
    ("Rule 201 of Regulation SHO", ("17 CFR 242.201",)),
    ("Item 303(a) of Regulation S-K", ("17 CFR 229.303(a)",)),
    ("Item 303(a) of Regulation S-K (17 CFR 229.303(a))", ("17 CFR 229.303(a)",)),
    ("Rule 506(b) and Rule 506(c) of Regulation D", ("17 CFR 230.506(b)", "17 CFR 230.506(c)")),
    ("Form 19b-4", ("Form 19b-4",)),
    ("Regulation Z", ("12 CFR part 1026",)),
    ("Regulation Z, 12 CFR 1026.4", ("12 CFR 1026.4",)),
    ("Regulation S-P", ("17 CFR part 248",)),
    ("Regulation M", (None,)),
    ("the Board's Regulation B", ("12 CFR part 202",)),
    ("Form BD", ("Form BD",)),
    ("Regulation NMS Rule 608", ("17 CFR 242.608",)),
    ("Regulation S-K Item 101(c)", ("17 CFR 229.101(c)",)),
    ("Regulation Best Interest", ("17 CFR 240.15l-1",)),
    ("Reg. S-X", ("17 CFR part 210",)),
    ("Reg Z", ("12 CFR part 1026",)),
    ("Securities Act Rules 144A and 145", ("17 CFR 230.144A", "17 CFR 230.145")),
    ("Rule 15c3-3a", ("17 CFR 240.15c3-3a",)),
    ("Forms BD and BDW", ("Form BD", "Form BDW")),
    ("Form X-17A-5 Part II", ("Form X-17A-5, Part II",)),
    ("Form N-PORT", ("Form N-PORT",)),
    ("as a rule 15 days", ()),
)

# Letters and then a digit before the hyphen, or two letters, are numbers of the Exchange Act's rules alone: 15c3-3, 17Ad-22; some stand in both.
_NUMBER = re.compile(r"\d{1,3}(?:\(\d\))?[A-Za-z]{0,2}\d{0,2}-\d{1,2}[A-Za-z]?(?![\w-])|144A\b|147A\b|430[ABC]\b")
_ADVISERS = re.compile(r"20\d")
_LETTERS = re.compile(r"\d+([A-Za-z]*)(\d*)-")
_PLAIN = re.compile(r"\d{1,4}[A-Z]?(?:-\d{2})?(?![\w-])(?!\.\d)")
# A number that no list goes on from and nobody's name follows: no need to look further.
_ALONE = re.compile(rf"(?:{_PLAIN.pattern})(?=\.|\n|$| (?!of |under |adopted |promulgated |and|n?or |through |thru |to |[-—(,;&]))")
_EITHER = re.compile(rf"{_NUMBER.pattern}|{_PLAIN.pattern}")
_HEAD = re.compile(r"(?:rules?|items?) {1,2}", re.IGNORECASE)
_AGAIN = re.compile(r"[Rr]ules? ")
_ACT_BEFORE = re.compile(r"(Exchange Act|Securities Act|Investment Company Act|Advisers Act|SEC|Commission) \Z")
_ACT_AFTER = re.compile(
    r" (?:under|of|adopted under|promulgated under) the (?P<act>Securities Exchange Act|Exchange Act|Securities Act|Investment Company Act"
    r"|(?:Investment )?Advisers Act|Act)\b(?: of 19\d\d)?"
)
_REGULATION = re.compile(
    r"(?:the )?(?:(?P<owner>SEC|Commission|CFPB|Bureau|Board|Federal Reserve)(?:'s)? )?Reg(?:ulation|\.)? (?P<name>S-[A-Z]{1,2}|M-A"
    r"|Best Interest|[A-Z]{1,5})(?![\w-])(?!\.\w)"
)
_PARALLEL = re.compile(r"(?: \([A-Z][A-Za-z ]{2,60}\))?,? ?[\[(]? {0,2}(?=\d{1,2} (?:CFR|C\.F\.R\.))")
_RULE_OF = re.compile(r"(?:'s)?,? (?:Rules?|Items?) (?=\d)")
_FORM = re.compile(r"Forms? ")
_FORM_NAME = re.compile(
    r"[A-Z]{1,4}(?:-[A-Z0-9]{1,5}){0,2}(?![\w-])|U\d(?![\w-])|\d{1,2}-[A-Z]{1,2}(?![\w-])|\d{2}[a-z]-\d(?![\w-])|\d{1,3}[A-Z]?(?![\w-])"
)
_FORM_PART = re.compile(r",? Part (?P<part>\d{1,2}[A-Z]?|[IVX]{1,4}[A-Z]?)(?![\w-])")
_PARTS = {
    "securities exchange act": "240",
    "exchange act": "240",
    "act": "240",
    "securities act": "230",
    "investment company act": "270",
    "advisers act": "275",
    "investment advisers act": "275",
}
_FORMS = re.compile(
    r"(?:BD|ADV|PF|CRS|ATS(?:-[NR])?|BDW|BR|CA-1|CB|D|F-\d{1,2}|ID|MA(?:-[A-Z])?|N-[A-Z0-9]{1,5}|PILOT|SBSE(?:-[A-Z]{1,3})?|SCI|SD|SDR|SH"
    r"|SIP|TA-[12]|TH|U\d|S-\d{1,2}|X-17A-5|\d{1,2}-[KQFD]|8-A|[345]|13F|20-F|40-F|19b-4)$"
)


class Regulation(NamedTuple):
    """A regulation known by name: its part or section ("12 CFR part 1026"), the part its rules are in, and where the name ends."""

    part: str
    rules: str
    certain: bool
    end: int


@cache
def table() -> dict[str, Any]:
    """Return the table of regulations and rules known by name, as ``named_regulations.toml`` has it."""
    return tomllib.loads(files("regkit.cite").joinpath("named_regulations.toml").read_text(encoding="utf-8"))


def read_regulation(text: str, at: int) -> Regulation | None:
    """Return the regulation named at ``at``, None for a name that is not in the table."""
    match = _REGULATION.match(text, at)
    row = table()["cfr"].get("BI" if match["name"] == "Best Interest" else match["name"]) if match else None
    if match is None or row is None:
        return None
    part = f"{row['title']} CFR {row['section']}" if "section" in row else f"{row['title']} CFR part {row['part']}"
    rules = f"{row['title']} CFR {row['rules']}." if "rules" in row else ""
    owner = match["owner"]
    if owner in ("Board", "Federal Reserve"):
        return Regulation(f"12 CFR part {row.get('board', row['part'])}", "", True, match.end())
    certain = row.get("certain", True) or (owner is not None and (owner in ("SEC", "Commission")) == (row["title"] == "17"))
    return Regulation(part, rules, certain, match.end())


def _part_of(number: str, act: str) -> tuple[str, bool]:
    """Return the part of title 17 that a rule's number is in, "" where no act is known, and whether that is certain."""
    if act in _PARTS and act != "act":
        return _PARTS[act], True
    data = table()
    if number in data["investment_company_act"]["rules"]:
        return "270", True
    if _ADVISERS.match(number):
        return "275", True
    if number in data["securities_act"]["rules"]:
        return "230", "A" in number or bool(act)
    if "-" in number:
        letters = _LETTERS.match(number)
        alone = letters is not None and (len(letters[1]) > 1 or letters[2] != "" or letters[1].isupper())
        return (
            ("240", True)
            if alone or act == "act"
            else ("240", number.startswith(("10b", "13", "14", "15", "16", "19b", "12g", "12h", "17a", "17f", "3b", "9b", "11a")))
        )
    return "", False


def rule(scan: Scan, at: int, end: int) -> int:
    """Read "Rule 15c3-3", "Rule 201 of Regulation SHO", "Securities Act Rule 506(c)"."""
    text = scan.text
    head = _HEAD.match(text, at)
    if head is None or (not text[at].isupper() and not text[head.end() : head.end() + 1].isdigit()):
        return 0
    before = _ACT_BEFORE.search(text, max(scan.floor, at - 24), at)
    of_act = before is not None and "Act" in before[1]
    refs = read_list(text, head.end(), _EITHER if of_act else _NUMBER, head=_AGAIN) if _NUMBER.match(text, head.end()) else []
    if not refs:
        return _numbered(scan, at, head.end(), before)
    after = _ACT_AFTER.match(text, refs[-1].end)
    act = after["act"].lower() if after else before[1].lower() if before and "Act" in before[1] else ""
    start = before.start() if before else at
    last = after.end() if after else refs[-1].end
    return _record(scan, start, refs, act, last)


def _numbered(scan: Scan, at: int, number_at: int, before: re.Match[str] | None) -> int:
    """Read a rule that is a number alone: only where an act or a regulation says whose it is, or the number is one of the well-known."""
    text = scan.text
    if before is None and text[at] not in "Ii" and _ALONE.match(text, number_at):
        return 0
    refs = read_list(text, number_at, _PLAIN, head=_AGAIN)
    if not refs or not refs[0].number:
        return 0
    if text.startswith(" of ", refs[-1].end):
        regulation = read_regulation(text, refs[-1].end + 4)
        if regulation is not None and regulation.rules:
            return _each(
                scan,
                at,
                refs,
                [f"{regulation.rules}{ref.number}{ref.labels}" for ref in refs],
                regulation.end,
                [True] * len(refs),
                "sec-rule.regulation",
            )
        if regulation is not None and refs[0].number in table()["securities_act"]["rules"]:  # "Rule 506 of Regulation D" is not the Board's
            return _record(scan, at, refs, "securities act", regulation.end)
    if text[at] in "Ii":
        return 0
    after = _ACT_AFTER.match(text, refs[-1].end)
    act = after["act"].lower() if after else before[1].lower() if before and "Act" in before[1] else ""
    if act in ("securities act", "investment company act", "advisers act", "investment advisers act"):
        return _record(scan, before.start() if before else at, refs, act, after.end() if after else refs[-1].end)
    return 0


def _record(scan: Scan, start: int, refs: list[Ref], act: str, last: int) -> int:
    parts = [_part_of(ref.number, act) for ref in refs]
    if not parts[0][0]:
        return 0
    targets = [f"17 CFR {part or parts[0][0]}.{ref.number}{ref.labels}" for ref, (part, _) in zip(refs, parts, strict=True)]
    return _each(scan, start, refs, targets, last, [certain for _, certain in parts], "sec-rule.number")


def _each(scan: Scan, start: int, refs: list[Ref], targets: list[str], last: int, certain: list[bool], rule: str) -> int:
    """Record the rules; one rule and the section of the Code that it is, written beside it, are one citation."""
    parallel = _PARALLEL.match(scan.text, last) if len(refs) == 1 else None
    if parallel is not None and (stated := _stated(scan.text, parallel.end())) is not None and stated[0].lower() == targets[0].lower():
        end = _closed(scan.text, parallel, stated[1])
        scan.add(start, end, "sec_rule", targets[0], "sec-rule.with-code")
        return end
    group = Span(start, last) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        final = index + 1 == len(refs)
        through = targets[index + 1] if not final and refs[index + 1].ranged else None
        begin, end = ref.start if index else start, last if final else ref.end
        scan.add(begin, end, "sec_rule", targets[index], rule, through=through, group=group, certain=certain[index])
    return last


_STATED = re.compile(r"(\d{1,2}) (?:CFR|C\.F\.R\.) (?:(?P<part>[Pp]art )|§ ?)?")

_STATED_PART = re.compile(r"\d{1,4}(?![\w.])|\d{1,4}(?=\.(?:\D|$))")
_STATED_MORE = re.compile(r",? (?:and|or|through|to) (?:§|\d|\()|,? (?:subpart|supplement|appendix)\b|, \d", re.IGNORECASE)


def _closed(text: str, parallel: re.Match[str], end: int) -> int:
    """Return ``end``, or the end of the bracket that opened before the section of the Code."""
    opened = parallel.group().rstrip()[-1:]
    return end + 1 if opened in ("(", "[") and text[end : end + 1] == (")" if opened == "(" else "]") else end


def _stated(text: str, at: int) -> tuple[str, int] | None:
    """Return the one CFR citation written at ``at``, None for a list."""
    head = _STATED.match(text, at)
    if head is None:
        return None
    number = CFR_NUMBER.match(text, head.end())
    if number is not None:
        path, end = read_path(text, number.end())
        target = f"{head[1]} CFR {number.group()}{printed(path)}"
    else:
        part = _STATED_PART.match(text, head.end())
        if part is None:
            return None
        target, end = f"{head[1]} CFR part {part.group()}", part.end()
    return None if _STATED_MORE.match(text, end) else (target, end)


def regulation(scan: Scan, at: int, end: int) -> int:
    """Read "Regulation Z", with the part of the CFR where the text gives it too."""
    found = read_regulation(scan.text, at)
    if found is None:
        return 0
    head = _RULE_OF.match(scan.text, found.end) if found.rules else None
    refs = read_list(scan.text, head.end(), _PLAIN, head=_AGAIN) if head else []
    if refs and refs[0].number:  # "Regulation NMS Rule 608"
        targets = [f"{found.rules}{ref.number}{ref.labels}" for ref in refs]
        return _each(scan, at, refs, targets, refs[-1].end, [True] * len(refs), "sec-rule.regulation")
    parallel = _PARALLEL.match(scan.text, found.end)
    if parallel is not None and (stated := _stated(scan.text, parallel.end())) is not None:
        end = _closed(scan.text, parallel, stated[1])
        scan.add(at, end, "cfr", stated[0], "cfr.regulation-with-code")
        return end
    if not found.certain:
        scan.add(at, found.end, "cfr", None, "cfr.regulation", certain=False, note="more than one agency has a regulation of this name")
    else:
        scan.add(at, found.end, "cfr", found.part, "cfr.regulation")
    return found.end


def form(scan: Scan, at: int, end: int) -> int:
    """Read "Form BD": only names of forms that the SEC prescribes."""
    text = scan.text
    head = _FORM.match(text, at)
    if head is None:
        return 0
    refs: list[Ref] = []
    for ref in read_list(text, head.end(), _FORM_NAME):
        if not _FORMS.match(ref.number) or ref.path or (refs and head.group() == "Form "):
            break
        refs.append(ref)
    if not refs:
        return 0
    part = _FORM_PART.match(text, refs[-1].end)
    targets = [f"Form {ref.number}" for ref in refs]
    if part is not None:
        targets[-1] += f", Part {part['part']}"
    return _each(scan, at, refs, targets, part.end() if part else refs[-1].end, [True] * len(refs), "sec-rule.form")


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("rule ", rule),
    ("rules ", rule),
    ("item ", rule),
    ("regulation ", regulation),
    ("board", regulation),
    ("reg. ", regulation),
    ("reg ", regulation),
    ("form ", form),
    ("forms ", form),
)
GLUED = ()
