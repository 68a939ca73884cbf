"""Word documents: real headings, tables, links and fields; a template's styles are kept."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.shared import Pt, RGBColor

from regkit.errors import MissingExtraError, ReportError
from regkit.report import render
from regkit.report.books import BOOKS
from regkit.report.facts import ProjectView
from regkit.report.writers.docx_styles import STYLES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def made(project: ProjectView, pieces: ModuleType, monkeypatch: pytest.MonkeyPatch) -> docx.document.Document:
    monkeypatch.setitem(BOOKS, "gaps", lambda view: pieces.everything())
    return docx.Document(io.BytesIO(render("gaps", "docx", project)))


def test_headings_are_headings(made: docx.document.Document) -> None:
    heads = [(line.style.name, line.text) for line in made.paragraphs if line.style.name.startswith("Heading")]
    assert heads[:3] == [("Heading 1", "Tables"), ("Heading 1", "Words"), ("Heading 1", "Same title")]
    assert ("Heading 4", "Four") in heads
    assert ("Heading 4", "Five") in heads  # as deep as Word's own contents go, and no deeper


def test_contents_are_a_field_with_its_entries(made: docx.document.Document) -> None:
    fields = [part.text for part in made.element.body.iter(f"{W}instrText")]
    assert fields == [' TOC \\o "1-3" \\h \\z \\u ']
    assert [line.text for line in made.paragraphs if line.style.name.startswith("toc 1")][:3] == ["Tables", "Words", "Same title"]
    kinds = [part.get(f"{W}fldCharType") for part in made.element.body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_tables_repeat_their_heads_and_keep_short_rows_whole(made: docx.document.Document) -> None:
    table = next(table for table in made.tables if table.cell(0, 0).text == "Duty")
    first, second = table.rows[0]._tr, table.rows[1]._tr
    assert first.trPr.find(f"{W}tblHeader") is not None
    assert second.trPr.find(f"{W}tblHeader") is None
    assert second.trPr.find(f"{W}cantSplit") is not None
    assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val").startswith("Duties")
    assert table.style.name == "Regkit Table"
    assert next(table.cell(1, 1)._tc.iter(f"{W}shd")).get(f"{W}fill") == "E5F3EA"


def test_every_link_leads_somewhere(made: docx.document.Document) -> None:
    marks = [mark.get(f"{W}name") for mark in made.element.body.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert all(len(mark) <= 40 for mark in marks)
    links = list(made.element.body.iter(f"{W}hyperlink"))
    assert {link.get(f"{W}anchor") for link in links} - {None} <= set(marks)
    assert {"regkit_gaps_duty_1", "regkit_gaps_check_a"} <= {link.get(f"{W}anchor") for link in links}
    outside = [
        made.part.rels[id].target_ref for link in links if (id := link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"))
    ]
    assert "https://example.gov/a_b#c" in outside


def test_marks_are_styles_of_their_own(made: docx.document.Document) -> None:
    used = {run.style.name for table in made.tables for row in table.rows for cell in row.cells for line in cell.paragraphs for run in line.runs}
    assert {"Regkit Cue", "Regkit Condition", "Regkit Exception", "Regkit Deadline", "Regkit Term", "Regkit Citation"} <= used


def test_header_and_footer(project: ProjectView) -> None:
    made = docx.Document(io.BytesIO(render("matrix", "docx", project)))
    (section,) = made.sections
    assert "Restatement, not the official text" in section.header.paragraphs[0].text
    assert "Graph cccccccccccc" in section.footer.paragraphs[0].text
    assert [field.get(f"{W}instr").strip() for field in section.footer._element.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert section.page_width > section.page_height
    assert made.core_properties.title == "Traceability matrix"
    assert {lang.get(f"{W}val") for lang in made.styles.element.iter(f"{W}lang")} == {"en"}


def test_dates_are_fixed(project: ProjectView) -> None:
    with zipfile.ZipFile(io.BytesIO(render("matrix", "docx", project))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def template(path: Path) -> Path:
    own = docx.Document()
    own.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    own.styles.add_style("Regkit Caution", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(31)
    own.add_paragraph("Text of the template.")
    own.sections[0].footer.paragraphs[0].text = "Confidential"
    path.parent.mkdir(parents=True, exist_ok=True)
    own.save(str(path))
    return path


@pytest.mark.parametrize("where", ["_shared", "matrix"])
def test_a_template_replaces_the_styles(project: ProjectView, tmp_path: Path, where: str) -> None:
    template(tmp_path / where / "page.docx")
    made = docx.Document(io.BytesIO(render("matrix", "docx", project, [tmp_path])))
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert made.styles["Regkit Caution"].font.size == Pt(31)
    assert "Regkit Table" in {style.name for style in made.styles}
    assert "Text of the template." not in [line.text for line in made.paragraphs]
    assert made.sections[0].footer.paragraphs[0].text == "Confidential"
    assert "Restatement" in made.sections[0].header.paragraphs[0].text
    assert made.sections[0].page_width < made.sections[0].page_height  # its paper too
    assert render("matrix", "docx", project, [tmp_path]) == render("matrix", "docx", project, [tmp_path])


def test_a_template_may_be_named(project: ProjectView, tmp_path: Path) -> None:
    path = template(tmp_path / "letter.docx")
    made = docx.Document(io.BytesIO(render("matrix", "docx", project, docx_template=path)))
    assert made.styles["Regkit Caution"].font.size == Pt(31)


@pytest.mark.parametrize(("data", "said"), [(b"no archive", "no Word document"), (None, "cannot be read")])
def test_a_template_that_is_none_is_one_line(project: ProjectView, tmp_path: Path, data: bytes | None, said: str) -> None:
    path = tmp_path / "letter.docx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ReportError, match=said):
        render("matrix", "docx", project, docx_template=path)


def test_style_names_are_unique() -> None:
    names = [style.name.lower() for style in STYLES]
    assert len(names) == len(set(names))


def test_missing_extra_is_one_line(project: ProjectView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=r"regkit\[docx\]"):
        render("matrix", "docx", project)
