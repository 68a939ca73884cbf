"""Carry documents through their stages: from the cache what is there, the rest here, in processes, or on a cluster.

Every result goes into the cache as soon as it is there, so a build that is stopped goes on where it was, and the parent never holds more than a few
tasks' results. Who made a result does not show: results are data, put together in the project's order, so any number of workers makes the same
bytes. Cost: linear in the text that has changed, plus a look-up for each document and stage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct

from regkit.model.analysis import Analysis
from regkit.settings import DOCUMENT_FILE
from regkit.store.stage_cache import StageCache
from regkit.store.workspace import Workspace, WorkspaceDocument
from regkit.workflow.stages import ANALYSED, STAGES, Done, RuleFiles, Task, carry, joined, key_of, parts_of, recipes, rule_files
from regkit.workflow.work import AnyDone, AnyTask

Elsewhere: TypeAlias = Callable[[Iterable[AnyTask]], Iterable[AnyDone]]
"""Carries tasks somewhere else and yields what they made, in any order. Raises what they ended in."""
LAST = STAGES[-1].name


class StageRun(Struct, frozen=True, kw_only=True, gc=False):
    """What became of one stage of one document: ``why`` says why it ran, and is empty where its result was there."""

    document: str
    stage: str
    why: str = ""


class _Plan(Struct, kw_only=True):
    """A document on its way. ``keys``, ``parts`` and ``digests`` are of the stages whose results are known; ``why`` is of those that must run."""

    task: Task
    keys: dict[str, str] = {}
    digests: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    why: dict[str, str] = {}


class Carrier:
    """Carries the documents of a workspace. ``fresh`` uses no result of the cache; ``runs`` is filled as documents are done."""

    def __init__(self, workspace: Workspace, cache: StageCache, *, fresh: bool = False) -> None:
        self.runs: list[StageRun] = []
        self._cache = cache
        self._fresh = fresh
        self._folders = tuple(str(folder) for folder in workspace.rules)
        self._rules: tuple[RuleFiles, ...] = rule_files(workspace.rules)
        self._settled: dict[str, tuple[dict[str, str], dict[str, str]]] = {}  # keys and digests of the documents that are done
        self._unkept: dict[tuple[str, str], bytes] = {}  # by document and stage: what the cache could not take

    def all(
        self, documents: Sequence[WorkspaceDocument], step: Callable[[str], None], elsewhere: Elsewhere | None = None, *, alone: int = 0
    ) -> tuple[Analysis, ...]:
        """Carry documents as `settle` does, and return the analysis of each, in order. Raises: as `settle`."""
        self.settle(documents, step, elsewhere, alone=alone)
        return tuple(joined(self.results(document)) for document in documents)

    def settle(
        self, documents: Sequence[WorkspaceDocument], step: Callable[[str], None], elsewhere: Elsewhere | None = None, *, alone: int = 0
    ) -> None:
        """Carry documents through all stages; `results` has what came of it. ``step`` is called with the id of each that is done.

        ``elsewhere`` carries what must be done, but for the first ``alone`` bytes of sources, which are done here: less is not worth its start.
        Without it all is done here. Raises: SettingsError, ReadError, RuleError, GraphError.
        """
        waiting: dict[str, _Plan] = {}
        spent = 0

        def tasks() -> Iterator[Task]:
            nonlocal spent
            for document in documents:
                plan = self._plan(document)
                if plan.why and elsewhere is not None and spent >= alone:
                    waiting[document.id] = plan
                    yield plan.task
                    continue
                if plan.why:
                    spent += len(plan.task.data)
                    self._finish(plan, carry(plan.task)[0])
                else:
                    self._settle(plan)
                step(document.id)

        for done in (elsewhere or nowhere)(tasks()):
            assert isinstance(done, Done)
            plan = waiting.pop(done.id)
            self._finish(plan, done)
            step(done.id)

    def digests(self, document: WorkspaceDocument) -> dict[str, str]:
        """Return the digest of what each stage made of a document that is settled: alike, all that follows from it is alike."""
        return self._settled[document.id][1]

    def results(self, document: WorkspaceDocument, stages: Iterable[str] = ANALYSED) -> dict[str, bytes]:
        """Return what stages made of a document that is settled; where something is damaged, or could not be kept, all is done here once more."""
        keys = self._settled[document.id][0]
        found = {stage: self._unkept.get((document.id, stage)) or self._cache.get(keys[stage]) for stage in stages}
        whole = {stage: data for stage, data in found.items() if data is not None}
        if len(whole) == len(found):
            return whole
        plan = _Plan(task=msgspec.structs.replace(self._plan(document).task, known={}, held=""))
        done = carry(plan.task)[0]
        self._keep(plan, done)
        return {stage: done.made[stage] for stage in stages}

    def one(self, document: WorkspaceDocument) -> Analysis:
        """Return the analysis of one document. Raises: as `all`."""
        return self.all([document], lambda _: None)[0]

    def _plan(self, document: WorkspaceDocument) -> _Plan:
        """Find out which stages must run, and take the results of the others out of the cache where some must."""
        data, _ = document.read()
        task = Task(
            id=document.id,
            name=document.source.name,
            data=data,
            about=(document.folder / DOCUMENT_FILE).read_bytes(),
            settings=document.settings,
            recipes=recipes(),
            rules=self._rules,
            folders=self._folders,
        )
        plan = _Plan(task=task)
        digests: dict[str, str] = {}
        for stage in STAGES:
            ran = [name for name in stage.after if name in plan.why]
            if ran:
                plan.why[stage.name] = f"{' and '.join(ran)} ran"
                continue
            parts = parts_of(stage, task, digests)
            key = key_of(stage, parts)
            digest = None if self._fresh else self._cache.sha256(key)
            if digest is None:
                plan.why[stage.name] = "everything is done anew" if self._fresh else why(self._cache, task.id, stage.name, key, parts)
            else:
                plan.keys[stage.name], plan.parts[stage.name], digests[stage.name] = key, parts, digest
                plan.digests[stage.name] = digest
        if plan.why:
            known = {name: self._cache.get(key) for name, key in plan.keys.items()}
            if None in known.values():
                return self._plan(document)  # one is damaged: it is dropped by now, and will be made
            held = self._cache.last(task.id, LAST)
            held = held if not self._fresh and LAST in plan.why and self._cache.sha256(held) else ""
            plan.task = msgspec.structs.replace(task, known=known, held=held)
        return plan

    def _finish(self, plan: _Plan, done: Done) -> None:
        with self._cache.together():
            self._keep(plan, done)
            self._settle(plan)

    def _keep(self, plan: _Plan, done: Done) -> None:
        """Put what a task made into the cache, and complete the plan: what a stage's result depends on is known now."""
        digests: dict[str, str] = {}
        for stage in STAGES:
            if stage.name not in plan.keys:
                plan.parts[stage.name] = parts_of(stage, plan.task, digests)
                plan.keys[stage.name] = key_of(stage, plan.parts[stage.name])
            key, data = plan.keys[stage.name], done.made.get(stage.name)
            if data is None:
                plan.why.pop(stage.name, None)  # the stages before it made what they had made before
                digests[stage.name] = self._cache.sha256(key) or ""
            else:
                if not self._cache.put(stage.name, key, data):
                    self._unkept[plan.task.id, stage.name] = data
                digests[stage.name] = hashlib.sha256(data).hexdigest()
        plan.digests = digests

    def _settle(self, plan: _Plan) -> None:
        self._settled[plan.task.id] = plan.keys, plan.digests
        for stage in STAGES:
            self._cache.note(plan.task.id, stage.name, plan.keys[stage.name], plan.parts[stage.name])
            self.runs.append(StageRun(document=plan.task.id, stage=stage.name, why=plan.why.get(stage.name, "")))


def why(cache: StageCache, id: str, stage: str, key: str, parts: dict[str, str]) -> str:
    """Return in words why the result of a stage of a document, which is made of ``parts``, is not in the cache."""
    last = cache.last(id, stage)
    if not last:
        return "it was never done"
    was = cache.last_parts(id, stage) if last != key else {}
    changed = [name for name in parts if name in was and was[name] != parts[name]]
    changed += [f"{name} (new)" for name in parts if was and name not in was]
    changed += [f"{name} (gone)" for name in was if name not in parts]
    return f"{', '.join(changed)} changed" if changed else "its result is not in the cache any more"


def nowhere(tasks: Iterable[AnyTask]) -> Iterable[AnyDone]:
    """Run the tasks' iterator, which does everything itself and yields nothing."""
    assert not list(tasks)
    return ()
