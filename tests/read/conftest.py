"""Short views of a document, for tests of its tree; what makes files for tests can be imported by its name."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


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
