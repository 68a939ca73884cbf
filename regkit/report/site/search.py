"""The index of the site's search: made here once, read by ``search.js`` piece by piece, without a server.

A page opened from a folder may not fetch a file, but it may load a script; so every piece is a script that hands its data over. There are
pieces of words (each word in order, with its postings) and pieces of texts (what a result shows). A query loads the pieces that its words
may be in, and the texts of the results that it shows. Ranking is BM25 with fields: a word in a title counts as `TITLE` words of text. The
saturated part of the score (Robertson and Zaragoza 2009, formula 3.15) is known here and kept in fifteen steps; the rarity of a word is
counted when its postings are read.

Words are folded alike here and in the script: compatibility decomposition, marks dropped, lower case; runs of letters and digits, each Han,
Kana or Hangul character for itself. A posting is the distance to the entry before it in base 36 (nothing for 1) and a capital, A to O, for
the step.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.site.plan import Plan
from regkit.report.views.common import STATUS_WORDS, place, web_url
from regkit.report.words import N_, _, ngettext
from regkit.text.visible import visible

KINDS = {"p": N_("Provisions"), "r": N_("Requirements"), "t": N_("Terms"), "c": N_("Citations"), "k": N_("Checks")}
_ONE = {"p": N_("Provision"), "r": N_("Requirement"), "t": N_("Term"), "c": N_("Citation"), "k": N_("Check")}
TITLE = 4
LONGEST = 40  # characters of a word that are kept, as in the script
_K1, _B = 1.2, 0.75
_STEPS = "ABCDEFGHIJKLMNO"
_WORD_PIECE = 48_000  # characters of postings
_TEXT_PIECE = 64_000
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Entry(Struct, frozen=True, gc=False):
    """What can be found: ``kind`` is a key of `KINDS`, ``url`` an address from the site's root, ``note`` a status or standing in words."""

    kind: str
    title: str
    text: str
    url: str
    note: str = ""


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order.

    >>> words("Bank’s Écrou § 1005.11(c)")
    ['bank', 's', 'ecrou', '1005', '11', 'c']
    """
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.category(sign).startswith("M"))
    return [word[:LONGEST] for word in _WORD.findall(text.lower())]


def entries(project: ProjectView, plan: Plan) -> Iterator[Entry]:
    """Yield what can be found: each provision followed by its requirements, then terms, citations and checks, in reading order."""
    requirements = defaultdict(list)
    for requirement in project.requirements:
        requirements[requirement.provision].append(requirement)
    titles = {document.id: document.authority.short or document.authority.title or document.id for document in project.documents}
    for document in project.documents:
        for piece in document.provisions:
            text = " ".join(sentence.text for sentence in piece.sentences)
            if text or piece.heading:
                at = piece.sentences[0].id if piece.continued and piece.sentences else piece.id
                title = " ".join(part for part in (piece.pinpoint or titles[document.id], piece.heading) if part)
                yield Entry("p", title, text, _address(plan, place(at)), titles[document.id])
            if not piece.continued:
                for found in requirements.pop(piece.id, ()):
                    about = " ".join(part for part in (found.pinpoint, found.title, found.bearer) if part)
                    yield Entry("r", about, found.quote, f"{plan.dossiers[found.id]}#{place(found.id)}", STATUS_WORDS[found.status][0])
    for rest in requirements.values():
        for found in rest:
            yield Entry("r", found.pinpoint, found.quote, f"{plan.dossiers[found.id]}#{place(found.id)}", STATUS_WORDS[found.status][0])
    for term in project.terms:
        home = place(term.sentence)
        yield Entry("t", term.written or term.term, term.body, _address(plan, home if home in plan.homes else place(term.id)), term.pinpoint)
    for authority in project.authorities:
        home = place(authority.provision)
        url = _address(plan, home) if authority.provision and home in plan.homes else web_url(authority.url) or "reports/authorities.html"
        written = " · ".join(dict.fromkeys(spot.written for spot in authority.places))
        yield Entry("c", authority.target, written, url, ngettext("cited once", "cited %(count)s times", len(authority.places)))
    for check in project.checks:
        text = " ".join(part for part in (check.procedure, check.evidence_wanted, check.method, check.owner) if part)
        note = check.evidence.result if check.evidence else _("no evidence yet")
        yield Entry("k", " ".join((check.id, check.title)), text, f"reports/matrix.html#{place(check.id, 'check')}", note)


def _address(plan: Plan, spot: str) -> str:
    return f"{plan.homes.get(spot, 'index.html')}#{spot}"


def index(project: ProjectView, plan: Plan) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index: path from the site's root, content. Cost: linear in the text but for sorting the words."""
    kinds: list[str] = []
    lengths: list[int] = []
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    starts: list[int] = []
    piece: list[list[object]] = []
    size = 0
    owner: tuple[int, str] = (-1, "")  # the provision whose words the requirements after it quote
    for at, entry in enumerate(entries(project, plan)):
        counted = Counter(words(entry.text))
        for word in words(entry.title):
            counted[word] += TITLE
        for word, times in counted.items():
            postings[word].append((at, times))
        kinds.append(entry.kind)
        lengths.append(counted.total())
        if size > _TEXT_PIECE and entry.kind != "r":
            yield _script(f"search/t{len(starts) - 1}.js", "texts", len(starts) - 1, piece)
            piece, size = [], 0
        if not piece:
            starts.append(at)
            owner = (-1, "")
        within = owner[1].find(entry.text) if entry.kind == "r" and entry.text and owner[0] >= 0 else -1
        text = visible(entry.text)
        kept: object = [at - owner[0], within, len(entry.text)] if within >= 0 and text == entry.text and visible(owner[1]) == owner[1] else text
        if entry.kind == "p":
            owner = (at, entry.text)
        piece.append([visible(entry.title), kept, entry.url, visible(entry.note)])
        size += len(entry.title) + len(entry.url) + (len(text) if kept is text else 8)
    if piece:
        yield _script(f"search/t{len(starts) - 1}.js", "texts", len(starts) - 1, piece)
    firsts: list[str] = []
    average = sum(lengths) / (len(lengths) or 1) or 1
    lexicon: list[str] = []
    size = 0
    for word in sorted(postings, key=lambda word: word.encode("utf-16-be", "surrogatepass")):  # as scripts compare
        if size > _WORD_PIECE:
            yield _script(f"search/w{len(firsts) - 1}.js", "words", len(firsts) - 1, lexicon)
            lexicon, size = [], 0
        if not lexicon:
            firsts.append(word)
        packed = _pack(postings[word], lengths, average)
        lexicon += (word, packed)
        size += len(word) + len(packed) + 6
    if lexicon:
        yield _script(f"search/w{len(firsts) - 1}.js", "words", len(firsts) - 1, lexicon)
    yield _script(
        "search/index.js",
        "index",
        0,
        {
            "kinds": "".join(kinds),
            "words": firsts,
            "texts": starts,
            "names": {kind: _(words) for kind, words in KINDS.items()},
            "one": {kind: _(words) for kind, words in _ONE.items()},
        },
    )


def _pack(found: list[tuple[int, int]], lengths: list[int], average: float) -> str:
    made = []
    before = -1
    for at, times in found:
        norm = _K1 * (1 - _B + _B * lengths[at] / average)
        step = min(14, int(15 * times / (times + norm)))
        made.append(("" if at - before == 1 else _base36(at - before)) + _STEPS[step])
        before = at
    return "".join(made)


def _base36(number: int) -> str:
    made = ""
    while number:
        number, digit = divmod(number, 36)
        made = _DIGITS[digit] + made
    return made


def _script(path: str, what: str, number: int, data: object) -> tuple[str, bytes]:
    return path, b"regkitSite.%s(%d,%s);\n" % (what.encode(), number, msgspec.json.encode(data))
