"""Names that are safe in ids, file names and fragments."""

from __future__ import annotations

import re

from regkit.text.quotes import fold

_OTHER = re.compile(r"[^A-Za-z0-9]+")


def slug(text: str) -> str:
    """Return ``text`` with every run of other characters than ASCII letters and digits as one hyphen, none at the ends; case stays.

    >>> slug("§ 1005.11"), slug("II.B")
    ('1005-11', 'II-B')
    """
    return _OTHER.sub("-", fold(text)).strip("-")


def document_slug(name: str) -> str:
    """Return the document id for a file's name without its ending: a lower-case slug, ``document`` where nothing is left of it."""
    return slug(name).lower() or "document"
