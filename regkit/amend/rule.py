"""A final or proposed rule as published → its instructions, in order, each with the replacement text that follows it.

The rule is read by the Federal Register reader, but what that leaves out for the sake of the text is kept here: asterisks stand for unchanged text,
and where they stand decides what an amendment leaves alone.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from regkit.amend.locate import unit
from regkit.amend.model import Aspect, Instruction, Target
from regkit.amend.nest import nest
from regkit.amend.parse import parse_instruction
from regkit.amend.tree import Node, Text, from_document
from regkit.errors import ReadError
from regkit.model.document import Authority, Document, Source
from regkit.read.builder import DocumentBuilder
from regkit.read.fedreg import FederalRegisterWalker, accepts
from regkit.read.xml import parse
from regkit.text.numbering import Kind, readings
from regkit.text.slug import document_slug

STARS = "* * * * *"
_INLINE = re.compile(r"\s(?=(?:[a-z]|[ivx]{2,4}|\d{1,2})\.\s(?:Revis|Add|Remov|Redesig|Amend|In |The |Paragraph|Newly|By |Delet|Under))")
_LABEL_SEAM = re.compile(r"(\b\d{1,3}\.[ivxl]{1,5}\.[A-Z]\.) (\d{1,2}\b)")  # an italic number: "1.i.A.<E T="03">3</E>"
_ORDINAL = re.compile(r"\s*\(?([0-9]{1,3}|[A-Za-z]{1,4})[.)](?=\s*\S)")
_PART = re.compile(r"\bPART\s+(\d{1,4}[a-z]{0,2})\b|\b\d+ CFR [Pp]arts?\s+(\d{1,4})")


class Rule(Struct, frozen=True):
    """A rule with its amendments. ``fragments`` are the replacement texts by the instructions' ``group``."""

    document: Document
    instructions: tuple[Instruction, ...]
    fragments: dict[int, Node] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that it amends, in order."""
        return tuple(dict.fromkeys(instruction.part for instruction in self.instructions if instruction.part))


def read_rule(path: str | Path) -> Rule:
    """Return the rule in a file of Federal Register XML. Raises: ReadError."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"the rule cannot be opened ({error.strerror or error})", place=str(path), remedy="Check the path") from None
    return read_rule_bytes(data, path.name)


def read_rule_bytes(data: bytes, name: str) -> Rule:
    """Return the rule that the bytes hold. Raises: ReadError where they are not Federal Register XML."""
    if not accepts(data[:8192], name):
        raise ReadError(
            "this is not a Federal Register document in XML", place=name, remedy="Get its XML from federalregister.gov (full_text_xml_url)"
        )
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type="application/xml", size=len(data))
    build = DocumentBuilder(document_slug(Path(name).stem), source, Authority())
    walker = _Walker(parse(data, name), build)
    walker.run()
    document = build.build()
    return _linked(document, walker.amending)


class _Walker(FederalRegisterWalker):
    """The Federal Register reader, keeping asterisks as paragraphs and noting which part each instruction stands in."""

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self.amending: dict[str, tuple[str, str]] = {}
        self._whole = self.text(next(root.iter("CFR"), None))

    def stars(self, element: etree._Element, path: str) -> None:
        """Keep asterisks: what they stand for is kept, so their place counts."""
        self.add([STARS], element, path, aside=True)

    def instruction(self, element: etree._Element, path: str) -> None:
        """Note the part of an instruction and read it."""
        self.amending[path] = (self.title, self.part)
        super().instruction(element, path)


def _linked(document: Document, amending: dict[str, tuple[str, str]]) -> Rule:
    """Take the tree apart at the instructions: what follows one, up to the next, is its replacement text."""
    root = from_document(document)
    instructions: list[Instruction] = []
    fragments: dict[int, Node] = {}
    stack: list[tuple[Kind, str, tuple[Target, ...], str]] = []
    group = 0
    fresh = True
    part = before = ""
    for item, inside in _flat(root):
        if isinstance(item, Text) and item.origin.xpath in amending:
            if not fresh:
                group += 1
            fresh = True
            title, part = amending[item.origin.xpath]
            if (title, part) != before:  # type: ignore[comparison-overlap]
                stack = []
                before = (title, part)  # type: ignore[assignment]
            place = f"{document.source.name}:{item.origin.line}" if item.origin.line else document.source.name
            for words in _split(_LABEL_SEAM.sub(r"\1\2", item.words)):
                instructions.append(_instruction(words, title, part, group, place, stack))
        elif instructions and inside:
            fragment = fragments.setdefault(group, Node("", root.type))
            fragment.content.append(item)
            fresh = False
    _nested(instructions, fragments)
    return Rule(document, _leads(instructions), fragments)


