"""``regkit_conditions``: conditions and exceptions, each with its whole clause.

Finding a cue is easy; where its clause ends is the work. Three positions are told apart by what stands before the cue:

- front: no finite verb yet in the clause. The condition ends at the comma that opens the main clause.
- insertion: the cue follows a comma after a modal, a conjunction or the like ("shall, if asked, state"). It ends where the interrupted clause
  goes on.
- back: everything else. It ends with its clause: at a semicolon, at the next cue of its own rank, at a comma that opens a further main clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER, MODAL, SUBORDINATE, finite_at, main_clause, skip_blank
from regkit.extract.rule_set import Hit, RuleSet, rule_set
from regkit.extract.view import View, view
from regkit.model.annotation import Condition
from regkit.model.span import Span

_STOP = re.compile(r"[;:](?= |$)|(?<!\b\w)\.(?= [a-z(\"'q])|(?<=\w)\.$| - ")
_NEXT = re.compile(
    r",? (?:(?:and|or|but) )?(?=(?:unless|except|provided(?:,? however,?)? that|notwithstanding|if|only if|"
    r"whichever|in which case|regardless of|even if|whether or not)\b)| (?=so that\b)"
)
_NEXT_COMMA = re.compile(
    r" (?:(?:and|or|but) (?:then )?(?:only )?)?(?:unless|except|provided|subject to|notwithstanding|if|only if|when|"
    r"where|whichever|in which case|regardless|even if|whether or not|"
    r"as applicable|as appropriate|to the extent|so long as|which|in accordance|pursuant)\b"
)
_NEXT_CLAUSE = re.compile(
    rf" (?:and|but|or|nor|however|then)\b(?: then| in such case)?,? (?P<subject>(?:\w[\w'-]* ){{0,12}}?)(?P<modal>{MODAL}|is required|are required)\b"
)
_INSERTED_AFTER = re.compile(rf"(?:{MODAL}|and|or|but|that|is|are|be|been|to|not|which|who|also)$")
_ADVERBIAL = re.compile(r" (?:for|in|with respect to|under|within|at|on|no later than|not later than|to|when|where|if)\b")
_SECOND_SUBJECT = re.compile(
    rf"\b(?:{DETERMINER}|it|they) (?:(?!(?:{DETERMINER}|that|which|who|if|and|or|to)\b)[\w'-]+ ){{0,6}}"
    rf"(?:shall|must|may|need not|is required|are required)\b"
)
# A phrase that a relative clause ends with, before the main verb: "a bank that sends copies upon request | shall".
_MAIN_MODAL = re.compile(rf"(?:(?! (?:{MODAL}|that|which|who|whom|whose|if|and|or)\b)[^,;:]){{0,60}}(?= (?:shall|must|may|need not)\b)")
_THIRD_PERSON = re.compile(rf"\b[a-z]{{2,}}[^\W\ds]s (?:{DETERMINER})\b")  # "displays a", a verb of no list
_SUBJECT_MODAL = re.compile(rf" (?=(?:{DETERMINER}|it|they)\b)(?:(?!(?:that|which|who|if|and|or|to)\b)[\w'-]+ ){{1,7}}{MODAL}\b")
_DETERMINED = re.compile(rf" (?:{DETERMINER})\b")
_SECOND_CUE = re.compile(r", (?=(?:where|when|if|unless|subject to|notwithstanding|in the event)\b(?! (?:so|not|any|applicable|appropriate)\b))")
_COMPLEMENT = re.compile(r" (?:that|whether)\b")
_ITEM = re.compile(r" \((?:[a-z]|[ivx]{1,5}|\d{1,2})\) ")
_NEXT_ITEM = re.compile(r" (?:(?:and|or) )?\((?:[a-z]|[ivx]{1,5}|\d{1,2})\) ")
_ENUMERATED = re.compile(r"(?::|,)? \((?:1|i|a|A)\) ")
_VERB_AFTER = re.compile(rf" (?:{MODAL}|is|are|was|has|have|does|do|{'|'.join(('applies', 'apply'))})\b| \w+s (?:to|the|a|an|by|with|only)\b")
_OF_SUBJECT = re.compile(rf"(?:^|[.;] )\W*(?:{DETERMINER}) (?:(?!{MODAL}\b)[\w'-]+ ){{1,4}}(?:that|which|who) (?:(?!{MODAL}\b)[\w'-]+ ){{1,4}}$")
_MAIN = re.compile(rf"(?<!\band)(?<!\bor)(?<!\bthat)(?<!\bwhich)(?<!\bwho) (?:(?:does|do|is|are) not|{MODAL}|constitutes?)\b")
_BY = re.compile(rf" (?:by|into) (?:{DETERMINER}|\d)")
_MODAL_NEXT = re.compile(rf" {MODAL}\b")
_NO_VERB = re.compile(rf" {DETERMINER} \w+")
_LOOK_BACK = 600
_TRAILING = re.compile(r"(?:[ ,;:.]+(?:however|therefore|then|thus)?)+$")


@Language.factory("regkit_conditions", default_config={"rules": []}, requires=["doc._.citations"], assigns=["doc._.conditions"])
def make_conditions(nlp: Language, name: str, rules: Sequence[str]) -> ConditionFinder:
    """Build the component from ``rules/conditions.toml`` and the folders in ``rules``."""
    return ConditionFinder(rule_set("conditions", tuple(rules)))


class ConditionFinder:
    """Sets ``doc._.conditions``: conditions and exceptions in reading order, never overlapping; `is_exception` tells them apart.

    The event that "promptly upon" runs from is the deadline's trigger and no condition.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its conditions."""
        prompt = [deadline.span for deadline in doc._.deadlines or () if deadline.relation == "promptly"]
        doc._.conditions = tuple(one for one in find(view(doc), self._rules) if not (one.kind == "upon" and _inside(one.span.start, prompt)))
        return doc


