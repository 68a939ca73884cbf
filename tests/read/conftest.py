"""Short views of a document, for tests of its tree."""

import pytest


def _tree(document):
    """Return the numbered provisions as "path: first words", in reading order."""
    found = []
    for provision in document.provisions[1:]:
        words = document.quote(provision.body[0]) if provision.body else ""
        found.append(f"{'/'.join(provision.path)}: {words[:24].replace(chr(10), '|')}")
    return found


@pytest.fixture
def tree():
    return _tree
