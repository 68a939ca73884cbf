"""Identifiers of USLM: "/us/usc/t15/s78o/b/1", "/us/cfr/t27/s40.1/b/2/i", "/us/fr/83/21774", with a date after "@".

Source of the grammar: USLM User Guide, "Referencing model". Files of the Federal Register in beta hold broken ones (blanks inside, en dashes, empty
steps): what can be mended without guessing is mended, the rest is no identifier.
"""

from __future__ import annotations

import re

from msgspec import Struct

_PATH = re.compile(r"/us(?:/[A-Za-z0-9][A-Za-z0-9._\-:()]*)+(?:@\d{4}-\d{2}-\d{2})?")
_CUT = re.compile(r"[.-](?=[/@]|$)")
_BLANKS = re.compile(r"\s+")
_CODE = re.compile(r"/us/(?P<code>usc|cfr)/t(?P<title>\d{1,2})(?P<app>a)?(?P<rest>(?:/[^/@]+)*)(?:@[\d-]+)?$")
_LAW = re.compile(r"/us/pl/(?P<congress>\d+)/(?P<number>\d+)(?P<rest>(?:/[^/@]+)*)(?:@[\d-]+)?$")
_PAGE = re.compile(r"/us/(?P<code>fr|stat)/(?P<volume>\d+)/(?P<page>\d+)(?:@[\d-]+)?$")
_SECTION = re.compile(r"s(?=\d)(?P<number>.+)")
_PART = re.compile(r"p(?:t)?(?=\d)(?P<number>\w+)")


class Path(Struct, frozen=True):
    """An identifier understood: the code or law, its number, and the steps below it."""

    code: str
    title: str
    steps: tuple[str, ...] = ()


def normalised(path: str) -> str:
    """Return an identifier in its normal form; empty where it is none.

    >>> normalised("/us/cfr/t 27 /s9.1"), normalised("/us/cfr/t17/s240.17ad–22/"), normalised("/us/cfr/t9 /s9./c/3"), normalised("/us/../x")
    ('/us/cfr/t27/s9.1', '/us/cfr/t17/s240.17ad-22', '', '')
    """
    text = path if path.isascii() and " " not in path else _BLANKS.sub("", path.replace("–", "-").replace("‑", "-"))
    text = text.rstrip("/")
    return text if _PATH.fullmatch(text) and not _CUT.search(text) else ""


def parsed(path: str) -> Path | None:
    """Return an identifier's parts, None where it is none of the U.S. Code, the CFR, a public law, the Federal Register or the Statutes."""
    text = normalised(path)
    if match := _CODE.match(text):
        return Path(match["code"], match["title"] + (match["app"] or ""), tuple(filter(None, match["rest"].split("/"))))
    if match := _LAW.match(text):
        return Path("pl", f"{match['congress']}-{match['number']}", tuple(filter(None, match["rest"].split("/"))))
    if match := _PAGE.match(text):
        return Path(match["code"], match["volume"], (match["page"],))
    return None


def citation_of(path: Path, *, whole: bool) -> str:
    """Return how a document with this identifier is cited, or (not ``whole``) what its sections' citations begin with.

    >>> citation_of(Path("usc", "15"), whole=True), citation_of(Path("cfr", "27", ("p40",)), whole=True), citation_of(Path("cfr", "27"), whole=False)
    ('title 15 U.S.C.', '27 CFR part 40', '27 CFR')
    """
    code = {"usc": "U.S.C.", "cfr": "CFR"}.get(path.code, "")
    if path.code in ("fr", "stat"):
        return f"{path.title} {'FR' if path.code == 'fr' else 'Stat.'} {path.steps[0]}" if whole else ""
    if path.code == "pl":
        return f"Public Law {path.title}" if whole else ""
    title = path.title.rstrip("a")
    short = f"{title} {code}{' App.' if path.title.endswith('a') else ''}"
    part = next((match["number"] for step in path.steps if (match := _PART.fullmatch(step))), "")
    if not whole:
        return short
    return f"{short} part {part}" if part and path.code == "cfr" else f"title {short}"


def target_of(path: str) -> str:
    """Return the canonical citation that an identifier means; empty where it means none that regkit writes.

    >>> target_of("/us/usc/t15/s78o/b/1"), target_of("/us/cfr/t17/p240"), target_of("/us/fr/83/21774"), target_of("/us/pl/111/203/s929")
    ('15 U.S.C. 78o(b)(1)', '17 CFR part 240', '83 FR 21774', 'Public Law 111-203 § 929')
    """
    found = parsed(path)
    if found is None:
        return ""
    at = next((index for index, step in enumerate(found.steps) if _SECTION.fullmatch(step)), -1)
    if found.code in ("fr", "stat") or at < 0:
        return citation_of(found, whole=True)
    number = found.steps[at][1:]
    labels = "".join(f"({step})" for step in found.steps[at + 1 :])
    head = citation_of(found, whole=False) if found.code != "pl" else f"Public Law {found.title} §"
    return f"{head} {number}{labels}"
