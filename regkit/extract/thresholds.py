"""``regkit_thresholds``: amounts of money, percentages and lengths of time with their comparison."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract.quantities import number, unit
from regkit.extract.rule_set import Hit, RuleSet, rule_set
from regkit.extract.view import View, view
from regkit.model.annotation import Threshold
from regkit.model.span import Span

_RELATIONS = {
    "at_least": ("at least", "not less than", "no less than", "no fewer than", "at a minimum"),
    "at_most": ("not more than", "no more than", "not exceeding", "does not exceed", "do not exceed", "not exceed", "up to"),
    "more_than": ("more than", "greater than", "in excess of", "over", "exceed", "exceeds", "exceeding", "longer than"),
    "less_than": ("less than", "below", "under", "fewer than"),
}
_RELATION = {words: relation for relation, several in _RELATIONS.items() for words in several}
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@Language.factory("regkit_thresholds", default_config={"rules": []}, requires=["doc._.citations", "doc._.deadlines"], assigns=["doc._.thresholds"])
def make_thresholds(nlp: Language, name: str, rules: Sequence[str]) -> ThresholdFinder:
    """Build the component from ``rules/thresholds.toml`` and the folders in ``rules``."""
    return ThresholdFinder(rule_set("thresholds", tuple(rules)))


class ThresholdFinder:
    """Sets ``doc._.thresholds``, in reading order; a length of time inside a deadline is the deadline's and not told twice."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its thresholds."""
        taken = [deadline.span for deadline in doc._.deadlines or ()]
        doc._.thresholds = tuple(found for found in find(view(doc), self._rules) if not any(span.contains(found.span) for span in taken))
        return doc


def find(text: View, rules: RuleSet) -> tuple[Threshold, ...]:
    """Return the thresholds of one sentence."""
    return tuple(_threshold(text, hit) for hit in rules.settled(text))


def _threshold(text: View, hit: Hit) -> Threshold:
    def group(name: str) -> str:
        span = hit.groups.get(name)
        return text.lower[slice(*span)] if span else ""

    amount = number(group("n")) if group("n") else None
    if amount is not None and group("scale"):
        amount *= _SCALE[group("scale")]
    kinds = {"threshold.money": "USD", "threshold.percent": "%"}
    return Threshold(
        span=Span(hit.start, hit.end),
        relation=_RELATION.get(group("rel"), hit.rule.label),
        rule=hit.rule.id,
        quantity=amount,
        unit=kinds.get(hit.rule.id) or unit(group("u")),
    )
