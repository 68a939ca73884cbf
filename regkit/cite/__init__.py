"""Citations in regulatory text: find them, say what they mean, write and link them. Works alone: no spaCy, no networkx.

`find` reads any text. One module a family of citations, whose ``EXAMPLES`` are its tests and whose ``TRIGGERS`` say where its grammar is tried;
`regkit.cite.target` turns canonical strings into structure and back, `regkit.cite.links` gives official addresses, `regkit.cite.format` the forms
that lawyers write. Adding a family is adding a module and its name to ``FAMILIES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from types import ModuleType

from regkit.cite import (
    acts,
    back,
    bills,
    cfr,
    cftc,
    eli_celex,
    executive_orders,
    expressions,
    fedreg,
    internal,
    legislation,
    parallel,
    public_laws,
    releases,
    rulebook,
    sec_rules,
    sro_rules,
    standards,
    units,
    usc,
)
from regkit.cite.scan import Scan, Scanner
from regkit.model.annotation import Citation

# Families that read a word before others do stand first: "Section 3 of GSD Rule 2A" before "Section 3".
FAMILIES: tuple[ModuleType, ...] = (
    usc,
    cfr,
    fedreg,
    public_laws,
    releases,
    executive_orders,
    bills,
    sro_rules,
    cftc,
    sec_rules,
    legislation,
    rulebook,
    expressions,
    internal,
    units,
    standards,
    eli_celex,
    back,
)
EXAMPLE_MODULES: tuple[ModuleType, ...] = (*FAMILIES, acts)

_SPAN = attrgetter("span")
_SCANNER = Scanner(
    (trigger for family in FAMILIES for trigger in family.TRIGGERS),
    (word for family in FAMILIES for word in family.GLUED),
)


def find(text: str, *, wrapped: bool = False, names: Mapping[str, str] | None = None, cases: bool = False) -> list[Citation]:
    """Return the citations in ``text`` in reading order; none overlap.

    Each member of a list or a range is one citation, with its own span and what it inherits; ``group`` is the span of the whole, as it is of
    parallel citations of one source ("Rule 15c3-3 (17 CFR 240.15c3-3)"). ``target`` is the
    canonical form as far as the words alone say it, None where they are ambiguous. A line feed ends a citation; ``wrapped`` reads over single
    ones, for text with hard line breaks. ``names`` says what a document's short names of acts stand for ({"act": "Truth in Lending Act"}, the
    short name in lower case). ``cases`` reads reporters of cases too, through the extra ``cases`` (`regkit.cite.cases`), whose time is its own.
    Offsets are code points of ``text``. Linear in its length; never raises, but for RegkitError where ``cases`` is asked for and not installed.

    >>> [(c.target, c.span.of("See 15 U.S.C. 78o(c)(3).")) for c in find("See 15 U.S.C. 78o(c)(3).")]
    [('15 U.S.C. 78o(c)(3)', '15 U.S.C. 78o(c)(3)')]
    """
    scan = Scan(text, wrapped=wrapped, names=names)
    _SCANNER.read(scan)
    found = parallel.tied(scan.text, sorted(scan.found, key=_SPAN))
    if cases:
        from regkit.cite.cases import with_cases  # noqa: PLC0415  (needs an extra)

        found = with_cases(scan.text, found)
    return found


__all__ = ["FAMILIES", "find"]
