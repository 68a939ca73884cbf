"""``regkit_norms``: what a sentence says must, must not, may or need not be done, by whom, under which conditions, by when.

One norm a cue. A cue states none where it stands in a definition, in a condition ("if the institution must …"), in a relative clause ("fees that
a bank may charge"), or where a longer rule says so (`none.deemed`: "shall be deemed"). A sentence without any norm whose
conditions a reader would still mark becomes a `Statement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import actions, attach, bearers, chunks, implicit, reports
from regkit.extract import attributes as attributes
from regkit.extract.conditions import is_exception
from regkit.extract.rule_set import Hit, RuleSet, rule_set, word_list
from regkit.extract.view import View, view
from regkit.model.annotation import Condition, Deadline, DefinitionKind, LogicOp, Modality, Norm, Statement, Threshold
from regkit.model.span import Span

_NEGATED = {Modality.OBLIGATION: Modality.PROHIBITION, Modality.PERMISSION: Modality.PROHIBITION}
_FREED = ("obligation.required-to", "obligation.has-to", "obligation.requires")
_PASSIVE_END = re.compile(r"[;:](?= )|,(?! by\b)")
_REASON = re.compile(r"\b(?:because|since|inasmuch as|so that|in order that)(?: \w+ly| also|,[^,]{0,60},)? $")
_OPENS = re.compile(r"(?:[,;:]|\b(?:and|but|or),?) ?$")
_BEHIND = (" to ", " from ")
_LOOSE_END = re.compile(r"(?:[ ,;:.]+(?:and|or|but)?)+$")
_MODAL_ONLY = re.compile(r"(?:shall|must|may|will|should)(?: not)?\b")
_JOINED = re.compile(r"\b(?:and|or)(?: \w+ly| also| then)? $")
_EITHER = re.compile(r"\bor,? (?:only )?$")
_DEFINING = frozenset({DefinitionKind.MEANS, DefinitionKind.INCLUDES, DefinitionKind.EXCLUDES, DefinitionKind.REFERENCE, DefinitionKind.ENTRY})


class Found(NamedTuple):
    """A norm before its clause and its conditions are known."""

    cue: Span
    start: int
    modality: Modality
    rule: str
    bearer: Span | None
    shared: bool
    certain: bool


@Language.factory(
    "regkit_norms",
    default_config={"rules": []},
    requires=["doc._.citations", "doc._.definitions", "doc._.conditions", "doc._.deadlines", "doc._.thresholds"],
    assigns=["doc._.norms", "doc._.statements"],
)
def make_norms(nlp: Language, name: str, rules: Sequence[str]) -> NormFinder:
    """Build the component from ``rules/norms.toml`` and the folders in ``rules``."""
    return NormFinder(rule_set("norms", tuple(rules)))


class NormFinder:
    """Sets ``doc._.norms`` and ``doc._.statements``, in reading order. Same sentence, same norms: no state."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its norms, and, where it has none, the statement that its conditions belong to."""
        text = view(doc)
        layers = doc._
        conditions: tuple[Condition, ...] = layers.conditions or ()
        deadlines: tuple[Deadline, ...] = layers.deadlines or ()
        thresholds: tuple[Threshold, ...] = layers.thresholds or ()
        shut = [condition.span for condition in conditions if not _binds(text, condition)]
        bare = blank(text.plain, shut, deadlines)
        closed = [*shut, *_bodies(layers.definitions or ()), *(deadline.trigger for deadline in deadlines if deadline.trigger is not None)]
        found = list(self._find(text, bare, closed))
        if not found:
            found = [Found(*one) for one in implicit.find(text, bare, conditions)]
        layers.norms = tuple(_complete(text, found, conditions, deadlines, thresholds))
        layers.statements = () if found else tuple(_statement(text, conditions, deadlines, thresholds))
        return doc

    def _find(self, text: View, bare: str, closed: Sequence[Span]) -> Iterator[Found]:
        left = 0
        before: Found | None = None
        inside = False  # in a relative clause, which "and" and "or" go on: "fees that it may charge or must refund"
        hits = self._rules.settled(text)
        said = reports.reported(text, bare) if hits else None
        for hit in hits:
            if any(span.start <= hit.start < span.end for span in closed):
                continue
            if said is not None and said.start <= hit.start < said.end:
                left = hit.end
                continue
            subject = bearers.subject(text, bare, left, hit.start)
            if (
                subject.relative and hit.rule.data.get("subject") == "provision" and not bare.endswith("s", hit.start, hit.end)
            ):  # a verb of the subject: "firms that require a copy | may"
                continue
            inside = subject.relative or (inside and subject.shared and _JOINED.search(bare, left, hit.start) is not None)
            left = hit.end
            if inside:
                continue
            one = _found(text, bare, hit, subject, before)
            if one is not None:
                before = one
                yield one


