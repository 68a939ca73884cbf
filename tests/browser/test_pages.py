"""Every page in Chromium: nothing is asked for from outside, no attack runs, axe-core and html-validate find nothing, nothing is too wide."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

AXE = (
    "document.querySelectorAll('main > .panel').forEach((panel) => panel.removeAttribute('hidden'));"
    "document.querySelectorAll('details').forEach((one) => { one.open = true; });"
    "axe.run(document, {preload: false, resultTypes: ['violations']%s}).then((found) => "
    "found.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary.slice(0, 300)]))"
)
COLOURS = ", runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}"
SHAPES = ", rules: {'color-contrast': {enabled: false}}"
LOOKS = ((1280, False, ""), (375, False, SHAPES), (1280, True, COLOURS))  # the dark pages differ in colours alone, the narrow ones in all else
FILES = ("corpus", "everything")


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    """The site of the project that a test is asked to look at; those of files are built for the tests that look at them."""
    made: dict[str, Path] = request.getfixturevalue("built_sites" if request.param in FILES else "sites")
    return made[request.param]


def of(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("folder", names, indirect=True)


def pages(folder: Path) -> list[Path]:
    """Return the pages of a site: every kind, and of dossiers and documents the first two."""
    some = [sorted((folder / kind).rglob("*.html")) for kind in ("requirements", "documents")]
    left_out = {path for found in some for path in found[2:]}
    return [path for path in sorted(folder.rglob("*.html")) if path not in left_out]


@of("corpus", "everything", "hostile", "empty")
def test_axe_finds_nothing(tab: Any, axe: str, folder: Path) -> None:
    found = {}
    large = len(list((folder / "requirements").rglob("*.html"))) > 50  # there the site's reports are left out: they are those of the single files
    for path in pages(folder):
        if large and path.parent.name == "reports":
            continue
        tab.look()
        tab.open(path)
        tab.run(axe + ";1")
        for width, dark, some in LOOKS:
            tab.size(width)
            tab.look(dark=dark)
            if said := tab.run(AXE % some):
                found[path.relative_to(folder).as_posix(), width, dark] = said
        assert tab.errors == []
    assert found == {}


def test_axe_finds_what_is_wrong(tab: Any, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><html><title>x</title><img src=''><input></html>")
    tab.open(page)
    tab.run(axe + ";1")
    assert {"image-alt", "html-has-lang", "label"} <= {one[0] for one in tab.run(AXE % "")}


def test_attacks_are_text(tab: Any, sites: dict[str, Path]) -> None:
    for path in pages(sites["hostile"]):
        tab.open(path)
        assert tab.errors == [], path
        assert tab.run("document.querySelectorAll('img, [onerror], [onload], [onmouseover], a[href^=\"javascript:\"]').length") == 0, path
    tab.open(sites["hostile"] / "index.html")
    search(tab, "alert onerror")
    assert tab.run("document.querySelectorAll('#found a').length") > 0
    assert tab.run("document.querySelectorAll('#found img, #found script').length") == 0
    assert tab.errors == []


@of("corpus", "everything", "sample", "hostile", "empty")
def test_no_page_is_wider_than_the_screen(tab: Any, folder: Path) -> None:
    """320 is what is left of 1280 at 400 % (WCAG 2.2, 1.4.10); every view and every detail is open."""
    wide = {}
    for path in pages(folder):
        tab.open(path)
        tab.run("document.querySelectorAll('main > .panel, details').forEach((one) => { one.removeAttribute('hidden'); one.open = true; })")
        for width in (1280, 768, 640, 375, 320):
            tab.size(width)
            over = tab.run("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wide[path.relative_to(folder).as_posix(), width] = over
    assert wide == {}


@of("corpus", "everything", "sample", "hostile", "empty")
def test_html_validates(html_validate: list[str], folder: Path, tmp_path: Path) -> None:
    settings, out = tmp_path / "settings.json", tmp_path / "out.json"
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}))
    with out.open("w") as file:  # a pipe would cut its output off
        subprocess.run([*html_validate, "-c", str(settings), "-f", "json", *map(str, pages(folder))], stdout=file, check=False)
    found = {
        (Path(page["filePath"]).relative_to(folder).as_posix(), message["ruleId"], message["message"], message["line"])
        for page in json.loads(out.read_text())
        for message in page["messages"]
    }
    assert found == set()


def test_the_validator_finds_what_is_wrong(html_validate: list[str], tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><html lang='en'><head><title>x</title></head><body><p id='a'><div id='a'></div></body></html>")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}))
    run = subprocess.run([*html_validate, "-c", str(settings), str(page)], capture_output=True, text=True, check=False)
    assert run.returncode


def search(tab: Any, text: str) -> list[str]:
    """Search for something as a reader does, and return the titles of what is shown."""
    tab.run("document.getElementById('find').focus()")
    tab.run(
        f"(async () => {{ const box = document.getElementById('find'); box.value = {json.dumps(text)}; delete box.closest('.find').dataset.took;"
        "box.dispatchEvent(new Event('input', {bubbles: true}));"
        "for (let turn = 0; turn < 200 && !box.closest('.find').dataset.took; turn += 1) await new Promise((done) => setTimeout(done, 20)); })()"
    )
    found: list[str] = tab.run("Array.from(document.querySelectorAll('#found b')).map((one) => one.textContent)")
    return found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dealer", "dealer"),  # the term before those who use it
        ("DEALÉR", "dealer"),
        ("acc-1", "ACC-1 Account title"),
        ('"futures account"', "Order III(1)"),
        ('"account futures"', None),
        ("78o", "15 U.S.C. 78o(b)"),
        ("futu", "Order III(1)"),
        ("nosuchword", None),
    ],
)
def test_search(tab: Any, sites: dict[str, Path], text: str, first: str | None) -> None:
    tab.open(sites["sample"] / "documents" / "order.html")
    found = search(tab, text)
    assert (found[0].startswith(first) if first and found else first) == (True if first else None), found
    assert tab.run("document.getElementById('find-count').textContent") == "Nothing found" if not first else True
    assert tab.errors == []


def test_the_search_is_worked_with_keys_and_leads_to_the_place(tab: Any, sites: dict[str, Path]) -> None:
    tab.open(sites["sample"] / "index.html")
    tab.key("/", 191, "/")
    assert tab.run("document.activeElement.id") == "find"
    search(tab, "futures account")
    assert "result" in tab.run("document.getElementById('find-count').textContent")
    assert tab.run("document.querySelectorAll('#found mark').length") > 0
    tab.key("ArrowDown", 40)
    tab.key("ArrowDown", 40)
    assert tab.run("Array.from(document.querySelectorAll('#found a')).indexOf(document.activeElement)") == 1
    tab.key("ArrowUp", 38)
    tab.key("ArrowUp", 38)
    assert tab.run("document.activeElement.id") == "find"
    tab.key("Escape", 27)
    assert tab.run("document.getElementById('find').value + document.getElementById('found').hidden") == "true"


def test_a_link_that_lasts_leads_to_the_page_of_the_place(tab: Any, sites: dict[str, Path]) -> None:
    tab.open(sites["sample"] / "go.html", "rule/3.s1")
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert tab.run("location.pathname.split('/').slice(-2).join('/') + location.hash") == "documents/rule.html#rule/3.s1"
    tab.open(sites["sample"] / "go.html", "rule/no-such")
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert "no place called" in tab.run("document.getElementById('go').textContent")


def test_definitions_layers_and_pictures_answer(tab: Any, sites: dict[str, Path]) -> None:
    tab.open(sites["sample"] / "documents" / "order.html")
    tab.run("document.querySelector('.term a').focus()")
    assert "means a person" in tab.run("document.getElementById('definition').textContent")
    tab.run("document.querySelector('[data-layer=term]').click()")
    assert tab.run("getComputedStyle(document.querySelector('.term a')).textDecorationLine") == "none"
    tab.run("document.querySelector('[data-layer=term]').click()")
    dossier = sorted((sites["sample"] / "requirements").rglob("*.html"))[0]
    tab.open(dossier)
    box = "document.querySelector('[data-pan] svg').getAttribute('viewBox')"
    before = tab.run(box)
    tab.run("document.querySelector('[data-pan]').focus()")
    tab.key("+", 187, "+")
    assert tab.run(box) != before
    tab.key("0", 48, "0")
    assert [float(number) for number in tab.run(box).split()] == [float(number) for number in before.split()]
    assert tab.errors == []


def test_words_are_folded_as_the_index_folds_them(tab: Any, sites: dict[str, Path]) -> None:
    from regkit.report.site.search import words

    samples = [
        "Société’s “naïve” §1005.11(c)",
        "İstanbul ﬁnance ǅ",
        "規則 ルール 한국 rule",
        "Ⅻ ½ x² ١٢",
        "straße ΣΑΣ",
        "a\u0301b",
        "𝐀𝐁 𐐀",
        "__proto__",
    ]
    tab.open(sites["sample"] / "index.html")
    text = (sites["sample"] / "assets" / "search.js").read_text()
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith(("const WORD", "const plain", "const fold =", "const LONGEST"))]
    assert len(lines) == 4
    assert tab.run(f"(() => {{ {' '.join(lines)} return {json.dumps(samples)}.map(fold); }})()") == [words(sample) for sample in samples]
