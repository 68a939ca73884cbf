r"""Rules are data: a pattern, what it says, why, and examples that are tried whenever the rule is loaded.

A layer's rules lie in ``extract/rules/<layer>.toml``; a user's folder may hold a file of the same name, whose rules come after the built-in
ones::

    [[rule]]
    id = "norm.shall"
    label = "obligation"
    gloss = "A duty: shall or must, not negated."
    words = ["shall", "must"]
    pattern = '\b(?:shall|must)\b(?! not\b)'
    examples = [
      { text = "The institution shall correct the error.", cue = "shall" },
      { text = "The institution shall not charge a fee.", cue = "" },
    ]

``words`` are literals, one of which stands in every match: they make the gate that decides which sentences are looked at, and let a
sentence skip the rules whose words it does not hold. ``pattern`` is read against the sentence folded to lower case, straight quotes,
hyphens and plain spaces (`regkit.text.quotes.fold_lower`; offsets are those of the original), or, with ``case = true``, folded but
not lowered. ``{N}``, ``{U}``, ``{D}``, ``{A}``, ``{C}`` and ``{O}`` stand
for a number, a unit of time, a date, adverbs, a comparison and an ordinal. A group named ``cue`` marks the words that count; without one the
whole match does. An example with an empty ``cue`` must not match.
Further keys of a rule are kept in ``data`` for the component that reads the layer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from regkit.errors import RuleError
from regkit.extract.quantities import COMPARISON, DATE, NUMBER, ORDINAL, UNIT
from regkit.model.annotation import DefinitionKind, Modality
from regkit.text.forms import nearest
from regkit.text.quotes import fold, fold_lower


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence and the words in it that the rule must find; an empty ``cue`` says that it must find nothing."""

    text: str
    cue: str


class Rule(Struct, frozen=True, kw_only=True):
    """One rule of a layer. ``place`` is the file it was read from; ``certain`` False marks what it finds as a guess."""

    id: str
    label: str
    gloss: str
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    examples: tuple[Example, ...]
    certain: bool = True
    case: bool = False
    data: Mapping[str, Any] = {}
    place: str = ""

    def fold(self, text: str) -> str:
        """Return ``text`` as the pattern reads it; same length."""
        return fold(text) if self.case else fold_lower(text)

    def cues(self, folded: str) -> list[tuple[int, int]]:
        """Return the (start, end) of every cue in a text folded by `fold`, in order."""
        named = "cue" in self.pattern.groupindex
        return [match.span("cue") if named and match.start("cue") >= 0 else match.span() for match in self.pattern.finditer(folded)]


_ADVERBS = (
    r"(?: (?:\w+ly|also|at all times|first|then|each|both|further|only|hereby|thereafter|otherwise|thereupon|always|likewise"
    r"|nonetheless|nevertheless|still|,? however,?))*"
)
_MACROS = {"{A}": _ADVERBS, "{N}": NUMBER, "{U}": UNIT, "{D}": DATE, "{C}": COMPARISON, "{O}": ORDINAL}
_MACRO = re.compile(r"\{[ACDNOU]\}")
_LABELS = {
    "norms": frozenset({*(modality.value for modality in Modality), "none"}),
    "definitions": frozenset(kind.value for kind in DefinitionKind),
    "deadlines": frozenset({"within", "by", "before", "after", "until", "at_least_every", "promptly", "during"}),
    "thresholds": frozenset({"at_least", "at_most", "more_than", "less_than", "equal", "between", "greater_of", "lesser_of"}),
}
_KEYS = {"id", "label", "gloss", "pattern", "words", "examples", "certain", "case"}


