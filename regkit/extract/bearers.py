"""Who is bound or freed: the subject of an active clause, the agent of a passive, the one whom a provision requires or permits."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER, PREPOSITION, SUBORDINATE, finite, finite_at
from regkit.extract.rule_set import Hit, word_list
from regkit.extract.view import View

PASSIVE = re.compile(
    r"(?: to)?(?:,? (?:not|\w+ly|also|only|first|then|each|both|at all times|however|otherwise),?)* be(?: \w+ly| not| so| also)* "
    r"(?!liable|responsible|able|subject|entitled|required|permitted|prohibited|authorized|allowed|exempt|"
    r"obliged|obligated|bound|registered|licensed|qualified|certified|eligible|independent|located|insured|prepared to|deemed)"
    r"(?:\w+(?:ed|wn|en|ept|eld|uilt|ent|aid|ought|ut)|made|done|set|put|read|given|found|begun|told|sold|held|lost|met)\b"
)
_PRONOUN = re.compile(r"\b(?:that|which|who|whom|whose|where|how|what|whether|when|why|as|than|if)\b")
_DETERMINES = re.compile(rf"(?:^|[,;:]|\b(?:{PREPOSITION}|of|and|or|nor|but|as|than))\s*$")
_VERBAL = re.compile(r" (?:(?:\w+ly|also|not|so) )?(?P<verb>\w+[^s\W]s|\w+ed|is|are|was|were|has|have|had|does|do|did|will|would)\b")
_GOVERNED = re.compile(rf"\b(?:{PREPOSITION}|of) $")
_PHRASE = re.compile(rf" (?:{DETERMINER}|it|they|he|she|you|we)\b")
_ADVERB_ONLY = re.compile(r"(?: (?:\w+ly|also|then|only|otherwise|not))* *$")
_INDIRECT = re.compile(r" (?:it|they|he|she|the|an?|such)\b(?: [\w-]+){0,3} *$")
_ROLE = re.compile(
    r"\b(?:act|acting|acts|serve|serving|serves|registered|known|described|designated|appointed|"
    r"licensed|identified|defined|such|well|used|provided|specified) *$"
)
_BOUND = re.compile(r"[;:](?= )|(?<=[a-z]{4})\. |(?<=[\])])\. ")  # no full stop of an abbreviation
_NEGATIVE = re.compile(r"\W*(?:no\b(?! later)|neither\b|nobody\b|none\b|no one\b)")
_CONJUNCTION_LAST = re.compile(r"\b(?:and|or|but|nor|then)(?: \w+ly| also| then| thereafter| only)? *$")
_BROKEN_RELATIVE = re.compile(r"\b(?:that|which|who) [^,;]{1,60}, (?:or|and) (?:is|are|has|have|does|do|was|were)\b[^,;]{0,60},$")
_LAST_AND = re.compile(rf"\b(?:and|but|or|nor|while|whereas|so that)(?: then)?,? (?=(?:{DETERMINER}|it|they|he|she|q{{4,}})\b)")
_CONTINUES = re.compile(rf"(?:{SUBORDINATE}|{PREPOSITION}|\w+ing|\w+ed)\b")
_RELATIVE_FIRST = re.compile(r" *(?:\([a-z0-9]{1,4}\) )?(?:and |or |but )?(?:which|who|whom|whose)\b")
_WHICH_ONLY = re.compile(r" (?:which|who)(?: \w+ly| also| then)? $")
_CAUSE = re.compile(r" *(?:and |or |but )?(?:because|since|inasmuch as|so that|in order that) ")
_CONCEDES = re.compile(r"(?:even though|although|though|while|whilst|whereas)\b")
_BOTH = re.compile(r"(?:or|and) (?:both|all)\b(?: of \w+)?[ (p)]*$")
_DETERMINED = re.compile(rf"(?:{DETERMINER})\b")
_PROVISO = re.compile(r"\bprovided,? (?:however|further),? $")
_DENIED = re.compile(r"\b(?:neither|nor|not)\b[^,;]* $")  # "neither rule requires that"
_CONTACT = re.compile(
    rf"\b(?:an?|any|the|all|such) (?:form|format|manner|way|time|date|amount|information|documents?|records?|steps?|extent|degree) "
    rf"(?:(?:{DETERMINER}) (?:[\w'-]+ ){{1,3}}|(?:it|they|you|he|she) )$"
)
_TEXT_STATES = re.compile(
    r"\b(?:section|part|paragraph|comment|rule|article|appendix|q{3,}|\d[\w.()-]*)(?: \w+ly| also| further)? "
    r"(?:states|clarifies|specifies|confirms|explains) $"
)
_INDIRECT_FIRST = re.compile(r"\W*(?:\([a-z0-9]{1,4}\) )?(?:which|whose|how|whether) [^,]*$")
_WHETHER = re.compile(rf"\b(?P<word>whether) {DETERMINER} (?:(?!to\b)[\w'-]+ ){{1,3}}$")
_LAST_WORD = re.compile(r"(?P<word>[a-z-]+) $")
_BARE_VERB = re.compile(
    rf" (?:(?:\w+ly|also|not) )?(?!(?:{DETERMINER}|{PREPOSITION}|it|they|he|she|you|we|\w+ly)\b)(?P<word>[a-z]+[^\Ws])\b(?= \w+ \w)"
)
_OBJECTS = frozenset(["them", "him", "us", "me"])
_LIST_LAST = re.compile(r"(?:and|or|nor)\b")


class Subject(NamedTuple):
    """What stands before a cue. ``relative``: the cue belongs to a relative or indirect clause. ``shared``: it has no subject of its own."""

    start: int
    end: int
    agent: bool
    negative: bool = False
    relative: bool = False
    shared: bool = False
    head: str = ""


def subject(view: View, bare: str, left: int, cue: int) -> Subject:
    """Return the subject of the cue at ``cue``.

    ``bare`` is the view's plain text with conditions and deadlines blanked, ``left`` where the previous norm's cue ends, or 0.
    """
    bound = left
    for match in _BOUND.finditer(bare, left, cue):
        bound = match.end()
    stretch = bare[bound:cue]
    if left and bound == left and _ends_coordinated(stretch):
        return Subject(cue, cue, agent=False, shared=True)
    last = max(bare.rfind(",", bound, cue) + 1, bound)
    if _CAUSE.match(bare, last, cue):
        return Subject(cue, cue, agent=False, relative=True)
    pronoun = _relative(bare, last, cue) if _RELATIVE_FIRST.match(bare, last, cue) else None
    if pronoun is not None and not _commanded(bare, pronoun):
        return Subject(cue, cue, agent=False, relative=not _continuing(bare, last, cue))
    if _asked(bare, left, last, cue):
        return Subject(cue, cue, agent=False, relative=True)
    if left and _CONTACT.search(bare[max(left, cue - 90) : cue]):
        return Subject(cue, cue, agent=False, relative=True)
    start, end = _segment(bare, bound, cue, first=not left)
    if left:
        joint = list(_LAST_AND.finditer(bare, start, end))
        if joint:
            start = joint[-1].end()
    relative = _relative(bare, start, end)
    if relative is not None:
        if not _commanded(bare, relative):
            return Subject(cue, cue, agent=False, relative=True)
        start = relative + len("that")
    begin = chunks.first_phrase(bare, start, end)
    phrase = chunks.trim(bare, begin, end)
    if phrase is None:
        return Subject(cue, cue, agent=False, shared=bool(left))
    if not left and not chunks.is_bearer(view.text, bare, *phrase) and not _DETERMINED.match(bare, phrase[0]):
        phrase = _opening(view, bare, bound, cue) or phrase
    if bare[slice(*phrase)] in _OBJECTS:  # "a bank whose licence entitles them to hold it | must"
        phrase = _opening(view, bare, max((match.end() for match in _BOUND.finditer(bare, 0, cue)), default=0), cue) or phrase
    negative = _NEGATIVE.match(bare, phrase[0]) is not None
    agent = chunks.is_bearer(view.text, bare, *phrase)
    head = chunks.head_of(bare, *phrase)
    return Subject(phrase[0], _with_restriction(bare, phrase[1], end) if agent else phrase[1], agent=agent, negative=negative, head=head)


def _asked(bare: str, left: int, last: int, cue: int) -> bool:
    """Tell whether a cue is an indirect question's: an item that begins with "which" or "how", or "whether" with no verb but the cue."""
    if not left and _INDIRECT_FIRST.match(bare[:cue]):
        return True
    whether = _WHETHER.search(bare, last, cue)
    return whether is not None and not finite().search(bare, whether.end("word"), cue)


