"""The options of a matrix, and what roles say, on the model project."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.apps.embed.content import MAKERS, embedded, fingerprint
from regkit.apps.embed.project import Project
from regkit.apps.embed.select import owners, select
from regkit.apps.embed.spec import ARGUMENT, OPTIONS, ROLES, Shown
from regkit.apps.embed.words import ROLES as SAYERS
from regkit.apps.embed.words import said


@pytest.fixture(scope="module")
def project(built: Path) -> Project:
    return Project(built)


TESTS = [
    ({"document": "sec-xm-order"}, lambda project, fact: fact.document == "sec-xm-order"),
    ({"status": "failing, uncovered"}, lambda project, fact: fact.status.value in {"failing", "uncovered"}),
    ({"status": "gaps"}, lambda project, fact: fact.status.value not in {"covered", "waived"}),
    ({"modality": "obligation"}, lambda project, fact: fact.modality == "obligation"),
    ({"modality": "none"}, lambda project, fact: not fact.modality),
    ({"bearer": "bd-fcm, clearinghouse"}, lambda project, fact: any(word in fact.bearer.lower() for word in ("bd-fcm", "clearinghouse"))),
    ({"id": "*/III-7.*, sec-xm-order/III-1.1"}, lambda project, fact: "/III-7." in fact.id or fact.id == "sec-xm-order/III-1.1"),
    ({"owner": "Margin*"}, lambda project, fact: any(owner.startswith("Margin") for owner in owners(project, fact))),
    (
        {"owner": "No owner", "document": "sec-xm-order"},
        lambda project, fact: fact.document == "sec-xm-order" and "No owner" in owners(project, fact),
    ),
]


@pytest.mark.parametrize(("options", "wanted"), TESTS)
def test_filters_are_exact(project: Project, options: dict[str, str], wanted) -> None:
    found, problems = select(project, options)
    assert problems == ()
    assert found
    assert found == tuple(fact for fact in project.view.requirements if wanted(project, fact))


@pytest.mark.parametrize("key", ["id", "pinpoint", "modality", "bearer", "document"])
def test_orders(project: Project, key: str) -> None:
    found = [getattr(fact, key).casefold() for fact in select(project, {"sort": key})[0]]
    assert found == sorted(found)
    assert [getattr(fact, key).casefold() for fact in select(project, {"sort": f"-{key}"})[0]] == found[::-1]


def test_the_tables_agree() -> None:
    assert set(OPTIONS) == set(MAKERS)
    assert set(OPTIONS) >= ARGUMENT
    assert set(ROLES) == set(SAYERS)


def test_a_hash_is_of_what_is_shown(project: Project, built: Path) -> None:
    shown = Shown("matrix", "", (("status", "failing"),))
    assert fingerprint(project, shown) == fingerprint(Project(built), shown)
    assert fingerprint(project, shown) != fingerprint(Project(built, "2026-07-01"), shown)
    assert project.key != Project(built, "2026-07-01").key


@pytest.mark.parametrize(
    ("role", "written", "text", "problem"),
    [
        ("req", "sec-xm-order/III-7.1", "XM Order III.7", ""),
        ("req", "the floor <sec-xm-order/III-7.1>", "the floor", ""),
        ("provision", "XM Order III.7", "XM Order III.7", ""),
        ("term", "Cross-Margining Agreement", "Cross-Margining Agreement", "ambiguous"),
        ("term", "eligible position", "eligible position", ""),
        ("cite", "17 CFR 240.15c3-3", "17 CFR 240.15c3-3", ""),
        ("cite", "17 CFR 240.15c3-3 and 15 U.S.C. 78o", "17 CFR 240.15c3-3 and 15 U.S.C. 78o", "unknown-id"),
        ("req", "sec-xm-order/III-70.1", "sec-xm-order/III-70.1", "unknown-id"),
    ],
)
def test_roles(project: Project, role: str, written: str, text: str, problem: str) -> None:
    found = said(project, role, written)
    assert found.text == text
    assert [item.kind for item in found.problems] == ([problem] if problem else [])
    assert bool(found.place or found.url) or problem == "ambiguous" or (problem and role == "cite")


def test_a_quoted_provision_has_what_is_below_it(project: Project) -> None:
    whole = embedded(project, Shown("source", "sec-xm-order/III-2"))
    alone = embedded(project, Shown("source", "sec-xm-order/III-2", (("only", ""),)))
    assert [place.id for place in whole.places][:2] == ["sec-xm-order/III-2", "sec-xm-order/III-2-a"]
    assert [place.id for place in alone.places] == ["sec-xm-order/III-2"]
