"""Resolve documents in groups, and keep what each gives to the graph until something that it depends on changes.

What a group gives depends on its own documents and on what it asked of others (`regkit.resolve.corpus`). Both questions and results are kept; in the
next build the questions are asked again, which costs a look-up each, and where the answers are the same, nothing is resolved. So an edit is followed
by the resolution of its own group, and of those that cited a provision which is there no more, or asked for one that is there now.

Cost: a look-up for every document and every question; resolution only where answers differ. Memory: the outlines of documents that others cite,
and one group at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from regkit.graph.fragment import Fragment, text_of
from regkit.model.document import Document
from regkit.resolve.corpus import About, Answers, Outline, answers_now, groups_of, table_of
from regkit.store.atomic import Batch
from regkit.store.recipe import digest_of
from regkit.store.stage_cache import StageCache
from regkit.store.workspace import WorkspaceDocument
from regkit.workflow.carrying import Carrier, Elsewhere, StageRun, nowhere, why
from regkit.workflow.groups import GroupDone, GroupTask, carry_group, group_recipe
from regkit.workflow.stages import ANALYSED

STAGE, ASKED = "resolve", "asked"
T = TypeVar("T")
_PART = "part "
_ANSWERS = "what its citations lead to in other documents"

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


class _Text(Struct, frozen=True):
    """What is wanted of a `Document`, without the rest."""

    text: str


class _Group(Struct, kw_only=True):
    """A group on its way. ``own`` is a digest of all that its documents are made of; ``given`` has the instruments whose outlines were sent."""

    ids: tuple[str, ...]
    parts: dict[str, str]
    own: str
    given: dict[str, tuple[str, ...]] = {}
    why: str = ""


class Resolver:
    """Makes the fragments of settled documents. ``folder`` is the build's; the texts that are not there go to ``batch``.

    ``runs`` is filled as groups are done.
    """

    def __init__(
        self, carrier: Carrier, stages: StageCache, documents: Sequence[WorkspaceDocument], folder: Path, batch: Batch, *, fresh: bool = False
    ) -> None:
        self.runs: list[StageRun] = []
        self.texts: set[str] = set()
        """The names of the text files of this build, within its folder."""
        self._carrier = carrier
        self._cache = stages
        self._documents = {document.id: document for document in documents}
        self._folder = folder
        self._batch = batch
        self._fresh = fresh
        self._abouts = {id: self._decoded(document, "about", About) for id, document in self._documents.items()}
        self._table = table_of(self._abouts)
        self._parts: dict[str, list[str]] = {}
        for citation in self._table:
            self._parts.setdefault(_PART + citation.rpartition(" ")[2], []).append(citation)
        self._outlines: Callable[[str], Outline] = cache(lambda id: self._decoded(self._documents[id], "outline", Outline))
        self._keys: dict[str, str] = {}
        self._unkept: dict[str, bytes] = {}

    def all(self, elsewhere: Elsewhere | None = None, *, alone: int = 0, settled: Callable[[], None] = lambda: None) -> None:
        """Resolve every group that must be; ``elsewhere`` and ``alone`` are as for `Carrier.settle`.

        ``settled`` is called when some more documents have their keys. Raises: GraphError, and what ``settled`` raises.
        """
        waiting: dict[str, _Group] = {}
        again: list[_Group] = []
        spent = 0

        def tasks() -> Iterator[GroupTask]:
            nonlocal spent
            for group in self._groups():
                if elsewhere is not None and spent >= alone:
                    waiting[group.ids[0]] = group
                    yield self._task(group)
                    continue
                task = self._task(group)
                spent += sum(len(data) for member in task.members for data in member.values())
                self._carry(group, task)
                settled()

        for done in (elsewhere or nowhere)(tasks()):
            assert isinstance(done, GroupDone)
            group = waiting.pop(done.id)
            if self._lacked(group, done):
                again.append(group)
            else:
                self._keep(group, done)
                settled()
        for group in again:
            self._carry(group, self._task(group))
        settled()

    def key(self, document: str) -> str:
        """Return the digest of all that a document's fragment is made of; empty while it is not resolved."""
        return self._keys.get(document, "")

    def text(self, document: str) -> str:
        """Return the canonical text of a document."""
        return self._decoded(self._documents[document], "read", _Text).text

    def fragment(self, document: str) -> Fragment:
        """Return what a document gives to the graph; where that is damaged, or could not be kept, its group is resolved here once more."""
        data = self._unkept.get(document) or self._cache.get(self._keys[document])
        if data is not None:
            return _decode(data)
        group = next(group for group in groups_of(self._abouts) if document in group)
        done = self._carry(self._group(group), None)
        return _decode(done.fragments[document])

    def _groups(self) -> Iterator[_Group]:
        """Yield the groups that must be resolved; take note of the others."""
        for ids in groups_of(self._abouts):
            group = self._group(ids)
            data = None if self._fresh else self._cache.get(digest_of(ASKED.encode(), group.own.encode()))
            if data is None:
                was = self._cache.last_parts(ids[0], STAGE)
                parts = group.parts | {name: was[name] for name in (_ANSWERS,) if name in was}  # not asked yet
                group.why = "everything is done anew" if self._fresh else why(self._cache, ids[0], STAGE, group.own, parts)
                yield group
                continue
            told = answers_now(msgspec.msgpack.decode(data, type=Answers), self._table, self._outlines)
            keys = self._named(group, told)
            if any(self._cache.sha256(key) is None for key in keys.values()):
                group.why = why(self._cache, ids[0], STAGE, keys[ids[0]], group.parts)
                yield group
                continue
            self._settle(group, keys)

    def _group(self, ids: tuple[str, ...]) -> _Group:
        parts = {"regkit": group_recipe()}
        for id in ids:
            digests = self._carrier.digests(self._documents[id])
            if len(ids) == 1:
                parts |= {f"what {stage} made": digests[stage] for stage in ANALYSED}
            else:
                parts[f"the document {id}"] = digest_of(*(digests[stage].encode() for stage in ANALYSED))
        return _Group(ids=ids, parts=parts, own=digest_of(*(piece.encode() for pair in parts.items() for piece in pair)))

    def _named(self, group: _Group, told: Answers) -> dict[str, str]:
        """Return the key of each member's fragment, and say in the group's parts what it was told."""
        answers = digest_of(_ENCODER.encode(told))
        group.parts[_ANSWERS] = answers
        return {id: digest_of(STAGE.encode(), group.own.encode(), answers.encode(), id.encode()) for id in group.ids}

    def _task(self, group: _Group) -> GroupTask:
        """Return the task of a group, with the outlines that its members' citations may lead to."""
        for id in group.ids:
            for mention in self._abouts[id].mentions:
                for citation in self._parts.get(mention, ()) if mention.startswith(_PART) else (mention,):
                    if citation in self._table and not set(self._table[citation]) <= set(group.ids):
                        group.given[citation] = self._table[citation]
        needed = {id for ids in group.given.values() for id in ids}
        return GroupTask(
            id=group.ids[0],
            members=tuple(self._carrier.results(self._documents[id]) for id in group.ids),
            recipe=group_recipe(),
            table=group.given,
            outlines={id: self._carrier.results(self._documents[id], ("outline",))["outline"] for id in sorted(needed)},
        )

    def _lacked(self, group: _Group, done: GroupDone) -> bool:
        """Tell whether a group asked for an instrument that the corpus has and that was not sent; it is next time."""
        lacked = {citation: self._table[citation] for citation in done.asked if citation in self._table and citation not in group.given}
        group.given |= lacked
        return bool(lacked)

    def _carry(self, group: _Group, task: GroupTask | None) -> GroupDone:
        done = carry_group(task or self._task(group))
        while self._lacked(group, done):
            done = carry_group(self._task(group))
        self._keep(group, done)
        return done

    def _keep(self, group: _Group, done: GroupDone) -> None:
        keys = self._named(group, done.asked)
        with self._cache.together():
            self._cache.put(ASKED, digest_of(ASKED.encode(), group.own.encode()), _ENCODER.encode(done.asked))
            for id, data in done.fragments.items():
                if not self._cache.put(STAGE, keys[id], data):
                    self._unkept[id] = data
            self._settle(group, keys)
        for name, text in done.texts.items():
            self._batch.add(self._folder / name, text)

    def _settle(self, group: _Group, keys: Mapping[str, str]) -> None:
        asked = digest_of(ASKED.encode(), group.own.encode())
        for id, key in keys.items():
            self._keys[id] = key
            self._cache.note(id, ASKED, asked, {})
            self._cache.note(id, STAGE, key, group.parts)
            self.runs.append(StageRun(document=id, stage=STAGE, why=group.why))

    def written(self, fragment: Fragment) -> None:
        """See to it that the text of a document is written."""
        name = str(fragment.head["text_file"])
        path = self._folder / name
        if not self._batch.holds(path) and not (path.is_file() and path.stat().st_size == fragment.text_size):
            self._batch.add(path, text_of(self._decoded(self._documents[fragment.document], "read", Document))[1])
        self.texts.add(Path(name).name)

    def _decoded(self, document: WorkspaceDocument, stage: str, kind: type[T]) -> T:
        return msgspec.msgpack.decode(self._carrier.results(document, (stage,))[stage], type=kind)


def _decode(data: bytes) -> Fragment:
    return msgspec.msgpack.decode(data, type=Fragment)
