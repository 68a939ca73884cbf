"""Coverage: how much is shown, where, by whom; and what the evidence shows of each conditional exemption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from regkit.model.annotation import Modality
from regkit.model.coverage import CoverageStatus, Reliance
from regkit.report.facts import ProjectView, TreeFact, TreeNode
from regkit.report.tree import Label, Picture, branch_words, picture
from regkit.report.views.common import Front, StatusCount, chip, front, place, status_counts
from regkit.report.views.reviews import ReviewRow, review_rows
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import N_, Words, _, named, ngettext, no_owner

ANSWERS: Words[Reliance, tuple[str, str]] = Words(
    {
        Reliance.SHOWN: (N_("Shown"), N_("The evidence shows that the conditions are met, as far as the checks go.")),
        Reliance.NOT_SHOWN: (N_("Not shown"), N_("The evidence does not yet show that the conditions are met.")),
        Reliance.FAILS: (N_("Fails"), N_("The evidence shows a condition that is not met.")),
    }
)


class Slice(Struct, frozen=True, kw_only=True, gc=False):
    """The coverage of the requirements that share a value (a document, a modality, an owner). ``covered`` and ``total`` are counts."""

    by: str
    label: str
    total: int
    covered: int
    permille: int
    waived: int
    stale: int
    unverified: int
    uncovered: int
    suspect: int
    failing: int
    lost: int
    statuses: tuple[StatusCount, ...]


class Outline(Struct, frozen=True, kw_only=True, gc=False):
    """The condition tree in words, for those who don't see the picture: a node and, deeper, its children.

    ``key`` and ``answer`` are the reliance of the node.
    """

    words: str
    row: Row | None
    children: tuple[Outline, ...]
    key: str = ""
    answer: str = ""


class TreeView(Struct, frozen=True, kw_only=True, gc=False):
    """One conditional norm: the question, what the evidence shows, why, and the tree."""

    row: Row
    answer: str
    key: str
    sentence: str
    reasons: tuple[str, ...]
    shown: int
    total: int
    picture: Picture
    description: str
    outline: Outline


class CoverageView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the coverage page."""

    front: Front
    total: int
    covered: int
    permille: int
    checks: int
    checks_with_evidence: int
    statuses: tuple[StatusCount, ...]
    slices: tuple[Slice, ...]
    by_document: tuple[Slice, ...]
    by_modality: tuple[Slice, ...]
    by_owner: tuple[Slice, ...]
    trees: tuple[TreeView, ...]
    reviews: tuple[ReviewRow, ...]
    sources: tuple[SourceDocument, ...]


def coverage_view(project: ProjectView) -> CoverageView:
    """Return the coverage of ``project``."""
    make = Rows(project)
    rows = make.all()
    slices = slices_by(make, rows)
    covered = sum(row.status.key == CoverageStatus.COVERED.value for row in rows)
    return CoverageView(
        front=front(project),
        total=len(rows),
        covered=covered,
        permille=_permille(covered, len(rows)),
        checks=len(project.checks),
        checks_with_evidence=sum(check.evidence is not None for check in project.checks),
        statuses=status_counts(requirement.status for requirement in project.requirements),
        slices=slices,
        by_document=tuple(item for item in slices if item.by == "document"),
        by_modality=tuple(item for item in slices if item.by == "modality"),
        by_owner=tuple(item for item in slices if item.by == "owner"),
        trees=tree_views(make, project),
        reviews=tuple(row for row in review_rows(project) if row.state != "accepted"),
        sources=source_documents(project),
    )


def slices_by(make: Rows, rows: Sequence[Row]) -> tuple[Slice, ...]:
    """Return the coverage of all rows, then by document, by modality and by owner of the checks; a requirement counts for each owner."""
    documents = {document.id: make.title(document.id) for document in make.project.documents}
    by_document = _slices("document", ((row.document, row) for row in rows), documents, list(documents))
    modalities = {modality.value: named(modality.value) for modality in Modality} | {"": _("No modality")}
    by_modality = _slices("modality", ((row.modality, row) for row in rows), modalities, list(modalities))
    owned = [(owner, row) for row in rows for owner in row.owners]
    names = sorted({owner for owner, _ in owned}, key=lambda owner: (owner == no_owner(), owner))
    by_owner = _slices("owner", owned, {}, names)
    everything = _slices("all", (("", row) for row in rows), {"": _("All requirements")}, [""])
    return (*everything, *by_document, *by_modality, *by_owner)


