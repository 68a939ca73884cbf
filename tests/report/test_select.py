"""The part of a project that is asked for: what fits is shown, in every report, and what there is not is refused by name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from regkit.errors import ReportError
from regkit.report import render, report_names
from regkit.report.facts import ProjectView
from regkit.report.select import Selection, select


def ids(project: ProjectView, **wanted: object) -> list[str]:
    return [fact.id for fact in select(project, Selection(**wanted)).requirements]  # type: ignore[arg-type]


def test_nothing_asked_is_everything(project: ProjectView) -> None:
    assert select(project, Selection()) is project
    assert not Selection()
    assert Selection(unreviewed=True)


@pytest.mark.parametrize(
    ("name", "of"),
    [("document", "document"), ("status", "status"), ("modality", "modality"), ("kind", "kind"), ("id", "id")],
)
def test_every_value_leaves_exactly_those_that_have_it(project: ProjectView, name: str, of: str) -> None:
    values = {str(getattr(fact, of)) for fact in project.requirements} - {""}
    assert len(values) > 1
    shown = {value: ids(project, **{name: (value,)}) for value in values}
    for value, found in shown.items():
        assert found == [fact.id for fact in project.requirements if str(getattr(fact, of)) == value]
    both = tuple(sorted(values)[:2])
    assert set(ids(project, **{name: both})) == set(shown[both[0]]) | set(shown[both[1]])


def test_kinds_narrow_each_other(project: ProjectView) -> None:
    fact = project.requirements[-1]
    found = ids(project, document=(fact.document,), status=(fact.status.value,))
    assert fact.id in found
    assert set(found) == set(ids(project, document=(fact.document,))) & set(ids(project, status=(fact.status.value,)))


def test_words_are_found_in_any_dress(project: ProjectView) -> None:
    fact = next(fact for fact in project.requirements if "futures account" in fact.quote)
    assert fact.id in ids(project, words=("FUTURES  account",))
    assert ids(project, words=("futures account", "no such words")) == []


def test_a_provision_means_what_is_below_it(project: ProjectView) -> None:
    whole = [fact.id for fact in project.requirements if fact.document == "order"]
    assert ids(project, id=("order",)) == whole
    assert set(ids(project, id=("order/III-1",))) <= set(whole)
    assert all(id.startswith("order/III-1.") for id in ids(project, id=("order/III-1",)))


def test_what_was_decided_is_left_out_of_the_unreviewed(project: ProjectView) -> None:
    first, *others = project.requirements
    decided = replace(project, requirements=(replace(first, review_state="accepted"), *others))
    assert first.id not in ids(decided, unreviewed=True)
    assert len(ids(decided, unreviewed=True)) == len(others)


def test_checks_keep_only_what_is_shown(project: ProjectView) -> None:
    fact = next(fact for fact in project.requirements if fact.checks)
    part = select(project, Selection(id=(fact.id,)))
    assert {check.id for check in part.checks} == set(fact.checks)
    assert all(check.requirements == (fact.id,) for check in part.checks)
    assert part.documents == project.documents


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"status": ("uncoverd",)}, "there is no status 'uncoverd'. Did you mean 'uncovered'?"),
        ({"document": ("ordr",)}, "there is no document 'ordr'. Did you mean 'order'?"),
        ({"modality": ("duty",)}, "There are: exemption, none, obligation"),
        ({"kind": ("thing",)}, "There are: condition, norm"),
        ({"owner": ("Nobody at all",)}, "No owner"),
        ({"id": ("order/IV",)}, "there is no requirement or provision 'order/IV'. Did you mean"),
    ],
)
def test_what_there_is_not_is_refused(project: ProjectView, wanted: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(ReportError) as error:
        select(project, Selection(**wanted))  # type: ignore[arg-type]
    assert said in str(error.value)


@pytest.mark.parametrize("format", ["html", "md", "rst"])
@pytest.mark.parametrize("name", report_names())
def test_every_report_says_what_it_shows(project: ProjectView, name: str, format: str) -> None:
    whole = len(project.requirements)
    made = render(name, format, select(project, Selection(document=("rule",), modality=("obligation",)))).decode()
    words = " ".join(made.replace("\\", "").split())
    assert f"of {whole} requirements: document rule; modality obligation" in words


@pytest.mark.parametrize("name", report_names())
def test_a_part_that_is_empty_is_a_report(project: ProjectView, name: str) -> None:
    part = select(project, Selection(words=("nowhere in these texts",)))
    assert part.requirements == ()
    assert f"0 of {len(project.requirements)} requirements" in render(name, "md", part).decode()


def test_options_tell_selections_apart() -> None:
    several = [
        Selection(),
        Selection(status=("lost",)),
        Selection(words=("lost",)),
        Selection(status=("lost", "failing")),
        Selection(unreviewed=True),
    ]
    assert len({one.options() for one in several}) == len(several)
