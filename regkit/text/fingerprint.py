"""Has the wording changed?"""

from __future__ import annotations

import hashlib
import unicodedata

from regkit.text.quotes import collapse, fold

RECIPE = "rk1"


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
    cleaned = [collapse(fold(field if field.isascii() else unicodedata.normalize("NFC", field))) for field in fields]
    if not all(cleaned) or not cleaned:
        raise ValueError("a fingerprint needs wording: no field may be blank")
    digest = hashlib.sha256()
    for field in cleaned:
        data = field.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{RECIPE}:{digest.hexdigest()}"
