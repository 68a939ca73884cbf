"""Carry edited fields into the YAML files of checks, and add new checks. Everything else in the files keeps its bytes, comments and all.

A value is replaced where it stands, a field that the check did not have is added as a line below its last one. The result is read again and must say
exactly what was meant, else nothing is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from regkit.errors import CheckError
from regkit.model.check import Check, Target
from regkit.register.rows import FIELDS, cells_of
from regkit.trace.checks import parse_checks

_PLAIN = re.compile(r"[A-Za-z][\w ./@~()-]*[\w)]\Z", re.ASCII)
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}  # what YAML 1.1 reads as something else

Cut = tuple[int, int, str]


def edit(data: bytes, place: str, changes: Mapping[str, tuple[Check, Sequence[str]]]) -> bytes:
    """Return a file of checks with fields changed: by check id, the check as it shall be and the fields that differ.

    Raises: CheckError where the file cannot be changed without changing something else.
    """
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415

    text = data.decode("utf-8").removeprefix("\ufeff")
    cuts: list[Cut] = []
    for id, entry in _entries(yaml.compose(text, Loader=yaml.SafeLoader)):
        if id in changes:
            check, fields = changes[id]
            cuts += _cuts(entry, check, fields, text)
    made = text
    for start, end, new in sorted(cuts, reverse=True):
        made = made[:start] + new + made[end:]
    encoded = made.encode("utf-8")
    wanted = [replace(changes[check.id][0] if check.id in changes else check, place="") for check in parse_checks(data, place)]
    try:
        found = [replace(check, place="") for check in parse_checks(encoded, place)]
    except CheckError:
        found = []
    if found != wanted:
        raise CheckError("the file cannot be changed in place", place=place, remedy="Write its entries in a plainer form, or edit it by hand")
    return encoded


def add(data: bytes, place: str, checks: Sequence[Check]) -> bytes:
    """Return a file of checks with further ones at its end; ``data`` may be empty. Raises: CheckError where it is no plain list."""
    before = data.decode("utf-8")
    head = before if not before or before.endswith("\n") else before + "\n"
    made = (head + "".join(("\n" if head or number else "") + _entry(check) for number, check in enumerate(checks))).encode("utf-8")
    old = list(parse_checks(data, place)) if data.strip() else []
    try:
        found = [replace(check, place="") for check in parse_checks(made, place)]
    except CheckError:
        found = []
    if found != [replace(check, place="") for check in [*old, *checks]]:
        raise CheckError("checks cannot be added at the end of this file", place=place, remedy="Make it a list, one entry a check")
    return made


def _entries(root: Any) -> Iterator[tuple[str, Any]]:
    if root is not None and root.id == "mapping":
        root = next((value for name, value in root.value if name.value == "checks"), None)
    for entry in root.value if root is not None and root.id == "sequence" else ():
        for name, value in entry.value if entry.id == "mapping" else ():
            if name.value == "id":
                yield str(value.value), entry


def _cuts(entry: Any, check: Check, fields: Sequence[str], text: str) -> Iterator[Cut]:
    written = {name.value: value for name, value in entry.value}
    column = entry.value[0][0].start_mark.column
    last = _end(max((value for _, value in entry.value), key=lambda value: int(value.end_mark.index)), text)
    lines = []
    for field in fields:
        node = written.get(field)
        if node is not None:
            inline = node.id == "scalar" or node.flow_style
            yield node.start_mark.index, _end(node, text), _value(check, field, -1 if inline else node.start_mark.column)
        elif getattr(check, field):
            lines.append(f"\n{' ' * column}{field}: {_value(check, field, -1)}")
    if lines:
        yield last, last, "".join(lines)


def _end(node: Any, text: str) -> int:
    """Return where a value ends, without the line ends and comments that a block takes in."""
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip())) if getattr(node, "style", None) in ("|", ">") else int(end)


def _entry(check: Check) -> str:
    """Return a check as an entry of a list, empty fields left out."""
    lines = [f"- id: {_scalar(check.id)}\n"]
    for field in FIELDS:
        if cells_of(check)[field]:
            block = field == "verifies"
            lines.append(f"  {field}:\n    {_value(check, field, 4)}\n" if block else f"  {field}: {_value(check, field, -1)}\n")
    return "".join(lines)


def _value(check: Check, field: str, column: int) -> str:
    """Return a field as YAML; ``column`` is where a block of lines begins, -1 for one line."""
    if field == "tags":
        items = [_scalar(tag) for tag in check.tags]
        return f"[{', '.join(items)}]" if column < 0 or not items else f"\n{' ' * column}".join(f"- {item}" for item in items)
    if field == "verifies":
        if column < 0:
            return f"[{', '.join(_target(target, -1) for target in check.verifies)}]"
        return f"\n{' ' * column}".join(f"- {_target(target, column + 2)}" for target in check.verifies)
    return _scalar(cells_of(check)[field])


def _target(target: Target, column: int) -> str:
    if target.id:
        return _scalar(target.id)
    pair = (f"document: {_scalar(target.document)}", f"quote: {json.dumps(target.quote, ensure_ascii=False)}")
    return f"{{{', '.join(pair)}}}" if column < 0 else f"\n{' ' * column}".join(pair)


def _scalar(value: str) -> str:
    if _PLAIN.match(value) and value.lower() not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
