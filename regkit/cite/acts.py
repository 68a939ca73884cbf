"""Acts cited by section: "Section 15(c)(3) of the Exchange Act" is 15 U.S.C. 78o(c)(3), through the table ``acts.toml``.

An act or a section that the table does not have keeps its own name as the canonical form ("Farm Credit Act of 1971 § 5.65(d)"): a guess at the
Code would be worse than none. A reference to "the Act" is left without a target until the document says which act that is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from regkit.cite.grammar import printed

EXAMPLES = (
    ("Section 15(c)(3) of the Exchange Act", ("15 U.S.C. 78o(c)(3)",)),
    ("section 4d(a)(2) of the Commodity Exchange Act", ("7 U.S.C. 6d(a)(2)",)),
    ("sections 3(a)(23) and 17A(b) of the Securities Exchange Act of 1934", ("15 U.S.C. 78c(a)(23)", "15 U.S.C. 78q-1(b)")),
    ("Exchange Act Section 19(b)(1)", ("15 U.S.C. 78s(b)(1)",)),
    ("section 5.65(d) of the Farm Credit Act of 1971", ("Farm Credit Act of 1971 § 5.65(d)",)),
    ("under Dodd-Frank section 1029(a)", ("12 U.S.C. 5519(a)",)),
    ("SIPA section 16(2)", ("15 U.S.C. 78lll(2)",)),
    ("Section 101(53D) of the Bankruptcy Code", ("11 U.S.C. 101(53D)",)),
    ("section 130(f) of the Truth in Lending Act (15 U.S.C. 1640(f))", ("15 U.S.C. 1640(f)",)),
    ("section 704 of the Act", (None,)),
    ("section 78lll(2) of SIPA", ("15 U.S.C. 78lll(2)",)),
    ("section 138D of FSMA", ("Financial Services and Markets Act 2000 § 138D",)),
    ("Sarbanes-Oxley Act Section 404(b)", ("15 U.S.C. 7262(b)",)),
    ("section 553(b)(3)(A) of the APA", ("5 U.S.C. 553(b)(3)(A)",)),
    ("section 605(b) of the Regulatory Flexibility Act", ("5 U.S.C. 605(b)",)),
    ("an act of section leaders", ()),
)


class Act(NamedTuple):
    """An act: its name, the name it has in canonical forms, the title of the Code, and the Code section of each of its sections."""

    name: str
    short: str
    title: str
    sections: dict[str, str]
    identity: bool
    codified: frozenset[str] = frozenset()


_YEAR = re.compile(r",? of (?:1[789]|20)\d\d$|,? (?:19|20)\d\d$")
_SMALL = r"(?:of|and|for|in|to|on|the|by|with)"
_NOUN = r"(?:Act|Code|Law|Statute|Ordinance|Regulations|Rules|Rulebook|By-?[Ll]aws|Agreement|Convention|Treaty|Constitution|Decree|Resolution)"


_CANDIDATE = re.compile(r"\b(?=[A-Z][\w.'&/-]*,? )")


def _plain(name: str) -> str:
    name = _YEAR.sub("", name).lower().replace(".", "").strip(" ,")
    return name.removeprefix("the ")


def _codified(sections: dict[str, str]) -> frozenset[str]:
    """Return the Code's numbers that are no number of the act too, so that they mean one section under the act's name."""
    return frozenset(number for number in sections.values() if number not in sections)


@cache
def table() -> dict[str, Act]:
    """Return the acts by every name they go by, in lower case and without year and full stops."""
    data = tomllib.loads(files("regkit.cite").joinpath("acts.toml").read_text(encoding="utf-8"))
    found: dict[str, Act] = {}
    for row in data["act"]:
        act = Act(
            row["name"], row["short"], row.get("title", ""), row.get("sections", {}), row.get("identity", False), _codified(row.get("sections", {}))
        )
        for name in (row["name"], row["short"], *row["aliases"]):
            found[_plain(name)] = act
    return found


def named(name: str) -> Act | None:
    """Return the act of that name, in any of its spellings; None where the table does not have it."""
    return table().get(_plain(name))


def first_named(text: str) -> str:
    """Return the first name of an act in ``text``, as printed and without article; "" for none. "the Act" is no name."""
    for match in _CANDIDATE.finditer(text):
        found = read_name(text, match.start())
        if found is not None and " " in found[1]:
            return found[1]
    return ""


def last_named(text: str) -> tuple[Act | None, str] | None:
    """Return the last act named in ``text``, as `read_name` gives it; None for none. "that Act" after it points back to it."""
    place, last = 0, None
    while (match := _CANDIDATE.search(text, place)) is not None:
        found = read_name(text, match.start())
        if found is not None and " " in found[1]:
            last = found[:2]
        place = found[2] if found is not None else match.end() + 1
    return last


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    short = sorted({name.upper() for name in table() if " " not in name and len(name) > 2} - {"DODD-FRANK", "FRA"})
    acronyms = "|".join(map(re.escape, short))
    name = re.compile(
        rf"(?:the )?(?:[Tt]itle [IVXLC]{{1,7}} of )?(?:the )?(?P<name>(?:{acronyms}|(?:(?:[A-Z'][\w.'&/-]*,?|{_SMALL}) ){{0,14}}?{_NOUN})\b(?![\w-])"
        rf"(?:,? of (?:1[789]|20)\d\d\b|,? (?:19|20)\d\d\b)?|Dodd-Frank\b)"
    )
    lead = re.compile(
        rf"(?:^|[^\w])(?P<name>{acronyms}|Dodd-Frank|(?:[A-Z][\w.'&-]* (?:(?:[A-Z][\w.'&-]*|{_SMALL}) ){{0,6}})?(?:Act|Code))"
        r"(?: of (?:19|20)\d\d)?,? \Z"
    )
    return name, lead


def read_name(text: str, at: int) -> tuple[Act | None, str, int] | None:
    """Return the act named at ``at`` (None where the table does not have it), its name as printed, and where the name ends."""
    match = _patterns()[0].match(text, at)
    if match is None:
        return None
    name = match.group("name")
    if name.split(" ", 1)[0] in ("of", "and", "for", "in", "to", "on", "by", "with"):
        return None
    return table().get(_plain(name)), name, match.end()


def name_before(text: str, at: int, floor: int) -> tuple[Act | None, str, int] | None:
    """Return the act whose name ends right before ``at`` ("Exchange Act Section 19(b)"), its name and where it begins."""
    begin = max(floor, at - 90)
    if at < begin + 4 or text[at - 1] != " ":
        return None  # no room for "Act "
    window = text[begin:at]
    if not window.rstrip(" ,")[-1:].isalnum():
        return None
    match = _patterns()[1].search(window)
    if match is None:
        return None
    start, words = match.start("name"), match.group("name").split(" ")
    for skip in range(len(words)):  # "Under the Exchange Act": the longest ending that is a name
        name = " ".join(words[skip:])
        act = table().get(_plain(name))
        if act is not None:
            return act, name, begin + start + sum(len(word) + 1 for word in words[:skip])
    return None


_DEFINES = re.compile(r"\((?:the |hereinafter,? (?:the )?)?\"(?:the )?(?P<short>(?:[A-Z][\w.'-]* ){0,4}(?:Act|Code|Law)|[A-Z]{3,8})\"\)")


def short_names(text: str) -> dict[str, str]:
    """Return what a text calls acts, in the words of its own brackets: 'the Securities Exchange Act of 1934 ("Act")' gives {"act": …}.

    ``text`` is folded (`regkit.cite.grammar.fold_citation`). The short name is in lower case; one that is given to two acts is left out. This is for
    text that is read without `regkit.extract`, whose definitions say more.
    """
    found: dict[str, set[str]] = {}
    for match in _DEFINES.finditer(text):
        before = name_before(text, match.start(), 0)
        if before is not None and before[0] is not None and named(match["short"]) is None:
            found.setdefault(match["short"].lower(), set()).add(before[0].name)
    return {short: next(iter(meant)) for short, meant in found.items() if len(meant) == 1}


def canonical(act: Act | None, name: str, section: str, path: tuple[str, ...]) -> str | None:
    """Return the canonical form of a section of an act: the Code's where the table knows it; None for "the Act", whose name the words do not say."""
    if act is None:
        if name in ("Act", "Code", "Law", "Agreement", "Rules", "Regulations", "Statute"):
            return None
        return f"{name} § {section}{printed(path)}"
    if act.identity:
        return f"{act.title} U.S.C. {section}{printed(path)}"
    code = act.sections.get(section)
    if code is None and section in act.codified:  # "section 78lll of SIPA": the Code's number under the act's name
        code = section
    if code is None and section[-1:].isalpha():
        code = act.sections.get(section[:-1] + section[-1].swapcase())
    if code is not None:
        return f"{act.title} U.S.C. {code}{printed(path)}"
    return f"{act.short} § {section}{printed(path)}"
