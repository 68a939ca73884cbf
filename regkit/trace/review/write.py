"""Decisions → the end of ``reviews.toml``: the only writer of reviews.

The file is never rewritten: a decision is a table added at its end, so that comments stay, a change of one line is a change of one line in version
control, and what was decided before can be read below what holds now. Taking back a decision is a decision too. The file is read back before anything
is written, and replaced in one instant; two writers wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from regkit.errors import CheckError
from regkit.graph.schema import SEPARATOR
from regkit.model.annotation import DefinitionKind, Modality
from regkit.model.check import Decision, ItemKind, Review
from regkit.store.atomic import write_bytes
from regkit.store.chain import locked
from regkit.text.forms import nearest
from regkit.trace.evidence import is_date
from regkit.trace.review.apply import SPANNED, places_of
from regkit.trace.review.items import FIELDS, Item
from regkit.trace.review.settle import Standing, person
from regkit.trace.reviews import parse_reviews

_ORDER = (
    *("requirement", "definition", "citation", "check", "decision", "edits", "reviewer", "date", "reason"),
    *("fingerprint", "quote", "mark", "read_with", "prefix", "suffix", "procedure"),
)
_CHOICES = {"modality": [value.value for value in Modality], "definition_kind": [value.value for value in DefinitionKind]}


def decision_on(item: Item, decision: Decision, *, reviewer: str, on: str, reason: str = "", edits: Mapping[str, str] | None = None) -> Review:
    """Return the record of a decision on an item as it is now. Raises: CheckError where something is not said, or an edit cannot be."""
    if not reviewer.strip():
        raise CheckError("a review needs a reviewer", remedy="Name one with --reviewer, or in REGKIT_REVIEWER")
    if not is_date(on):
        raise CheckError(f"not a date: {on!r}", remedy="Write it as YYYY-MM-DD")
    if decision in (Decision.REJECTED, Decision.EDITED) and not reason.strip():
        raise CheckError(f"{item.id} cannot be {decision.value} without a reason", remedy="Say why with --reason")
    checked = {field: checked_value(item, field, value) for field, value in (edits or {}).items()}
    if decision is Decision.EDITED and not checked:
        raise CheckError(f"{item.id}: no field is given another value", remedy="Write it as field=value")
    named = {ItemKind.LINK: {"requirement": item.node, "check": item.check}}.get(item.kind, {item.kind.value: item.id})
    return Review(
        **named, decision=decision.value, reviewer=reviewer.strip(), date=on, reason=reason.strip(), edits=checked, fingerprint=item.fingerprint,
        quote=item.quote, mark=item.mark, read_with="\n".join(item.read_with), prefix=item.prefix, suffix=item.suffix, procedure=item.procedure,
    )  # fmt: skip


def checked_value(item: Item, field: str, value: str) -> str:
    """Return an edit's value as it is kept. Raises: CheckError where the field is none, or cannot have it."""
    known = FIELDS[item.kind.value]
    if field not in known:
        near = nearest(field, known)
        hint = f"Did you mean {near[0]!r}?" if near else f"Fields are: {', '.join(known) or 'none'}"
        raise CheckError(f"a {item.kind.value} has no field {field!r} to edit", place=item.id, remedy=hint)
    value = value.strip()
    if value == item.fields.get(field, ""):
        raise CheckError(f"{field} has that value: {value!r}", place=item.id, remedy="Accept it instead")
    if field in _CHOICES and value not in _CHOICES[field]:
        raise CheckError(f"{value!r} is no {field.replace('_', ' ')}", place=item.id, remedy=f"Write one of: {', '.join(_CHOICES[field])}")
    if field in ("term", "target", "body") and not value:
        raise CheckError(f"{field} cannot be empty", place=item.id, remedy="Reject it instead")
    if field in SPANNED and value:
        for quote in value.split(SEPARATOR):
            if places_of(item.quote, item.start, [quote]) is None:
                raise CheckError(f"{quote!r} does not stand in the sentence", place=item.id, remedy="Quote its words, several parted by ' | '")
    return value


def append(path: Path, reviews: Sequence[Review]) -> None:
    """Add decisions to the file, which need not exist. Raises: CheckError where the file cannot take them; it is then as it was."""
    try:
        with locked(path):
            before = path.read_bytes() if path.exists() else b""
            after = before + (b"" if not before or before.endswith(b"\n") else b"\n")
            for review in reviews:
                after += (b"\n" if after else b"") + b"[[review]]\n" + table(review)
            if parse_reviews(after, str(path)).review[-len(reviews) :] != tuple(reviews):
                raise CheckError("the review cannot be added", place=str(path), remedy="Mend the end of the file")
            write_bytes(path, after)
    except OSError as problem:
        raise CheckError(f"the file cannot be written: {problem.strerror}", place=str(path), remedy="Check its permissions") from None


def table(review: Review) -> bytes:
    """Return a decision as the lines of a TOML table, a field a line, in a fixed order, empty ones left out."""
    lines = []
    for name in _ORDER:
        value = getattr(review, name)
        if not value:
            continue
        if name == "edits":
            lines.append(f"edits = {{{', '.join(f'{field} = {_string(text)}' for field, text in sorted(value.items()))}}}")
        else:
            lines.append(f"{name} = {value if name == 'date' else _string(value)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _string(text: str) -> str:
    """Return a TOML basic string: JSON's, but for DEL, which TOML wants escaped (toml.io/en/v1.0.0, "String")."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def retraction(standings: Sequence[Standing], id: str, check: str = "", *, reviewer: str, on: str, reason: str = "") -> Review:
    """Return the record that takes back what the reviewer decided on an item, found or lost. Raises: CheckError where there is none."""
    wanted = f"{check}@{id}" if check else id
    for standing in standings:
        if wanted not in (standing.id, standing.was):
            continue
        mine = [record for record in standing.records if person(record.reviewer) == person(reviewer)]
        if not mine:
            who = ", ".join(dict.fromkeys(record.reviewer for record in standing.records))
            raise CheckError(f"{reviewer or 'nobody'} has decided nothing on {wanted}", remedy=f"Decisions are by: {who}")
        if not is_date(on):
            raise CheckError(f"not a date: {on!r}", remedy="Write it as YYYY-MM-DD")
        return replace(mine[-1], decision=Decision.RETRACTED.value, reviewer=reviewer.strip(), date=on, reason=reason.strip(), edits={})
    raise CheckError(f"there is no decision on {wanted}", remedy="See: regkit review list --all")
