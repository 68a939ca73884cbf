"""Where a clause ends: what a small closed vocabulary and the commas say, without a parser.

The commas of a sentence (outside citations, brackets and quotes) cut it into segments. A segment continues the clause before it where it
begins with a conjunction, a relative pronoun, a preposition or a participle, or holds no finite verb; it opens a main clause where a
subject and a finite verb stand in it, or an imperative. That decides the hard half of the work on conditions: an "if" clause at the
front ends where the main clause begins.
"""

from __future__ import annotations

import re
from functools import cache

from regkit.extract.rule_set import word_list
from regkit.extract.view import View

MODAL = r"(?:shall|must|may|might|will|would|should|can|cannot|could|need (?:not|only))"
BE = r"(?:is|are|was|were|has|have|had|does|do|did)"
DETERMINER = r"(?:the|an?|any|each|every|all|no|such|this|that|these|those|its|his|her|their|your|our|either|both|neither|another|some|one|two)"
SUBORDINATE = (
    r"(?:and|or|but|nor|yet|which|who|whom|whose|that|where|when|while|if|unless|except|as|such as|including|include|whether|"
    r"provided|subject to|whichever|whatever|other than|"
    r"rather|even|until|because|since|so|than|regardless|respectively|excluding|"
    r"especially|particularly|e\.g|i\.e|plus|minus|only if|only when|only to|to the extent)"
)
PREPOSITION = (
    r"(?:in|on|at|by|for|from|under|pursuant|with|within|without|to|of|during|not|no later|after|before|prior|upon|through|"
    r"between|among|against|over|"
    r"consistent|together|along|directly|orally|regarding|concerning|according|based|relating|with respect)"
)

_SUBORDINATE = re.compile(SUBORDINATE + r"\b")
_LOOSE = re.compile(rf"(?:{PREPOSITION}|\w+ing|\w+ed)\b")
_MODAL = re.compile(rf"\b{MODAL}\b")
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|where|as)(?: \w+ly| also| then)? ?$")
_DETERMINED = re.compile(rf"(?:{DETERMINER}|it|they|he|she|you|we)\b|q{{4,}}")
_CONJUNCTION = re.compile(r"(?:and|or|but|nor)\b")
_ADVERBS = re.compile(r"(?:(?:\w+ly|also|then|first|each|both|all|not|never|always|otherwise|further|instead|only) )+")


@cache
def finite() -> re.Pattern[str]:
    """Return the pattern of a finite verb: modals, forms of be, have and do, and the -s forms of the verbs of rules."""
    verbs = sorted({_third(verb) for key in ("finite", "dutiful") for verb in word_list("verbs", key)})
    return re.compile(rf"\b(?:{MODAL}|{BE}|{'|'.join(verbs)})\b")


@cache
def imperative() -> re.Pattern[str]:
    """Return the pattern of an instruction at the place where it is tried: a base form before a determiner, a name or a citation."""
    verbs = "|".join(sorted(set(word_list("verbs", "imperative"))))
    return re.compile(
        rf"(?:then )?(?P<cue>(?:do not |please )?(?:{verbs}))(?: (?:and|or|,) (?:{verbs}))?"
        rf"(?= (?:{DETERMINER}|it|them|whether|in|only|separately|on|how|code|certified|copies|information|q{{4,}}|\"))"
    )


@cache
def _addressed() -> re.Pattern[str]:
    """Return the pattern of a main clause whose subject takes a base form: "you satisfy", "they comply"."""
    verbs = "|".join(sorted({verb for key in ("finite", "dutiful") for verb in word_list("verbs", key)}))
    return re.compile(rf"(?:you|we|they) (?:\w+ly )?(?:{verbs})\b")


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "do")) else "s")


def finite_at(plain: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first finite verb between two offsets that does not belong to a relative clause opened between them."""
    pattern = finite()
    match = pattern.search(plain, start, end)
    while match is not None and _RELATIVE.search(plain, start, match.start()):
        match = pattern.search(plain, match.end(), end)
    return match


def skip_blank(plain: str, at: int) -> int:
    """Return the first offset from ``at`` that is no space."""
    while at < len(plain) and plain[at] == " ":
        at += 1
    return at


def opens_main(plain: str, start: int, end: int) -> bool:
    """Tell whether the segment between two offsets opens a main clause by itself."""
    at = skip_blank(plain, start)
    if plain.startswith(("then ", "whether "), at) or imperative().match(plain, at, end):
        return True
    if _addressed().match(plain, at, end):
        return True
    verb = finite_at(plain, at, end)
    if verb is None or verb.start() == at or _SUBORDINATE.match(plain, at):
        return False
    if _LOOSE.match(plain, at):
        return _MODAL.match(plain, verb.start()) is not None
    return True


def main_clause(view: View, start: int, end: int) -> int | None:
    """Return the comma that ends the subordinate clause at ``start`` and opens the main clause; None where there is none before ``end``."""
    plain = view.plain
    commas = [comma for comma in view.commas if start < comma < end]
    bounds = [*commas, end]
    segments = [(commas[i] + 1, bounds[i + 1]) for i in range(len(commas))]
    for index, (a, b) in enumerate(segments):
        if opens_main(plain, a, b):
            verb = finite_at(plain, a, b)
            if verb is None or _MODAL.match(plain, verb.start()):
                return commas[index]
            later = _after_last_of_list(plain, segments, index)
            return commas[later if later is not None else index]
        if _split_subject(plain, segments, index):
            return commas[index]
    return None


def _after_last_of_list(plain: str, segments: list[tuple[int, int]], index: int) -> int | None:
    """Return the segment that opens the main clause where the one at ``index`` is a member of a list of clauses ("if A is, B is, and C is, D …")."""
    for later in range(index + 1, len(segments) - 1):
        a, b = segments[later]
        if _CONJUNCTION.match(plain, skip_blank(plain, a)) and finite_at(plain, a, b):
            return next((i for i in range(later + 1, len(segments)) if opens_main(plain, *segments[i])), None)
    return None


def _split_subject(plain: str, segments: list[tuple[int, int]], index: int) -> bool:
    """Tell whether a segment begins a subject that commas cut off from its verb: a list ("the bank, union, or fund shall") or an insertion."""
    a, b = segments[index]
    at = skip_blank(plain, a)
    bare = not _DETERMINED.match(plain, at)
    if (bare and (_SUBORDINATE.match(plain, at) or _LOOSE.match(plain, at))) or finite_at(plain, at, b):
        return False
    for a, b in segments[index + 1 :]:
        at = skip_blank(plain, a)
        verb = finite_at(plain, at, b)
        if verb is None:
            continue
        adverbs = _ADVERBS.match(plain, at)
        if verb.start() in (at, adverbs.end() if adverbs else at):
            return _MODAL.match(plain, verb.start()) is not None
        if bare:  # without a determiner only a modal right after the comma shows a subject
            return False
        if _CONJUNCTION.match(plain, at):
            return _MODAL.match(plain, verb.start()) is not None
        return False
    return False
