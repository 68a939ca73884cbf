"""What is found in a document: citations, definitions, uses of terms, norms. Every one carries the id of the rule that found it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.model.span import Span


class Modality(StrEnum):
    """The force of a norm. Definitions and statements are not norms and have none."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    EXEMPTION = "exemption"
    RECOMMENDATION = "recommendation"


class LogicOp(StrEnum):
    """How the members of a list combine. ``at_least`` goes with a number; ``leaf`` is a single member."""

    ALL = "all"
    ANY = "any"
    AT_LEAST = "at_least"
    NONE = "none"
    LEAF = "leaf"


class DefinitionKind(StrEnum):
    """How a term is given its meaning."""

    MEANS = "means"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    REFERENCE = "reference"
    SHORT_FORM = "short_form"
    ENTRY = "entry"


class Sentence(Struct, frozen=True, gc=False, kw_only=True):
    """A sentence, or a heading, or a list item that is part of one. ``provision`` and ``block`` index the document's tuples.

    ``heading`` sentences are kept so that nothing is lost, and are never read for norms. ``lead_in`` marks a sentence that items complete.
    """

    id: str
    span: Span
    provision: int
    block: int
    heading: bool = False
    lead_in: bool = False


class ItemList(Struct, frozen=True, gc=False, kw_only=True):
    """A lead-in and the items that complete it.

    ``lead_in`` indexes the sentences (-1 where the list has none); ``provision`` is the one that holds the lead-in; ``items`` index
    ``Document.provisions``. ``op`` and ``count`` are the logic; ``certain`` is False where neither the lead-in nor a closing
    conjunction says it and "all" is only assumed. ``evidence`` are the words that said it. ``tail`` indexes a flush sentence after
    the items that completes the lead-in, -1 where there is none.
    """

    lead_in: int
    provision: int
    items: tuple[int, ...]
    op: LogicOp
    count: int = 0
    certain: bool = True
    evidence: Span | None = None
    tail: int = -1


class Citation(Struct, frozen=True, gc=False, kw_only=True):
    """A reference as written, and what it means.

    ``family`` names the grammar ("cfr", "usc", "fedreg", "statute", "act", "sec_rule", "release", "sro_rule", "internal", …). ``target`` is
    the canonical string, None where the reference is ambiguous or not understood. Each member of a list or range has a citation of its own;
    ``through`` is the canonical end of a range. ``group`` is equal for members of one list. After resolution ``target_document`` and
    ``target_path`` name the provision in the corpus, and ``note`` says why there is none.
    """

    span: Span
    family: str
    target: str | None
    rule: str
    through: str | None = None
    group: Span | None = None
    certain: bool = True
    target_document: str | None = None
    target_path: tuple[str, ...] | None = None
    url: str | None = None
    note: str = ""


class Definition(Struct, frozen=True, gc=False, kw_only=True):
    """A term where it is given its meaning.

    ``span`` is the term itself; ``term`` its normal form (lower case, single spaces, no quotes or article); ``body`` the definition's text.
    ``scope`` is the path of the provision within which it holds: () is the whole instrument. ``provision`` indexes the document's tuple.
    """

    id: str
    span: Span
    term: str
    scope: tuple[str, ...]
    body: Span
    kind: DefinitionKind
    provision: int
    rule: str
    certain: bool = True


class TermUse(Struct, frozen=True, gc=False, kw_only=True):
    """An occurrence of a defined term. ``definition`` is the id of the definition it means; ``defined_at`` that definition's path."""

    span: Span
    term: str
    definition: str
    defined_at: tuple[str, ...]


class Condition(Struct, frozen=True, gc=False, kw_only=True):
    """A condition or an exception: its whole clause, its cue ("provided that"), and the kind of cue ("if", "unless", "provided", …).

    ``modifies`` is the act of its norm that it qualifies (see `regkit.extract.attach`), None in a statement.
    """

    span: Span
    cue: Span
    kind: str
    rule: str
    modifies: Span | None = None


class Deadline(Struct, frozen=True, gc=False, kw_only=True):
    """A time limit or a period. ``relation`` is one of within, by, before, after, until, at_least_every, promptly, during.

    ``quantity`` and ``unit`` ("day", "business day", "month", "year", "hour") give a duration, ``date`` an ISO date, ``trigger`` the event it
    runs from. ``through`` is the longer end of a range ("not less than 3 nor more than 10 days before"). ``calendar`` says how days are
    counted where the text does: "business" or "calendar". ``direction`` is the side of the trigger on which the time lies: "after", "before"
    or "". ``modifies`` is the act, or the condition, whose time it is; None in a statement.
    """

    span: Span
    relation: str
    rule: str
    quantity: float | None = None
    unit: str = ""
    date: str = ""
    trigger: Span | None = None
    through: float | None = None
    calendar: str = ""
    direction: str = ""
    modifies: Span | None = None


class Threshold(Struct, frozen=True, gc=False, kw_only=True):
    """An amount with its comparison: at_least, at_most, more_than, less_than, equal, between, greater_of, lesser_of.

    ``unit`` is "USD", "EUR", "%", "basis point", "day", …, or what is counted ("members"). ``through`` is the upper end of "between".
    ``modifies`` is the act, the condition or the bearer that it limits; None in a statement.
    """

    span: Span
    relation: str
    rule: str
    quantity: float | None = None
    unit: str = ""
    through: float | None = None
    modifies: Span | None = None


class Norm(Struct, frozen=True, gc=False, kw_only=True):
    """What a sentence says must, must not, may or need not be done.

    ``sentence`` indexes the analysis' sentences; ``span`` is the clause that states the norm (the sentence, where it states one only); ``cue`` the
    words that fired ("shall not"); ``bearer`` who is bound or freed, None where the text does not say. ``action`` is what is to be done; where
    that is several coordinated acts ("establish, maintain, and enforce"), ``actions`` are their spans, else (). ``logic`` is how the
    conditions combine. ``resolved_bearer`` is whom a pronoun means, as written elsewhere in the document ("it" → "The
    bank"), where that is safe to say; ``bearer_definition`` is the id of the definition of the term that names the bearer, "" where it is no
    defined term.
    ``certain`` is False where the rule itself is a guess; such norms are listed for review.
    """

    sentence: int
    span: Span
    modality: Modality
    cue: Span
    rule: str
    bearer: Span | None = None
    action: Span | None = None
    actions: tuple[Span, ...] = ()
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Condition, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    logic: LogicOp | None = None
    certain: bool = True
    resolved_bearer: Span | None = None
    bearer_definition: str = ""


class Statement(Struct, frozen=True, gc=False, kw_only=True):
    """A sentence that states no norm, yet holds only under conditions: "This section applies unless …", "If …, both loans are home purchase loans".

    Kept apart from the norms, so that no requirement is made of it; its conditions are still what a careful reader marks. Fields as in `Norm`.
    """

    sentence: int
    span: Span
    rule: str
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Condition, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    logic: LogicOp | None = None
