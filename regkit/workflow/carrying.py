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
from regkit.workflow.stages import STAGES, Done, RuleFiles, Task, carry, joined, key_of, parts_of, recipes, rule_files

Elsewhere: TypeAlias = Callable[[Iterable[Task]], Iterable[Done]]
"""Carries tasks somewhere else and yields what they made, in any order. Raises what they ended in."""
LAST = STAGES[-1].name


class StageRun(Struct, frozen=True, kw_only=True, gc=False):
    """What became of one stage of one document: ``why`` says why it ran, and is empty where its result was there."""

    document: str
    stage: str
    why: str = ""


class _Plan(Struct, kw_only=True):
    """A document on its way. ``keys`` and ``parts`` are of the stages whose results are known; ``why`` is of those that must run."""

    task: Task
    keys: dict[str, str] = {}
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
        self._settled: dict[str, dict[str, str]] = {}  # the keys of the documents that are done

    def all(
        self, documents: Sequence[WorkspaceDocument], step: Callable[[str], None], elsewhere: Elsewhere | None = None, *, alone: int = 0
    ) -> tuple[Analysis, ...]:
        """Return the analysis of each document, in order; ``step`` is called with the id of each that is done.

        ``elsewhere`` carries what must be done, but for the first ``alone`` bytes of sources, which are done here: less is not worth its start.
        Without it all is done here. Raises: SettingsError, ReadError, RuleError, GraphError.
        """
        here: dict[str, Analysis] = {}
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
                    done, analysis = carry(plan.task)
                    self._keep(plan, done)
                    if LAST in done.made or LAST in plan.task.known:
                        here[document.id] = analysis
                self._settle(plan)
                step(document.id)

        for done in (elsewhere or _nowhere)(tasks()):
            plan = waiting.pop(done.id)
            self._keep(plan, done)
            self._settle(plan)
            step(done.id)
        return tuple(here.pop(document.id) if document.id in here else self._assembled(document) for document in documents)

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
                plan.why[stage.name] = "everything is done anew" if self._fresh else self._why(task.id, stage.name, key, parts)
            else:
                plan.keys[stage.name], plan.parts[stage.name], digests[stage.name] = key, parts, digest
        if plan.why:
            known = {name: self._cache.get(key) for name, key in plan.keys.items()}
            if None in known.values():
                return self._plan(document)  # one is damaged: it is dropped by now, and will be made
            held = self._cache.last(task.id, LAST)
            held = held if not self._fresh and LAST in plan.why and self._cache.sha256(held) else ""
            plan.task = msgspec.structs.replace(task, known=known, held=held)
        return plan

    def _why(self, id: str, stage: str, key: str, parts: dict[str, str]) -> str:
        """Return in words why a result is not there."""
        last = self._cache.last(id, stage)
        if not last:
            return "it was never done"
        was = self._cache.last_parts(id, stage) if last != key else {}
        changed = [name for name in parts if name in was and was[name] != parts[name]]
        changed += [f"{name} (new)" for name in parts if was and name not in was]
        changed += [f"{name} (gone)" for name in was if name not in parts]
        return f"{', '.join(changed)} changed" if changed else "its result is not in the cache any more"

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
                self._cache.put(stage.name, key, data)
                digests[stage.name] = hashlib.sha256(data).hexdigest()

    def _settle(self, plan: _Plan) -> None:
        self._settled[plan.task.id] = plan.keys
        for stage in STAGES:
            self._cache.note(plan.task.id, stage.name, plan.keys[stage.name], plan.parts[stage.name])
            self.runs.append(StageRun(document=plan.task.id, stage=stage.name, why=plan.why.get(stage.name, "")))

    def _assembled(self, document: WorkspaceDocument) -> Analysis:
        """Return the analysis that the results in the cache make; where one is damaged, or none could be kept, all is done here once more."""
        results: dict[str, bytes] = {}
        for name, key in self._settled.pop(document.id).items():
            found = self._cache.get(key)
            if found is None:
                break
            results[name] = found
        else:
            try:
                return joined(results)
            except msgspec.DecodeError:
                pass
        plan = self._plan(document)
        plan = _Plan(task=msgspec.structs.replace(plan.task, known={}, held=""))
        done, analysis = carry(plan.task)
        self._keep(plan, done)
        return analysis


def _nowhere(tasks: Iterable[Task]) -> Iterable[Done]:
    """Run the tasks' iterator, which does everything itself and yields nothing."""
    assert not list(tasks)
    return ()
