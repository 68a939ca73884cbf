"""What several views need: places in the page, safe addresses, a sentence cut into segments, the documents block, counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from urllib.parse import quote, urlsplit

from msgspec import Struct

from regkit.model.coverage import CoverageStatus
from regkit.model.document import Status
from regkit.report.facts import Highlight, ProjectView
from regkit.report.words import N_, NN_, Words, _, ngettext

# What a status is called, what it means, and the shape that says it without colour.
STATUS_WORDS: Words[CoverageStatus, tuple[str, str]] = Words(
    {
        CoverageStatus.LOST: (N_("Lost"), N_("a check quotes wording that is no longer in the text")),
        CoverageStatus.FAILING: (N_("Failing"), N_("the latest evidence of a check failed")),
        CoverageStatus.SUSPECT: (N_("Suspect"), N_("the wording differs from what was reviewed")),
        CoverageStatus.UNCOVERED: (N_("Uncovered"), N_("no check verifies it")),
        CoverageStatus.UNVERIFIED: (N_("Unverified"), N_("it has checks, but no passing evidence yet")),
        CoverageStatus.STALE: (N_("Stale"), N_("its passing evidence is too old, or older than what it verifies")),
        CoverageStatus.WAIVED: (N_("Waived"), N_("an accepted gap, in date")),
        CoverageStatus.COVERED: (N_("Covered"), N_("every check that verifies it has passing evidence")),
    }
)
STANDING_WORDS: Words[Status, str] = Words(
    {
        Status.OFFICIAL: N_("Official text"),
        Status.RESTATEMENT: N_("Restatement, not the official text"),
        Status.SUMMARY: N_("Summary, not the official text"),
        Status.DRAFT: N_("Draft"),
    }
)
_UNSAFE = re.compile(r"[^A-Za-z0-9./~-]")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f]")


def place(id: str, kind: str = "") -> str:
    """Return the name of a place in a page for an id of the graph: letters, digits and ``. / ~ - _`` only, and injective for each kind.

    Such a name needs no escaping in an attribute or in a fragment. ``kind`` keeps ids that people choose (checks) apart from the graph's.

    >>> place("a/1.s2"), place("x y", "check")
    ('a/1.s2', 'check-x_20.y')
    """
    return (f"{kind}-" if kind else "") + _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}.", id)


def web_url(url: str) -> str:
    """Return ``url`` where it is an http(s) address that a reader may be sent to, percent-encoded; empty otherwise.

    Addresses come from documents and from people's files, so a ``javascript:`` or ``data:`` address must not become a link.
    """
    if _HIDDEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


class Segment(Struct, frozen=True, gc=False):
    """A run of text with the layers that mark it, outermost first; ``layers`` is empty for plain text."""

    text: str
    layers: tuple[str, ...] = ()
    link: str = ""


def segments(text: str, highlights: Iterable[Highlight]) -> tuple[Segment, ...]:
    """Cut ``text`` at the edges of its highlights; the segments' texts joined are ``text``, always.

    Highlights may overlap or lie outside (then they are clipped). Cost: n log n in the number of highlights, times how many overlap.
    """
    inside = [
        (max(0, mark.start), min(len(text), mark.end), mark.layer, mark.link) for mark in highlights if max(0, mark.start) < min(len(text), mark.end)
    ]
    if not inside:
        return (Segment(text),) if text else ()
    inside.sort(key=lambda mark: (mark[0], -mark[1], mark[2], mark[3]))
    edges = sorted({0, len(text), *(mark[0] for mark in inside), *(mark[1] for mark in inside)})
    cut: list[Segment] = []
    open_: list[tuple[int, int, str, str]] = []
    upcoming = 0
    for start, end in pairwise(edges):
        open_ = [mark for mark in open_ if mark[1] > start]
        while upcoming < len(inside) and inside[upcoming][0] == start:
            open_.append(inside[upcoming])
            upcoming += 1
        link = next((mark[3] for mark in reversed(open_) if mark[3]), "")
        cut.append(Segment(text[start:end], tuple(dict.fromkeys(mark[2] for mark in open_)), place(link) if link else ""))
    return tuple(cut)


class StatusChip(Struct, frozen=True, kw_only=True, gc=False):
    """A coverage status as a report shows it: in words, and by a shape, so that colour is never alone."""

    key: str
    label: str
    meaning: str


def chip(status: CoverageStatus) -> StatusChip:
    """Return what a status is called, and what it means."""
    label, meaning = STATUS_WORDS[status]
    return StatusChip(key=status.value, label=label, meaning=meaning)


class RecordRow(Struct, frozen=True, kw_only=True, gc=False):
    """An official record, and whether the corpus holds it."""

    title: str
    citation: str
    date: str
    url: str
    held: bool


class DocumentRow(Struct, frozen=True, kw_only=True, gc=False):
    """A document as every report names it: what it is, what standing it has, and the hash of what was read."""

    id: str
    place: str
    title: str
    status: str
    standing: str
    issuer: str
    instrument: str
    citation: str
    version: str
    effective: str
    expires: str
    url: str
    source: str
    media_type: str
    retrieved: str
    sha256: str
    records: tuple[RecordRow, ...]
    not_held: tuple[str, ...]


class Front(Struct, frozen=True, kw_only=True, gc=False):
    """What every report says before anything else: whose it is, from which documents, from which graph, by which tool.

    ``caution`` says how many of the texts are not official; empty where all are. ``shown`` says which part of the requirements the report shows,
    empty where it shows all; ``on`` is the day as of which it counts, empty for the latest.
    """

    project: str
    tool: str
    graph_sha256: str
    caution: str
    documents: tuple[DocumentRow, ...]
    shown: str = ""
    on: str = ""


def front(project: ProjectView) -> Front:
    """Return the front matter of any report on ``project``."""
    rows = []
    for document in project.documents:
        authority, source = document.authority, document.source
        records = tuple(
            RecordRow(title=record.title, citation=record.citation, date=record.date, url=web_url(record.url), held=record.held)
            for record in authority.records
        )
        rows.append(
            DocumentRow(
                id=document.id,
                place=place(document.id, "document"),
                title=authority.title or document.id,
                status=authority.status.value,
                standing=STANDING_WORDS[authority.status],
                issuer=authority.issuer,
                instrument=authority.instrument,
                citation=authority.citation,
                version=authority.version,
                effective=authority.effective,
                expires=authority.expires,
                url=web_url(authority.url or source.url),
                source=source.name,
                media_type=source.media_type,
                retrieved=source.retrieved,
                sha256=source.sha256,
                records=records,
                not_held=authority.not_held,
            )
        )
    caution = _caution([document.authority.status for document in project.documents])
    tool = f"regkit {project.version}"
    return Front(
        project=project.name,
        tool=tool,
        graph_sha256=project.graph_sha256,
        caution=caution,
        documents=tuple(rows),
        shown=project.shown,
        on=project.on,
    )


def _caution(statuses: list[Status]) -> str:
    """Return in one sentence what stands between the reader and the official texts.

    >>> _caution([Status.DRAFT, Status.OFFICIAL])
    'Of the 2 documents quoted here, 1 is a draft.'
    """
    counted = [(status, statuses.count(status)) for status in Status if status is not Status.OFFICIAL and status in statuses]
    if not counted:
        return ""
    if len(counted) == 1 and counted[0][1] == len(statuses):
        status, count = counted[0]
        one, many = _ALL[status]
        return _(one) if count == 1 else _(many, count=f"{count:,}")
    parts = _(" and ").join(ngettext(*_SOME[status], count) for status, count in counted)
    return ngettext(
        "Of the %(count)s document quoted here, %(parts)s.", "Of the %(count)s documents quoted here, %(parts)s.", len(statuses), parts=parts
    )


_ALL = {
    Status.RESTATEMENT: (N_("The document quoted here is a restatement."), N_("All %(count)s documents quoted here are restatements.")),
    Status.SUMMARY: (N_("The document quoted here is a summary."), N_("All %(count)s documents quoted here are summaries.")),
    Status.DRAFT: (N_("The document quoted here is a draft."), N_("All %(count)s documents quoted here are drafts.")),
}
_SOME = {
    Status.RESTATEMENT: NN_("%(count)s is a restatement", "%(count)s are restatements"),
    Status.SUMMARY: NN_("%(count)s is a summary", "%(count)s are summaries"),
    Status.DRAFT: NN_("%(count)s is a draft", "%(count)s are drafts"),
}


class Count(Struct, frozen=True, kw_only=True, gc=False):
    """How many rows have a value. ``key`` is what a filter selects by, ``label`` what people read."""

    key: str
    label: str
    count: int


def tally(values: Iterable[str], label: Callable[[str], str] = str, order: Sequence[str] = ()) -> tuple[Count, ...]:
    """Count equal values. Sorted by ``order``, then by name; the values of ``order`` that do not occur are left out."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    rank = {value: index for index, value in enumerate(order)}
    known = sorted(counts, key=lambda value: (rank.get(value, len(rank)), value))
    return tuple(Count(key=value, label=label(value), count=counts[value]) for value in known)


class StatusCount(Struct, frozen=True, kw_only=True, gc=False):
    """How many requirements have a status, and their share of all in tenths of a per cent."""

    chip: StatusChip
    count: int
    permille: int


def status_counts(statuses: Iterable[CoverageStatus]) -> tuple[StatusCount, ...]:
    """Count every status, worst first, those that do not occur with 0."""
    found = list(statuses)
    total = len(found) or 1
    counted = dict.fromkeys(CoverageStatus, 0)
    for status in found:
        counted[status] += 1
    return tuple(StatusCount(chip=chip(status), count=count, permille=round(count * 1000 / total)) for status, count in counted.items())
