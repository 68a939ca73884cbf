"""Where a page of the site lies: names that every file system holds, and that tell any two ids apart on each of them.

A path says what its id says, part by part. Where a file system might change or confuse a part (capitals, a reserved name, great length), a
few digits of the part's own hash are added, never a counter: the address of a page does not depend on what else there is.
"""

from __future__ import annotations

import hashlib
import re

from regkit.report.views.common import place

_LONGEST = 80
_PLAIN = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\.|$))[a-z0-9~_-](?:[a-z0-9._~-]{0,78}[a-z0-9~_-])?")


def file_name(id: str) -> str:
    """Return the path of a page for an id, without its ending: parts of lower-case letters, digits and ``. ~ - _``, parted by slashes.

    >>> file_name("rule/3.1"), file_name("rule/III")
    ('rule/3.1', 'rule/iii-399dbc86')
    """
    return "/".join(_part(part) for part in place(id).split("/"))


def _part(part: str) -> str:
    if _PLAIN.fullmatch(part):
        return part
    digits = hashlib.sha256(part.encode()).hexdigest()[:8]
    return f"{part.lower()[: _LONGEST - 9].strip('.') or 'part'}-{digits}"


def relative(page: str, to: str) -> str:
    """Return the address of the file ``to`` as a page at ``page`` writes it; both are paths from the site's root.

    >>> relative("documents/a/b.html", "assets/site.css"), relative("index.html", "go.html")
    ('../../assets/site.css', 'go.html')
    """
    return "../" * page.count("/") + to
