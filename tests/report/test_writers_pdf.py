"""PDF: tagged, with bookmarks, contents and links; the user's functions stand in for ours; no word of a document is markup."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from regkit.errors import MissingExtraError, ReportError
from regkit.report import render
from regkit.report.blocks import Book, Paragraph, Run, Section, text
from regkit.report.books import BOOKS
from regkit.report.facts import ProjectView
from regkit.report.writers.pdf_data import book_data


@pytest.fixture
def made(project: ProjectView, pieces: ModuleType, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setitem(BOOKS, "gaps", lambda view: pieces.everything())
    return render("gaps", "pdf", project)


def words(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def printed(monkeypatch: pytest.MonkeyPatch, project: ProjectView, line: str) -> str:
    monkeypatch.setitem(BOOKS, "gaps", lambda view: (Section(title="S", blocks=(Paragraph(runs=text(line)),)),))
    return words(render("gaps", "pdf", project))


def test_bookmarks_are_the_sections(made: bytes) -> None:
    found = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(made).get_toc()]
    assert [title for level, title in found if level == 0] == ["Tables", "Words", "Same title", "Documents"]
    assert (4, "Five") in found


def test_it_is_tagged_and_says_its_language_and_title(made: bytes) -> None:
    assert b"/MarkInfo" in made
    assert re.search(rb"/Lang ?\(en\)", made)
    assert b"pdfuaid:part" in made
    assert pypdfium2.PdfDocument(made).get_metadata_dict(skip_empty=True) == {
        "Title": "Gaps",
        "Author": "regkit 0.1.0",
        "Subject": "What the evidence does not show, worst first, and what would close each gap.",
        "Creator": pypdfium2.PdfDocument(made).get_metadata_dict()["Creator"],
    }


def test_header_and_footer_on_every_page(project: ProjectView) -> None:
    document = pypdfium2.PdfDocument(render("matrix", "pdf", project))
    for number, page in enumerate(document, start=1):
        shown = page.get_textpage().get_text_range()
        assert "Traceability matrix · Reserve relief" in shown
        assert "Restatement, not the official text; Official text" in shown
        assert f"Page {number} of {len(document)}" in shown
        assert "Graph cccccccccccc" in shown


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(made)
    told = subprocess.run(["qpdf", "--check", str(tmp_path / "made.pdf")], capture_output=True, text=True, check=False)
    assert (told.returncode, "No syntax or stream encoding errors" in told.stdout) == (0, True), told.stderr


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")
def test_poppler_sees_tags(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(made)
    told = subprocess.run(["pdfinfo", str(tmp_path / "made.pdf")], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    tree = subprocess.run(["pdfinfo", "-struct-text", str(tmp_path / "made.pdf")], capture_output=True, text=True, check=True).stdout
    assert {"H1", "Table", "TH", "TD", "L", "Link", "TOC"} <= set(re.findall(r"^\s*(\w+)", tree, re.M))


@pytest.mark.parametrize(
    "line",
    [
        "#panic()",
        "= no heading",
        "$x$ _e_ *s* `r`",
        '#import "@preview/x:1.0.0"',
        "@label <label>",
        "\\u{41} // no comment /* x */",
        "a -- b ... 'c' \"d\" ~",
    ],
)
def test_words_are_no_markup(monkeypatch: pytest.MonkeyPatch, project: ProjectView, line: str) -> None:
    assert line in " ".join(printed(monkeypatch, project, line).split())


@pytest.mark.parametrize(("line", "shown"), [("中 a", "[U+4E2D] a"), ("\x07 a", "[U+2407] a"), ("Ж ≤ “a”", "Ж ≤ “a”"), ("\U0001f600", "[U+1F600]")])
def test_a_character_without_a_glyph_is_spelled_out(monkeypatch: pytest.MonkeyPatch, project: ProjectView, line: str, shown: str) -> None:
    assert shown in printed(monkeypatch, project, line)


def test_a_function_can_be_replaced(project: ProjectView, tmp_path: Path) -> None:
    own = tmp_path / "_shared" / "page-own.typ"
    own.parent.mkdir()
    own.write_text('#import "page-blocks.typ" as base\n#let front(kit, book) = { (base.front)(kit, book); par("For the committee.") }\n')
    assert "For the committee." in words(render("matrix", "pdf", project, [tmp_path]))
    (tmp_path / "gaps").mkdir()
    (tmp_path / "gaps" / "page-own.typ").write_text('#let contents(kit, book) = par("No contents here.")\n')
    shown = words(render("gaps", "pdf", project, [tmp_path]))
    assert "No contents here." in shown
    assert "For the committee." not in shown


def test_the_example_of_the_documentation_works(project: ProjectView, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "formats-of-reports.md"
    (example,) = re.findall(r"^```typst\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    own = tmp_path / "_shared" / "page-own.typ"
    own.parent.mkdir()
    own.write_text(example)
    (own.parent / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    made = render("matrix", "pdf", project, [tmp_path])
    assert b"Our name" in made or "Our name".encode("utf-16-be") in made
    assert "Traceability matrix" in words(made)


def test_a_wrong_template_is_one_line(project: ProjectView, tmp_path: Path) -> None:
    own = tmp_path / "_shared" / "page-own.typ"
    own.parent.mkdir()
    own.write_text("#let front(kit, book) = {\n  nothing-of-that-name\n}\n")
    with pytest.raises(ReportError, match=r"unknown variable: nothing-of-that-name .*page-own\.typ:2") as told:
        render("matrix", "pdf", project, [tmp_path])
    assert "\n" not in str(told.value)


def test_long_words_have_places_to_part(pieces: ModuleType) -> None:
    book = Book(
        name="x", title="x", description="", project="", tool="", graph_sha256="", standing="", caution="", documents=(), sections=pieces.everything()
    )
    data = book_data(book)
    run = data["sections"][0]["blocks"][0]["rows"][1]["cells"][0]["lines"][0][0]
    assert "".join(run["t"]) == pieces.LONG
    assert max(map(len, run["t"])) <= 12


def test_nothing_runs_over_the_edge_and_no_sign_is_put_in(made: bytes, pieces: ModuleType) -> None:
    document = pypdfium2.PdfDocument(made)
    for page in document:
        text_page = page.get_textpage()
        edges = [text_page.get_rect(number)[2] for number in range(text_page.count_rects())]
        assert max(edges) <= page.get_width() - 40
    shown = words(made)
    assert pieces.LONG in shown.replace("\r\n", "").replace("\n", "")
    assert "c" * 64 in shown  # a hash is copied as it is
    assert "\u200b" not in shown


def test_links_that_lead_nowhere_are_words() -> None:
    runs = (Run("here", target="a"), Run("nowhere", target="b"))
    sections = (Section(title="x", place="a", blocks=(Paragraph(runs=runs, place="a"),)),)
    book = Book(name="x", title="x", description="", project="", tool="", graph_sha256="", standing="", caution="", documents=(), sections=sections)
    (section,) = book_data(book)["sections"]
    (paragraph,) = section["blocks"]
    assert (section["label"], paragraph["label"]) == ("a", "")  # a label twice would stop Typst
    assert paragraph["line"] == [{"t": "here", "s": "", "l": [], "to": "a", "url": ""}, "nowhere"]


def test_missing_extra_is_one_line(project: ProjectView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"regkit\[report-pdf\]"):
        render("matrix", "pdf", project)