def _continuing(bare: str, start: int, cue: int) -> bool:
    """Tell whether a relative clause after a comma states a duty of its own: ", which shall contain the following"."""
    return bare.startswith(",", start - 1) and _WHICH_ONLY.match(bare[start:cue]) is not None and bare.startswith(("shall", "must"), cue)


def _with_restriction(bare: str, at: int, cue: int) -> int:
    """Return where a bearer ends whose noun ends at ``at``: with the clause that says which one ("A dealer that is not a member | may not …").

    That clause decides who is bound, so it belongs to the bearer where it runs up to the cue; what only describes (a participle, a
    phrase with a preposition, anything set off by a comma) does not.
    """
    clause = _restriction().match(bare, at, cue)
    return clause.end("clause") if clause else at


@cache
def _restriction() -> re.Pattern[str]:
    """Return the pattern of the clause that says which one a bearer is, up to the cue; a plural has base forms of the verbs of rules."""
    return re.compile(
        rf"(?P<clause> (?:that|who)(?: (?:\w+ly|also|not))? (?:is|are|was|were|has|have|had|does|do|did|\w+s|\w+ed|{_base_forms()})\b[^,;]*?"
        r"(?:, (?:or|and) (?:is|are|has|have|does|do|was|were)\b[^,;]{0,60},[^,;]*?)?)"
        r"(?: (?:\w+ly|also|then|first|each|both))* *$"
    )


