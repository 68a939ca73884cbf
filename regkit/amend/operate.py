"""Each kind of operation on a tree. Every method returns "" where the operation is carried out, else why it is not; then the tree is as it was."""

from __future__ import annotations

import copy

from msgspec.structs import replace

from regkit.amend import merge, place, words
from regkit.amend.locate import definition, find, parent_of, texts_of, unit
from regkit.amend.model import Action, Aspect, Operation, Target
from regkit.amend.sentences import change_sentence
from regkit.amend.tables import change_table
from regkit.amend.tree import Node, Text, renamed
from regkit.model.document import ProvisionType
from regkit.text.fingerprint import fingerprint

_NOTES = {Aspect.AUTHORITY: "auth", Aspect.SOURCE: "source"}
_MISSING = "it is not in the text that is amended"
_NO_TEXT = "its replacement text is not found in the rule"


class Operator:
    """Carries out operations on ``root`` with the replacement text ``fragment``."""

    def __init__(self, root: Node, fragment: Node) -> None:
        self.root = root
        self.fragment = fragment

    def do(self, operation: Operation) -> str:
        """Carry out an operation other than a redesignation."""
        action, aspect = operation.action, operation.target.aspect
        if action in (Action.REPLACE_TEXT, Action.REMOVE_TEXT, Action.ADD_TEXT):
            return self._words(operation)
        if aspect in _NOTES:
            return self._note(operation)
        if aspect is Aspect.SENTENCE:
            return self._sentence(operation)
        if aspect in (Aspect.TABLE, Aspect.ENTRY):
            node = find(self.root, replace(operation.target, aspect=Aspect.WHOLE))
            new = find(self.fragment, replace(operation.target, aspect=Aspect.WHOLE), loose=True) or self.fragment
            return change_table(node, new, operation) if node is not None else _MISSING
        if aspect in (Aspect.CONTENTS, Aspect.NOTE, Aspect.TEXT) or action is Action.SUSPEND:
            return "regkit does not carry out this kind of amendment"
        if aspect is Aspect.DEFINITION and not operation.target.name:
            return "it does not say which definition"
        if action is Action.UNCHANGED:
            return ""
        if action is Action.ADD:
            return self._add(operation.target)
        if aspect is Aspect.DEFINITION and not operation.target.path:
            return self._definition(operation)
        return self._unit(operation)

    def _unit(self, operation: Operation) -> str:
        target = operation.target
        node = find(self.root, target)
        if node is None or node is self.root:
            return _MISSING
        if operation.action is Action.REMOVE:
            return self._remove(node, target)
        if operation.action is Action.RESERVE:
            _reserve(node)
            return ""
        new = find(self.fragment, target, loose=True)
        if new is None or new is self.fragment:
            return _NO_TEXT
        if target.aspect is Aspect.INTRODUCTORY:
            return "" if merge.set_intro(node, new) else "the rule prints no introductory text for it"
        if target.aspect is Aspect.HEADING:
            return "" if merge.set_heading(node, new) else "the rule prints no heading for it"
        if target.aspect is not Aspect.WHOLE and target.aspect is not Aspect.DEFINITION:
            return "regkit does not carry out this kind of amendment"
        merge.overlay(node, merge.trimmed(new) if target.path else new)
        return ""

    def _remove(self, node: Node, target: Target) -> str:
        if target.aspect in (Aspect.INTRODUCTORY, Aspect.HEADING):
            gone = texts_of(node, target.aspect)
            if not gone or (target.aspect is Aspect.HEADING and not gone[0].heading):
                return "it has none"
            node.content = [item for item in node.content if not any(item is text for text in gone)]
            return ""
        holder = parent_of(self.root, node)
        if holder is None:
            return _MISSING
        holder.content = [item for item in holder.content if item is not node]
        return ""

    def _add(self, target: Target) -> str:
        if target.aspect is Aspect.DEFINITION and not target.path:
            return self._add_definition(target)
        new = find(self.fragment, target, loose=True)
        if new is None or new is self.fragment:
            return _NO_TEXT
        if target.aspect is Aspect.INTRODUCTORY:
            node = find(self.root, target)
            return "" if node is not None and merge.set_intro(node, new) else _MISSING
        there = find(self.root, target)
        fresh = merge.clean(new)
        if target.aspect is Aspect.HEADING:
            return "" if there is not None and merge.set_heading(there, new) else "the rule prints no heading for it"
        if there is not None and there is not self.root:
            if not place.reserved(there):
                return "it is there already"
            there.content, there.heading, there.marker = fresh.content, fresh.heading, fresh.marker
            return ""
        holder = self._holder(target)
        if holder is None:
            return "the unit that it would be added to is not in the text"
        place.insert(holder, fresh)
        return ""

    def _holder(self, target: Target) -> Node | None:
        """Return the unit that a new one is put into."""
        if target.path:
            return find(self.root, replace(target, path=target.path[:-1], aspect=Aspect.WHOLE))
        if target.headings:
            return unit(self.root, replace(target, headings=target.headings[:-1]))
        if target.section:
            under = unit(self.root, replace(target, section="")) if target.subpart else None
            return under or place.section_parent(self.root, target.section)
        if target.appendix or target.subpart:
            near = next((node for node in self.root.walk() if node.type in (ProvisionType.APPENDIX, ProvisionType.SUBPART)), None)
            part = next((node for node in self.root.walk() if node.type is ProvisionType.PART), self.root)
            return (parent_of(self.root, near) if near is not None else None) or part
        return self.root if target.part else None

    def _definition(self, operation: Operation) -> str:
        scope = find(self.root, replace(operation.target, aspect=Aspect.WHOLE, name=""))
        old = definition(scope, operation.target.name) if scope is not None else None
        if scope is None or old is None:
            return _MISSING
        holder = next(node for node in scope.walk() if any(item is old for item in node.content))
        at = next(index for index, item in enumerate(holder.content) if item is old)
        if operation.action is Action.REMOVE:
            del holder.content[at]
            return ""
        new = self._new_definition(operation.target)
        if new is None:
            return _NO_TEXT
        if isinstance(old, Node) and isinstance(new, Node):
            merge.overlay(old, new)
        else:
            holder.content[at] = copy.deepcopy(new)
        return ""

    def _new_definition(self, target: Target) -> Node | Text | None:
        near = find(self.fragment, replace(target, aspect=Aspect.WHOLE, name=""), loose=True) or self.fragment
        return definition(near, target.name)

    def _add_definition(self, target: Target) -> str:
        scope = find(self.root, replace(target, aspect=Aspect.WHOLE, name=""))
        new = self._new_definition(target)
        if scope is None:
            return "the unit that it would be added to is not in the text"
        if new is None:
            return _NO_TEXT
        if definition(scope, target.name) is not None:
            return "it is there already"
        if isinstance(new, Node):
            fresh = merge.clean(new)
            others = [node for node in scope.walk() if node.type is ProvisionType.DEFINITION]
            holder = parent_of(self.root, others[0]) if others and fresh.type is ProvisionType.DEFINITION else scope
            place.insert(holder or scope, fresh)
            return ""
        entries = [(index, item) for index, item in enumerate(scope.content) if isinstance(item, Text) and not item.heading]
        lower = [index for index, item in entries if item.words.lower().lstrip('“"') < new.words.lower().lstrip('“"')]
        at = lower[-1] + 1 if lower else entries[0][0] if entries else len(scope.content)
        scope.content.insert(at, copy.deepcopy(new))
        return ""

    def _words(self, operation: Operation) -> str:
        target = operation.target
        if target.aspect is Aspect.DEFINITION and target.name and not target.path:
            scope = find(self.root, replace(target, aspect=Aspect.WHOLE, name=""))
            found = definition(scope, target.name) if scope is not None else None
            if found is None:
                return _MISSING
            return words.change(texts_of(found, Aspect.WHOLE) if isinstance(found, Node) else [found], operation)
        node = find(self.root, replace(target, aspect=Aspect.WHOLE) if target.aspect is Aspect.SENTENCE else target)
        if node is None or node is self.root:
            return _MISSING
        return words.change(texts_of(node, target.aspect), operation)

    def _sentence(self, operation: Operation) -> str:
        plain = replace(operation.target, aspect=Aspect.WHOLE, name="")
        node = find(self.root, plain)
        if node is None or node is self.root:
            return _MISSING
        return change_sentence(node, find(self.fragment, plain, loose=True), operation)

    def _note(self, operation: Operation) -> str:
        name = _NOTES[operation.target.aspect]
        scope = unit(self.root, replace(operation.target, aspect=Aspect.WHOLE)) or self.root
        old = [node for node in scope.nodes if node.type is ProvisionType.NOTE and node.name.startswith(name)]
        new = [node for node in self.fragment.walk() if node.type is ProvisionType.NOTE and node.name.startswith(name)]
        if operation.action is Action.REMOVE and len(old) == 1:
            scope.content = [item for item in scope.content if item is not old[0]]
            return ""
        if operation.action is Action.UNCHANGED:
            differs = old and new and fingerprint(old[0].words) != fingerprint(new[0].words)
            return "the rule prints it otherwise than the text that is amended" if differs else ""
        if not new:
            return _NO_TEXT
        if not old:
            heads = next((index for index, item in enumerate(scope.content) if isinstance(item, Node) and item.label), len(scope.content))
            scope.content.insert(heads, copy.deepcopy(new[0]))
        else:
            old[0].content = copy.deepcopy(new[0].content)
        return ""

    # redesignation

    def redesignate(self, operations: list[Operation]) -> list[str]:
        """Carry out redesignations that stand together, at once."""
        found = [find(self.root, operation.target) for operation in operations]
        results = ["" if node is not None and node is not self.root else _MISSING for node in found]
        holders = [parent_of(self.root, node) if node is not None else None for node in found]
        seats: list[tuple[Node, int] | None] = []
        for node, holder in zip(found, holders, strict=True):
            at = next((n for n, item in enumerate(holder.content) if item is node), -1) if holder is not None else -1
            seats.append((holder, at) if holder is not None and at >= 0 else None)
        for node, holder in zip(found, holders, strict=True):
            if node is not None and holder is not None:
                holder.content = [item for item in holder.content if item is not node]
        for index, (operation, node) in enumerate(zip(operations, found, strict=True)):
            seat = seats[index]
            if node is None or seat is None or operation.to is None:
                results[index] = results[index] or _MISSING
                continue
            results[index] = self._seat(node, operation.to)
            if results[index]:
                seat[0].content.insert(min(seat[1], len(seat[0].content)), node)
        return results

    def _seat(self, node: Node, to: Target) -> str:
        if to.aspect is not Aspect.WHOLE:
            return "regkit does not carry out this kind of amendment"
        there = find(self.root, to)
        if there is not None and there is not self.root and not place.reserved(there):
            return f"{to} is there already"
        holder = self._holder(to)
        if holder is None:
            return "the unit that it would be moved to is not in the text"
        if there is not None and there is not self.root:
            self._remove(there, to)
        old = node.label
        label = to.path[-1] if to.path else to.headings[-1] if to.headings else to.section or to.appendix or f"Subpart {to.subpart}"
        marker = (node.marker or "").replace(old, label) if old and node.marker and old in node.marker else node.marker or ""
        renamed(node, label, marker)
        place.insert(holder, node)
        return ""


def _reserve(node: Node) -> None:
    """Leave the number and take the text away."""
    heads = place.own_heading(node)
    origin = (heads or node.texts or [Text([])])[0].origin
    marker = node.marker or node.label
    node.content = [Text([f"{marker} [Reserved]"], origin, heading=bool(heads))]
    node.heading = "[Reserved]"
