"""Reported speech: what someone believes, proposes or asks for binds nobody, whatever its verbs.

"Commenters suggested that banks should …", "the Bureau believes a creditor may …", "the agency sought comment on whether firms must …". A text that
reports a rule ("section 3 provides that a bank must …") speaks in the rule's voice and is no report here: only the speech of persons and bodies is.
"""

from __future__ import annotations

import re

from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER
from regkit.extract.rule_set import word_list
from regkit.extract.view import View
from regkit.model.span import Span

_FORMS = (
    "believ(?:es?|ed)|(?<!member )(?<!united )stat(?:es?|ed)|suggest(?:s|ed)?|argu(?:es?|ed)|not(?:es?|ed)|recommend(?:s|ed)?|urg(?:es?|ed)"
    "|assert(?:s|ed)?|contend(?:s|ed)?|observ(?:es?|ed)|anticipat(?:es?|ed)|expect(?:s|ed)?|conclud(?:es?|ed)|recogni[sz](?:es?|ed)|think|thinks|thought|explain(?:s|ed)?|propos(?:es?|ed)"
    "|consider(?:s|ed)?|ask|asks|asked|request(?:s|ed)?|indicat(?:es?|ed)|predict(?:s|ed)?|estimat(?:es?|ed)|opin(?:es?|ed)|maintain(?:s|ed)?|feel|feels|felt"
    "|understands?|understood|learn(?:s|ed)|question(?:s|ed)|object(?:s|ed)|worr(?:y|ies|ied)|intend(?:s|ed)?|hop(?:es?|ed)|advocat(?:es?|ed)|complain(?:s|ed)?"
)
_PLAIN = r"(?:\w+s|it|they|he|she|you|we)"
_SAID = re.compile(
    rf"(?<=[\w)] )(?:(?:\w+ly|also|further|then|has|have|had|therefore|previously) )*(?P<verb>{_FORMS})"
    r"(?P<opens>(?:,? (?:however|moreover|therefore|further),)? that\b"
    rf"| (?:(?:in|on|at|under|as) [^,;:]{{1,80}}? )that\b| (?:{DETERMINER}|{_PLAIN}) )"
)
_INVITED = re.compile(
    r"\b(?:comments?|input|feedback|views|information|guidance|concerns?|question(?:s|ed)?)(?: \w+){0,3}? (?:whether|that|how|as to|about)\b"
)
_ANONYMOUS = frozenset(["some", "others", "several", "many", "most", "few", "commenters", "commenter", "industry"])
_PARTICIPLES = frozenset(
    ["considered", "expected", "proposed", "requested", "intended", "estimated", "asked", "indicated", "questioned", "noted", "stated", "observed"]
)
_LATER = re.compile(r"\b(?:shall|must|may|should|will|has to|have to|need not|is|are)\b")


def reported(text: View, bare: str) -> Span | None:
    """Return the stretch of a sentence that is reported speech, None where nothing is: from the verb of saying to the next semicolon or the end.

    ``bare`` is the view's plain text with conditions and deadlines blanked. Only the first verb of the sentence counts: a duty to state
    ("must state that …") begins with the modal.
    """
    for match in _SAID.finditer(bare):
        if _LATER.search(bare, 0, match.start()):
            return None
        if _by_someone(text, bare, match, known=match["verb"] in _PARTICIPLES and not match["opens"].endswith("that")):
            return _rest(bare, match.end("verb"))
    invited = _INVITED.search(bare)
    return _rest(bare, invited.end()) if invited is not None and not _LATER.search(bare, 0, invited.start()) else None


def _by_someone(text: View, bare: str, match: re.Match[str], *, known: bool) -> bool:
    """Tell whether the subject of a verb of saying is a person or a body, and the verb no relative clause's.

    ``known``: one that is known to report. Without "that" such a verb may as well be a participle ("a person considered an employee").
    """
    before = bare[: match.start()].rstrip(" ,")
    comma = before.rfind(",") + 1
    subject = before[comma:].strip()
    if not subject or subject.rsplit(" ", 1)[-1] in ("that", "who", "which", "to", "and", "or", "not", "as", "the", "a", "an"):
        return False
    start = chunks.first_phrase(bare, comma, len(before))
    phrase = chunks.trim(bare, start, len(before))
    if phrase is None or re.search(r"\b(?:that|who|which)\b", before[phrase[1] :]):
        return False
    head = chunks.head_of(bare, *phrase)
    if head in _ANONYMOUS or head in word_list("nouns", "authorities"):
        return True
    return not known and chunks.is_bearer(text.text, bare, *phrase) and head not in ("you", "party", "parties")


def _rest(bare: str, at: int) -> Span:
    stop = bare.find("; ", at)
    return Span(at, stop if stop >= 0 else len(bare))