def _opening(view: View, bare: str, bound: int, cue: int) -> tuple[int, int] | None:
    """Return the bearer that opens the sentence, where qualifications part it from its verb ("Any person who …, or who …, shall")."""
    begin = chunks.first_phrase(bare, bound, cue)
    phrase = chunks.trim(bare, begin, cue) if _DETERMINED.match(bare, begin) else None
    return phrase if phrase and "," not in bare[slice(*phrase)] and chunks.is_bearer(view.text, bare, *phrase) else None


def _ends_coordinated(stretch: str) -> bool:
    """Tell whether a cue follows a conjunction directly: "shall establish … and shall maintain"."""
    return not stretch.strip() or _CONJUNCTION_LAST.search(stretch) is not None


def _segment(bare: str, bound: int, cue: int, *, first: bool) -> tuple[int, int]:
    """Return the stretch between commas that holds the subject: the last one before the cue that is neither blank nor an insertion."""
    end = cue
    while True:
        comma = bare.rfind(",", bound, end)
        start = comma + 1 if comma >= 0 else bound
        words = bare[start:end].strip()
        if comma < 0:
            return start, end
        if end == cue and _CONCEDES.match(words):
            return start, end
        if not words or _BOTH.match(words) or (_CONTINUES.match(words) and not _LIST_LAST.match(words) and not _opens_with_subject(words)):
            end = comma
            continue
        if first and _LIST_LAST.match(words):
            return _list_start(bare, bound, comma), end
        broken = _BROKEN_RELATIVE.search(bare, bound, start)
        return (bare.rfind(",", bound, broken.start()) + 1 or bound) if broken else start, end


def _opens_with_subject(words: str) -> bool:
    """Tell whether an adverbial is followed by a subject in the same segment ("in such cases the bank")."""
    begin = chunks.first_phrase(words, 0, len(words))
    return begin < len(words) and (begin > 0 or not re.match(rf"(?:{PREPOSITION}|{SUBORDINATE})\b", words))