def tree_views(make: Rows, project: ProjectView) -> tuple[TreeView, ...]:
    """Return the condition trees, exemptions first."""
    return tuple(sorted((_tree(make, fact) for fact in project.trees if make.requirement(fact.requirement)), key=_exemptions_first))


def _permille(part: int, whole: int) -> int:
    """Return the share in tenths of a per cent, rounded down, so that only all of them are 100 %; none of nothing is 0."""
    return part * 1000 // whole if whole else 0


def _slices(by: str, pairs: Iterable[tuple[str, Row]], labels: dict[str, str], order: list[str]) -> tuple[Slice, ...]:
    found: dict[str, list[CoverageStatus]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(CoverageStatus(row.status.key))
    made = []
    for key in [*(key for key in order if key in found), *sorted(key for key in found if key not in order)]:
        statuses = found[key]
        covered = statuses.count(CoverageStatus.COVERED)
        made.append(
            Slice(
                by=by,
                label=labels.get(key, key),
                total=len(statuses),
                covered=covered,
                permille=_permille(covered, len(statuses)),
                waived=statuses.count(CoverageStatus.WAIVED),
                stale=statuses.count(CoverageStatus.STALE),
                unverified=statuses.count(CoverageStatus.UNVERIFIED),
                uncovered=statuses.count(CoverageStatus.UNCOVERED),
                suspect=statuses.count(CoverageStatus.SUSPECT),
                failing=statuses.count(CoverageStatus.FAILING),
                lost=statuses.count(CoverageStatus.LOST),
                statuses=status_counts(statuses),
            )
        )
    return tuple(made)


def _exemptions_first(tree: TreeView) -> bool:
    """Sort key: an exemption is asked about before a permission; otherwise the reading order stays."""
    return tree.row.modality != Modality.EXEMPTION.value


def _tree(make: Rows, fact: TreeFact) -> TreeView:
    requirement = make.requirement(fact.requirement)
    if requirement is None:
        raise LookupError(fact.requirement)
    row = make.row(requirement)
    leaves = _leaves(fact.root)
    labels = {id: _label(make, id) for id in _ids(fact.root)}
    answer, sentence = ANSWERS[fact.root.reliance]
    shown = sum(reliance is Reliance.SHOWN for _, reliance in leaves)
    return TreeView(
        row=row,
        answer=answer,
        key=fact.root.reliance.value,
        sentence=sentence,
        reasons=fact.reasons,
        shown=shown,
        total=len(leaves),
        picture=picture(fact.root, labels),
        description=ngettext(
            "%(branch)s: %(shown)s of %(count)s condition shown. The list below says the same in words.",
            "%(branch)s: %(shown)s of %(count)s conditions shown. The list below says the same in words.",
            len(leaves),
            branch=branch_words(fact.root),
            shown=shown,
        ),
        outline=_outline(make, fact.root),
    )


def _leaves(node: TreeNode) -> list[tuple[str, Reliance]]:
    if not node.children:
        return [(node.requirement, node.reliance)]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _ids(node: TreeNode) -> list[str]:
    return [*([node.requirement] if node.requirement or not node.children else []), *(id for child in node.children for id in _ids(child))]


def _label(make: Rows, id: str) -> Label:
    fact = make.requirement(id)
    if fact is None:
        return Label(head=id, text=_("This condition is not among the requirements"), key="uncovered", status=_("Unknown"))
    return Label(
        head=fact.pinpoint,
        text=fact.quote,
        key=fact.status.value,
        status=chip(fact.status).label,
        href=place(fact.sentence) if make.sentence(fact.sentence) else "",
    )


def _outline(make: Rows, node: TreeNode) -> Outline:
    key = node.reliance.value
    if node.children:
        answer = ANSWERS[node.reliance][0].lower()
        fact = make.requirement(node.requirement)
        children = tuple(_outline(make, child) for child in node.children)
        words = f"{branch_words(node)} ({answer})"
        return Outline(words=words, row=make.row(fact) if fact else None, children=children, key=key, answer=ANSWERS[node.reliance][0])
    fact = make.requirement(node.requirement)
    return Outline(words=node.requirement, row=make.row(fact) if fact else None, children=(), key=key, answer=ANSWERS[node.reliance][0])
