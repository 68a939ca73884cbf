"""References to named units: "part 1026, subpart B", "appendix A, Part I", "Rule 5, Section 3(a)", "condition 2", "Section II.B", "footnote 3".

The functions take what holds the document (`regkit.resolve.within.Within`), a citation and the match of its canonical form. A unit that does not
exist is a finding where the document has others of its kind: a document without footnotes may speak of another's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.model.annotation import Citation
from regkit.model.document import ProvisionType
from regkit.resolve.instruments import labels_of

if TYPE_CHECKING:
    from regkit.resolve.within import Within

PART = re.compile(r"part (?P<number>\d{1,4}[a-z]{0,2})(?P<below>, .+)?$")
NAMED = re.compile(
    r"(?:Section (?P<outer>[\w.]+), )?"
    r"(?P<noun>appendix|supplement|subpart|Part|Item|footnote|condition|step|section|Section|Rule|Article|Chapter"
    r"|note) (?P<label>[\w.-]+)(?P<path>(?:\(\w+\))*)(?:, Section (?P<section>\w+)(?P<inner>(?:\(\w+\))*))?(?:, (?P<model>(?:form|clause) .+))?"
    r"(?P<levels>(?:, (?:Part|section|paragraph) \w+)*)$"
)
KINDS = {
    "appendix": (ProvisionType.APPENDIX,),
    "supplement": (ProvisionType.APPENDIX,),
    "subpart": (ProvisionType.SUBPART,),
    "footnote": (ProvisionType.FOOTNOTE,),
    "condition": (ProvisionType.CONDITION, ProvisionType.ITEM, ProvisionType.PARAGRAPH),
    "item": (ProvisionType.HEADING, ProvisionType.ITEM),
    "part": (ProvisionType.PART, ProvisionType.HEADING),
    "article": (ProvisionType.ARTICLE,),
    "chapter": (ProvisionType.CHAPTER,),
}
_OF_ANOTHER = re.compile(r",? (?:of|in) (?:the )?[A-Z]")
DEPTH = 16  # levels around a reference that a unit is looked for in


def part(within: Within, citation: Citation, match: re.Match[str]) -> Citation:
    """Resolve "part 1026", with an appendix or a subpart of it."""
    number, below = match["number"], match["below"] or ""
    if number == within.instrument.part and within.own:
        if below:
            return _below(within, citation, below)
        return within.at(replace(citation, target=within.own), ())
    said = within.titles.get(number, set())
    title = next(iter(said)) if len(said) == 1 else "" if said else within.title
    if not title or len(number) < 2:
        return citation
    through = f"{title} CFR {citation.through}" if citation.through else None
    return within.external(replace(citation, family="cfr", target=f"{title} CFR part {number}{below}", through=through))


def _below(within: Within, citation: Citation, below: str) -> Citation:
    noun, _, label = below.removeprefix(", ").partition(" ")
    path = _named_path(within, noun, label)
    citation = replace(citation, target=f"{within.own}{below}")
    return within.at(citation, path) if path else replace(citation, note="no such provision in the corpus")


def _named_path(within: Within, noun: str, label: str) -> tuple[str, ...] | None:
    for kind in KINDS.get(noun.lower(), ()):
        for name in (label, f"{noun} {label}", f"n{label}" if noun == "footnote" else label):
            place = within.instrument.kinds.get((kind, name.lower()))
            if place is not None:
                return place[1]
    return within.lookup((f"{noun.capitalize()} {label}",), (label,))


def unit(within: Within, citation: Citation, match: re.Match[str]) -> Citation:
    """Resolve "appendix A", "Rule 5, Section 3(a)", "condition 2", "Section II.B", "footnote 3"."""
    noun, labels = match["noun"], labels_of(match["path"])
    found = _head(within, citation, match)
    found = within.lookup((*found, *labels)) if found and labels and noun not in ("Rule", "section", "Section") else found
    if match["model"] and found:
        words = match["model"].split(" ", 1)[1]
        inner = (words.split("(")[0], *labels_of(words))
        found = within.lookup((*found, *inner), (*found, inner[0].split("-", 1)[1], *inner[1:]))
    head = found
    for level in filter(None, (match["levels"] or "").split(", ")):
        name, label = level.split(" ", 1)
        found = within.lookup((*found, f"{name.capitalize()} {label}"), (*found, label)) if found else None
    if noun in ("appendix", "subpart", "supplement", "Part") and within.own:
        citation = replace(citation, target=f"{within.own}, {_enclosing(within, citation, noun)}{citation.target}")
    if found is not None:
        return within.at(citation, found)
    if head is not None and match["levels"]:
        return within.at(replace(citation, note=f"the corpus does not tell where in the {noun}"), head)
    return within.absent(citation) if _expected(within, match) else citation


def _enclosing(within: Within, citation: Citation, noun: str) -> str:
    """Return "appendix A, " for "Part II" within that appendix: parts in roman numerals are counted anew in each."""
    context = within.context(citation)
    head, _, label = (context[0] if context else "").partition(" ")
    return f"appendix {label}, " if noun == "Part" and head == "Appendix" and label else ""


def _head(within: Within, citation: Citation, match: re.Match[str]) -> tuple[str, ...] | None:
    """Return the path of the unit itself, with the labels of a section or a rule."""
    noun, label, labels = match["noun"], match["label"], labels_of(match["path"])
    context = within.context(citation)
    if noun in ("section", "Section") and of_another(within, citation):
        return None
    if noun in ("section", "Section"):
        return within.lookup(
            *((*context[:depth], f"Section {label}", *labels) for depth in range(min(len(context), DEPTH), -1, -1)),
            (label, *labels),
            (*label.split("."), *labels),
            (label.rstrip("."), *labels),
        )
    if noun == "Rule":
        inner = (f"Section {match['section']}", *labels_of(match["inner"])) if match["section"] else ()
        return within.lookup((f"Rule {label}", *labels, *inner), (label, *labels, *inner))
    if noun == "Article" and match["section"]:
        inner = (match["section"], *labels_of(match["inner"]))
        return within.lookup(*((*head, *deep) for head in ((f"Article {label}",), (label,)) for deep in ((f"Section {inner[0]}", *inner[1:]), inner)))
    if noun == "Part" and context and context[0].startswith("Appendix"):
        return within.lookup((context[0], f"Part {label}"), (context[0], label), (context[0], *label.split(".")))
    if noun in ("condition", "footnote", "Item", "step"):
        outer = match["outer"]
        found = within.lookup((outer, label), (f"Section {outer}", label), (*outer.split("."), label)) if outer else None
        if outer is None:
            found = _near(within, context, label) if noun == "condition" else None
            found = found or _named_path(within, noun, label)
        return found
    return _named_path(within, noun, label)


_PRESENT = {
    "appendix": ProvisionType.APPENDIX,
    "subpart": ProvisionType.SUBPART,
    "footnote": ProvisionType.FOOTNOTE,
    "condition": ProvisionType.CONDITION,
    "Article": ProvisionType.ARTICLE,
    "Rule": ProvisionType.RULE,
}


def _expected(within: Within, match: re.Match[str]) -> bool:
    """Tell whether the instrument has units of that kind, so that the lack of this one is worth a finding."""
    kind = _PRESENT.get(match["noun"])
    if kind is not None:
        return any(each is kind for each, _ in within.instrument.kinds)
    outer, _, inner = match["label"].rpartition(".")
    if match["noun"] != "Section" or not outer or not inner:
        return False  # "Section II.B" of a document whose Section II has lettered parts
    below = len(outer.split("."))
    return any(path[:below] == tuple(outer.split(".")) and len(path) == below + 1 and path[below].isalpha() for path in within.instrument.places)


def of_another(within: Within, citation: Citation) -> bool:
    """Tell whether what follows says that a section or a chapter is something else's: "Section 4 of Chapter 4 of Title II", "of the Audit Part"."""
    return _OF_ANOTHER.match(within.document.text, (citation.group or citation.span).end) is not None


def _near(within: Within, context: tuple[str, ...], label: str) -> tuple[str, ...] | None:
    """Return the path of a numbered condition: in the list that the words stand in, or the nearest around it."""
    return within.lookup(*((*context[:depth], label) for depth in range(min(len(context), DEPTH), -1, -1)))