def _inside(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start < at < span.end for span in spans)


def is_exception(condition: Condition) -> bool:
    """Tell whether a condition takes the norm away where it holds; its rule says so by its name."""
    return condition.rule.startswith("exception.")


def find(text: View, rules: RuleSet) -> tuple[Condition, ...]:
    """Return the conditions and exceptions of one sentence."""
    found: list[Condition] = []
    reach = 0
    for hit in rules.settled(text):
        if hit.start < reach:
            continue
        end = _end(text, hit, found)
        end = max(hit.end, hit.start + len(_TRAILING.sub("", text.plain[hit.start : end])))
        found.append(Condition(span=Span(hit.start, end), cue=Span(hit.start, min(hit.end, end)), kind=hit.rule.label, rule=hit.rule.id))
        reach = end
    return tuple(found)


def _end(text: View, hit: Hit, found: Sequence[Condition]) -> int:
    plain = text.plain
    shape = hit.rule.data.get("shape", "clause")
    if shape == "short":
        return hit.end
    stop = _sentence_end(plain, hit.end)
    if hit.rule.data.get("complete") and (verb := _MAIN_MODAL.match(plain, hit.end, stop)):
        free = chunks.ungoverned(plain, hit.end, verb.end()) if _is_front(_before(plain, hit.start, found)) else ()
        return max(free, default=verb.end())  # at the front the subject of the main clause may follow without a comma
    if shape == "phrase":
        return _phrase_end(text, hit.end, stop)
    before = _before(plain, hit.start, found)
    if _is_front(before):
        return _front_end(text, hit, stop)
    if before.endswith((",", ")")) and _INSERTED_AFTER.search(before[:-1].rstrip(" ,")):
        return _insertion_end(text, _from(hit), stop)
    return _back_end(text, hit, stop, inserted=before.endswith(","))


def _before(plain: str, at: int, found: Sequence[Condition]) -> str:
    """Return what stands before a cue in its part of the sentence, without the conditions already found there.

    No more than the last `_LOOK_BACK` characters: a subject and verb farther off do not tell what a condition belongs to, and a text made
    of cues alone stays cheap.
    """
    start = max(plain.rfind("; ", 0, at), plain.rfind(": ", 0, at), -1) + 1
    pieces: list[str] = []
    length, end = 0, at
    for condition in reversed(found):
        if condition.span.end <= start or length > _LOOK_BACK:
            break
        pieces.append(plain[condition.span.end : end])
        length += end - condition.span.end
        end = condition.span.start
    pieces.append(plain[max(start, end - _LOOK_BACK) : end] if start < end else "")
    return "".join(reversed(pieces)).rstrip()


def _from(hit: Hit) -> int:
    """Return the offset after which a comma can end the clause: "upon request," is complete, while "if," only makes way for an insertion."""
    return hit.end - 1 if hit.rule.data.get("complete") else hit.end


