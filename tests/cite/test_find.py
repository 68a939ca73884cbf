from __future__ import annotations

import pytest

from regkit.cite import EXAMPLE_MODULES, find

CASES = [(module.__name__, text, targets) for module in EXAMPLE_MODULES for text, targets in module.EXAMPLES]


@pytest.mark.parametrize(("module", "text", "targets"), CASES, ids=[f"{m.rsplit('.', 1)[1]}: {t}" for m, t, _ in CASES])
def test_every_family_reads_its_examples(module, text, targets):
    assert tuple(citation.target for citation in find(f"see {text}")) == targets
