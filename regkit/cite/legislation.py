"""Acts in the British and European manner: "Article 6(1) of Regulation (EU) No 648/2012", "Part XXII of FSMA", "SI 2017/692".

The act stands first in the canonical form, then its levels from the outside in ("CRR, Part Two, Chapter 6"); articles are numbered through an act, so
that the parts around one are left out. An act known by a short name is taken after "of"; right beside an article ("Article 25 MiFID II") only from
the list below. Levels of acts of Congress ("Title X of the Dodd-Frank Act") are not citations here: their sections are.
"""

from __future__ import annotations

import re

from regkit.cite import acts
from regkit.cite.expressions import read_tail
from regkit.cite.grammar import Ref, read_list, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.cite.usc import record

EXAMPLES = (
    ("Article 6(1) of Regulation (EU) No 648/2012", ("Regulation (EU) No 648/2012, Article 6(1)",)),
    ("Articles 4 and 5 of Directive 2014/65/EU", ("Directive 2014/65/EU, Article 4", "Directive 2014/65/EU, Article 5")),
    ("Article 402 of CRR", ("CRR, Article 402",)),
    ("Art. 13(34) of the Solvency II Directive", ("Solvency II Directive, Article 13(34)",)),
    ("Regulation (EU) 2016/679", ("Regulation (EU) 2016/679",)),
    ("the Financial Services and Markets Act 2000", ("Financial Services and Markets Act 2000",)),
    ("section 5 of the Insolvency Regulations 2015", ("Insolvency Regulations 2015 § 5",)),
    ("Articles 16(3) and 24 of MiFID II", ("MiFID II, Article 16(3)", "MiFID II, Article 24")),
    (
        "regulations 5 and 6(1) of the Payment Services Regulations 2017",
        ("Payment Services Regulations 2017, regulation 5", "Payment Services Regulations 2017, regulation 6(1)"),
    ),
    ("Chapter 6 of Part Two of CRR", ("CRR, Part Two, Chapter 6",)),
    ("Article 5 of Part Two of Regulation (EU) No 575/2013", ("Regulation (EU) No 575/2013, Article 5",)),
    ("Part XXII of FSMA", ("Financial Services and Markets Act 2000, Part XXII",)),
    ("Chapter 3 and Chapter 6 of Part Two of CRR", ("CRR, Part Two, Chapter 3", "CRR, Part Two, Chapter 6")),
    ("Title II of Part Three of the CRR", ("CRR, Part Three, Title II",)),
    ("MiFID II article 16(3)", ("MiFID II, Article 16(3)",)),
    ("Article 25 MiFID II", ("MiFID II, Article 25",)),
    ("point (b) of Article 4(1) of Regulation (EU) No 575/2013", ("Regulation (EU) No 575/2013, Article 4(1)(b)",)),
    ("Annex I to Regulation (EU) 2016/679", ("Regulation (EU) 2016/679, Annex I",)),
    ("recital 10 of Directive 2002/58/EC", ("Directive 2002/58/EC, recital 10",)),
    ("Commission Delegated Regulation (EU) 2017/565, Article 59", ("Delegated Regulation (EU) 2017/565, Article 59",)),
    ("regulation 5(2) of the Money Laundering Regulations 2017", ("Money Laundering Regulations 2017, regulation 5(2)",)),
    ("Schedule 7 to the Companies Act 2006", ("Companies Act 2006, Schedule 7",)),
    ("paragraph 5 of Schedule 1 to FSMA", ("Financial Services and Markets Act 2000, Schedule 1, paragraph 5",)),
    ("SI 2017/692", ("SI 2017/692",)),
    ("Article 13(2) of DIFC Law No. 1 of 2004", ("DIFC Law No. 1 of 2004, Article 13(2)",)),
    ("Part Three, Title IV, Chapter 2 of CRR", ("CRR, Part Three, Title IV, Chapter 2",)),
    ("Part One of the manual", ()),
    ("Title X of the Dodd-Frank Act", ()),
)

