"""Cited targets for reference managers: CSL-JSON and BibTeX.

CSL-JSON after the schema of the Citation Style Language 1.0.2 (types "legislation", "regulation", "bill", "legal_case", "document"; `section`,
`volume`, `page`, `number`, `container-title`). BibTeX has no type for the law: every entry is ``@misc`` whose title is the long form, which every
style prints. Nothing is added that the target does not say: no date, no day of access.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from regkit.cite import format as forms
from regkit.cite.grammar import printed
from regkit.cite.links import url
from regkit.cite.target import Target, parse

_TYPES = {
    "usc": "legislation",
    "act": "legislation",
    "public_law": "legislation",
    "statute": "legislation",
    "bill": "bill",
    "cfr": "regulation",
    "fedreg": "regulation",
    "executive_order": "regulation",
    "sec_rule": "regulation",
    "cftc": "regulation",
    "sro_rule": "regulation",
    "rulebook": "regulation",
    "case": "legal_case",
}
_CONTAINERS = (("U.S.C. App.", "U.S.C. App."), ("U.S.C.", "U.S.C."), ("CFR", "C.F.R."), ("FR", "Fed. Reg."), ("Stat.", "Stat."))
_KEY = re.compile(r"[^A-Za-z0-9]+")
# One pass over the characters, so that what replaces a character is not replaced again.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)


def csl(target: str | Target, *, date: str = "") -> dict[str, Any]:
    """Return the CSL-JSON item of a target, without its ``id``; ``date`` (ISO) asks for the address of the CFR as of that day.

    >>> csl("15 U.S.C. 78o(c)(3)")["container-title"], csl("76 FR 79276")["page"]
    ('U.S.C.', '79276')
    """
    parsed = parse(target) if isinstance(target, str) else target
    item: dict[str, Any] = {"type": _TYPES.get(parsed.family, "document"), "title": forms.long(parsed)}
    volume, _, name = parsed.source.partition(" ")
    container = next((long for short, long in _CONTAINERS if name == short), "") if volume.isdigit() else ""
    if parsed.family == "case":
        container = name
    if container:
        item |= {"container-title": container, "volume": volume}
    if container in ("Fed. Reg.", "Stat.") or parsed.family == "case":
        item["page"] = parsed.number
        if pinpoint := parsed.rest.strip(", "):
            item["locator"] = pinpoint
    elif container and parsed.number:
        unit = {"part": "pt. ", "chapter": "ch. "}.get(parsed.unit, "")
        item["section"] = f"{unit}{parsed.number}{printed(parsed.path)}{parsed.rest}"
    elif parsed.family in ("public_law", "executive_order"):
        item["number"] = parsed.source.rsplit(" ", 1)[-1]
        if parsed.number:
            item["section"] = f"{parsed.number}{printed(parsed.path)}"
    elif parsed.family == "act" and parsed.number:
        item |= {"container-title": parsed.source, "section": f"{parsed.number}{printed(parsed.path)}"}
    elif parsed.number:
        item["number"] = f"{parsed.number}{printed(parsed.path)}{parsed.rest}"
    if address := url(str(parsed), date=date):
        item["URL"] = address
    return item


def csl_json(targets: Iterable[str], *, date: str = "") -> str:
    """Return a CSL-JSON array of the targets, each once, in the order given."""
    return json.dumps([{"id": key} | csl(target, date=date) for key, target in _keyed(targets)], ensure_ascii=False, indent=2)


def bibtex(targets: Iterable[str], *, date: str = "") -> str:
    """Return BibTeX entries of the targets, each once, in the order given.

    >>> print(bibtex(["Public Law 111-203"]))
    @misc{public-law-111-203,
      title = {{Pub. L. No. 111-203}},
      url = {https://www.govinfo.gov/link/plaw/111/public/203}
    }
    """
    entries = []
    for key, target in _keyed(targets):
        # braced twice: a style must not change the case of "C.F.R."
        fields = [f"  title = {{{{{forms.long(target).translate(_TEX)}}}}}"]
        if address := url(target, date=date):
            fields.append(f"  url = {{{address}}}")
        entries.append(f"@misc{{{key},\n" + ",\n".join(fields) + "\n}")
    return "\n\n".join(entries)


def _keyed(targets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each target once, with a key of plain letters that no other has: ``-2`` where two targets would share one."""
    taken: dict[str, int] = {}
    seen: set[str] = set()
    for target in targets:
        if target in seen:
            continue
        seen.add(target)
        key = base = _KEY.sub("-", target).strip("-").lower() or "target"
        while key in taken:
            taken[base] += 1
            key = f"{base}-{taken[base]}"
        taken[key] = 1
        yield key, target
