"""Resolve a group of documents, and make what each gives to the graph: in this process, in another, or on another machine.

A `GroupTask` carries the results of the documents' own stages, and the outlines of the documents elsewhere that their citations may lead to. What
else they asked for is in the answer, so that the sender can tell whether something was missing (`regkit.workflow.resolving` sends it again then).
"""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct

from regkit.errors import GraphError
from regkit.resolve.corpus import Answers, Outline
from regkit.store.recipe import recipe_of
from regkit.workflow.stages import ANALYSED, Failure, joined

PACKAGES = ("model", "text", "cite", "extract", "resolve", "graph")
LIBRARIES = ("spacy", "msgspec")
"""What the result depends on beside the documents and the answers."""


class GroupTask(Struct, frozen=True, kw_only=True, tag=True):
    """Documents that are resolved together. ``members`` are the results of each, by stage; ``id`` is the first one's.

    ``table`` has the documents of instruments elsewhere, by citation in lower case; ``outlines`` are theirs, encoded.
    """

    id: str
    members: tuple[dict[str, bytes], ...]
    recipe: str
    table: dict[str, tuple[str, ...]] = {}
    outlines: dict[str, bytes] = {}


class GroupDone(Struct, frozen=True, kw_only=True, tag=True):
    """What each document gives to the graph, encoded, with its text file's name and bytes; ``asked`` is what the group asked of others."""

    id: str
    asked: Answers
    fragments: dict[str, bytes]
    texts: dict[str, bytes]
    failure: Failure | None = None


@cache
def group_recipe() -> str:
    """Return the recipe of resolution and of what documents give to the graph."""
    return recipe_of(PACKAGES, LIBRARIES)


def carry_group(task: GroupTask) -> GroupDone:
    """Resolve a group. Raises: GraphError where the task is of another regkit, or something cannot be stored; msgspec.DecodeError for damage."""
    from regkit.graph.bulk import without_collector
    from regkit.graph.fragment import fragment_of
    from regkit.graph.links import paths_of
    from regkit.resolve import resolve_group
    from regkit.resolve.corpus import Corpus

    if task.recipe != group_recipe():
        raise GraphError("the worker runs another regkit, or other libraries, than the build", remedy="Install the same versions on both sides")
    outlines = cache(lambda id: msgspec.msgpack.decode(task.outlines[id], type=Outline))
    encode = msgspec.msgpack.Encoder().encode
    fragments: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    with without_collector():
        corpus = Corpus(task.table, outlines)
        resolved = resolve_group([joined({name: member[name] for name in ANALYSED}) for member in task.members], corpus)
        places = corpus.provisions() | {analysis.document.id: paths_of(analysis.document) for analysis in resolved}
        definitions = frozenset(definition.id for analysis in resolved for definition in analysis.definitions)
        for analysis in resolved:
            fragment, text = fragment_of(analysis, places, definitions)
            fragments[fragment.document] = encode(fragment)
            texts[str(fragment.head["text_file"])] = text
    return GroupDone(id=task.id, asked=corpus.asked, fragments=fragments, texts=texts)
