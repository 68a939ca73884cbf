"""Pages that a script draws: in headless Chromium each row, source and filter is what the templates print and the page without a script has."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from regkit.report import render
from regkit.report.facts import Highlight, ProjectView
from regkit.report.writers import html

ASTRAL = "\U0001d400 dealer \U0001f600 must, within two business days, tell the customer \u202eevil\u202c \x07 <b>now</b> & </script><!-- {{ 7*7 }}"


def driver() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "bench" / "chromium.py"
    if not path.is_file():
        pytest.skip("the driver of the browser is in the checkout")
    spec = importlib.util.spec_from_file_location("regkit_bench_chromium", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    module = driver()
    if module.find_chromium() is None:
        pytest.skip("there is no Chromium")
    with module.Chromium() as made:
        yield made


def strange(project: ProjectView) -> ProjectView:
    """The project with a sentence of characters outside the basic plane, controls and markup, marked in the middle of them."""
    (order, *others) = project.documents
    provisions = list(order.provisions)
    sentence = provisions[1].sentences[0]
    marks = tuple(
        Highlight(ASTRAL.index(words), ASTRAL.index(words) + len(words), layer, link)
        for words, layer, link in (
            ("dealer", "term", "rule/2.s1"),
            ("must", "cue", ""),
            ("within two business days", "deadline", ""),
            ("evil", "bearer", ""),
        )
    )
    changed = msgspec.structs.replace(
        sentence, text=f"Well: {ASTRAL}", highlights=tuple(Highlight(m.start + 6, m.end + 6, m.layer, m.link) for m in marks)
    )
    provisions[1] = msgspec.structs.replace(provisions[1], sentences=(changed,))
    bare = tuple(msgspec.structs.replace(mark, link="") for mark in marks)  # the marks of a requirement lead nowhere
    facts = [
        msgspec.structs.replace(fact, quote=ASTRAL, offset=6, highlights=bare, reasons=(ASTRAL, "second"), review=ASTRAL, pdf_page=3)
        if fact.sentence == sentence.id
        else fact
        for fact in project.requirements
    ]
    checks = [msgspec.structs.replace(check, title=ASTRAL, procedure=ASTRAL, frequency="monthly", next_due="2026-07-01") for check in project.checks]
    documents = (msgspec.structs.replace(order, provisions=tuple(provisions)), *others)
    return msgspec.structs.replace(project, documents=documents, requirements=tuple(facts), checks=tuple(checks))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 0)
    monkeypatch.setattr(html, "MOST_SENTENCES", 0)


def write(folder: Path, name: str, data: bytes) -> str:
    path = folder / f"{name}.html"
    path.write_bytes(data)
    return path.as_uri()


ROWS = """(() => {
  const clean = (node) => {
    const copy = node.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["data-f", "data-r", "data-link", "aria-rowindex", "aria-describedby"]) one.removeAttribute(name);
      if (one.matches("p.context")) one.remove();
    }
    const named = (at) => Array.from(at.attributes, (a) => ` ${a.name}=${JSON.stringify(a.value)}`).sort().join("");
    const inside = (at) => Array.from(at.childNodes, walk).join("");
    const walk = (at) => at.nodeType === 3 ? at.data.replace(/\\s+/g, " ") : `<${at.localName}${named(at)}>${inside(at)}</>`;
    return walk(copy).replace(/\\s*(<[^>]*>)\\s*/g, "$1");
  };
  return [...document.querySelectorAll("tbody > tr, .source .p")].map(clean);
})()"""


@pytest.mark.parametrize("name", ["matrix", "gaps", "coverage", "glossary"])
@pytest.mark.parametrize("other", [False, True], ids=["plain", "strange"])
def test_a_drawn_page_is_the_printed_page(
    browser: Any, project: ProjectView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, other: bool
) -> None:
    given = strange(project) if other else project
    browser.open(write(tmp_path, "printed", render(name, "html", given)))
    printed = browser.run(ROWS)
    assert browser.problems() == []
    monkeypatch.setattr(html, "MOST_ROWS", 0)
    monkeypatch.setattr(html, "MOST_SENTENCES", 0)
    browser.open(write(tmp_path, "drawn", render(name, "html", given)))
    assert browser.run("Boolean(window.regkit)")
    made = browser.run(ROWS)
    assert browser.problems() == []
    assert len(printed) > 4
    assert made == printed


def open_drawn(browser: Any, folder: Path, project: ProjectView, name: str = "matrix", fragment: str = "") -> None:
    browser.open(write(folder, name, render(name, "html", project)) + fragment)


def shown(browser: Any) -> list[str]:
    return browser.run("[...document.querySelectorAll('main > .panel:not([hidden]) tbody > tr')].map((row) => row.id)")


def filtered(browser: Any, panel: str, words: str = "", **chosen: str) -> list[str]:
    browser.run(
        f"""(async () => {{
        const set = (id, value) => {{
            const field = document.getElementById({panel!r} + "-" + id);
            field.value = value;
            field.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }};
        set("search", {json.dumps(words)});
        for (const [id, value] of Object.entries({json.dumps(chosen)})) set(id, value);
        await new Promise((done) => setTimeout(done, 60));
        }})()"""
    )
    return shown(browser)


@pytest.mark.usefixtures("drawn")
def test_filters_and_search_go_over_the_data(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    open_drawn(browser, tmp_path, project)
    assert len(shown(browser)) == 5
    assert filtered(browser, "requirements", "two business disclosure") == ["order/III-2.1"]
    assert filtered(browser, "requirements", "DIS-2") == ["order/III-2.1"]
    assert filtered(browser, "requirements", "", status="s-uncovered") == ["order/III-3.1"]
    assert filtered(browser, "requirements", "", status="", modality="m-prohibition") == ["rule/3.1"]
    assert filtered(browser, "requirements", "", modality="", document="d1") == ["rule/3.1"]
    assert filtered(browser, "requirements", "no such words", document="") == []
    assert browser.run("document.querySelector('#requirements [data-count]').textContent") == "0 of 5 requirements"
    assert len(filtered(browser, "requirements")) == 5


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("name", ["matrix", "gaps"])
def test_sorting_and_counts(browser: Any, project: ProjectView, tmp_path: Path, name: str) -> None:
    open_drawn(browser, tmp_path, project, name)
    before = shown(browser)
    browser.run("[...document.querySelectorAll('main > .panel:not([hidden]) thead')].at(-1).querySelectorAll('button')[1].click()")
    up = shown(browser)
    browser.run("[...document.querySelectorAll('main > .panel:not([hidden]) thead')].at(-1).querySelectorAll('button')[1].click()")
    assert sorted(up) == sorted(before) == sorted(shown(browser))
    browser.run("[...document.querySelectorAll('main > .panel:not([hidden]) thead')].at(-1).querySelectorAll('button')[0].click()")
    assert shown(browser) == before
    left = "Number(table.getAttribute('aria-rowcount')) - 1 - table.querySelectorAll('tbody > tr').length"
    assert browser.run(f"[...document.querySelectorAll('[data-rows]')].map((table) => {left})") in ([[0, 0]] if name == "matrix" else [[0] * 3])


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("place", "panel"),
    [
        ("order/III-3.1", "requirements"),
        ("check-LEN_20.1", "checks"),
        ("rule/3.s1", "sources"),
        ("rule/3", "sources"),
        ("document-rule", "documents"),
    ],
)
def test_a_link_draws_and_shows_its_place(browser: Any, project: ProjectView, tmp_path: Path, place: str, panel: str) -> None:
    open_drawn(browser, tmp_path, project, fragment=f"#{place}")
    seen = "[it.closest('main > .panel').id, it.matches('.target'), it.checkVisibility()]"
    found = browser.run(f"((it) => {seen})(document.getElementById({place!r}))")
    assert found == [panel, True, True]


@pytest.mark.usefixtures("drawn")
def test_a_link_to_what_is_filtered_away_shows_it_again(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    open_drawn(browser, tmp_path, project)
    filtered(browser, "requirements", "two business disclosure")
    browser.run("location.hash = '#rule/3.1'; new Promise((done) => setTimeout(done, 60))")
    assert "rule/3.1" in shown(browser)
    assert browser.run("document.getElementById('requirements-search').value") == ""


def test_a_definition_shows_on_focus_and_on_hover_and_goes_on_escape(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    open_drawn(browser, tmp_path, project, fragment="#order/III-1.s1")
    described = "document.querySelectorAll('[aria-describedby=definition]').length"
    tip = f"((tip) => [tip.hidden, tip.textContent, {described}])(document.getElementById('definition'))"
    assert browser.run(tip) == [True, "", 0]
    browser.run("document.querySelector('.source .term a').focus()")
    assert browser.run(tip) == [False, "The term “dealer” means a person registered under 15 U.S.C. 78o(b).", 1]
    browser("Input.dispatchKeyEvent", type="keyDown", key="Escape", code="Escape")
    assert browser.run(tip)[0] is True
    browser.run("document.activeElement.blur()")
    box = browser.run("(() => { const box = document.querySelector('.source .term a').getBoundingClientRect(); return [box.x + 4, box.y + 4]; })()")
    browser("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    browser.run("new Promise((done) => setTimeout(done, 200))")
    assert browser.run(tip)[0] is False


@pytest.mark.usefixtures("drawn")
def test_rows_are_saved_as_they_are_filtered_and_are_no_formulas(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    formula = msgspec.structs.replace(project.requirements[3], bearer="=1+1")
    given = msgspec.structs.replace(project, requirements=(*project.requirements[:3], formula, *project.requirements[4:]))
    open_drawn(browser, tmp_path, given)
    filtered(browser, "requirements", "", status="s-uncovered")
    saved = browser.run(
        """(async () => {
        let blob; const make = URL.createObjectURL; URL.createObjectURL = (given) => { blob = given; return make.call(URL, given); };
        document.querySelector("#requirements [data-csv]").click();
        return blob.text(); })()"""
    )
    lines = saved.split("\r\n")
    assert lines[0].startswith('"Requirement","Pinpoint"')
    assert len(lines) == 3
    assert '"\'=1+1"' in lines[1]
    assert browser.problems() == []


def test_keys_can_be_listed_and_turned_off(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    open_drawn(browser, tmp_path, project)
    press = "document.dispatchEvent(new KeyboardEvent('keydown', { key: '%s', bubbles: true }))"
    browser.run(press % "/")
    assert browser.run("document.activeElement.id") == "requirements-search"
    browser.run("document.activeElement.blur(); " + press % "2")
    assert browser.run("new Promise((done) => setTimeout(() => done(document.querySelector('main > .panel:not([hidden])').id), 60))") == "checks"
    browser.run(press % "j")
    assert browser.run("document.activeElement.closest('tr').id") == "check-ACC-1"
    browser.run(press % "?")
    assert browser.run("document.querySelector('dialog').open") is True
    browser.run(
        "document.querySelector('dialog input').click(); document.querySelector('dialog button').click(); document.activeElement.blur(); "
        + press % "/"
    )
    assert browser.run("document.activeElement.id") != "checks-search"
    browser.run("localStorage.clear()")


@pytest.mark.usefixtures("drawn")
def test_all_is_drawn_for_paper(browser: Any, project: ProjectView, tmp_path: Path) -> None:
    many = tuple(msgspec.structs.replace(project.requirements[-1], id=f"rule/3.{number}") for number in range(1, 400))
    open_drawn(browser, tmp_path, msgspec.structs.replace(project, requirements=many))
    assert len(shown(browser)) < 399
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert len(shown(browser)) == 399
