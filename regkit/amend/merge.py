"""Replacement text over the text that it replaces: asterisks keep what they stand for.

Source: Document Drafting Handbook (Office of the Federal Register), 2-13: five asterisks stand for whole paragraphs that don't change, three for the
text of a paragraph whose subordinates are set out.
"""

from __future__ import annotations

import copy
import re

from regkit.amend.locate import child
from regkit.amend.place import own_heading
from regkit.amend.tree import Node, Text
from regkit.model.document import ProvisionType
from regkit.read import headings
from regkit.read.paragraph import cut, plain
from regkit.read.pieces import Piece

_STARS = re.compile(r"\s*\*(?:\s*\*)+\s*")
_TRAILING = re.compile(r"\s*\*(?:\s*\*)+\s*$")


def is_stars(item: Node | Text) -> bool:
    """Tell whether an item is nothing but asterisks."""
    return isinstance(item, Text) and bool(_STARS.fullmatch(item.words))


def keeps_text(node: Node) -> bool:
    """Tell whether a unit's own text is printed as asterisks ("(b) * * *", "(b) Title. * * *")."""
    texts = [text for text in node.texts if not is_stars(text)]
    return bool(texts) and bool(_TRAILING.search(texts[-1].words))


def clean(node: Node) -> Node:
    """Return a copy without asterisks, for text that is new."""
    made = copy.deepcopy(node)
    for one in made.walk():
        one.content = [item for item in one.content if not is_stars(item)]
    return made


def has_stars(node: Node) -> bool:
    """Tell whether anything in a unit is left out."""
    return any(is_stars(text) or _TRAILING.search(text.words) for one in node.walk() for text in one.texts)


def ends_with_stars(node: Node) -> bool:
    """Tell whether asterisks are the last thing printed in a unit: they stand for what follows it as well."""
    last = node.content[-1] if node.content else None
    return is_stars(last) if isinstance(last, Text) else last is not None and ends_with_stars(last)


def trimmed(node: Node) -> Node:
    """Return a copy without the asterisks at its end: of a paragraph that is revised as such they stand for what follows it."""
    made = copy.deepcopy(node)
    one: Node | None = made
    while one is not None:
        while one.content and is_stars(one.content[-1]):
            one.content.pop()
        last = one.content[-1] if one.content else None
        one = last if isinstance(last, Node) else None
    return made


def overlay(base: Node, new: Node) -> None:
    """Make ``base`` what ``new`` says: what stands there replaces, what is asterisks stays."""
    if not has_stars(new):
        fresh = copy.deepcopy(new)
        base.content, base.heading, base.marker = _headed(base, fresh), fresh.heading, fresh.marker or base.marker
        return
    units = [item for item in base.content if isinstance(item, Node) and item.type not in (ProvisionType.FOOTNOTE, ProvisionType.NOTE)]
    notes = [item for item in base.content if isinstance(item, Node) and item.type is ProvisionType.NOTE]
    result: list[Node | Text] = _intro(base, new)
    started = any(is_stars(item) for item in new.intro())
    waiting = list(units)
    for item in new.content[len(new.intro()) :]:
        if is_stars(item):
            started = True
            continue
        if not isinstance(item, Node):
            result.append(copy.deepcopy(item))
            continue
        same = child(base, item.label) if item.label else None
        at = next((index for index, unit in enumerate(waiting) if unit is same), -1)
        if at >= 0:
            if started:
                result += waiting[:at]
            del waiting[: at + 1]
        if same is not None:
            overlay(same, item)
            result.append(same)
        else:
            result.append(clean(item))
        started = ends_with_stars(item)
    if started:
        result += waiting
    base.content = [*result, *notes]
    base.heading = new.heading if own_heading(new) else base.heading


def _headed(base: Node, fresh: Node) -> list[Node | Text]:
    """Return new content; a section keeps its history notes, which amendments never print."""
    notes = [item for item in base.content if isinstance(item, Node) and item.type is ProvisionType.NOTE]
    kept = [] if any(isinstance(item, Node) and item.type is ProvisionType.NOTE for item in fresh.content) else notes
    return [*_heads(base, fresh), *(item for item in fresh.content if item not in own_heading(fresh)), *kept]


def _heads(base: Node, new: Node) -> list[Text]:
    """Return the display blocks that a unit begins with: the new ones, with the running head of the old, which no rule prints."""
    heads = own_heading(new)
    if base.type not in (ProvisionType.APPENDIX, ProvisionType.PART, ProvisionType.SUBPART):
        return heads or (own_heading(base) if base.type is ProvisionType.SECTION else [])
    old = own_heading(base)
    return [*(text for text in old if heads and headings.classify(text.words) is None), *(heads or old)]


def _intro(base: Node, new: Node) -> list[Node | Text]:
    """Return the text before the first unit: new where it is printed, old where it is asterisks."""
    heads: list[Node | Text] = list(copy.deepcopy(_heads(base, new)) or own_heading(base))
    own = [item for item in new.intro() if not (isinstance(item, Text) and item.heading) and not is_stars(item)]
    old = [item for item in base.intro() if not (isinstance(item, Text) and item.heading)]
    if keeps_text(new) or not own:
        return [*heads, *old]
    return [*heads, *copy.deepcopy(own)]


def set_intro(base: Node, new: Node) -> bool:
    """Replace the introductory text only; False where the new one prints none."""
    own = [item for item in new.intro() if not (isinstance(item, Text) and item.heading) and not is_stars(item)]
    if not own or keeps_text(new):
        return False
    rest = base.content[len(base.intro()) :]
    base.content = [*own_heading(base), *copy.deepcopy(own), *rest]
    if new.marker:
        base.heading = new.heading
    return True


def set_heading(base: Node, new: Node) -> bool:
    """Replace the heading only: display blocks, or the title that a paragraph opens with."""
    heads = own_heading(new)
    if heads:
        base.content = [*copy.deepcopy(heads), *(item for item in base.content if item not in own_heading(base))]
        base.heading = new.heading
        return True
    old, fresh = base.texts[:1], new.texts[:1]
    if not old or not fresh or not base.heading or not new.heading:
        return False
    old[0].pieces = [*_until(fresh[0].pieces, new.heading), " ", *_from(old[0].pieces, base.heading)]
    base.heading = new.heading
    return True


def _end_of(pieces: list[Piece], title: str) -> int:
    text = "".join(map(plain, pieces))
    at = text.find(title)
    end = at + len(title) if at >= 0 else 0
    while end < len(text) and text[end] in ".:—–? ":
        end += 1
    return end


def _until(pieces: list[Piece], title: str) -> list[Piece]:
    return cut(pieces, [_end_of(pieces, title)])[0]


def _from(pieces: list[Piece], title: str) -> list[Piece]:
    return cut(pieces, [_end_of(pieces, title)])[1]
