"""References by section and what follows them: the same "section 5" is an act's, a title's, a part's or the document's own, as its tail says.

"section 603(p) of the Fair Credit Reporting Act", "section 89 of title 14, United States Code", "§ 1026.4 of Regulation Z", "§ 1002.9(b) of this
part", "paragraph (b)(2) of § 1005.18": the list of members is read first, then `read_tail` looks at what follows, and only then a family is chosen.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from regkit.cite import acts, executive_orders, public_laws, sec_rules, usc
from regkit.cite.grammar import ACT_NUMBER, CFR_SECTION, ET_SEQ, Ref, printed, read_list, read_path
from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("section 89 of title 14, United States Code", ("14 U.S.C. 89",)),
    ("Section 14123(a)(2) of 49 U.S.C.", ("49 U.S.C. 14123(a)(2)",)),
    ("§ 1026.4 of Regulation Z", ("12 CFR 1026.4",)),
    ("§§ 1026.5 through 1026.9", ("§ 1026.5", "§ 1026.9")),
    ("Section 240.15c3-3(a)(1) of title 17, Code of Federal Regulations", ("17 CFR 240.15c3-3(a)(1)",)),
    ("under § 1016.13 (and no other exception in § 1016.14 or § 1016.15)", ("§ 1016.13", "§ 1016.14", "§ 1016.15")),
    ("Section II.B", ("Section II.B",)),
    ("Section 130 of the Truth in Lending Act says so. Section 130(f) does too.", ("15 U.S.C. 1640", "15 U.S.C. 1640(f)")),
    ("section 12 (Reinsurance) of the Friendly Societies Act 1992", ("Friendly Societies Act 1992 § 12",)),
    ("Exchange Act section 3(f); Section 16(2) of SIPA", ("15 U.S.C. 78c(f)", "15 U.S.C. 78lll(2)")),
    ("section 806(e)(1) of Title VIII of the Dodd-Frank Act", ("12 U.S.C. 5465(e)(1)",)),
    ("section 11(d)(1) under the Exchange Act", ("15 U.S.C. 78k(d)(1)",)),
    ("section 240.15c3-3 of 17 CFR", ("17 CFR 240.15c3-3",)),
    ("as the Dodd-Frank Act, section 701(e) of ECOA", ("15 U.S.C. 1691(e)",)),
    ("sections 601-612 of the Regulatory Flexibility Act", ("5 U.S.C. 601", "5 U.S.C. 612")),
    ("the Electronic Fund Transfer Act (except section 920 of that Act)", ("15 U.S.C. 1693o-2",)),
    ("Ga. Code § 7-6A-5(2)", ("§ 7-6A-5(2)",)),
    ("DC Code § 26-1152.13", ("§ 26-1152.13",)),
    ("a section of road", ()),
)

_HEAD = re.compile(r"§{1,2} {0,3}|sections? {1,3}|secs?\. {0,3}", re.IGNORECASE)
_NUMBER = re.compile(rf"{CFR_SECTION}|{ACT_NUMBER.pattern}")
_AGAIN = re.compile(r"§{1,2} ?|(?:(?:of|in|under|with) )?[Ss]ections? (?=\d)")
_MORE = re.compile(r"[,;.)\]]|$|\n| (?:and|or|to|through|of)\b")
ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-Z])(?:\.(?:[A-Z]|\d{1,2})){0,3}(?:\.(?:[a-z]|[ivx]{1,4}))?(?![\w-])(?!\.\w)")
# British drafting names what it cites: "section 12 (Reinsurance) of the Friendly Societies Act 1992".
_OF = re.compile(r"(?: \([A-Z][a-z][^()\n]{1,80}\))?,? {1,2}(?:of|to) {1,2}")
_THIS = re.compile(
    r"(?P<which>this|that|such|the same) "
    r"(?P<noun>sub ?parts?|sections?|parts?|chapters?|titles?|appendix|sub ?chapters?|paragraphs?|subsections?|subparagraphs?|regulations?"
    r"|rules?|articles?|act|orders?|notices?|supplement|commentary|interpretation|agreement|guidance|schedule|division|code|module"
    r"|rulebook)\b(?! \()",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"title (\d{1,2})(?P<code>,? (?:of )?(?:the )?(?:(?P<usc>United States Code|U\. ?S\. ?C(?:ode|\.))|(?:Code of Federal Regulations"
    r"|C\. ?F\. ?R\.?|CFR)))?(?![IVX\w])",
    re.IGNORECASE,
)
_USC = re.compile(r"(\d{1,2}) U\. ?S\. ?C\.?(?![\w])")
_CFR_TITLE = re.compile(r"(\d{1,2}) (?:CFR|C\.F\.R\.)(?! ?(?:[Pp]arts?|§|\d|[Cc]h))")
_UNDER = re.compile(r" under (?=the [A-Z])")
_CFR_PART = re.compile(r"(\d{1,2}) (?:CFR|C\.F\.R\.) (?:part |§ ?)?(\d{1,4}(?:\.\d+[a-z]?)?)", re.IGNORECASE)
_PARALLEL = re.compile(
    r"(?:,? as amended(?: by [^().\n]{0,60}(?=[ ,][\[(]))?)?(?: \((?:the )?\"?[^()\"\n\d]{1,40}\"?\))?,? ?(?:[\[(] {0,2}|(?<=[, ]))"
    r"(\d{1,2}) U\. ?S\. ?C\.?,? (?:§{1,2} ?|sections? )?(?=\d)"
)
_THAT = 250  # characters: how far "that Act" points back
_PARAGRAPH = 4000  # characters: what a bare section can take its act from
_AFTER_HEADING = re.compile(r" {0,2}(?:$|\n|—|-(?!\d)|\. {1,2}\[?[A-Z]| \[?[A-Z][a-z]|[A-Z][a-z]|\.$|\.\n)")


class Tail(NamedTuple):
    """What follows a reference: "this" (a noun of the document's own), "act", "usc", "cfr", "title", "law", "order", "regulation".

    ``path`` are the labels of a "cfr" tail; for "this" it is ("that",) where the words point back to a unit named before, else empty.
    """

    kind: str
    value: str
    end: int
    path: tuple[str, ...] = ()
    act: acts.Act | None = None


def read_tail(text: str, at: int) -> Tail | None:
    """Return what "of …" or "to …" at ``at`` says the reference belongs to, None where nothing that is understood follows."""
    of = _OF.match(text, at)
    if of is None:
        return None
    at = of.end()
    if own := _THIS.match(text, at):
        which = () if own["which"].lower() == "this" else ("that",)
        return Tail("this", own["noun"].lower().replace(" ", ""), own.end(), path=which)
    letter = text[at : at + 1]
    if letter.isdigit():
        if code := _USC.match(text, at):
            return Tail("usc", code[1], code.end())
        if whole := _CFR_TITLE.match(text, at):
            return Tail("title", whole[1], whole.end())
        if part := _CFR_PART.match(text, at):
            return Tail("cfr", f"{part[1]} CFR {'' if '.' in part[2] else 'part '}{part[2]}", part.end(), read_path(text, part.end())[0])
        return None
    if title := _TITLE.match(text, at):
        kind = "usc" if title["usc"] else "title" if title["code"] else "bare title"
        return Tail(kind, title[1], title.end())
    if letter in "Ee" and (order := executive_orders.read_order(text, at)):
        return Tail("order", order[0], order[1])
    if law := public_laws.read_law(text, at):
        return Tail("law", law[0], law[1])
    if regulation := sec_rules.read_regulation(text, at):
        return Tail("regulation", regulation.part, regulation.end)
    if act := acts.read_name(text, at):
        return Tail("act", act[1], act[2], act=act[0])
    return None


def section_word(scan: Scan, at: int, end: int) -> int:
    """Read a reference that begins with "§" or "section"."""
    text = scan.text
    head = _HEAD.match(text, at)
    if head is None:
        return 0
    word = head.group().strip().lower()
    refs = read_list(text, head.end(), _NUMBER, head=_AGAIN, more=_MORE, plural=word in _PLURAL)
    if not refs or not refs[0].number:
        return _roman(scan, at, head.end())
    dotted = "." in refs[0].number
    plain = not dotted or not refs[0].number.split(".")[0].isdigit()
    if word in _PLURAL:
        refs = _split_ranges(text, refs)
    if (cut := _new_head(text, refs)) and (
        ";" in text[refs[cut - 1].end : refs[cut].start] or (plain and acts.name_before(text, at, scan.floor) is not None)
    ):
        refs = refs[:cut]
    tail = read_tail(text, refs[-1].end)
    if tail is None and not dotted and (under := _UNDER.match(text, refs[-1].end)) is not None and (act := acts.read_name(text, under.end())):
        tail = Tail("act", act[1], act[2], act=act[0])
    if tail is not None:
        return _with_tail(scan, at, refs, tail)
    named = acts.name_before(text, at, scan.floor) if plain else None
    if named is not None:
        return _of_act(scan, named[2], refs, named[0], named[1], 0)
    if len(refs) == 1 and not refs[0].path and (at == 0 or text[at - 1] == "\n") and _AFTER_HEADING.match(text, refs[0].end):
        return refs[0].end  # the heading of the section itself
    if not dotted and (again := _again(scan, at, refs)) is not None:
        return _of_act(scan, at, refs, again[1], again[2], 0)
    prefix = "§ " if dotted or word.startswith("§") else "section "
    return usc.record(scan, at, prefix, refs, "internal.section", family="internal", after=refs[-1].end)


_PLURAL = ("§§", "sections", "secs.")


def _split_ranges(text: str, refs: list[Ref]) -> list[Ref]:
    """Return the members with "601-612" as the two ends that "sections" announces."""
    found: list[Ref] = []
    for ref in refs:
        first, last = usc.split_range(ref.number) if "-" in ref.number and "." not in ref.number else ("", "")
        at = text.find(f"{first}-{last}", ref.start) if last else -1
        if ref.start <= at < ref.end:
            cut = at + len(first)
            found += [Ref(ref.start, cut, first, (), ref.ranged), Ref(cut + 1, ref.end, last, ref.path, ranged=True)]
        else:
            found.append(ref)
    return found


def _new_head(text: str, refs: list[Ref]) -> int:
    """Return the index of the first member that begins with a head of its own ("§", "section"), 0 for none.

    Behind a semicolon, or where an act is named before the list, what follows that head says nothing of the members before it: "Exchange Act section
    3(f); Section 16(2) of SIPA".
    """
    for index in range(1, len(refs)):
        if not text[refs[index].start].isdigit() and text[refs[index].start] != "(":
            return index
    return 0


def _with_tail(scan: Scan, at: int, refs: list[Ref], tail: Tail) -> int:
    dotted = "." in refs[0].number
    if tail.kind == "this" and tail.value == "act" and tail.path and (act := _that_act(scan, at)) is not None:
        return _of_act(scan, at, refs, act[0], act[1], tail.end)
    if tail.kind == "this" and tail.value == "act":
        return usc.record(scan, at, "section ", refs, "internal.section", family="internal", after=tail.end)
    if tail.kind == "this":
        return usc.record(scan, at, "§ " if dotted else "section ", refs, "internal.section", family="internal", after=tail.end)
    if tail.kind == "act" and not (dotted and tail.act is None and tail.value in ("Regulations", "Rules")):
        return _of_act(scan, at, refs, tail.act, tail.value, tail.end)
    if tail.kind == "usc" or (tail.kind == "bare title" and not dotted):
        return usc.record(scan, at, f"{tail.value} U.S.C. ", refs, "usc.section-first", after=tail.end)
    if tail.kind in ("title", "bare title"):
        return usc.record(scan, at, f"{tail.value} CFR ", refs, "cfr.section-first", family="cfr", after=tail.end)
    if tail.kind in ("law", "order") and not dotted:
        family = "public_law" if tail.kind == "law" else "executive_order"
        rule = "public-law.section-first" if tail.kind == "law" else "executive-order.section-first"
        return usc.record(scan, at, f"{tail.value} § ", refs, rule, family=family, after=tail.end)
    if tail.kind == "law":
        return usc.record(scan, at, f"{tail.value} § ", refs, "public-law.section-first", family="public_law", after=tail.end)
    if tail.kind == "regulation" and dotted:
        return usc.record(scan, at, tail.value.split("part ")[0], refs, "cfr.regulation", family="cfr", after=tail.end)
    if tail.kind == "cfr" and dotted:
        return usc.record(scan, at, tail.value.split(" CFR")[0] + " CFR ", refs, "cfr.section-first", family="cfr", after=tail.end)
    return usc.record(scan, at, "§ " if dotted else "section ", refs, "internal.section", family="internal", after=refs[-1].end)


def _that_act(scan: Scan, at: int) -> tuple[acts.Act | None, str] | None:
    """Return the act that "of that Act" points back to: the one named last in the same paragraph, not far before."""
    begin = max(0, at - _THAT)
    begin = max(begin, scan.text.rfind("\n", begin, at) + 1)
    return acts.last_named(scan.text[begin:at])


def _again(scan: Scan, at: int, refs: list[Ref]) -> tuple[int, acts.Act | None, str] | None:
    """Return the act that the same paragraph has already cited these sections of: "Section 130 of the Truth in Lending Act … Section 130(f)"."""
    known = scan.acts.get(refs[0].number)
    if known is None or at - known[0] > _PARAGRAPH or "\n" in scan.text[known[0] : at]:
        return None
    return known if all(scan.acts.get(ref.number, (0, None, ""))[1:] == known[1:] for ref in refs) else None


def _of_act(scan: Scan, at: int, refs: list[Ref], act: acts.Act | None, name: str, after: int) -> int:
    """Record the sections of an act, or one citation with its parallel in the Code where the text gives that too."""
    text = scan.text
    if scan.names and name.lower() in scan.names:
        name = scan.names[name.lower()]
        act = acts.named(name)
    for ref in refs:
        scan.acts[ref.number] = (ref.start, act, name)
    targets = [acts.canonical(act, name, ref.number, ref.path) for ref in refs]
    end = max(after, refs[-1].end)
    if len(refs) == 1:
        parallel = _PARALLEL.match(text, end)
        if parallel is not None:
            code = usc.members(text, parallel.end(), plural=False)
            if len(code) == 1 or (len(code) > 1 and code[1].ranged is False and code[1].number != code[0].number):
                stated = f"{parallel[1]} U.S.C. {code[0].number}{code[0].labels}"
                note = ""
                if targets[0] and " U.S.C. " in targets[0] and targets[0] != stated and not targets[0].startswith(stated):
                    note = f"the text gives {stated}; the table of acts gives {targets[0]}"
                close = ET_SEQ.match(text, code[0].end) if len(code) == 1 else None
                stated, stop = (f"{stated} et seq.", close.end()) if close else (stated, code[0].end)
                if parallel[0].count("(") > parallel[0].count(")") and text.startswith(")", stop):
                    stop += 1  # the bracket that opened before the Code's title
                scan.add(at, stop, "act", stated, "act.section-with-code", note=note)
                return stop
    group = Span(at, end) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        last = index + 1 == len(refs)
        through = targets[index + 1] if not last and refs[index + 1].ranged else None
        note = "" if targets[index] else f"which act {name!r} is depends on the document"
        scan.add(
            ref.start if index else at,
            end if last else ref.end,
            "act",
            targets[index],
            "act.section" if targets[index] else "act.short",
            through=through,
            group=group,
            certain=targets[index] is not None,
            note=note,
        )
    return end


def _roman(scan: Scan, at: int, after: int) -> int:
    """Read "Section II.B": a heading of an order or a notice; not a heading itself."""
    text = scan.text
    if text[at : at + 1] not in "S§":
        return 0
    match = ROMAN.match(text, after)
    if match is None:
        return 0
    if (at == 0 or text[at - 1] == "\n") and _AFTER_HEADING.match(text, match.end()):
        return match.end()
    path, end = read_path(text, match.end(), spaced=False)
    tail = read_tail(text, end)
    if tail is not None and tail.kind == "act":
        return _of_act(scan, at, [Ref(after, end, match.group(), path)], tail.act, tail.value, tail.end)
    scan.add(at, tail.end if tail and tail.kind == "this" else end, "internal", f"Section {match.group()}{printed(path)}", "internal.heading")
    return end


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("§", section_word),
    ("section ", section_word),
    ("sections ", section_word),
    ("sec. ", section_word),
    ("secs. ", section_word),
)
GLUED = ("§",)