def load_rules(layer: str, folders: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """Return the rules of a layer: regkit's own, then those of each folder that has a file ``<layer>.toml``, in file order.

    Raises: RuleError where a file is not TOML or of no layer, a rule is incomplete, repeats an id or has a label or key that its layer does not
    know, or an example fails; it names file, rule and reason.
    """
    rules = list(_built_in(layer))
    for folder in folders:
        _refuse_strangers(folder)
        path = folder / f"{layer}.toml"
        if path.is_file():
            try:
                content = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise RuleError(f"cannot be read: {error}", place=str(path)) from error
            own = parse_rules(content, str(path))
            for rule in own:
                _fits(rule, layer)
            rules += own
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(
                f"the id is taken by a rule of {seen[rule.id]}", place=_place(rule.place, rule.id), remedy="Give the rule an id of its own"
            )
        seen[rule.id] = rule.place
    return tuple(rules)


def _refuse_strangers(folder: Path) -> None:
    """Raise RuleError for a file that no layer reads: rules that are silently ignored would be missed by nobody."""
    known = layers()
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known:
            near = nearest(path.stem, known)
            hint = f"Did you mean {near[0]}.toml?" if near else f"Name it after a layer: {', '.join(known)}"
            raise RuleError("there is no layer of rules of that name", place=str(path), remedy=hint)


def _fits(rule: Rule, layer: str) -> None:
    """Raise RuleError where a rule of the user's own has a label, or a key, that its layer does not know."""
    built_in = _built_in(layer)
    labels = sorted(_LABELS.get(layer, frozenset()) | {known.label for known in built_in})
    if rule.label not in labels:
        near = nearest(rule.label, labels)
        hint = f"Did you mean {near[0]!r}?" if near else f"Labels are: {', '.join(labels)}"
        raise RuleError(f"has the label {rule.label!r}, which {layer} do not have", place=_place(rule.place, rule.id), remedy=hint)
    keys = {key for known in built_in for key in known.data} | _KEYS
    for key in rule.data:
        if key not in keys:
            near = nearest(key, keys)
            hint = f"Did you mean {near[0]!r}?" if near else f"Keys are: {', '.join(sorted(keys))}"
            raise RuleError(f"has a key that nothing reads: {key!r}", place=_place(rule.place, rule.id), remedy=hint)


@cache
def _built_in(layer: str) -> tuple[Rule, ...]:
    file = resources.files("regkit.extract") / "rules" / f"{layer}.toml"
    return parse_rules(file.read_text(encoding="utf-8"), f"{layer}.toml") if file.is_file() else ()


def layers() -> list[str]:
    """Return the names of regkit's own layers, sorted."""
    folder = resources.files("regkit.extract") / "rules"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def parse_rules(content: str, place: str) -> tuple[Rule, ...]:
    """Return the rules that a TOML text holds, each tried on its examples. Raises: RuleError."""
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"is not TOML: {error}", place=place) from error
    entries = table.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries) or set(table) - {"rule"}:
        raise RuleError("holds something other than [[rule]] tables", place=place, remedy="Write every rule as a [[rule]] table")
    return tuple(_rule(entry, number, place) for number, entry in enumerate(entries, start=1))


def _rule(entry: Mapping[str, Any], number: int, place: str) -> Rule:
    at = _place(place, entry.get("id") or f"number {number}")
    for key in ("id", "label", "gloss", "pattern"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise RuleError(f"has no {key}", place=at, remedy=f"Add {key} = '…'")
    if not entry.get("examples"):
        raise RuleError("has no example", place=at, remedy="Add examples = [{ text = '…', cue = '…' }]")
    try:
        examples = msgspec.convert(entry["examples"], tuple[Example, ...])
        words = msgspec.convert(entry.get("words", ()), tuple[str, ...])
        certain, case = msgspec.convert((entry.get("certain", True), entry.get("case", False)), tuple[bool, bool])
    except msgspec.ValidationError as error:
        raise RuleError(f"is not well formed: {error}", place=at) from error
    if not words or not all(words) or any(word != fold_lower(word) for word in words):
        raise RuleError("needs words: lower-case literals, one of which stands in every match", place=at, remedy="Add words = ['…']")
    try:
        pattern = re.compile(_MACRO.sub(lambda match: _MACROS[match[0]], entry["pattern"]))
    except re.error as error:
        raise RuleError(f"has a pattern that is not a regular expression: {error}", place=at) from error
    data = {key: value for key, value in entry.items() if key not in _KEYS}
    rule = Rule(
        id=entry["id"],
        label=entry["label"],
        gloss=entry["gloss"],
        pattern=pattern,
        words=words,
        examples=examples,
        certain=certain,
        case=case,
        data=data,
        place=place,
    )
    for example in examples:
        _try(rule, example, at)
    return rule


def _try(rule: Rule, example: Example, at: str) -> None:
    """Refuse a rule whose example fails, or whose words would have kept it from being tried."""
    folded = rule.fold(example.text)
    found = [folded[start:end] for start, end in rule.cues(folded)]
    wanted = rule.fold(example.cue)
    if wanted and wanted not in found:
        reason = f"finds {found!r}" if found else "finds nothing"
        raise RuleError(
            f"fails its example {example.text!r}: it {reason}, not {example.cue!r}", place=at, remedy="Correct the pattern or the example"
        )
    if not wanted and found:
        raise RuleError(
            f"fails its example {example.text!r}: it finds {found!r}, and should not", place=at, remedy="Correct the pattern or the example"
        )
    if wanted and not any(match for word in rule.words for match in literal(word).finditer(fold_lower(example.text))):
        raise RuleError(f"has words none of which stands in its example {example.text!r}", place=at, remedy="Add the missing word to words")


@cache
def literal(word: str) -> re.Pattern[str]:
    """Return a pattern that finds a literal as a whole word, as far as it begins and ends with letters or digits."""
    return re.compile(_bounded(word))


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that finds any of the literals, the longest first, as whole words: a trie, so that each character is read about once."""
    trie: dict[str, Any] = {}
    literals = sorted(set(words))
    for word in literals:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    first = "".join(sorted({re.escape(word[0]) for word in literals}))
    return re.compile(rf"(?=[{first}])(?:(?<!\w)|(?=\W)){_branch(trie)}(?:(?!\w)|(?<=\W))") if trie else re.compile(r"(?!)")


def _branch(node: Mapping[str, Any]) -> str:
    parts = [re.escape(char) + _branch(child) for char, child in node.items() if char]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{body})?" if "" in node else body


def _bounded(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{before}{re.escape(word)}{after}"


def _place(file: str, rule: str) -> str:
    return f"{file}: rule {rule}"
