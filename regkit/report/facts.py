"""What the views read: one frozen value that holds everything a report may say, taken from the graph once.

A view is a function of a `ProjectView` alone. So reports can be made, tested and extended without a graph at hand, and the graph may change its
attributes without any view noticing: `regkit.report.gather` is the only module that knows both sides. All tuples are in reading order,
and every id is the graph's. Offsets of a `Highlight` are code points of the sentence's own text, half-open.

Facts and rows are trees without cycles, so they tell the garbage collector to leave them alone (``gc=False``): with tens of thousands of them it
would otherwise take a third of the time.
"""

from __future__ import annotations

from msgspec import Struct

from regkit.model.annotation import LogicOp
from regkit.model.coverage import CoverageStatus, Reliance
from regkit.model.document import Authority, ProvisionType, Source
from regkit.model.requirement import RequirementKind
from regkit.report.facts_audit import ChangeFact, FindingFact, LogFact, WaiverFact


class Highlight(Struct, frozen=True, order=True, gc=False):
    """A stretch of a sentence that a layer marks.

    Layers are ``cue``, ``bearer``, ``condition``, ``exception``, ``deadline``, ``threshold``, ``term`` and ``citation``.
    ``link`` is the id of what it leads to (a definition, a provision), empty where it leads nowhere.
    """

    start: int
    end: int
    layer: str
    link: str = ""


class SentenceFact(Struct, frozen=True, kw_only=True, gc=False):
    """A sentence where it stands. ``glued`` says that no white space parts it from the sentence before it in its paragraph.

    ``paragraph`` numbers the paragraphs of the provision, so that a rendered source keeps their breaks. ``page`` is the publication's.
    """

    id: str
    text: str
    heading: bool = False
    glued: bool = False
    paragraph: int = 0
    page: str = ""
    highlights: tuple[Highlight, ...] = ()


class ProvisionFact(Struct, frozen=True, kw_only=True, gc=False):
    """A numbered unit with its own sentences; its children are provisions of their own. ``depth`` counts from 0 for the root.

    ``continued`` is a further piece of a provision that came before: its text after one of its children.
    """

    id: str
    pinpoint: str
    depth: int
    type: ProvisionType = ProvisionType.PARAGRAPH
    marker: str = ""
    heading: str = ""
    url: str = ""
    continued: bool = False
    sentences: tuple[SentenceFact, ...] = ()


class DocumentFact(Struct, frozen=True, kw_only=True, gc=False):
    """One version of one instrument, with its standing in law and its text."""

    id: str
    source: Source
    authority: Authority = Authority()
    provisions: tuple[ProvisionFact, ...] = ()


class EvidenceFact(Struct, frozen=True, kw_only=True, gc=False):
    """A result of a check. ``date`` is ISO; ``entry`` is the hash of its entry in the log, empty where a file states it.

    ``changed`` are the names of the files that went in and are not the same any more.
    """

    result: str
    date: str
    by: str = ""
    note: str = ""
    id: str = ""
    place: str = ""
    attachment: str = ""
    sha256: str = ""
    entry: str = ""
    changed: tuple[str, ...] = ()


class CheckFact(Struct, frozen=True, kw_only=True, gc=False):
    """A check, the requirements it verifies, its latest evidence and all of it, oldest first.

    ``problems`` are its targets that could not be found, in words; ``risk`` and ``place`` are as its author wrote them.
    """

    id: str
    title: str
    method: str = ""
    owner: str = ""
    frequency: str = ""
    next_due: str = ""
    procedure: str = ""
    evidence_wanted: str = ""
    requirements: tuple[str, ...] = ()
    evidence: EvidenceFact | None = None
    problems: tuple[str, ...] = ()
    history: tuple[EvidenceFact, ...] = ()
    risk: str = ""
    place: str = ""


class RequirementFact(Struct, frozen=True, kw_only=True, gc=False):
    """What a row of the matrix is about. ``quote`` is the anchor's, exactly; ``highlights`` are offsets in it.

    ``offset`` is where the quote begins in its sentence: a condition may be one clause of a sentence. ``sentence`` is the id of the
    `SentenceFact` it stands in. ``read_with`` are the ids of the sentences or requirements it completes or is completed by.
    ``url`` is the official address of the provision, without a fragment, or that of a PDF with the page; ``pdf_page`` is that page from 1, else 0.
    ``review`` says what people decided on it, ``review_state`` in a word; both are empty where nobody did.
    ``actions`` are what is to be done, one or several; ``meant`` is whom a pronoun for the bearer means.
    ``start``, ``end`` and ``fingerprint`` are the anchor's: code points of the document's canonical text, and the digest of the wording.
    """

    id: str
    document: str
    provision: str
    pinpoint: str
    sentence: str
    quote: str
    offset: int = 0
    kind: RequirementKind = RequirementKind.NORM
    modality: str = ""
    bearer: str = ""
    title: str = ""
    rule: str = ""
    certain: bool = True
    highlights: tuple[Highlight, ...] = ()
    read_with: tuple[str, ...] = ()
    url: str = ""
    pdf_page: int = 0
    status: CoverageStatus = CoverageStatus.UNCOVERED
    reasons: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    review: str = ""
    review_state: str = ""
    actions: tuple[str, ...] = ()
    meant: str = ""
    start: int = 0
    end: int = 0
    fingerprint: str = ""


