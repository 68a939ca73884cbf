"""Reported speech: what someone believes, proposes or asks for binds nobody, whatever its verbs.

"Commenters suggested that banks should …", "the Bureau believes a creditor may …", "the agency sought comment on whether firms must …". A text that
reports a rule ("section 3 provides that a bank must …") speaks in the rule's voice and is no report here: only the speech of persons and bodies is.
"""

from __future__ import annotations

import re

from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER
from regkit.extract.load_rules import alternation
from regkit.extract.rule_set import word_list
from regkit.extract.view import View
from regkit.model.span import Span

_VERBS = [
    "believe", "state", "suggest", "argue", "note", "recommend", "urge", "assert", "contend", "observe", "anticipate", "expect", "conclude",
    "recognize", "recognise", "explain", "propose", "consider", "ask", "request", "indicate", "predict", "estimate", "opine", "maintain",
    "understand", "learn", "question", "object", "intend", "hope", "advocate", "complain", "think", "feel", "worry", "emphasize",
]  # fmt: skip
_IRREGULAR = ["thought", "felt", "understood", "worried", "worries"]
_FORMS = alternation([*(form for verb in _VERBS for form in (verb, verb + "s", verb + ("d" if verb.endswith("e") else "ed"))), *_IRREGULAR])
_PLAIN = r"(?:\w+s|it|they|he|she|you|we)"
_OPENS = re.compile(
    r"(?:,? (?:however|moreover|therefore|further),)? that\b"
    rf"| (?:(?:in|on|at|under|as) [^,;:]{{1,80}}? )that\b| (?:{DETERMINER}|{_PLAIN}) "
)
_BEFORE = re.compile(r"(?:(?:^|\b)(?:\w+ly|also|further|then|has|have|had|therefore|previously|does not|do not|did not) )+$")
_NOT_SAID = ("member ", "united ")
_INVITED = re.compile(
    r"\b(?:comments?(?! (?:\d|q))|input|feedback|views|information|guidance|concerns?|question(?:s|ed)?)(?: \w+){0,3}? "
    r"(?:whether|that|how|as to|about)\b"
)
_ANONYMOUS = frozenset(["some", "others", "several", "many", "most", "few", "commenters", "commenter", "industry"])
_SOME = re.compile(r"(?:an?|one|another|this|that) ")
_PARTICIPLES = frozenset(
    ["considered", "expected", "proposed", "requested", "intended", "estimated", "asked", "indicated", "questioned", "noted", "stated", "observed"]
)
_LATER = re.compile(r"\b(?:shall|must|may|should|will|has to|have to|need not|is|are)\b")


def reported(text: View, bare: str) -> Span | None:
    """Return the stretch of a sentence that is reported speech, None where nothing is: from the verb of saying to the next semicolon or the end.

    ``bare`` is the view's plain text with conditions and deadlines blanked. Only the first verb of the sentence counts: a duty to state
    ("must state that …") begins with the modal.
    """
    for match in _FORMS.finditer(bare):
        opens = _OPENS.match(bare, match.end())
        if opens is None or bare.endswith(_NOT_SAID, 0, match.start()):
            continue
        adverbs = _BEFORE.search(bare[max(0, match.start() - 60) : match.start()])
        at = match.start() - (len(adverbs.group()) if adverbs else 0)
        if _LATER.search(bare, 0, at):
            return None
        if _by_someone(text, bare, at, known=match[0] in _PARTICIPLES and not opens.group().endswith("that")):
            return _rest(bare, match.end())
    invited = _INVITED.search(bare)
    return _rest(bare, invited.end()) if invited is not None and not _LATER.search(bare, 0, invited.start()) else None


def _by_someone(text: View, bare: str, at: int, *, known: bool) -> bool:
    """Tell whether the subject of a verb of saying at ``at`` is a person or a body, and the verb no relative clause's.

    ``known``: one that is known to report. Without "that" such a verb may as well be a participle ("a person considered an employee").
    """
    before = bare[:at].rstrip(" ,")
    comma = before.rfind(",") + 1
    subject = before[comma:].strip()
    if not subject or subject.rsplit(" ", 1)[-1] in ("that", "who", "which", "to", "and", "or", "not", "as", "the", "a", "an"):
        return False
    start = chunks.first_phrase(bare, comma, len(before))
    phrase = chunks.trim(bare, start, len(before))
    if phrase is None or re.search(r"\b(?:that|who|which)\b", before[phrase[1] :]):
        return False
    head = chunks.head_of(bare, *phrase)
    if head == "comment":  # "a comment stated"; "comment 4(a)-2 states" is the commentary's own voice
        return _SOME.match(before, phrase[0]) is not None
    if head in _ANONYMOUS or head in word_list("nouns", "authorities"):
        return True
    return not known and chunks.is_bearer(text.text, bare, *phrase) and head not in ("you", "party", "parties")


def _rest(bare: str, at: int) -> Span:
    stop = bare.find("; ", at)
    return Span(at, stop if stop >= 0 else len(bare))