def _list_start(bare: str, bound: int, comma: int) -> int:
    """Return where a list of subjects begins ("a bank, a fund, or a union shall"), going back over its members."""
    start = comma + 1
    while comma >= 0:
        before = bare.rfind(",", bound, comma)
        begin = before + 1 if before >= 0 else bound
        words = bare[begin:comma].strip()
        if not words or finite_at(bare, begin, comma) or (_CONTINUES.match(words) and not chunks.is_agent(chunks.head_of(bare, begin, comma))):
            return start
        start = begin
        if re.match(rf"{DETERMINER}\b", words):
            return start
        comma = before
    return start


def _relative(bare: str, start: int, cue: int) -> int | None:
    """Return where the relative or indirect clause begins whose verb the cue is ("fees that a bank | may charge"), None where it is a main verb.

    A relative clause that has its verb before the cue is closed: "a bank that holds the account | shall".
    """
    for match in reversed(list(_PRONOUN.finditer(bare, start, cue))):
        word, after = match.group(), match.end()
        if word in ("as", "than", "if"):
            role = _ROLE.search(bare, start, match.start())
            if not role and (_ADVERB_ONLY.match(bare[after:cue]) or _INDIRECT.match(bare[after:cue])):
                return match.start()
            continue
        determines = not _ADVERB_ONLY.match(bare[after:cue]) and not _PHRASE.match(bare, after)
        if word == "that" and determines and _DETERMINES.search(bare[start : match.start()]):
            continue
        if word in ("where", "when", "whether", "how", "what", "why") and finite().search(bare, after, cue):
            return None
        if _ADVERB_ONLY.match(bare[after:cue]):
            return match.start()
        if word in ("whom", "whose") or (word == "which" and _GOVERNED.search(bare, start, match.start())):
            return match.start()
        verbal = _VERBAL.match(bare, after) or _plural_verb().match(bare, after)
        if word == "that" and (_addressed().match(bare, after) or _of_agents(bare, match.start(), after)):
            return None  # "notices that you provide under rule 3 | must", "firms that promote the sale | shall"
        if word == "who" or (verbal and not chunks.is_agent(verbal["verb"])) or finite().search(bare, after, cue):
            return None
        return match.start()
    return None


@cache
def _plural_verb() -> re.Pattern[str]:
    """Return the pattern of a relative clause's verb after a plural ("firms that jointly | provide the form"): base forms of the verbs of rules."""
    return re.compile(rf" (?:(?:\w+ly|also|not|so) )?(?P<verb>{_base_forms()})\b")


def _of_agents(bare: str, at: int, after: int) -> bool:
    """Tell whether "that" follows a plural that can bear a duty, and a word that can only be its verb."""
    noun = _LAST_WORD.search(bare, max(0, at - 40), at)
    verb = _BARE_VERB.match(bare, after)
    return (
        noun is not None and verb is not None and noun["word"].endswith("s") and chunks.is_agent(noun["word"]) and not chunks.is_agent(verb["word"])
    )


@cache
def _addressed() -> re.Pattern[str]:
    return re.compile(rf" (?:you|they|we)(?: \w+ly)? (?:{_base_forms()})\b")


def _base_forms() -> str:
    return "|".join(sorted({verb for key in ("finite", "imperative", "dutiful") for verb in word_list("verbs", key)}))


def _commanded(bare: str, at: int) -> bool:
    """Tell whether the "that" at ``at`` opens what a provision commands ("requires that the bank shall"), or a proviso."""
    before_that = bare[max(0, at - 60) : at]
    before = before_that.split()
    if _DENIED.search(before_that):
        return False
    if not bare.startswith("that", at) or not before:
        return False
    if _TEXT_STATES.search(before_that):  # the provision's own voice
        return True
    return (
        before[-1] in word_list("verbs", "commanding") or before[-1].rstrip(",") in ("except", "provided") or _PROVISO.search(before_that) is not None
    )


def of_object(view: View, bare: str, hit: Hit, end: int) -> tuple[int, int] | None:
    """Return the one whom a provision requires, permits or forbids ("requires a bank to", "unlawful for any person to")."""
    stop = re.compile(r" (?:to|from|that) |[,;:.]").search(bare, hit.end, end)
    phrase = chunks.trim(bare, hit.end, stop.start() if stop else end)
    return phrase if phrase and chunks.is_bearer(view.text, bare, *phrase) else None
