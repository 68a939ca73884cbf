"""Change single values in files that people write: YAML checks, the TOML of reviews. Everything else keeps its bytes.

A value of YAML is replaced where it stands, in the style in which it was written; TOML goes through tomlkit (the extra ``rebase``). What is to be
written is read again first, and must say what was meant.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from regkit.errors import CheckError, MissingExtraError
from regkit.model.check import Target
from regkit.trace.checks import parse_checks
from regkit.trace.reviews import parse_reviews

_PLAIN = re.compile(r"[A-Za-z][\w./@~-]*\Z", re.ASCII)
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}  # what YAML 1.1 reads as something else
_FOLDED = re.compile(r">-?[ \t]*\r?\n([ ]+)(?=\S)")
_WIDTH = 100

Cut = tuple[int, int, str]


def edit_checks(data: bytes, place: str, targets: Mapping[tuple[str, int], Target]) -> bytes:
    """Return a file of checks with targets changed, given by check id and the target's number from 0.

    Raises: CheckError where the file cannot be changed without changing something else.
    """
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415

    text = data.decode("utf-8")
    shift = len(text) - len(text.lstrip("\ufeff"))
    body = text[shift:]
    cuts: list[Cut] = []
    for check, number, node in _targets(yaml.compose(body, Loader=yaml.SafeLoader)):
        if (check, number) in targets:
            cuts += _cuts(node, targets[check, number], body)
    for start, end, new in sorted(cuts, reverse=True):
        body = body[:start] + new + body[end:]
    made = (text[:shift] + body).encode("utf-8")
    wanted = tuple(
        replace(check, verifies=tuple(targets.get((check.id, number), target) for number, target in enumerate(check.verifies)), place="")
        for check in parse_checks(data, place)
    )
    if tuple(replace(check, place="") for check in parse_checks(made, place)) != wanted:
        raise CheckError("the file cannot be changed in place", place=place, remedy="Write its targets in a plainer form")
    return made


def edit_reviews(data: bytes, place: str, changes: Mapping[tuple[str, int], Mapping[str, str]]) -> bytes:
    """Return the file of reviews with fields changed, given by "review" or "waiver" and its number from 0.

    Raises: CheckError, MissingExtraError.
    """
    try:
        import tomlkit  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("reviews.toml cannot be changed in place without tomlkit", remedy='Run: pip install "regkit[rebase]"') from None
    document: Any = tomlkit.parse(data.decode("utf-8"))
    before = parse_reviews(data, place)
    for (kind, number), fields in changes.items():
        for name, value in fields.items():
            document[kind][number][name] = value
    made = tomlkit.dumps(document).encode("utf-8")
    wanted = {
        kind: tuple(replace(item, **changes.get((kind, number), {})) for number, item in enumerate(getattr(before, kind)))
        for kind in ("review", "waiver")
    }
    after = parse_reviews(made, place)
    if after.review != wanted["review"] or after.waiver != wanted["waiver"]:
        raise CheckError("the file cannot be changed in place", place=place, remedy="Write it in a plainer form")
    return made


def _targets(root: Any) -> Iterator[tuple[str, int, Any]]:
    """Yield check id, number and node of every target."""
    entries = root
    if root is not None and root.id == "mapping":
        entries = _value(root, "checks")
    for entry in entries.value if entries is not None and entries.id == "sequence" else ():
        id, verifies = _value(entry, "id"), _value(entry, "verifies")
        if id is not None and verifies is not None:
            for number, node in enumerate(verifies.value if verifies.id == "sequence" else [verifies]):
                yield str(id.value), number, node


def _value(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None) if node.id == "mapping" else None


def _cuts(node: Any, target: Target, text: str) -> Iterator[Cut]:
    if node.id == "scalar":
        yield _cut(node, target.id, text)
        return
    fields = {"id": target.id} if target.id else {"document": target.document, "quote": target.quote}
    written = {name.value: value for name, value in node.value}
    if set(fields) == set(written):
        for name, value in fields.items():
            if written[name].value != value:
                yield _cut(written[name], value, text)
        return
    last = max(node.value, key=lambda pair: pair[1].end_mark.index)[1]
    end = node.end_mark.index if node.flow_style else _end(last, text)
    yield node.start_mark.index, end, _scalar(target.id, "")


def _cut(node: Any, value: str, text: str) -> Cut:
    start, end = node.start_mark.index, _end(node, text)
    folded = _FOLDED.match(text[start:end]) if node.style == ">" else None
    if folded:
        newline = "\r\n" if "\r\n" in folded[0] else "\n"
        lines = textwrap.wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)
        return start, end, folded[0].removesuffix(folded[1]) + newline.join(folded[1] + line for line in lines)
    return start, end, _scalar(value, node.style or "")


def _end(node: Any, text: str) -> int:
    """Return where a value ends, without the line ends that a block takes in."""
    start = node.start_mark.index
    return int(start + len(text[start : node.end_mark.index].rstrip())) if node.style in ("|", ">") else int(node.end_mark.index)


def _scalar(value: str, style: str) -> str:
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if not style and _PLAIN.match(value) and value.lower() not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