# Acts of the European Union that are cited beside an article without "of", by the short names of their titles or of practice.
_KNOWN = (
    r"(?:UK )?(?:MiFID(?: II| 2)?|MiFIR|EMIR|CRR(?: II| III)?|CRD(?: IV| V| VI)?|GDPR|SFTR|CSDR|UCITS|AIFMD|BRRD(?: II)?|SRMR|DORA|MiCAR?"
    r"|TFEU|TEU|PSD2|IFR|IFD|PRIIPs|BMR|SECR|AMLR|AMLD[456]|CSRD|SFDR|ELTIF|EuVECA|EuSEF)(?![\w-])"
)
_KNOWN_AFTER = re.compile(rf" (?:of )?(?:the )?(?P<name>{_KNOWN})")
_KNOWN_BEFORE = re.compile(rf"(?<![\w-])(?P<name>{_KNOWN})(?:'s)?,? \Z")
_HEADING = re.compile(r"[—:-]| [A-Z]|$|\n|\.")
_ARTICLE = re.compile(r"art(?:icles?|s?\.) {0,2}(?=\d|[IVX]+\b)", re.IGNORECASE)
_ARTICLE_NAME = re.compile(r"\d{1,3}[a-z]{0,2}(?![\w])(?!\.\d)|[IVX]{1,6}(?![\w])")
_SECTION = re.compile(r", [Ss]ection (?P<number>\d{1,3}[a-z]?(?:\(\w{1,4}\)){0,4})(?![\w.]\w)")
_POINT = re.compile(r"[Pp]oints? (?P<path>\(\w{1,4}\)(?:\(\w{1,4}\))?) (?:of|in) \Z")
_EU = re.compile(
    r"(?:the )?(?:(?:Commission |Council )?(?P<kind>(?:Delegated |Implementing )?(?:Regulation|Directive|Decision)) "
    r"(?:(?P<body>\((?:EU|EC|EEC)(?:, Euratom)?\)) (?P<no>No\.? ?)?(?P<number>\d{1,4}/\d{1,4})|(?P<directive>\d{2,4}/\d{1,4}/(?:EU|EC|EEC))))"
)
_EU_LEAD = re.compile(r"(?:(?:Commission|Council) )?(?:(?:Delegated|Implementing) )?\Z")
_LINK = re.compile(r",? {1,2}(?:of|to|in) {1,2}(?=(?:the )?[A-Z])")
# An instrument by the short name that its readers know: "CRR", "the Solvency II Directive".
_SHORT = re.compile(
    r"(?:the )?(?P<name>(?:[A-Z][\w&-]* ){1,4}(?:Directive|Regulation|Treaty|Convention)|(?:UK )?[A-Z]{2,6}(?: I{1,3})?|(?:UK )?MiFI[DR](?: I{1,3})?)"
    r"(?![\w-])(?! [A-Z(])"
)
_LOCAL = re.compile(
    r"(?:the )?(?P<name>(?:Federal|Cabinet|Ministerial|Local|DIFC) (?:Decree[- ])?(?:[Bb]y[- ])?(?:Law|Decision|Resolution"
    r"|Decree)(?:[- ][Bb]y[- ]Law)? No\.? \(?\d{1,3}\)?(?:/\d{4}| of \d{4})?)"
)
_STATUTORY = re.compile(r"S\.?I\.? (?:No\.? ?)?(?P<number>(?:19|20)\d\d/\d{1,4})(?![\w/-])")
_NOUN = r"(?:Part|Title|Chapter|Section|Annex|Schedule|[Rr]ecital|[Rr]egulation|[Pp]aragraph)"
_NUMERAL = r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|[IVXLC]{1,7}|\d{1,3}[A-Z]{0,2})(?![\w.-]\w)(?!\w)"
_LEVELS = re.compile(rf"(?P<noun>{_NOUN})(?:e?s)? {{1,2}}(?={_NUMERAL})")
_STARTS = frozenset("OTFSENIVXLC0123456789 ")  # what a label begins with
_LOWER = ("re", "pa")  # recital, regulation, paragraph
_SAME = re.compile(rf"{_NOUN} (?={_NUMERAL})")
_INNER = re.compile(rf", (?P<noun>{_NOUN}) {{1,2}}(?={_NUMERAL})")
_LABEL = re.compile(_NUMERAL)
_YEARED = re.compile(
    r"(?:[A-Z][\w'&-]*,? (?:(?:[A-Z][\w'&-]*,?|of|and|for|in|to|on|the) ){0,9})(?:Act|Regulations|Rules|Order|Law|Ordinance) (?:19|20)\d\d\Z"
)
_WORDS = re.compile(r"(?<![\w'&-])[A-Z]")
_OPENERS = frozenset(("The", "Under", "In", "See", "A", "An", "For", "This", "Any"))


