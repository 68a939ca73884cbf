"""``regkit_thresholds``: amounts of money, percentages and lengths of time with their comparison."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract.quantities import number, relation, unit
from regkit.extract.rule_set import Hit, RuleSet, rule_set
from regkit.extract.view import View, view
from regkit.model.annotation import Threshold
from regkit.model.span import Span

_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_CURRENCY = {
    "$": "USD", "us$": "USD", "u.s.$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "¥": "JPY", "jpy": "JPY", "aed": "AED", "chf": "CHF", "cny": "CNY", "rmb": "CNY", "cad": "CAD", "aud": "AUD",
}  # fmt: skip


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
        span = next((hit.groups[key] for key in (name, f"{name}2", f"{name}3", f"{name}4") if key in hit.groups), None)
        return text.lower[slice(*span)] if span else ""

    scale = _SCALE.get(group("scale"), 1.0)
    amount, through = (found if (found := number(_joined(group(name)))) is None else found * scale for name in ("n", "m"))
    stated = relation(group("rel")) or relation(group("suf"))
    return Threshold(
        span=Span(hit.start, hit.end),
        relation="between" if through is not None else stated or hit.rule.label,
        rule=hit.rule.id,
        quantity=amount,
        unit=_unit(hit.rule.id, group("u")),
        through=through,
    )


def _joined(figures: str) -> str:
    """Return figures grouped with spaces ("5 000 000") as one number."""
    return figures.replace(" ", "") if figures[:1].isdigit() else figures


def _unit(rule: str, words: str) -> str:
    if rule.startswith("threshold.money"):
        return _CURRENCY.get(words.strip().removesuffix("s"), "USD")
    if rule == "threshold.percent":
        return "basis point" if words.startswith("basis") else "%"
    return unit(words) or words
