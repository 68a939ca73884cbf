"""Looking only at the definitions around a use finds what looking at all of them does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.model.document import Authority
from regkit.read import read_bytes
from regkit.resolve import term_places
from regkit.resolve.terms import resolve_terms
from regkit.workflow import extract

SENTENCES = st.sampled_from(
    [
        "“Bell” means a thing that rings.",
        "For purposes of this section, bell means a thing of iron.",
        "For purposes of this part, “Bell” means a thing of bronze.",
        "Each keeper (the “Bell”) must ring.",
        "Bell includes a gong.",
        "A bell must ring.",
        "The Bell and a bell must not stop the keeper of the bells.",
        "Keeper means a person who keeps a bell.",
        "The keeper may rest.",
    ]
)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=5), min_size=1, max_size=8).map(
    lambda sections: "".join(
        f"§ 9.{number} Heading.\n\n" + "".join(f"({mark}) {words}\n\n" for mark, words in zip("abcde", section, strict=False))
        for number, section in enumerate(sections, 1)
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_the_same_is_found(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    authority = Authority(citation="12 CFR part 9", short="12 CFR")
    analyses = [extract(read_bytes(text.encode(), f"{number}.txt", id=f"d{number}", authority=authority)) for number, text in enumerate(texts)]
    monkeypatch.setattr(term_places, "FEW", 1 << 30)
    everything = [analysis.term_uses for analysis in resolve_terms(analyses)]
    monkeypatch.setattr(term_places, "FEW", 0)
    assert [analysis.term_uses for analysis in resolve_terms(analyses)] == everything


def test_the_last_definition_before_a_use_is_meant() -> None:
    text = "".join(f"§ 9.{n} Bells.\n\n(a) “Bell” means a thing of sort {n}.\n\n(b) A Bell must ring.\n\n" for n in range(1, 40))
    (analysis,) = resolve_terms([extract(read_bytes(text.encode(), "bells.txt", authority=Authority(citation="12 CFR part 9", short="12 CFR")))])
    assert len(analysis.definitions) == 39 > term_places.FEW
    assert [use.defined_at for use in analysis.term_uses] == [(f"9.{n}", "a") for n in range(1, 40)]