def _nested(instructions: list[Instruction], fragments: dict[int, Node]) -> None:
    """Nest the paragraphs of the replacement texts as the instructions name them."""
    wanted: dict[tuple[int, Target], list[tuple[str, ...]]] = {}
    for instruction in instructions:
        for target in [target for op in instruction.operations for target in (op.target, op.to) if target is not None and target.path]:
            unit_of = replace(target, path=(), aspect=Aspect.WHOLE, name="")
            wanted.setdefault((instruction.group, unit_of), []).append(target.path)
    for (group, target), paths in wanted.items():
        holder = unit(fragments[group], target, loose=True) if group in fragments else None
        if holder is not None and holder is not fragments[group]:
            nest(holder, paths)


def _flat(root: Node) -> list[tuple[Node | Text, bool]]:
    """Return the pieces of the document in order, down to the level at which instructions stand; with whether they are inside the amendments."""
    found: list[tuple[Node | Text, bool]] = []

    def visit(node: Node, inside: bool) -> None:
        for item in node.content:
            if isinstance(item, Text):
                found.append((item, inside))
            elif any("/AMDPAR" in text.origin.xpath for below in item.walk() for text in below.texts):
                visit(item, True)
            else:
                found.append((item, inside and not any("/SIG" in text.origin.xpath for below in item.walk() for text in below.texts)))

    visit(root, False)
    return found


def _split(words: str) -> list[str]:
    """Return the instructions that stand in one paragraph: "3. In § 1.2: a. Revise …; b. Add …"."""
    parts: list[str] = []
    at = 0
    for match in _INLINE.finditer(words):
        if words[at : match.start()].rstrip().endswith((":", ";", ".", "and", ",", "—")) and match.start() > at + 4:
            parts.append(words[at : match.start()].strip())
            at = match.end()
    parts.append(words[at:].strip())
    return parts


def _instruction(words: str, title: str, part: str, group: int, place: str, stack: list[tuple[Kind, str, tuple[Target, ...], str]]) -> Instruction:
    """Read one instruction below those that it stands under."""
    match = _ORDINAL.match(words)
    label = match[1] if match else ""
    kind = _settle(stack, label)
    context = stack[-1][2] if stack else (Target(part=part),) if part else ()
    number = ".".join([*(level[1] for level in stack), label]) if label else ""
    parsed = parse_instruction(words, context)
    if kind is not None:
        stack.append((kind, label, parsed.context or context, number))
    operations = tuple(replace(op, target=_in_part(op.target, part), to=_in_part(op.to, part) if op.to else None) for op in parsed.operations)
    return Instruction(
        text=words,
        number=number,
        title=title,
        part=part,
        group=group,
        operations=operations,
        leads=parsed.leads,
        problems=parsed.problems,
        place=place,
    )


def _in_part(target: Target, part: str) -> Target:
    if target.part or not part:
        return target
    return replace(target, part=target.section.partition(".")[0] if target.section else part)


def _settle(stack: list[tuple[Kind, str, tuple[Target, ...], str]], label: str) -> Kind | None:
    """Close the levels that end where an instruction with this label begins; return its way of counting, None without a label."""
    if not label:
        return None
    options = readings(label)
    if not options:
        return None
    for depth in range(len(stack) - 1, -1, -1):
        kind, last = stack[depth][0], stack[depth][1]
        value = {reading.kind: reading.value for reading in readings(last)}.get(kind, 0)
        if any(reading.kind is kind and reading.value == value + 1 for reading in options):
            del stack[depth:]
            return kind
    first = next((reading for reading in options if reading.value == 1), options[0])
    if first.value != 1:
        for depth, level in enumerate(stack):
            if any(reading.kind is level[0] for reading in options):
                del stack[depth:]
                return level[0]
    if first.kind is Kind.ARABIC and label.isdigit() and not any(level[0] is Kind.LOWER or level[0] is Kind.UPPER for level in stack):
        stack.clear()
    return first.kind


def _leads(instructions: list[Instruction]) -> tuple[Instruction, ...]:
    """Tell lead-ins from instructions that say nothing: a lead-in has others under it."""
    found = []
    for index, instruction in enumerate(instructions):
        following = instructions[index + 1] if index + 1 < len(instructions) else None
        under = following is not None and following.number.startswith(f"{instruction.number}.") and instruction.number != ""
        if instruction.leads and not under:
            instruction = replace(instruction, leads=False, problems=("it names a place and says nothing that is done to it",))
        found.append(instruction)
    return tuple(found)
