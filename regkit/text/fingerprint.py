"""Has the wording changed?"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from regkit.text.quotes import collapse, fold

RECIPE = "rk1"
_REMEMBERED = 8_192


def fingerprint(*fields: str) -> str:
    r"""Return a digest that changes when the wording changes, not when the typesetting does.

    Curly quotes become straight, dashes hyphens, text is NFC, and runs of white space become one space. Case and punctuation count: in law
    they carry meaning. Fields are length-prefixed, so that moving a boundary between two of them changes the digest.

    Returns: the recipe's name, a colon and 64 hex digits. Only digests of one recipe compare.
    Raises:  ValueError where there is no field, or a blank one: the empty string would match every text.
    Source:  "exact" text as in W3C Web Annotation Data Model, 4.2.4 Text Quote Selector.

    >>> fingerprint("“Act” means") == fingerprint('"Act"  means')
    True
    >>> fingerprint("ab", "c") == fingerprint("a", "bc")
    False
    """
    return _one(fields[0]) if len(fields) == 1 else _digest(fields)


@lru_cache(maxsize=_REMEMBERED)
def _one(field: str) -> str:
    """Digest one field. A build asks for the same wording again: of a sentence, of what it states, of another version's."""
    return _digest((field,))


def _digest(fields: Sequence[str]) -> str:
    cleaned = [collapse(fold(field if field.isascii() else unicodedata.normalize("NFC", field))) for field in fields]
    if not all(cleaned) or not cleaned:
        raise ValueError("a fingerprint needs wording: no field may be blank")
    digest = hashlib.sha256()
    for field in cleaned:
        data = field.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{RECIPE}:{digest.hexdigest()}"
