"""How the items of a list combine: what the lead-in says, and what the conjunction before the last item says.

The wording of the lead-in weighs more than the conjunction: drafters write "any of the following: …; and …" for lists of examples of one thing,
but hardly ever "each of" for alternatives. Where neither says anything, "all" is assumed and the result is marked as not certain, since to
assume an alternative would free someone of a duty on a guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from msgspec import Struct

from regkit.errors import RuleError
from regkit.model.annotation import LogicOp
from regkit.model.span import Span
from regkit.text.quotes import fold_lower

_CONJUNCTION = re.compile(r"(?:^|[\s;,—-])(and/or|and|nor|or)\s*[,:—-]?\s*$", re.I)
_NUMBERS = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), start=2)}  # noqa: SIM905
_JOINED = {"and": LogicOp.ALL, "nor": LogicOp.NONE}
_REACH = 240  # what is said further before the items is about something else


class LogicRule(Struct, frozen=True, kw_only=True):
    """A wording of a lead-in. ``pattern`` is searched in folded lower case; its groups count, count2, … hold the number, else ``count`` is it.

    ``certain`` is False for a wording that none of the operators says.
    """

    id: str
    op: LogicOp
    gloss: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    count: int = 0
    certain: bool = True


class Logic(Struct, frozen=True, kw_only=True):
    """How items combine: ``count`` goes with at_least; ``evidence`` are the words that say it, None where nothing does."""

    op: LogicOp
    count: int = 0
    certain: bool = True
    evidence: Span | None = None


@cache
def rules() -> tuple[LogicRule, ...]:
    """Return the rules in the order they are tried. Raises: RuleError where one has no example or an example fails."""
    data = tomllib.loads(resources.files("regkit.segment").joinpath("logic.toml").read_text(encoding="utf-8"))
    loaded = tuple(
        LogicRule(
            id=rule["id"],
            op=LogicOp(rule["op"]),
            gloss=rule["gloss"],
            pattern=re.compile(rule["pattern"]),
            examples=tuple(rule.get("examples", ())),
            count=rule.get("count", 0),
            certain=rule.get("certain", True),
        )
        for rule in data["rule"]
    )
    for rule in loaded:
        if not rule.examples:
            raise RuleError(f"the rule {rule.id} has no example", place="logic.toml", remedy="add a lead-in that it should match")
        for example in rule.examples:
            first = next((other for other in loaded if other.pattern.search(fold_lower(example))), None)
            if first is not rule:
                raise RuleError(
                    f"the rule {rule.id} does not read its example {example!r}", place="logic.toml", remedy="mend the pattern or the example"
                )
    return loaded


def conjunction(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """Return the conjunction that ``text[start:end]`` closes with ("and", "or", "nor", "and/or") and where it stands, None where it has none."""
    match = _CONJUNCTION.search(text, max(start, end - 12), end)
    return (match[1].lower(), Span(*match.span(1))) if match else None


def decide(text: str, lead: tuple[int, int] | None, closings: Sequence[tuple[str, Span] | None]) -> Logic:
    """Return the logic of a list.

    Args:
        text: what the offsets belong to.
        lead: the lead-in's range, None where there is none.
        closings: `conjunction` of each item but the last, in order.
    """
    said = _from_lead_in(text, *lead) if lead else None
    found = [closing for closing in closings if closing]
    last = closings[-1] if closings else None
    joined = None if last is None and not found else last or found[-1]
    mixed = len({word if word in ("and", "nor") else "or" for word, _ in found}) > 1
    if said is not None:
        against = said.op is LogicOp.ALL and joined is not None and joined[0] != "and"
        return Logic(op=said.op, count=said.count, certain=said.certain and not against, evidence=said.evidence)
    if joined is None:
        return Logic(op=LogicOp.ALL, certain=False)
    return Logic(op=_JOINED.get(joined[0], LogicOp.ANY), certain=not mixed and last is not None, evidence=joined[1])


def _from_lead_in(text: str, start: int, end: int) -> Logic | None:
    start = max(start, end - _REACH)
    folded = fold_lower(text[start:end])
    best: tuple[re.Match[str], LogicRule] | None = None
    for rule in rules():
        for match in rule.pattern.finditer(folded):
            if best is None or match.start() >= best[0].end():  # the nearest to the items counts, of two that overlap the earlier rule
                best = match, rule
    if best is None:
        return None
    match, rule = best
    number = next(filter(None, match.groupdict().values()), "")
    count = _NUMBERS.get(number) or (int(number) if number else rule.count)
    return Logic(op=rule.op, count=count, certain=rule.certain, evidence=Span(start + match.start(), start + match.end()))