class TermFact(Struct, frozen=True, kw_only=True, gc=False):
    """A defined term where it is given its meaning. ``body`` is the definition's text; ``uses`` are ids of sentences, one for each use."""

    id: str
    term: str
    document: str
    provision: str
    pinpoint: str
    body: str
    written: str = ""
    scope: str = ""
    kind: str = ""
    sentence: str = ""
    certain: bool = True
    uses: tuple[str, ...] = ()


class CitingPlace(Struct, frozen=True, order=True, gc=False):
    """Where an authority is cited: the provision and sentence that do so, and the words."""

    document: str
    provision: str
    pinpoint: str
    sentence: str
    written: str


class AuthorityFact(Struct, frozen=True, kw_only=True, gc=False):
    """A cited authority. ``provision`` is the id of the corpus' own copy of it, empty where the corpus does not hold it."""

    target: str
    family: str
    url: str = ""
    document: str = ""
    provision: str = ""
    places: tuple[CitingPlace, ...] = ()


class UnresolvedFact(Struct, frozen=True, kw_only=True, gc=False):
    """A reference that was found and not resolved, and why."""

    written: str
    note: str
    place: CitingPlace


class CitationFact(Struct, frozen=True, kw_only=True, gc=False):
    """A citation where it stands, and what it means: ``target`` in its canonical form, ``provision`` the corpus' own copy, where it holds one."""

    place: CitingPlace
    target: str = ""
    url: str = ""
    provision: str = ""


class ReviewFact(Struct, frozen=True, kw_only=True, gc=False):
    """What people decided on one thing. ``state`` is accepted, rejected, edited, pending, suspect or lost; ``words`` say it in a line.

    ``quote`` is the sentence, as it was reviewed where it is lost; ``changed`` are the stretches of a suspect one: (equal, removed or added; words).
    ``sentence`` is empty where there is none any more.
    """

    id: str
    kind: str
    state: str
    words: str
    document: str = ""
    pinpoint: str = ""
    sentence: str = ""
    quote: str = ""
    changed: tuple[tuple[str, str], ...] = ()


class TreeNode(Struct, frozen=True, kw_only=True, gc=False):
    """A node of a condition tree with what the evidence shows of it. A leaf names a requirement; a branch has an operator and children."""

    op: LogicOp
    reliance: Reliance
    requirement: str = ""
    count: int = 0
    children: tuple[TreeNode, ...] = ()


class TreeFact(Struct, frozen=True, kw_only=True, gc=False):
    """The condition tree of one conditional norm; the root's ``reliance`` answers "may I rely on it?", ``reasons`` say why in words."""

    requirement: str
    root: TreeNode
    reasons: tuple[str, ...] = ()


class ProjectView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything that a report may say about one project, at one state of its graph.

    ``graph_sha256`` is of the stored graph's bytes. No clock: dates are those of sources and evidence; ``on`` is the day as of which results and
    waivers count, empty for the latest. ``shown`` says in words which requirements these are, of ``whole``, where a filter left some out.
    What is dear to find out is there only for a report that asks for it (``needs`` of its ``report.toml``): ``logs``, ``findings``, ``changes``.
    """

    name: str
    version: str
    graph_sha256: str = ""
    documents: tuple[DocumentFact, ...] = ()
    requirements: tuple[RequirementFact, ...] = ()
    checks: tuple[CheckFact, ...] = ()
    terms: tuple[TermFact, ...] = ()
    authorities: tuple[AuthorityFact, ...] = ()
    unresolved: tuple[UnresolvedFact, ...] = ()
    trees: tuple[TreeFact, ...] = ()
    reviews: tuple[ReviewFact, ...] = ()
    citations: tuple[CitationFact, ...] = ()
    waivers: tuple[WaiverFact, ...] = ()
    logs: tuple[LogFact, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    on: str = ""
    shown: str = ""
    whole: int = 0