def _front_end(text: View, hit: Hit, stop: int) -> int:
    """Return where a condition at the front ends: where the main clause begins; or, for a mere phrase, before the next adverbial."""
    plain = text.plain
    at = _from(hit)
    comma = next((comma for comma in text.commas if at < comma < stop), None)
    if comma is not None and plain.endswith(", ", 0, hit.start) and _MODAL_NEXT.match(plain, comma + 1):
        return comma  # an insertion after a subject whose verb is none of the known: "the plan, if adopted, would"
    if comma is not None and _ADVERBIAL.match(plain, comma + 1) and finite_at(plain, hit.end, comma) is None:
        return _next_cue(plain, hit.end, comma)
    end = main_clause(text, at, stop)
    if end is not None and _NO_VERB.fullmatch(plain, hit.end, end):  # "Where the assets, the debts and the risk are small, …"
        end = main_clause(text, end, stop) or end
    if end is None:
        end = _unmarked_main(text, hit, stop)
    second = _SECOND_CUE.search(plain, hit.end, end)
    return _next_cue(plain, hit.end, second.start() if second else end)


def _unmarked_main(text: View, hit: Hit, stop: int) -> int:
    """Return where a front condition ends when no comma shows a main clause with a known verb.

    In order: a second subject with a modal ("If the form is late the bank shall …"); a complement that a list item goes on with ("that …");
    a comma before a determiner; the end of the clause.
    """
    plain = text.plain
    for match in _SECOND_SUBJECT.finditer(plain, hit.end, stop):
        if finite_at(plain, hit.end, match.start()) or _THIRD_PERSON.search(plain, hit.end, match.start()):
            return match.start()
    commas = [comma for comma in text.commas if hit.end < comma < stop]
    for follows in (_COMPLEMENT, _DETERMINED):
        for comma in commas:
            if follows.match(plain, comma + 1):
                return comma
    return stop


def _is_front(before: str) -> bool:
    """Tell whether only adverbials stand before the cue."""
    return finite_at(before, 0, len(before)) is None and not re.search(rf"^\W*(?:{DETERMINER}) (?!case|event)\w+(?: \w+){{0,4}},?$", before)


def _sentence_end(plain: str, at: int) -> int:
    """Return where the clause must end at the latest: a semicolon, a colon or a full stop; an enumeration after the cue is part of it."""
    if _ENUMERATED.match(plain, at):
        return len(plain)
    match = _STOP.search(plain, at)
    while match is not None:
        if match.group()[0] == ":" and _ENUMERATED.match(plain, match.start()):
            return len(plain)
        if match.group()[0] != ";" or not (_ITEM.search(plain, at, match.start()) and _NEXT_ITEM.match(plain, match.end())):
            return match.start()
        match = _STOP.search(plain, match.end())
    return len(plain)


def _next_cue(plain: str, at: int, end: int) -> int:
    """Return where the next cue of the same rank begins ("if A, and if B"), ``end`` where there is none."""
    match = _NEXT.search(plain, at, end)
    return match.start() if match else end


def _phrase_end(text: View, at: int, stop: int) -> int:
    match = _VERB_AFTER.search(text.plain, at, stop)
    end = min([comma for comma in text.commas if at < comma < stop] + [stop])
    return _next_cue(text.plain, at, min(end, match.start() if match else stop))


def _insertion_end(text: View, at: int, stop: int) -> int:
    """Return where the interrupted clause goes on: the first comma that no conjunction or relative follows."""
    for comma in text.commas:
        if at < comma < stop and not re.match(rf" (?:{SUBORDINATE})\b", text.plain[comma + 1 : comma + 20]):
            return comma
    return stop


def _back_end(text: View, hit: Hit, stop: int, *, inserted: bool) -> int:
    plain = text.plain
    at = _from(hit)
    end = _next_cue(plain, hit.end, stop)
    if _OF_SUBJECT.search(plain, max(0, hit.start - 90), hit.start):
        end = _main_verb(plain, hit.end, end)
    for comma in text.commas:
        if not at < comma < end:
            continue
        if _NEXT_COMMA.match(plain, comma + 1) and not plain.startswith((" which", " pursuant", " in accordance"), comma + 1):
            return comma
        clause = _NEXT_CLAUSE.match(plain, comma + 1)
        if clause is not None and not re.search(r"\b(?:if|unless|when|where|that|which|who)\b", clause["subject"]):
            return comma
        if inserted and (_resumes(plain, comma + 1, end) or _SUBJECT_MODAL.match(plain, comma + 1) or _BY.match(plain, comma + 1)):
            return comma
    return end


def _main_verb(plain: str, at: int, end: int) -> int:
    """Return where the main verb stands after a condition in a relative clause of its subject ("fees due when it is late | do not")."""
    first = finite_at(plain, at, end)
    second = _MAIN.search(plain, first.end(), end) if first else None
    return second.start() if second else end


def _resumes(plain: str, at: int, end: int) -> bool:
    """Tell whether a clause that was interrupted goes on with its verb here."""
    at = skip_blank(plain, at)
    verb = finite_at(plain, at, end)
    return verb is not None and verb.start() == at
