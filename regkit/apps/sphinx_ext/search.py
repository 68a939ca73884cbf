"""Sphinx' search index after a second build, mended to be what a clean build makes.

Sphinx (tried: 8.1 to 9.0) leaves a word that no page has any more in the index with an empty list, and forgets the entries of the general index of
every page that it did not write again. Without this, a second build differs from a clean one in ``searchindex.js``, and nobody can tell by
comparing the two whether anything else is stale. What is mended is private to Sphinx; where it is named otherwise, nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def tidy(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Mend the index before it is stored. Answers the event ``html-collect-pages``, with no pages."""
    indexer: Any = getattr(app.builder, "indexer", None)
    for name in ("_mapping", "_title_mapping"):
        mapping: dict[str, set[str]] = getattr(indexer, name, {})
        for word in [word for word, docnames in mapping.items() if not docnames]:
            del mapping[word]
    entries: dict[str, Any] | None = getattr(indexer, "_index_entries", None)
    if entries is not None:
        titles = getattr(indexer, "_titles", {})
        made = {docname: entries[docname] if docname in entries else _entries(app, docname) for docname in sorted(titles)}
        entries.clear()
        entries.update(made)
    return ()


def _entries(app: Sphinx, docname: str) -> list[tuple[str, str, str]]:
    """Return the entries of a page as `sphinx.search.IndexBuilder.feed` takes them."""
    found: set[tuple[str, str, str]] = set()
    for kind, value, target, main, _category in app.env.get_domain("index").data["entries"].get(docname, ()):
        try:
            words = split_index_msg(kind, value)
        except ValueError:
            continue
        found |= {(word, target or "", main) for word in words}
    return sorted(found)