def blank(plain: str, spans: Sequence[Span], deadlines: Sequence[Deadline]) -> str:
    """Return the text with conditions and deadlines as spaces, so that what they interrupt stands together; same length."""
    for span in [*spans, *(deadline.span for deadline in deadlines)]:
        plain = plain[: span.start] + " " * len(span) + plain[span.end :]
    return plain


def _binds(text: View, condition: Condition) -> bool:
    """Tell whether a cue in a condition may still state a norm: in a proviso, and after "except that"."""
    return condition.kind == "provided" or (condition.kind == "except" and text.plain.endswith("that", 0, condition.cue.end))


def _bodies(definitions: Sequence[object]) -> Iterator[Span]:
    for definition in definitions:
        body = getattr(definition, "body", None)
        if isinstance(body, Span) and getattr(definition, "kind", None) in _DEFINING:
            yield body


def _found(text: View, bare: str, hit: Hit, subject: bearers.Subject, before: Found | None) -> Found | None:
    """Return what a cue states, None where it states nothing."""
    rule = hit.rule
    label = rule.label
    if label == "none":
        label = _despite(rule.data, subject)
    if label == "none" or _aside(text, bare, hit, subject, before):
        return None
    modality = Modality(label)
    if subject.negative and modality in _NEGATED:
        modality = Modality.EXEMPTION if rule.id in _FREED else _NEGATED[modality]
    needs = rule.data.get("needs")
    if needs and not (subject.agent or (needs == "agent-or-text" and chunks.is_text(subject.head)) or (subject.shared and before is not None)):
        return None
    bearer = _bearer(text, bare, hit, subject)
    if (bearer is None or subject.agent) and subject.head in rule.data.get("heads_out", ()):
        return None
    if subject.shared and bearer is None and before is not None and not _passive(bare, hit):
        bearer = before.bearer
    start = hit.start if subject.shared or subject.start >= hit.start else subject.start
    end = hit.end
    if rule.label == "none" and (modal := _MODAL_ONLY.match(bare, hit.start, hit.end)):  # its words told may from may; the verb belongs to the action
        end = modal.end()
    return Found(Span(hit.start, end), start, modality, rule.id, bearer, subject.shared and before is not None, rule.certain)


def _despite(data: Mapping[str, Any], subject: bearers.Subject) -> str:
    """Return the modality of a cue that mostly states none, where its subject gives it one: "no person may have", "members shall apply"."""
    if subject.agent and subject.negative:
        return str(data.get("nobody", "none"))
    if subject.agent and subject.head != "it":
        return str(data.get("agent", "none"))
    if subject.head and not subject.head.endswith("s") and "one" in data:
        return str(data["one"])
    return str(data.get("text", "none")) if chunks.is_text(subject.head) else "none"


def _aside(text: View, bare: str, hit: Hit, subject: bearers.Subject, before: Found | None) -> bool:
    """Tell whether a cue gives a reason or a purpose, or a provision's verb ("permits") has no provision as its subject.

    A base form without a subject ("(2) Require the client to sign") is an item that its lead-in completes; one with a person for its subject
    says what that person does.
    """
    begin = min(subject.start, hit.start)
    if _REASON.search(bare[max(0, begin - 90) : begin]):
        return True
    if hit.rule.data.get("subject") != "provision":
        return False
    if subject.agent:
        authority = subject.head in word_list("nouns", "authorities") or text.text[subject.start : subject.end].rsplit(" ", 1)[-1].isupper()
        return not authority and subject.head not in ("it", "they")
    if subject.shared and before is not None:
        return False
    plural = subject.head.endswith("s") or " and " in bare[subject.start : subject.end]
    return not hit.rule.fold(bare[hit.start : hit.end]).split(" ")[0].endswith("s") and (subject.shared or not plural)


def _passive(bare: str, hit: Hit) -> bool:
    return bearers.PASSIVE.match(bare, hit.end) is not None


def _bearer(text: View, bare: str, hit: Hit, subject: bearers.Subject) -> Span | None:
    """Return who is bound: by the rule the subject or the object; in a passive only the agent it names."""
    where = hit.rule.data.get("bearer", "subject")
    end = len(bare)
    if where == "nobody":
        return None
    if where == "object":
        phrase = bearers.of_object(text, bare, hit, end)
        return Span(*phrase) if phrase else None
    if _passive(bare, hit):
        stop = _PASSIVE_END.search(bare, hit.end)
        phrase = chunks.by_phrase(text.text, bare, hit.end, stop.start() if stop else end)
        return Span(*phrase) if phrase else None
    return Span(subject.start, subject.end) if subject.agent else None


