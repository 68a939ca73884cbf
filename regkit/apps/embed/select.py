"""Which requirements a matrix shows, and in which order: the options of a directive → a selection.

Values of one option are alternatives, options narrow each other. Several values are parted by commas; a status, a modality and a document never
hold a comma, and the name of an owner that does is written in a glob (``Ops*``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import translate

from regkit.apps.embed.project import Project
from regkit.apps.embed.spec import FILTERS
from regkit.model.annotation import Modality
from regkit.model.coverage import CoverageStatus
from regkit.report.facts import RequirementFact
from regkit.report.words import no_owner
from regkit.text.forms import nearest

SORTS = ("id", "pinpoint", "status", "modality", "bearer", "document")
GAPS = "gaps"  # as a status: every status that is not shown to be met
_SEVERITY = {status: rank for rank, status in enumerate(CoverageStatus)}
_OPEN = tuple(status.value for status in CoverageStatus if status not in {CoverageStatus.WAIVED, CoverageStatus.COVERED})


def values(option: str) -> tuple[str, ...]:
    """Return the values that an option lists.

    >>> values(" failing, lost,")
    ('failing', 'lost')
    """
    return tuple(value for part in option.split(",") if (value := part.strip()))


def select(project: Project, options: Mapping[str, str]) -> tuple[tuple[RequirementFact, ...], tuple[tuple[str, str], ...]]:
    """Return the requirements that the options ask for, in reading order or as ``sort`` says, and what is wrong with the options.

    A problem is (kind, words); a value that is unknown selects nothing.
    """
    problems = [*_unknown(project, options)]
    tests = [made for name in FILTERS if (made := _test(project, name, values(options.get(name, "")))) is not None]
    found = [fact for fact in project.view.requirements if all(test(fact) for test in tests)]
    sort = options.get("sort", "").strip()
    if sort:
        backwards, key = sort.startswith("-"), sort.removeprefix("-")
        if key in SORTS:
            found.sort(key=_sort_key(key), reverse=backwards)
        else:
            problems.append(("bad-option", f"there is no order {key!r}; orders are {', '.join(SORTS)}, and the same with a minus"))
    return tuple(found), tuple(problems)


def _unknown(project: Project, options: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    known: dict[str, tuple[str, Iterable[str]]] = {
        "status": ("bad-option", (*(status.value for status in CoverageStatus), GAPS)),
        "modality": ("bad-option", (*(modality.value for modality in Modality), "none")),
        "document": ("unknown-id", tuple(project.documents)),
    }
    for name, (kind, allowed) in known.items():
        for value in values(options.get(name, "")):
            if value not in allowed:
                near = nearest(value, allowed)
                yield (
                    kind,
                    f"there is no {name} {value!r}" + (f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(allowed)}"),
                )


def _test(project: Project, name: str, wanted: tuple[str, ...]) -> Callable[[RequirementFact], bool] | None:
    if not wanted:
        return None
    if name == "status":
        statuses = {status for value in wanted for status in (_OPEN if value == GAPS else (value,))}
        return lambda fact: fact.status.value in statuses
    if name == "modality":
        return lambda fact: (fact.modality or "none") in wanted
    if name == "document":
        return lambda fact: fact.document in wanted
    if name == "bearer":
        words = tuple(value.casefold() for value in wanted)
        return lambda fact: any(word in fact.bearer.casefold() for word in words)
    matches = re.compile("|".join(translate(value) for value in wanted)).match
    if name == "id":
        return lambda fact: matches(fact.id) is not None
    return lambda fact: any(matches(owner) for owner in owners(project, fact))


def owners(project: Project, fact: RequirementFact) -> tuple[str, ...]:
    """Return who owns the checks of a requirement; "No owner" where nobody does."""
    found = (project.checks[id].owner or no_owner() for id in fact.checks if id in project.checks)
    return tuple(dict.fromkeys(found)) or (no_owner(),)


def _sort_key(key: str) -> Callable[[RequirementFact], tuple[int, str]]:
    if key == "status":
        return lambda fact: (_SEVERITY[fact.status], "")
    return lambda fact: (0, str(getattr(fact, key)).casefold())
