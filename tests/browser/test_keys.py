"""The pages with keys alone, in forced colours, and with less motion: every control is reached, in sight, and seen to be where one is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

KINDS = ("index.html", "documents/order.html", "single/matrix.html", "single/audit.html", "single/coverage.html", "reports/glossary.html")
# What Tab should come to: what can be worked, is drawn, and is not kept out by tabindex. A group of radio buttons is one stop.
WANTED = (
    "Array.from(document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]'))"
    ".filter((one) => !one.disabled && one.tabIndex >= 0"
    " && one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false}) && !one.closest('[hidden]')).length"
)
WHERE = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const inner = one.querySelector("rect"), drawn = inner ? getComputedStyle(inner) : null;
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || drawn && parseFloat(drawn.strokeWidth) >= 3;
  const first = !one.dataset.visited;
  one.dataset.visited = "1";
  return [first, Boolean(seen), box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, one.outerHTML.slice(0, 120)];
})()"""
MOST = 400


@pytest.mark.parametrize("page", KINDS)
@pytest.mark.parametrize("width", [1280, 320])
def test_tab_reaches_every_control_and_shows_where_it_is(tab: Any, built_sites: dict[str, Path], page: str, width: int) -> None:
    tab.size(width)
    tab.open(built_sites["everything"] / page)
    wanted, reached, wrong = tab.run(WANTED), 0, []
    for _ in range(MOST):
        tab.key("Tab", 9)
        found = tab.run(WHERE)
        if found is None or not found[0]:
            break
        reached += 1
        if not (found[1] and found[2]):
            wrong.append(found)
    assert wrong == []
    assert reached >= min(wanted, MOST)
    assert reached > 5


@pytest.mark.parametrize("page", KINDS)
def test_nothing_moves_where_less_motion_is_asked_for(tab: Any, built_sites: dict[str, Path], page: str) -> None:
    tab.call("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    tab.open(built_sites["everything"] / page)
    moving = (
        "Array.from(document.querySelectorAll('*')).filter((one) => { const style = getComputedStyle(one);"
        "return style.animationName !== 'none' || style.scrollBehavior === 'smooth' || parseFloat(style.transitionDuration) > 0; }).length"
    )
    assert tab.run(moving) == 0


def test_statuses_keep_their_borders_and_words_in_forced_colours(tab: Any, built_sites: dict[str, Path]) -> None:
    tab.call("Emulation.setEmulatedMedia", media="", features=[{"name": "forced-colors", "value": "active"}])
    tab.open(built_sites["everything"] / "single" / "matrix.html")
    assert tab.run("matchMedia('(forced-colors: active)').matches")
    chips = "Array.from(document.querySelectorAll('.chip'))"
    assert tab.run(f"{chips}.length") > 5
    assert tab.run(f"{chips}.every((one) => one.textContent.trim() && getComputedStyle(one).borderTopStyle !== 'none')")
    tab.key("Tab", 9)
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_keys_do_what_the_help_says(tab: Any, built_sites: dict[str, Path]) -> None:
    tab.open(built_sites["everything"] / "single" / "matrix.html")
    active = "document.activeElement.id"
    rows = "document.querySelectorAll('#requirements tbody tr:not([hidden])').length"
    before = tab.run(rows)
    tab.key("/", 191, "/")
    assert tab.run(active) == "requirements-search"
    for letter in "net capital":
        tab.key(letter, ord(letter.upper()), letter)
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert 0 < tab.run(rows) < before
    tab.key("Escape", 27)
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert tab.run(rows) == before
    tab.run("document.activeElement.blur()")
    tab.key("2", 50, "2")
    assert tab.run("document.querySelector('.tabs [aria-current]').hash") != "#requirements"
    tab.key("1", 49, "1")
    tab.key("j", 74, "j")
    first = tab.run("document.querySelector('tr.target, tr:target, tr:focus-within, tr:focus')?.id")
    tab.key("j", 74, "j")
    second = tab.run("document.querySelector('tr.target, tr:target, tr:focus-within, tr:focus')?.id")
    assert first
    assert second
    assert first != second
    tab.key("k", 75, "k")
    assert tab.run("document.querySelector('tr.target, tr:target, tr:focus-within, tr:focus')?.id") == first
    theme = "document.documentElement.dataset.theme || ''"
    was = tab.run(theme)
    tab.key("t", 84, "t")
    assert tab.run(theme) != was
    tab.key("?", 191, "?")
    assert tab.run("document.querySelector('dialog[open]') !== null")
    tab.key("Escape", 27)
    assert tab.run("document.querySelector('dialog[open]') === null")
    assert tab.errors == []
