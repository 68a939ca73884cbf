"""The words of reports are in one catalogue, all of them: in a language made of brackets, every word that is not the project's stands in brackets."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import openpyxl
import pypdfium2
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from lxml import etree, html

from regkit.cite.authorities import ORDER
from regkit.errors import ReportError
from regkit.model.annotation import Modality
from regkit.model.check import Method, Result
from regkit.model.coverage import CoverageStatus
from regkit.model.document import Status
from regkit.model.requirement import RequirementKind
from regkit.report import render, report_names
from regkit.report.folders import builtin_folder
from regkit.report.picture_file import picture_file
from regkit.report.site import site_files
from regkit.report.views.authorities import GROUPS
from regkit.report.words import N_, Words, _, language, languages, named, ngettext, speaking
from regkit.report.writers.html_data import LAYERS
from regkit.workflow import build_project
from regkit.workflow.asked import Asked, facts_asked
from regkit.workflow.stored import open_project

ROOT = Path(__file__).resolve().parents[2]
POT = ROOT / "templates" / "_shared" / "locale" / "regkit.pot"
WORD = re.compile(r"[A-Za-z]{2,}")
MADE = {"regkit", "https", "usc", "cfr", "act", "fedreg", "sec", "rule", "release"}
"""What is the same in every language: a name, and what families of citations are called in ids."""
FORMATS = ["html", "md", "rst", "csv", "xlsx", "docx"]


def write_language(folder: Path, tag: str, say: Any) -> Path:
    with POT.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        if message.id:
            message.string = tuple(map(say, message.id)) if isinstance(message.id, tuple) else say(message.id)
    target = folder / "_shared" / "locale" / tag / "LC_MESSAGES" / "regkit.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_language(tmp_path_factory.mktemp("pseudo"), "qps", lambda message: f"⟦{message}⟧")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The model project with a decision of each kind, a waiver and two versions of a document."""
    import shutil

    root = tmp_path_factory.mktemp("words") / "corpus"
    shutil.copytree(ROOT / "corpus", root, ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(root)
    stored = open_project(root)
    with speaking("en", ()):
        return facts_asked(stored, ("logs", "findings"), Asked())


@pytest.fixture(scope="module")
def silent(facts: Any, letters: ModuleType) -> Any:
    """The same project with something of every kind, and no English in what it says."""
    return letters.wordless(letters.of_every_kind(facts))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def seen(data: bytes, format: str) -> Iterator[str]:
    """Yield what a person sees or hears of a report."""
    if format == "html":
        root = html.fromstring(data.decode())
        for node in root.iter():
            if isinstance(node.tag, str) and node.tag not in {"script", "style", "meta", "text"}:
                yield "" if node.tag == "code" and (node.text or "").startswith("regkit ") else node.text or ""  # what to type
                yield " ".join(line.text or "" for line in node.findall("text"))  # the lines of a box in a picture
                yield from (node.get(name, "") for name in ("aria-label", "title", "placeholder", "data-h"))
            yield node.tail or ""
    elif format == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            yield sheet.title
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    elif format == "docx":
        names = ("word/document.xml", "word/header1.xml", "word/footer1.xml")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in set(names) & set(package.namelist()):
                for paragraph in etree.fromstring(package.read(name)).iter("{*}p"):
                    yield "".join(node.text or "" for node in paragraph.iter("{*}t"))
    else:
        text = data.decode()
        if format == "rst":  # names of roles, directives, classes and targets
            text = re.sub(
                r"^\s*\.\. (?:role|_).*|^\s*:(?:class|widths).*|\.\. _.*|^\s*\.\. .*?::|^\s*:[\w-]+:|:[\w-]+:(?=`)|<[^<>\s]+_>", "", text, flags=re.M
            )
        yield re.sub(r"<br>|\\(?=\W)", " ", text)


def outside(text: str) -> set[str]:
    """Return the words that stand outside brackets; messages stand within places of messages too."""
    left = text
    while left != (left := re.sub(r"⟦[^⟦⟧]*⟧", " ", left)):
        pass
    return set(WORD.findall(left)) - MADE


def unsaid(data: bytes, format: str) -> set[str]:
    return {word for text in seen(data, format) for word in outside(text)}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", report_names())
def test_every_word_is_in_the_catalogue(silent: Any, pseudo: Path, name: str, format: str) -> None:
    data = render(name, format, silent, (pseudo,), language="qps")
    assert "⟦".encode() in data or format in {"xlsx", "docx"}
    assert unsaid(data, format) == set()
    if format == "html":
        assert b'<html lang="qps">' in data


@pytest.mark.parametrize("name", ["gaps", "matrix", "coverage", "glossary"])
def test_pages_that_scripts_draw_speak_too(silent: Any, pseudo: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regkit.report.writers.html.MOST_ROWS", 1)
    monkeypatch.setattr("regkit.report.writers.html.MOST_SENTENCES", 1)
    data = render(name, "html", silent, (pseudo,), language="qps")
    assert unsaid(data, "html") == set()
    drawn = html.fromstring(data.decode()).get_element_by_id("data").text
    values = (*CoverageStatus, *LAYERS, *Modality, *RequirementKind, *Method, *Result, *Status, "accepted")
    codes = {part for value in values for part in str(value).split("_")}
    assert {word for text in strings(msgspec.json.decode(drawn)) for word in outside(text)} <= codes


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.js")), ids=lambda path: path.name)
def test_scripts_say_nothing_past_the_catalogue(path: Path) -> None:
    keys = {"Enter", "Escape", "Home", "End", "Tab", "Backspace", "Delete", "Shift", "Element"}
    text = re.sub(r"^\s*//.*|\s//\s.*", "", path.read_text(encoding="utf-8"), flags=re.M)
    said = re.findall(r'(?<!_\()"([A-Z][a-z]+(?: [a-z]+)*[.:]?|[a-z]+(?: [a-z]+){2,})"', text)
    assert {words for words in said if not words.startswith(("Arrow", "Page")) and words not in keys} == set()


def test_the_site_speaks_too(silent: Any, pseudo: Path) -> None:
    with speaking("qps", (pseudo,)):
        files = dict(site_files(silent, (pseudo,)))
    for path, data in files.items():
        if path.endswith(".html"):
            assert unsaid(data, "html") == set(), path
            assert b'<html lang="qps">' in data
            assert b'id="words"' in data, path


def test_paper_speaks_too(silent: Any, pseudo: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render("gaps", "xlsx", silent, (pseudo,), language="qps")))
    assert {sheet.oddFooter.right.text for sheet in book} - {None} == {"⟦Page &P of &N⟧"}
    made = pypdfium2.PdfDocument(render("gaps", "pdf", silent, (pseudo,), language="qps"))
    said = "\n".join(page.get_textpage().get_text_range() for page in made)
    assert "⟦Contents⟧" in said
    assert f"⟦Page 2 of {len(made)}⟧" in said


def test_a_picture_speaks_too(silent: Any, pseudo: Path) -> None:
    with speaking("qps", (pseudo,)):
        for fact in silent.requirements[:20]:
            root = etree.fromstring(picture_file(silent, fact.id, (pseudo,)))
            texts = [node.text or "" for node in root.iter("{*}title", "{*}desc")]
            texts += [" ".join(line.text or "" for line in node.findall("{*}text")) for node in root.iter()]
            texts += [node.get("aria-label", "") for node in root.iter()]
            assert {word for text in texts for word in outside(text)} == set()


def test_the_check_finds_a_word_that_nobody_translated() -> None:
    page = "<p title='⟦One⟧'>⟦A ⟦word⟧ more⟧ stray</p><script>let there</script><p aria-label='Unsaid'></p>"
    assert unsaid(page.encode(), "html") == {"stray", "Unsaid"}
    assert outside("⟦One⟧ ⟦two ⟦three⟧⟧ слово 12 is") == {"is"}


def test_the_catalogue_is_current() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "docs" / "catalogue.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_scripts_bring_their_words_only_where_they_are_not_english(facts: Any, pseudo: Path) -> None:
    assert b'id="words"' not in render("gaps", "html", facts)
    page = html.fromstring(render("gaps", "html", facts, (pseudo,), language="qps").decode())
    words = msgspec.json.decode(page.get_element_by_id("words").text, type=dict[str, str])
    assert words["Copy link"] == "⟦Copy link⟧"
    assert len(words) > 60


@pytest.mark.parametrize(
    ("format", "shown"),
    [("html", "&lt;img src=x&gt;&amp;"), ("md", "&lt;img src=x&gt;&amp;"), ("rst", "img src=x"), ("csv", "<img src=x>&")],
)
def test_words_of_a_catalogue_are_text(facts: Any, tmp_path: Path, format: str, shown: str) -> None:
    folder = write_language(tmp_path, "xx", lambda message: f"<img src=x>& {message}")
    data = render("gaps", format, facts, (folder,), language="xx").decode()
    assert shown in data
    if format == "html":
        page = html.fromstring(data)
        assert not page.xpath("//img")
        assert "<img" not in page.get_element_by_id("words").text


def test_groups_of_authorities_are_marked() -> None:
    assert GROUPS == ORDER


def test_an_unknown_language_is_named_with_those_that_there_are(facts: Any, pseudo: Path) -> None:
    with pytest.raises(ReportError, match=r"no words in the language 'de'. There are: en, qps"):
        render("gaps", "md", facts, (pseudo,), language="de")
    with pytest.raises(ReportError, match=r"no words in the language '\.\./\.\./x'"):
        render("gaps", "md", facts, (pseudo,), language="../../x")
    assert languages((builtin_folder(),)) == ["en"]


def test_a_damaged_catalogue_is_an_error(facts: Any, tmp_path: Path) -> None:
    path = write_language(tmp_path, "xx", str) / "_shared" / "locale" / "xx" / "LC_MESSAGES" / "regkit.mo"
    path.write_bytes(b"no catalogue")
    with pytest.raises(ReportError, match=r"catalogue cannot be read: .* Make it again with: msgfmt"):
        render("gaps", "md", facts, (tmp_path,), language="xx")


def test_messages_fill_their_places_and_tables_speak(pseudo: Path) -> None:
    table = Words({"a": N_("Held"), "b": (N_("Who"), N_("Why"))})
    assert (_("%(record)s, not held", record="50 %"), table["b"], language()) == ("50 %, not held", ("Who", "Why"), "en")
    with speaking("qps", (pseudo,)):
        assert _("%(record)s, not held", record="50 %") == "⟦50 %, not held⟧"
        assert ngettext("%(count)s requirement", "%(count)s requirements", 1) == "⟦1 requirement⟧"
        assert ngettext("%(count)s requirement", "%(count)s requirements", 1200) == "⟦1,200 requirements⟧"
        assert (table["a"], table["b"], table.get("c", "x"), list(table.values())) == (
            "⟦Held⟧",
            ("⟦Who⟧", "⟦Why⟧"),
            "x",
            ["⟦Held⟧", ("⟦Who⟧", "⟦Why⟧")],
        )
        assert (named("not_applicable"), _(""), language()) == ("⟦Not applicable⟧", "", "qps")
    assert language() == "en"
