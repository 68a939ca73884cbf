"""The stages that a document goes through by itself, each with what its result depends on; so each is done again only when that has changed.

======= ======================================== ======================================================
stage   makes                                    from
======= ======================================== ======================================================
read    the document                             the source's bytes, ``document.toml``
segment sentences and lists                      the document
cite    citations                                the document
define  definitions                              the document, sentences; own rules of definitions
about   whom it is resolved with                 the document, citations
outline what others may ask of it                the document
norms   norms and statements                     all but the last two; own rules of the other layers
======= ======================================== ======================================================

Every stage depends on the code of its packages and the versions of its libraries too. Resolution looks at other documents, and is a stage of a
group of documents (`regkit.workflow.resolving`).

A `Task` carries all that the stages of one document need, and `carry` does those that are missing: in this process, in another, or on another
machine (`regkit.workflow.work`). It reads no file but the rules, and writes none, and both sides check that they are the same regkit.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from regkit import errors
from regkit.errors import GraphError, RegkitError
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Definition, ItemList, Norm, Sentence, Statement
from regkit.model.document import Document
from regkit.settings import DocumentSettings
from regkit.store.atomic import write_bytes
from regkit.store.recipe import digest_of, recipe_of

_EXTRACT = ("model", "text", "cite", "extract")
_READERS = ("lxml", "markdown-it-py", "pypdfium2")


class Stage(Struct, frozen=True, kw_only=True):
    """A stage: the packages and libraries whose code it runs, the layers whose own rules it applies, and the stages whose results it reads."""

    name: str
    packages: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


STAGES = (
    Stage(name="read", packages=("model", "text", "registry.py", "read"), libraries=_READERS),
    Stage(name="segment", packages=("model", "text", "segment"), after=("read",)),
    Stage(name="cite", packages=("model", "text", "cite"), after=("read",)),
    Stage(name="about", packages=(*_EXTRACT, "resolve"), after=("read", "cite")),
    Stage(name="outline", packages=(*_EXTRACT, "resolve"), after=("read",)),
    Stage(name="define", packages=_EXTRACT, libraries=("spacy",), layers=("definitions",), after=("read", "segment")),
    Stage(
        name="norms",
        packages=_EXTRACT,
        libraries=("spacy",),
        layers=("norms", "conditions", "deadlines", "thresholds"),
        after=("read", "segment", "cite", "define"),
    ),
)
ANALYSED = ("read", "segment", "cite", "define", "norms")
"""The stages whose results make an analysis."""

_TYPES: dict[str, Any] = {
    "read": Document,
    "segment": tuple[tuple[Sentence, ...], tuple[ItemList, ...]],
    "cite": tuple[Citation, ...],
    "define": tuple[Definition, ...],
    "norms": tuple[tuple[Norm, ...], tuple[Statement, ...]],
}
_FIELDS = {"segment": ("sentences", "lists"), "norms": ("norms", "statements"), "cite": ("citations",), "define": ("definitions",)}
_ENCODE = msgspec.msgpack.Encoder().encode

RuleFiles = tuple[tuple[str, bytes], ...]


class Task(Struct, frozen=True, kw_only=True, tag=True):
    """One document to carry through its stages.

    ``known`` are results that are there; ``held`` the key of a result of the last stage that need not be made again, though it is not sent along.
    ``rules`` are the files of each folder of own rules; ``folders`` where they lie, empty where the other side cannot see them.
    """

    id: str
    name: str
    data: bytes
    about: bytes
    settings: DocumentSettings
    recipes: dict[str, str]
    rules: tuple[RuleFiles, ...] = ()
    folders: tuple[str, ...] = ()
    known: dict[str, bytes] = {}
    held: str = ""


class Failure(Struct, frozen=True, kw_only=True):
    """An error of regkit's that a task ended in."""

    kind: str
    message: str
    place: str
    remedy: str


class Done(Struct, frozen=True, kw_only=True, tag=True):
    """The results that were made, encoded, by stage."""

    id: str
    made: dict[str, bytes]
    failure: Failure | None = None


@cache
def recipes() -> dict[str, str]:
    """Return the recipe of each stage: of the code and libraries that are installed here."""
    return {stage.name: recipe_of(stage.packages, stage.libraries) for stage in STAGES}


