"""The part of a project that a report is asked for: only these documents, statuses, owners, words.

Values of one kind are alternatives, kinds narrow each other: ``--status lost --status failing --document order`` are the lost and the failing
requirements of that document. A part is a `ProjectView` as well, so every report and every format can show it; it says in words
what it shows (``shown``) and of how many (``whole``). Documents keep their text, for a reader wants the context. Checks that verify nothing in it
are left out. Cost: linear in the requirements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import ReportError
from regkit.model.annotation import Modality
from regkit.model.coverage import CoverageStatus
from regkit.report.facts import CheckFact, ProjectView, RequirementFact
from regkit.report.words import N_, _, no_owner
from regkit.text.forms import nearest
from regkit.text.quotes import collapse, fold_lower

_DECIDED = frozenset({"accepted", "edited"})


class Selection(Struct, frozen=True, kw_only=True):
    """What to show; what is empty leaves nothing out.

    ``words`` stand in the sentence, in any case and typography. ``unreviewed`` are requirements that nobody has accepted or edited. ``owner`` may be
    "No owner". ``id`` may be the id of a requirement, of a provision or of a document: what stands below it is meant too.
    """

    document: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    bearer: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unreviewed: bool = False

    def options(self) -> tuple[str, ...]:
        """Return the selection as text, one line a value: what a report that is kept depends on."""
        return tuple(f"{name} {value}" for name, values in self._given() for value in values)

    def __bool__(self) -> bool:
        return any(True for _ in self._given())

    def described(self) -> str:
        """Return the selection in words: ``status lost or failing; document order``."""
        said = [f"{_(_SAID[name])} {_(' or ').join(values)}" for name, values in self._given() if name != "unreviewed"]
        return "; ".join([*said, *([_("not reviewed")] if self.unreviewed else [])])

    def _given(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in ("document", "status", "modality", "bearer", "owner", "kind", "id", "words"):
            values: tuple[str, ...] = getattr(self, name)
            if values:
                yield name, values
        if self.unreviewed:
            yield "unreviewed", ("yes",)


_SAID = {
    "document": N_("document"),
    "status": N_("status"),
    "modality": N_("modality"),
    "bearer": N_("bearer"),
    "owner": N_("owner"),
    "kind": N_("kind"),
    "id": N_("below"),
    "words": N_("with the words"),
}


def select(project: ProjectView, wanted: Selection, *, whole: int = 0) -> ProjectView:
    """Return the part of ``project`` that is wanted; the whole where nothing is.

    ``whole`` is of how many requirements, where ``project`` is itself a part of a library.

    Raises: ReportError where a value is none that there is, naming the nearest; a selection that is sound and fits nothing shows nothing.
    """
    if not wanted:
        return project
    _refuse_unknown(project, wanted)
    owners = {check.id: check.owner for check in project.checks}
    kept = tuple(fact for fact in project.requirements if _fits(fact, wanted, owners))
    ids = {fact.id for fact in kept}
    checks = tuple(_part(check, ids) for check in project.checks if ids.intersection(check.requirements))
    return replace(
        project,
        requirements=kept,
        checks=checks,
        trees=tuple(tree for tree in project.trees if tree.requirement in ids),
        reviews=tuple(review for review in project.reviews if review.id in ids),
        waivers=tuple(waiver for waiver in project.waivers if waiver.requirement in ids),
        shown=_(
            "%(shown)s of %(all)s requirements: %(selection)s",
            shown=f"{len(kept):,}",
            all=f"{whole or len(project.requirements):,}",
            selection=wanted.described(),
        ),
        whole=whole or len(project.requirements),
    )


def _part(check: CheckFact, ids: set[str]) -> CheckFact:
    return replace(check, requirements=tuple(id for id in check.requirements if id in ids))


def _fits(fact: RequirementFact, wanted: Selection, owners: dict[str, str]) -> bool:
    return (
        (not wanted.document or fact.document in wanted.document)
        and (not wanted.status or fact.status.value in wanted.status)
        and (not wanted.modality or (fact.modality or "none") in wanted.modality)
        and (not wanted.kind or fact.kind.value in wanted.kind)
        and (not wanted.bearer or any(_holds(fact.bearer, value) or _holds(fact.meant, value) for value in wanted.bearer))
        and (not wanted.owner or not set(wanted.owner).isdisjoint({owners.get(check) or no_owner() for check in fact.checks} or {no_owner()}))
        and (not wanted.id or any(fact.id == id or fact.provision == id or fact.id.startswith((f"{id}/", f"{id}.", f"{id}-")) for id in wanted.id))
        and (not wanted.words or all(_holds(fact.quote, value) for value in wanted.words))
        and not (wanted.unreviewed and fact.review_state in _DECIDED)
    )


def _holds(text: str, words: str) -> bool:
    return collapse(fold_lower(words)) in collapse(fold_lower(text))


def _refuse_unknown(project: ProjectView, wanted: Selection) -> None:
    documents = [document.id for document in project.documents]
    _known("document", wanted.document, documents)
    _known("status", wanted.status, [status.value for status in CoverageStatus])
    _known("modality", wanted.modality, [*(modality.value for modality in Modality), "none"])
    _known("kind", wanted.kind, sorted({fact.kind.value for fact in project.requirements} | {"norm", "condition"}))
    _known("owner", wanted.owner, sorted({check.owner for check in project.checks if check.owner} | {no_owner()}))
    if wanted.id:
        ids = [fact.id for fact in project.requirements]
        provisions = [provision.id for document in project.documents for provision in document.provisions]
        _known("requirement or provision", wanted.id, dict.fromkeys((*ids, *provisions, *documents)))


def _known(what: str, values: Iterable[str], known: Iterable[str]) -> None:
    there = known if isinstance(known, dict) else set(known)
    for value in values:
        if value not in there:
            near = nearest(value, there)
            few = ", ".join(sorted(there)) if len(there) <= 12 else ""
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {few or 'many; see the matrix'}"
            raise ReportError(f"there is no {what} {value!r}", remedy=hint)
