"""The attributes that the components set on a Doc: ``doc._.<layer>``, each a tuple in reading order, None until its component has run.

Spans in them are code points of ``doc.text``. ``marks`` is input: the typography of the text (`regkit.model.document.Mark`), where it is known.
"""

from __future__ import annotations

from spacy.tokens import Doc

ATTRIBUTES = ("marks", "citations", "definitions", "deadlines", "thresholds", "conditions", "norms", "statements")

for _name in ATTRIBUTES:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
