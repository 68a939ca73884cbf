"""The bars on the model corpus: regkit finds what a careful reader finds."""

from __future__ import annotations

from functools import cache

import pytest
import score_gold

BAR = 0.95  # precision and recall, each layer, over the whole corpus


@cache
def results():
    return [score_gold.score(analysis, score_gold.load_gold(score_gold.CORPUS / analysis.document.id)) for analysis in score_gold.analyse_corpus()]


def tallies(layer):
    return [result[layer] for result in results()]


def listing(errors):
    return "\n".join(f"{at}: {what}" for at, what in errors)


@pytest.mark.parametrize("layer", score_gold.LAYERS)
def test_precision(layer):
    whole = score_gold.total(tallies(layer))
    assert whole.precision >= BAR, listing(whole.false)


@pytest.mark.parametrize("layer", score_gold.LAYERS)
def test_recall(layer):
    whole = score_gold.total(tallies(layer))
    assert whole.right, "nothing was compared"
    assert whole.recall >= BAR, listing(whole.missed)
