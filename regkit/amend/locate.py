"""Where in a tree a target is: the same search in the text that is amended and in the replacement text.

Labels are followed exactly. Replacement texts leave out what they don't change, so there a step that is not printed is passed over; in the text
that is amended every step must be found, and found once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regkit.amend.model import Aspect, Target
from regkit.amend.tree import Node, Text
from regkit.model.document import ProvisionType
from regkit.text.quotes import collapse, fold_lower

_APART = (ProvisionType.FOOTNOTE, ProvisionType.NOTE)
_GROUPS = (ProvisionType.HEADING, ProvisionType.TEXT, ProvisionType.DEFINITION)
_WORD = re.compile(r"[a-z0-9]+")
_TERM_ENDS = re.compile(r"[\s,\"'.:(—-]|$")
_MARKED = re.compile(r"(?:\(\w{1,5}\)|\w{1,4}\.)\s*")


def find(root: Node, target: Target, *, loose: bool = False) -> Node | None:
    """Return the node of a target, None where it is not there or is there more than once. ``loose`` is for replacement texts."""
    scope = unit(root, target, loose=loose)
    if scope is None:
        return None
    if target.aspect is Aspect.DEFINITION and target.name:
        found = definition(scope, target.name)
        if not isinstance(found, Node):
            return None
        return below(found, target.path, loose=loose)
    return below(scope, target.path, loose=loose)


def unit(root: Node, target: Target, *, loose: bool = False) -> Node | None:
    """Return the section, appendix, heading, subpart or part that a target's paragraph is in."""
    if target.section:
        section = _one(node for node in root.walk() if node.type is ProvisionType.SECTION and node.label == target.section)
        return _headed(root, section, target.headings, loose=loose) if section is not None and target.headings else section
    if target.appendix:
        scope = _appendix(root, target.appendix)
        if scope is None and not loose:
            return None
        return _headed(root, scope or root, target.headings, loose=loose)
    if target.headings:
        return _headed(root, root, target.headings, loose=loose)
    if target.subpart:
        return _one(node for node in root.walk() if node.type is ProvisionType.SUBPART and node.label == f"Subpart {target.subpart}")
    if target.part:
        part = _one(node for node in root.walk() if node.type is ProvisionType.PART and node.label == target.part)
        return part or (root if loose else None)
    return root if loose or target.path else None


def _one(nodes: Iterator[Node]) -> Node | None:
    """Return the node if there is exactly one."""
    first = next(nodes, None)
    return first if first is not None and next(nodes, None) is None else None


def _appendix(root: Node, name: str) -> Node | None:
    """Return an appendix by its name; the comments on an appendix have the same name and come after the supplement."""
    wanted = name.lower()
    found = [node for node in root.walk() if node.type is ProvisionType.APPENDIX]
    named = [node for node in found if node.label.lower() == wanted]
    if not named and wanted in ("appendix", "supplement"):
        named = [node for node in found if node.label.lower().startswith(wanted)]
        return named[0] if len(named) == 1 else None
    supplement = next((number for number, node in enumerate(found) if node.label.startswith("Supplement")), len(found))
    first = [node for number, node in enumerate(found) if node in named and number < supplement]
    chosen = first if first and not wanted.startswith("supplement") else named
    return chosen[0] if len(chosen) == 1 else None


def _headed(root: Node, scope: Node, headings: tuple[str, ...], *, loose: bool) -> Node | None:
    for heading in headings:
        found = _heading(scope, heading)
        if found is None and heading.startswith("Appendix"):  # comments on an appendix stand after the supplement they belong to
            found = _after(root, scope, heading)
        if found is None:
            if loose:
                continue
            return None
        scope = found
    return scope


def _after(root: Node, scope: Node, heading: str) -> Node | None:
    seen = False
    for node in root.walk():
        seen = seen or node is scope or node.label.startswith("Supplement")
        if seen and node is not scope and node.type is ProvisionType.APPENDIX and node.label.lower() == heading.lower():
            return node
    return None


def _heading(scope: Node, heading: str) -> Node | None:
    """Return the node below ``scope`` that a heading names: by its label, else by its words."""
    below_it = [node for node in scope.walk() if node is not scope and node.type not in _APART]
    labelled = [node for node in below_it if node.label == heading and node.type in _GROUPS]
    if len(labelled) == 1:
        return labelled[0]
    wanted = _WORD.findall(fold_lower(heading))
    named = [node for node in below_it if node.type in _GROUPS and _words(node)[: len(wanted)] == wanted]
    return named[0] if len(named) == 1 else None


def _words(node: Node) -> list[str]:
    texts = node.texts
    return _WORD.findall(fold_lower(texts[0].words if texts else node.heading or ""))


def below(scope: Node, path: tuple[str, ...], *, loose: bool = False) -> Node | None:
    """Return the paragraph that labels lead to from ``scope``."""
    node: Node | None = scope
    for number, label in enumerate(path):
        if node is None:
            return None
        step = child(node, label)
        if step is None and loose:
            ends = [found for found in node.walk() if found is not node and found.label == label and found.type not in _APART]
            rest = path[number:]
            ends = [found for found in ends if len(rest) == 1 or below(found, rest[1:]) is not None] or ends
            step = ends[0] if len(ends) == 1 else None
        node = step
    return node


def child(node: Node, label: str) -> Node | None:
    """Return the paragraph with a label directly below, or below a group without a number; None where there is none or there are several."""
    found = [one for one in _level(node) if one.label == label]
    return found[0] if len(found) == 1 else None


def _level(node: Node) -> Iterator[Node]:
    for one in node.nodes:
        if one.type in _APART:
            continue
        if one.label:
            yield one
        elif one.type in _GROUPS:
            yield from _level(one)


def parent_of(root: Node, node: Node) -> Node | None:
    """Return the node that holds ``node``."""
    for one in root.walk():
        if any(item is node for item in one.content):
            return one
    return None


def definition(scope: Node, term: str) -> Node | Text | None:
    """Return the entry of a defined term below ``scope``: a node, or a block of its own text. None where there is none, or several."""
    wanted = collapse(fold_lower(term)).strip("\"' ")
    found: list[Node | Text] = []
    for node in scope.walk():
        if node is not scope and node.type not in _APART and (node.type is ProvisionType.DEFINITION or node.texts) and _defines(node.texts, wanted):
            found.append(node)
    if not found:
        found = [text for node in scope.walk() for text in node.texts[1:] if _defines([text], wanted)]
    return found[0] if len(found) == 1 else None


def _defines(texts: list[Text], term: str) -> bool:
    words = collapse(fold_lower(texts[0].words)) if texts else ""
    mark = _MARKED.match(words)
    words = words[mark.end() :] if mark else words
    words = words.lstrip("\"' ").removeprefix("the term ").lstrip("\"' ")
    return words.startswith(term) and bool(_TERM_ENDS.match(words, len(term)))


def texts_of(node: Node, aspect: Aspect) -> list[Text]:
    """Return the blocks that a change of words may touch: of the whole unit, its introductory text, its heading."""
    if aspect is Aspect.INTRODUCTORY:
        return [item for item in node.intro() if isinstance(item, Text) and not item.heading]
    if aspect is Aspect.HEADING:
        return [text for text in node.texts if text.heading] or node.texts[:1]
    if aspect is Aspect.CONCLUDING:
        seen = node.intro()
        return [text for text in node.texts if text not in seen]
    return [text for one in node.walk() if one.type is not ProvisionType.TEXT or one is node for text in one.texts]