def read_instrument(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical form of the European act named at ``at``, and where its name ends."""
    match = _EU.match(text, at)
    if match is None:
        return None
    if match["directive"]:
        return f"{match['kind']} {match['directive']}", match.end()
    return f"{match['kind']} {match['body']} {'No ' if match['no'] else ''}{match['number']}", match.end()


def _read_work(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical name of the act at ``at`` that has levels, and where its name ends; None for acts of Congress and what is not known."""
    named = read_instrument(text, at)
    if named is not None:
        return named
    local = _LOCAL.match(text, at)
    if local is not None:
        return local["name"], local.end()
    known = _KNOWN_AFTER.match(text, at - 1)
    if known is not None:
        return known["name"], known.end()
    act = acts.read_name(text, at)
    if act is None or (act[0].title if act[0] is not None else not act[1][-4:].isdigit() or " of " in act[1][-8:]):
        return None
    return act[0].short if act[0] is not None else act[1], act[2]


def article(scan: Scan, at: int, end: int) -> int:
    """Read "Article 6(1) of Regulation (EU) No 648/2012"; without an instrument, the document's own article."""
    text = scan.text
    head = _ARTICLE.match(text, at)
    refs = read_list(text, head.end(), _ARTICLE_NAME) if head else []
    if not refs or not refs[0].number or ((at == 0 or text[at - 1] == "\n") and _HEADING.match(text, refs[0].end)):
        return 0
    point = _POINT.search(text, max(scan.floor, at - 20), at) if len(refs) == 1 else None
    if point is not None:
        refs, at = [refs[0]._replace(path=(*refs[0].path, *read_path(point["path"], 0)[0]))], point.start()
    named, own = _whose(text, refs[-1].end)
    if named is not None:
        return record(scan, at, f"{named[0]}, Article ", refs, "legislation.article", family="rulebook", after=named[1])
    before = _KNOWN_BEFORE.search(text, max(scan.floor, at - 16), at)
    if before is not None:
        return record(scan, before.start(), f"{before['name']}, Article ", refs, "legislation.article", family="rulebook", after=refs[-1].end)
    if text[head.start() if head else at].islower() and not own:
        return 0
    section = _SECTION.match(text, refs[-1].end) if len(refs) == 1 and not own else None
    if section is not None:
        scan.add(at, section.end(), "internal", f"Article {refs[0].number}{refs[0].labels}, Section {section['number']}", "internal.article")
        return section.end()
    return record(scan, at, "Article ", refs, "internal.article", family="internal", after=own or refs[-1].end)


def _whose(text: str, at: int) -> tuple[tuple[str, int] | None, int]:
    """Return the act that articles ending at ``at`` are of and where its name ends; or where "of this Regulation" ends."""
    beside = _KNOWN_AFTER.match(text, at)
    if beside is not None:
        return (beside["name"], beside.end()), 0
    of = _LINK.match(text, at)
    tail = read_tail(text, at)
    if tail is not None and tail.kind == "this":
        return None, tail.end
    if of is None:
        return None, 0
    level = _LEVELS.match(text, of.end())
    if level is not None:  # the parts around an article say no more than its number does
        label = _LABEL.match(text, level.end())
        link = _LINK.match(text, label.end()) if label else None
        return (_read_work(text, link.end()) if link else None), 0
    named = read_instrument(text, of.end())
    local = _LOCAL.match(text, of.end())
    if named is None and local is not None:
        named = (local["name"], local.end())
    known = _SHORT.match(text, of.end()) if named is None else None
    if known is not None and (tail is None or tail.kind == "act") and acts.named(known["name"]) is None:
        return (known["name"], known.end()), 0
    if named is None and tail is not None and tail.kind == "act":
        return (tail.act.short if tail.act else tail.value, tail.end), 0
    return named, 0


def level(scan: Scan, at: int, end: int) -> int:
    """Read a level of an act with what it is of: "Chapter 6 of Part Two of CRR", "Schedule 7 to the Companies Act 2006", "recital 10 of …"."""
    text = scan.text
    if at < scan.barren or text[end : end + 1] not in _STARTS or (text[at].islower() and text[at : at + 2] not in _LOWER):
        return 0
    head = _LEVELS.match(text, at)
    refs = [ref for ref in read_list(text, head.end(), _LABEL, head=_SAME) if ref.number] if head else []
    if head is None or not refs:
        return 0
    for index in range(1, len(refs)):
        if text[refs[index].start].isalpha() and not text.startswith((head["noun"], refs[index].number), refs[index].start):
            refs = refs[:index]
            break
    place, outer = refs[-1].end, ""
    above: list[str] = []
    while len(refs) == 1 and len(above) < 4 and (inner := _INNER.match(text, place)) is not None:  # "Part Three, Title IV, Chapter 2 of CRR"
        label = _LABEL.match(text, inner.end())
        if label is None:
            break
        above.append(f", {_name(head['noun'])} {refs[0].number}{refs[0].labels}")
        path, place = read_path(text, label.end())
        head, refs = inner, [Ref(at, place, label.group(), path)]
    scan.barren = place  # unless what follows names an act; then the floor passes it
    for _ in range(3):
        link = _LINK.match(text, place)
        if link is None:
            return 0
        place = link.end() + (4 if text.startswith("the ", link.end()) else 0)
        around = _LEVELS.match(text, place)
        label = _LABEL.match(text, around.end()) if around else None
        if around is None or label is None:
            break
        path, place = read_path(text, label.end())
        outer = f", {_name(around['noun'])} {label.group()}{''.join(f'({each})' for each in path)}{outer}"
    named = _read_work(text, place)
    if named is None:
        return 0
    return record(
        scan, at, f"{named[0]}{outer}{''.join(above)}, {_name(head['noun'])} ", refs, "legislation.level", family="rulebook", after=named[1]
    )


def _name(noun: str) -> str:
    return noun.lower() if noun.lower() in ("recital", "regulation", "paragraph") else noun


def instrument(scan: Scan, at: int, end: int) -> int:
    """Read "Regulation (EU) 2016/679" by itself, or with the article named after it."""
    text = scan.text
    lead = _EU_LEAD.search(text, max(scan.floor, at - 24), at)
    start = lead.start() if lead else at
    found = read_instrument(text, start)
    if found is None:
        return 0
    place = found[1] + (2 if text.startswith(", ", found[1]) else 1)
    head = _ARTICLE.match(text, place) if text[found[1] : place].strip(", ") == "" else None
    refs = [ref for ref in read_list(text, head.end(), _ARTICLE_NAME) if ref.number] if head else []
    if refs:
        return record(scan, start, f"{found[0]}, Article ", refs, "legislation.article", family="rulebook", after=refs[-1].end)
    scan.add(start, found[1], "rulebook", found[0], "legislation.instrument")
    return found[1]


def local_law(scan: Scan, at: int, end: int) -> int:
    """Read "Federal Law No. (7) of 2014" by itself."""
    match = _LOCAL.match(scan.text, at) if scan.text[at].isupper() else None
    if match is None:
        return 0
    scan.add(at, match.end(), "rulebook", match["name"], "legislation.local-law")
    return match.end()


def statutory(scan: Scan, at: int, end: int) -> int:
    """Read "SI 2017/692", a statutory instrument by its number."""
    match = _STATUTORY.match(scan.text, at)
    if match is None:
        return 0
    scan.add(at, match.end(), "rulebook", f"SI {match['number']}", "legislation.statutory-instrument")
    return match.end()


def yeared(scan: Scan, at: int, end: int) -> int:
    """Read an act or regulations named with their year in the British manner, "Financial Services and Markets Act 2000"; the trigger is "act 20"."""
    text = scan.text
    begin = max(scan.floor, at - 100)
    begin = max(begin, text.rfind("\n", begin, at) + 1)
    window = text[begin : end + 2]
    if not text[at].isupper() or not text[end : end + 2].isdigit() or text[end + 2 : end + 3].isalnum():
        return 0
    for start in _WORDS.finditer(window):
        match = _YEARED.match(window, start.start())
        if match is not None and match.group().split(" ", 1)[0] not in _OPENERS:
            scan.add(begin + start.start(), end + 2, "act", match.group(), "act.named-with-year")
            return end + 2
    return 0


_LEVEL_NOUNS = (
    "part ",
    "title ",
    "chapter ",
    "annex ",
    "annexes ",
    "schedule ",
    "schedules ",
    "recital ",
    "recitals ",
    "regulation ",
    "regulations ",
)
TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((f"{noun} {century}", yeared) for noun in ("act", "regulations", "rules", "order", "law", "ordinance") for century in ("19", "20")),
    *((word, article) for word in ("article ", "articles ", "art. ", "arts. ")),
    *((word, instrument) for word in ("regulation (", "directive ", "decision (")),
    *((word, local_law) for word in ("federal ", "cabinet ", "difc ")),
    *((word, statutory) for word in ("si 19", "si 20", "s.i. 19", "s.i. 20", "si no")),
    *((word, level) for word in (*_LEVEL_NOUNS, "paragraph ")),
)
GLUED = ()