def rule_files(folders: tuple[Path, ...]) -> tuple[RuleFiles, ...]:
    """Return the rule files of each folder: name and bytes, sorted."""
    return tuple(tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.toml"))) for folder in folders)


def parts_of(stage: Stage, task: Task, made: Mapping[str, str]) -> dict[str, str]:
    """Return what the result of a stage depends on, by a name for people; ``made`` are the digests of the results of the stages before it.

    A rule file that is of no layer counts for every stage with rules: it is refused there, and a refusal must not be skipped.
    """
    parts = {"regkit": task.recipes[stage.name]}
    if stage.name == "read":
        parts |= {"id": task.id, "the source": hashlib.sha256(task.data).hexdigest(), "document.toml": hashlib.sha256(task.about).hexdigest()}
    else:
        parts |= {f"what {name} made": made[name] for name in stage.after}
    if stage.layers and task.rules:
        known = {layer for each in STAGES for layer in each.layers}
        for number, folder in enumerate(task.rules):
            for name, data in folder:
                layer = name.removesuffix(".toml")
                if layer in stage.layers or layer not in known:
                    parts[f"the rule file {name}" + (f" of folder {number + 1}" if number else "")] = hashlib.sha256(data).hexdigest()
    return parts


def key_of(stage: Stage, parts: Mapping[str, str]) -> str:
    """Return the key of a result."""
    return digest_of(stage.name.encode(), *(piece.encode() for pair in sorted(parts.items()) for piece in pair))


def carry(task: Task) -> tuple[Done, Analysis]:
    """Do the missing stages of a task. Returns: what was made, and the analysis, which lacks what only ``held`` names.

    Raises: ReadError, RuleError; GraphError where the task is of another regkit.
    """
    if task.recipes != recipes():
        raise GraphError("the worker runs another regkit, or other libraries, than the build", remedy="Install the same versions on both sides")
    folders = tuple(Path(folder) for folder in task.folders) or _laid_out(task.rules)
    made: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    analysis: Analysis | None = None
    for stage in STAGES:
        data = task.known.get(stage.name)
        if data is not None:
            analysis = _with(analysis, stage.name, data) if stage.name in ANALYSED else analysis
        elif task.held and key_of(stage, parts_of(stage, task, digests)) == task.held:
            break
        else:
            analysis = _RUN[stage.name](analysis, task, folders) if stage.name in _RUN else analysis
            data = made[stage.name] = _encoded(analysis, stage.name)
        digests[stage.name] = hashlib.sha256(data).hexdigest()
    assert analysis is not None
    return Done(id=task.id, made=made), analysis


def failed(failure: Failure) -> RegkitError:
    """Return the error that a task ended in, to be raised here."""
    kind = getattr(errors, failure.kind, RegkitError)
    made: RegkitError = kind(failure.message, place=failure.place, remedy=failure.remedy)
    return made


def joined(results: Mapping[str, bytes]) -> Analysis:
    """Return the analysis that the results of all stages make. Raises: msgspec.DecodeError where one is no such result."""
    analysis: Analysis | None = None
    for name in ANALYSED:
        analysis = _with(analysis, name, results[name])
    assert analysis is not None
    return analysis


def _with(analysis: Analysis | None, stage: str, data: bytes) -> Analysis:
    value = _decoder(stage).decode(data)
    if analysis is None:
        return Analysis(document=value)
    fields = _FIELDS[stage]
    return replace(analysis, **dict(zip(fields, value if len(fields) > 1 else (value,), strict=True)))


@cache
def _decoder(stage: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_TYPES[stage])


def _encoded(analysis: Analysis | None, stage: str) -> bytes:
    assert analysis is not None
    if stage == "read":
        return _ENCODE(analysis.document)
    if stage in _ASIDE:
        return _ENCODE(_ASIDE[stage](analysis))
    values = tuple(getattr(analysis, field) for field in _FIELDS[stage])
    return _ENCODE(values if len(values) > 1 else values[0])


def _read(_: Analysis | None, task: Task, folders: tuple[Path, ...]) -> Analysis:
    from regkit.read import read_bytes

    settings = task.settings
    about = settings.source
    made = read_bytes(task.data, task.name, id=task.id, authority=settings.authority, original=about.original)
    source = replace(made.source, url=about.url, retrieved=about.retrieved, media_type=about.media_type or made.source.media_type)
    return Analysis(document=replace(made, source=source))


def _segment(analysis: Any, task: Task, folders: tuple[Path, ...]) -> Analysis:
    from regkit.segment import segment

    sentences, lists = segment(analysis.document)
    return Analysis(document=analysis.document, sentences=sentences, lists=lists)


def _cite(analysis: Any, task: Task, folders: tuple[Path, ...]) -> Analysis:
    from regkit.extract import with_citations

    return with_citations(analysis)


def _define(analysis: Any, task: Task, folders: tuple[Path, ...]) -> Analysis:
    from regkit.extract import with_definitions

    return with_definitions(analysis, folders=folders)


def _norms(analysis: Any, task: Task, folders: tuple[Path, ...]) -> Analysis:
    from regkit.extract import with_norms

    return with_norms(analysis, folders=folders)


def _about(analysis: Any) -> object:
    from regkit.resolve.corpus import about

    return about(analysis)


def _outline(analysis: Any) -> object:
    from regkit.resolve.corpus import outline

    return outline(analysis.document)


_ASIDE: dict[str, Callable[[Analysis | None], object]] = {"about": _about, "outline": _outline}
_RUN: dict[str, Callable[[Analysis | None, Task, tuple[Path, ...]], Analysis]] = {
    "read": _read,
    "segment": _segment,
    "cite": _cite,
    "define": _define,
    "norms": _norms,
}


@cache
def _laid_out(rules: tuple[RuleFiles, ...]) -> tuple[Path, ...]:
    """Return folders with these files, made for this process: the loader of rules reads folders."""
    if not rules:
        return ()
    root = Path(tempfile.mkdtemp(prefix="regkit-rules-"))
    found = []
    for number, files in enumerate(rules):
        folder = root / str(number)
        folder.mkdir()
        for name, data in files:
            write_bytes(folder / Path(name).name, data)
        found.append(folder)
    return tuple(found)
