"""The spaCy pipeline: blank English, one component a layer, each usable alone by its name (``nlp.add_pipe("regkit_norms")``).

A component reads a `Doc` that holds one sentence (or any text) and sets one attribute, ``doc._.<layer>``, to a tuple in reading order. Spans
in it are code points of ``doc.text``, never token indices: tokens are spaCy's business and stay here; `regkit.extract.extract`
shifts the spans to the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokenizer import Tokenizer

from regkit.extract.view import KEY, View

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from regkit.model.annotation import Citation, Definition
    from regkit.model.document import Mark

COMPONENTS = ("regkit_citations", "regkit_definitions", "regkit_deadlines", "regkit_thresholds", "regkit_conditions", "regkit_norms")

_PREFIX = re.compile(r"""^[(\["“”'‘’§$]""")
_SUFFIX = re.compile(r"""[)\]"“”'‘’.,;:]$""")


@cache
def pipeline(folders: tuple[Path, ...] = ()) -> Language:
    """Return the pipeline of all layers; ``folders`` hold rules of the user's own (see `regkit.extract.load_rules`).

    The tokenizer splits brackets, quotes and points off and no more: the components read characters, and the full English tokenizer takes four
    times as long. For the same reason its words have no shape, stop list or number-likeness. Raises: RuleError.
    """
    import regkit.extract.components  # noqa: F401, PLC0415  (registers the factories, also where entry points are not installed)

    nlp = spacy.blank("en")
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    nlp.tokenizer = Tokenizer(nlp.vocab, prefix_search=_PREFIX.search, suffix_search=_SUFFIX.search)
    rules = [str(folder) for folder in folders]
    for name in COMPONENTS:
        config = {"rules": rules} if rules and "rules" in (nlp.get_factory_meta(name).default_config or {}) else {}
        nlp.add_pipe(name, config=config)
    return nlp


def read_sentence(
    nlp: Language,
    text: str,
    citations: Iterable[Citation],
    marks: Iterable[Mark],
    definitions: Iterable[Definition] = (),
    *,
    lower: str = "",
    words: Set[str] | None = None,
) -> Doc:
    """Return the Doc of one sentence with every layer set.

    ``citations``, ``marks`` and ``definitions`` are already found, in the document; their spans are those of ``text``. ``lower`` is the text folded
    to lower case, ``words`` the literals of rules in it, where the caller has them. The view is made here, because a Doc puts its text
    together from its tokens, which costs as much as all the rules.
    """
    doc = nlp.tokenizer(text)
    layers = doc._
    layers.citations = cited = tuple(citations)
    layers.marks = tuple(marks)
    layers.definitions = tuple(definitions)
    doc.user_data[KEY] = View(text, cited, lower, words)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
