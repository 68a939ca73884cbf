"""Two versions out of a project: what their names are, and what its files hang on the old one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from regkit.change.impact import impact
from regkit.change.model import Comparison, Impact
from regkit.change.requirements import Side, compare
from regkit.errors import SettingsError
from regkit.model.analysis import Analysis
from regkit.model.check import Check, Evidence, Target
from regkit.model.document import Document
from regkit.read import read
from regkit.resolve import resolve
from regkit.store.transaction import Record, closed
from regkit.store.versions import AT
from regkit.store.workspace import Workspace, WorkspaceDocument
from regkit.text.quotes import fold
from regkit.trace.evidence import load_evidence
from regkit.trace.reviews import Reviews, load_reviews
from regkit.trace.sources import collect_checks

Extract = Callable[[Document], Analysis]
Read = Callable[[Workspace, WorkspaceDocument], Analysis]


class Step(Struct, frozen=True, kw_only=True):
    """The step from one version to the next, with all that the project has. ``names`` are what its files call the old version."""

    workspace: Workspace
    old: Side
    new: Side
    comparison: Comparison
    checks: tuple[Check, ...]
    evidence: tuple[Evidence, ...]
    reviews: Reviews
    names: frozenset[str]
    records: tuple[Record, ...] = ()

    @property
    def old_name(self) -> str:
        """What the project's files call the old version: the document, whichever its version."""
        return self.old.document.id.partition(AT)[0]

    @property
    def new_name(self) -> str:
        """What the project's files are to call the new version."""
        return self.new.document.id.partition(AT)[0]

    def moved(self) -> set[tuple[str, str, Target]]:
        """Return the links that records have moved between these very versions already, as (id, kind, target)."""
        found: set[tuple[str, str, Target]] = set()
        for record in self.records:
            if record.about["versions"] == [self.old.document.id, self.new.document.id]:
                found |= {(move["id"], move["kind"], msgspec.convert(move["now"], Target)) for move in record.about["moves"]}
        return found

    def keeps_name(self, name: str) -> bool:
        """Tell whether a name of the old version is one of the new version too, as of two versions of one document."""
        citation = self.new.document.authority.citation
        return name == self.new_name or bool(citation and fold(name) == fold(citation))

    def old_id(self, id: str) -> str:
        """Return a requirement's id in the old version as the project has it."""
        return f"{self.old_name}/{id.partition('/')[2]}"

    def impact(self) -> Impact:
        """Return what the step touches."""
        return impact(
            self.old,
            self.new,
            self.comparison,
            checks=self.checks,
            evidence=self.evidence,
            reviews=self.reviews.review,
            waivers=self.reviews.waiver,
            names=self.names,
        )


def step_of(workspace: Workspace, old: str, new: str, instrument: str, extract: Extract, read_document: Read) -> Step:
    """Return the step between two documents of a project, or from one of them to a file, which is then of ``instrument``.

    ``extract`` and ``read_document`` are the workflow's: they import spaCy when they run, and a cached analysis needs neither.

    Raises: SettingsError where ``old`` is no document of the project, or both are one; CheckError for wrong checks, evidence or reviews.
    """
    if old == new:
        raise SettingsError(f"{old!r} is both versions", remedy="Name two documents, or two versions of one")
    if Path(old).suffix and Path(old).is_file():
        raise SettingsError("the old version is a file: nothing of the project hangs on it", place=old, remedy="Name a document of the project")

    def analysis(name: str) -> Analysis:
        if Path(name).is_file() and name not in {document.id for document in workspace.documents}:
            return extract(read(name, instrument=instrument))
        return read_document(workspace, workspace.document(name))

    one, other = (Side(resolve([analysis(name)])[0]) for name in (old, new))
    return Step(
        workspace=workspace,
        old=one,
        new=other,
        comparison=compare(one, other),
        checks=collect_checks(workspace),
        evidence=load_evidence(workspace.evidence, workspace.root),
        reviews=load_reviews(workspace.reviews),
        records=tuple(closed(workspace.rebases)),
        names=frozenset({one.document.id, old, one.document.id.partition(AT)[0]}),
    )