def _complete(
    text: View, found: Sequence[Found], conditions: Sequence[Condition], deadlines: Sequence[Deadline], thresholds: Sequence[Threshold]
) -> Iterator[Norm]:
    """Yield the norms with their clauses, and with what stands in each.

    The first clause begins with the sentence. What stands before the first cue holds for the norms that share its subject too; what
    stands in a clause belongs to its norm; what closes the last of several coordinated clauses stays with that one.
    """
    length = len(text.text)
    starts = [0, *(_front(text, one, conditions) for one in found[1:])]
    for index, one in enumerate(found):
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(found) else length
        while end > start + 1 and text.text[end - 1] in " ,;":
            end -= 1
        own = Span(start, max(end, one.cue.end))
        front = found[0].cue.start if one.shared and all(other.shared for other in found[1:index]) else 0
        spans = (own, Span(0, front))
        mine = [condition for condition in conditions if _within(condition.span, spans)]
        norm = Norm(
            sentence=0,
            span=own,
            modality=one.modality,
            cue=one.cue,
            rule=one.rule,
            bearer=one.bearer,
            action=(action := _action(text, one, own.end, mine)),
            actions=actions.acts(text.plain, action),
            conditions=tuple(condition for condition in mine if not is_exception(condition)),
            exceptions=tuple(condition for condition in mine if is_exception(condition)),
            deadlines=tuple(deadline for deadline in deadlines if _within(deadline.span, spans) and not _circumstance(deadline, one, mine)),
            thresholds=tuple(threshold for threshold in thresholds if _within(threshold.span, spans)),
            logic=_logic(text, mine),
            certain=one.certain,
        )
        yield attach.attached(text.plain, norm)


def _front(text: View, norm: Found, conditions: Sequence[Condition]) -> int:
    """Return where a later norm's clause begins: with its subject, or with the conditions right before it ("…, but if asked, the bank must")."""
    start = norm.start
    for condition in reversed(conditions):
        if (
            condition.span.end <= start
            and not text.text[condition.span.end : start].strip(" ,")
            and _OPENS.search(text.plain[max(0, condition.span.start - 6) : condition.span.start])
        ):
            start = condition.span.start
    return start


def _circumstance(deadline: Deadline, norm: Found, conditions: Sequence[Condition]) -> bool:
    """Tell whether a bare "before" or "until" only describes the case that a front condition puts ("If it is lawful to sell before approval, …")."""
    if deadline.quantity is not None or deadline.relation not in ("before", "until"):
        return False
    return any(condition.span.contains(deadline.span) and condition.span.end <= norm.cue.start for condition in conditions)


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(other.start <= span.start < other.end for other in spans)


def _action(text: View, norm: Found, end: int, conditions: Sequence[Condition]) -> Span | None:
    """Return what is to be done: from the cue, or the bearer behind it ("requires a bank | to reply"), to the first condition that follows.

    A condition right behind the cue is an insertion ("must, if asked, reply").
    """
    start = norm.cue.end
    if norm.bearer is not None and norm.bearer.start >= start and text.plain.startswith(_BEHIND, norm.bearer.end):
        start = norm.bearer.end + text.plain[norm.bearer.end :].index(" ", 1)
    for condition in conditions:
        if condition.span.start >= start and not text.text[start : condition.span.start].strip(" ,:"):
            start = condition.span.end
    end = min([condition.span.start for condition in conditions if condition.span.start > start] + [end])
    while start < end and text.text[start] in " ,:":
        start += 1
    end = start + len(_LOOSE_END.sub("", text.plain[start:end]))
    return Span(start, end) if start < end else None


def _logic(text: View, conditions: Sequence[Condition]) -> LogicOp | None:
    """Return how several conditions combine: "or" before one of them says any, else all; None where there is at most one."""
    several = [condition for condition in conditions if not is_exception(condition)]
    if len(several) < 2:
        return None
    return LogicOp.ANY if any(_EITHER.search(text.plain, 0, condition.span.start) for condition in several[1:]) else LogicOp.ALL


def _statement(text: View, conditions: Sequence[Condition], deadlines: Sequence[Deadline], thresholds: Sequence[Threshold]) -> Iterator[Statement]:
    if conditions:
        yield Statement(
            sentence=0,
            span=Span(0, len(text.text)),
            rule="statement.conditional",
            conditions=tuple(condition for condition in conditions if not is_exception(condition)),
            exceptions=tuple(condition for condition in conditions if is_exception(condition)),
            deadlines=tuple(deadlines),
            thresholds=tuple(thresholds),
            logic=_logic(text, conditions),
        )
