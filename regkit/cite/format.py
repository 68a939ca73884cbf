"""How lawyers write a target: the long form of a first citation, the short form of later ones, plain, Markdown and HTML.

Forms after the Bluebook's rules for statutes (12), regulations (14) and administrative releases, with the numbers of this package: a section
sign where the Code has sections, "pt." for parts, "Pub. L. No." for laws. A family that the Bluebook does not cover is written as its canonical
form.
"""

from __future__ import annotations

import re
from html import escape

from regkit.cite.grammar import printed
from regkit.cite.links import url
from regkit.cite.target import Target, parse

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_BELOW = (("subpart", "subpt."), ("appendix", "app."), ("supplement", "supp."), ("comment", "cmt."), ("subchapter", "subch."))


def long(target: str | Target) -> str:
    """Return the long form.

    >>> long("17 CFR 240.15c3-3(a)(1)"), long("15 U.S.C. 78o(c)(3)"), long("76 FR 79276"), long("Public Law 111-203 § 1029")
    ('17 C.F.R. § 240.15c3-3(a)(1)', '15 U.S.C. § 78o(c)(3)', '76 Fed. Reg. 79,276', 'Pub. L. No. 111-203, § 1029')
    """
    parsed = parse(target) if isinstance(target, str) else target
    labels = printed(parsed.path)
    if parsed.family == "cfr":
        source = parsed.source.replace("CFR", "C.F.R.")
        if parsed.unit:
            return f"{source} {'pt.' if parsed.unit == 'part' else 'ch.'} {parsed.number}{_abbreviated(parsed.rest)}"
        return f"{source} § {parsed.number}{labels}{parsed.rest}"
    if parsed.family == "usc":
        source = parsed.source.replace(" App.", " app.")
        return f"{source} {_of_code(parsed)}".rstrip()
    if parsed.family == "fedreg" and parsed.source.endswith(" FR"):
        pages = ", ".join(_thousands(page) for page in (parsed.number, *parsed.rest.strip(", ").split()) if page)
        return f"{parsed.source.replace('FR', 'Fed. Reg.')} {pages}"
    if parsed.family == "public_law":
        law = parsed.source.replace("Public Law", "Pub. L. No.").replace("Private Law", "Priv. L. No.")
        return f"{law}, § {parsed.number}{labels}" if parsed.number else law
    if parsed.family == "executive_order":
        number = _thousands(parsed.source.rsplit(" ", 1)[1])
        return f"Exec. Order No. {number}, § {parsed.number}{labels}" if parsed.number else f"Exec. Order No. {number}"
    return str(parsed)


def short(target: str | Target) -> str:
    """Return the short form for a source just cited in full.

    >>> short("17 CFR 240.15c3-3(a)(1)"), short("Public Law 111-203"), short("FINRA Rule 4210(a)"), short("12 CFR part 1026")
    ('§ 240.15c3-3(a)(1)', 'Pub. L. No. 111-203', 'Rule 4210(a)', 'pt. 1026')
    """
    parsed = parse(target) if isinstance(target, str) else target
    labels = printed(parsed.path)
    if parsed.family == "cfr" and parsed.unit:
        return f"{'pt.' if parsed.unit == 'part' else 'ch.'} {parsed.number}{_abbreviated(parsed.rest)}"
    if parsed.family == "usc" and parsed.number:
        return _of_code(parsed)
    if parsed.family in ("cfr", "act") and parsed.number:
        return f"§ {parsed.number}{labels}{parsed.rest}"
    if parsed.family == "public_law" and parsed.number:
        return f"§ {parsed.number}{labels}"
    if parsed.family == "case" and parsed.rest:
        return f"{parsed.source} at {parsed.rest.strip(', ')}"
    if parsed.family == "sro_rule":
        return f"Rule {parsed.number}{labels}{parsed.rest}"
    return long(parsed)


def markdown(target: str, text: str = "", *, date: str = "") -> str:
    """Return a Markdown link to the target's official address (of the CFR as of ``date``), or its long form alone where it has none."""
    label = _MARKDOWN.sub(r"\\\1", text or long(target))
    address = url(target, date=date)
    return f"[{label}]({address.replace('(', '%28').replace(')', '%29')})" if address else label


def html(target: str, text: str = "", *, date: str = "") -> str:
    """Return an HTML link to the target's official address (of the CFR as of ``date``), escaped, or the text alone where it has none."""
    label = escape(text or long(target))
    address = url(target, date=date)
    return f'<a href="{escape(address, quote=True)}">{label}</a>' if address else label


def _of_code(target: Target) -> str:
    """Return what stands behind "15 U.S.C.": a section, a chapter, or nothing for the whole title."""
    if target.unit:
        return f"ch. {target.number}{_abbreviated(target.rest)}"
    return f"§ {target.number}{printed(target.path)}{target.rest}" if target.number else ""


def _thousands(number: str) -> str:
    return f"{int(number):,}" if number.isdecimal() and len(number) > 4 else number


def _abbreviated(rest: str) -> str:
    for word, abbreviation in _BELOW:
        rest = rest.replace(f"{word} ", f"{abbreviation} ")
    return rest
