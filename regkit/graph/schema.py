"""The words of the graph: kinds of nodes and edges, ids, attribute names. Everything else in `regkit.graph` spells them from here.

The graph is a `networkx.MultiDiGraph`. Node ids are strings, every edge has a string key that no other edge has, and every node and edge has a
``kind``. Attributes are ``str``, ``int``, ``float`` or ``bool`` and nothing else, and an attribute has one type wherever it stands, so that every
writer of networkx and every algorithm works on the graph as it is. What has no value is left out rather than None. Offsets are code points of the
canonical text of the node's ``document``, half-open.

Nodes::

    document     a source: ``title issuer instrument citation short version effective expires url status`` (its authority), ``records`` and
                 ``not_held`` (JSON), ``source sha256 media_type size source_url retrieved``, ``text_sha256`` (of the canonical text in UTF-8),
                 ``length``, ``findings`` (JSON), ``text_file`` (once stored). Its id is the document's; it is the root provision as well.
    provision    ``document path`` (JSON list) ``type marker heading pinpoint start end depth``
    sentence     ``document provision pinpoint heading_text lead_in`` + anchor + origin (``line xpath pdf_page page``);
                 of a sentence that states no norm and yet has conditions: ``statement_rule``, and ``conditions condition_spans`` … as below
    definition   ``document provision pinpoint sentence term definition_kind scope`` (JSON list) ``body body_start body_end rule certain``
                 + anchor (of the term)
    requirement  ``document provision pinpoint sentence requirement_kind modality bearer title rule certain`` + anchor,
                 ``clause_start clause_end`` (the words that state it), ``cue cue_start cue_end``, the same for ``bearer`` and ``action``, ``logic``,
                 and for condition, exception, deadline, threshold: ``conditions`` (texts joined by " | ") and ``condition_spans`` ("12-40 55-70")
                 and, where one modifies less than the whole action, ``conditions_modify`` (texts); ``actions`` (texts, of several coordinated ones),
                 ``resolved_bearer`` (whom a pronoun means) and ``bearer_definition`` (an id); in what `regkit export` writes, ``coverage``
                 (its status)
    authority    a cited target: ``target family url resolved``, ``document provision`` where the corpus holds it, ``note`` where not resolved
    check        ``check title method owner frequency next_due procedure evidence_wanted risk tags place``
    evidence     ``evidence check result date by note attachment sha256 place``, ``verified inputs changed`` (JSON pairs) ``environment entry``

    rejected     what a person has rejected in review: a node of another kind (``was``), with its attributes. A stored graph has none: decisions are
                 laid over it when it is opened, as the attributes ``review review_by review_date review_words extracted`` (`regkit.trace.review`)

An anchor is ``start end quote prefix suffix fingerprint``. All nodes have ``label``, for people, and ``order``, their place among their kind.

Edges::

    CONTAINS        document or provision → provision, provision → sentence
    STATES          sentence → requirement
    READ_WITH       requirement → requirement or sentence that it completes
    CONDITIONED_BY  requirement → condition; EXCEPTED_BY: requirement → what takes it away. Both carry the logic: edges of one ``group`` combine
                    by ``op`` (and ``count``); edges of one ``item`` within it are one member (all of them); ``certain`` says whether the text
                    spells the logic or it is assumed. The group "clause" are the clauses of the requirement's sentence, "part" the parts of a
                    condition's own words
    DEFINES         sentence → definition
    USES_TERM       sentence → definition, with ``start end quote term``
    CITES           sentence → authority, with ``start end quote family rule certain``; and sentence → provision where the corpus holds the
                    target (``via`` is then the authority's id; internal references have no authority node and no ``via``)
    VERIFIES        check → requirement, with ``by`` ("id" or "quote") and ``quote``
    EVIDENCED_BY    check → evidence
    AMENDS          document → document or authority that its amending instructions change, with ``count`` of them for it
    SUPERSEDES      document → authority ``<id>@<version>``, the version before it; from that to the one before, and so on
    REJECTED        an edge of another kind (``was``) that a person has rejected in review, or put another one in the place of
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

if TYPE_CHECKING:
    Graph: TypeAlias = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph

SCHEMA = 1
"""Version of what is stored; raised whenever a reader of the old form would misread the new one."""

SEPARATOR = " | "

PART = "part"
"""The group of the parts that a condition's own words are made of."""


class NodeKind(StrEnum):
    """What a node is."""

    DOCUMENT = "document"
    PROVISION = "provision"
    SENTENCE = "sentence"
    DEFINITION = "definition"
    REQUIREMENT = "requirement"
    AUTHORITY = "authority"
    CHECK = "check"
    EVIDENCE = "evidence"
    REJECTED = "rejected"


class EdgeKind(StrEnum):
    """What an edge says of its ends."""

    CONTAINS = "contains"
    STATES = "states"
    READ_WITH = "read_with"
    CONDITIONED_BY = "conditioned_by"
    EXCEPTED_BY = "excepted_by"
    DEFINES = "defines"
    USES_TERM = "uses_term"
    CITES = "cites"
    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    VERIFIES = "verifies"
    EVIDENCED_BY = "evidenced_by"
    REJECTED = "rejected"


Scalar = str | int | float | bool
Attributes = dict[str, Scalar]

_INTS = "order start end clause_start clause_end cue_start cue_end bearer_start bearer_end body_start body_end action_start action_end"
_INTS += " depth line pdf_page size length count"
_BOOLS = "heading_text lead_in certain resolved"
ATTRIBUTE_TYPES: dict[str, type] = dict.fromkeys(_INTS.split(), int) | dict.fromkeys(_BOOLS.split(), bool)
"""The type of every attribute that is not a string."""


def authority_id(target: str) -> str:
    """Return the node id of a cited target, given in its canonical form."""
    return f"authority:{target}"


def unresolved_id(place: str, offset: int) -> str:
    """Return the node id of a reference that means nothing yet: ``place`` is its sentence's id, ``offset`` counts from the sentence's start."""
    return f"unresolved:{place}:{offset}"


def check_id(id: str) -> str:
    """Return the node id of a check; people choose check ids, so they have a name space of their own."""
    return f"check:{id}"


def evidence_id(id: str) -> str:
    """Return the node id of a piece of evidence."""
    return f"evidence:{id}"


def edge_key(kind: EdgeKind, source: str, target: str, number: int = 1) -> str:
    """Return the key of the ``number``-th edge of its kind between two nodes."""
    key = f"{kind.value}|{source}|{target}"
    return key if number == 1 else f"{key}|{number}"
