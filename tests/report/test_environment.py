"""Escaping, formats, overriding templates, and errors that name the place."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from regkit.errors import ReportError
from regkit.report import render, report_names
from regkit.report.environment import csv_cell, environment, markdown, percent, strong
from regkit.report.facts import ProjectView

TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=80)
PUNCTUATED = st.text(alphabet="ab1 .)-+*_`[]()<>&|#~!\\$:/=@'\"{}", max_size=40)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize("wrapped", ["{}", "- {}", "| x |\n|--|\n| {} |", "> {}", "# {}"])
@given(text=TEXT | PUNCTUATED)
def test_markdown_shows_exactly_the_text(wrapped: str, text: str) -> None:
    wanted = " ".join(text.split())
    tokens = MARKDOWN.parse(wrapped.format(markdown(wanted)))
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    shown = "".join("".join(child.content for child in token.children or []) for token in tokens if token.type == "inline")
    assert shown.removeprefix("x") == wanted if wrapped.startswith("|") else shown == wanted


@given(TEXT | PUNCTUATED)
def test_strong_text_is_one_strong_run(text: str) -> None:
    wanted = " ".join(text.split())
    inline = [child for token in MARKDOWN.parse(f"a {strong(wanted)} b") for child in token.children or []]
    assert "".join(child.content for child in inline) == f"a {wanted} b"
    assert [child.type for child in inline if not child.type.startswith("text") and child.type not in {"strong_open", "strong_close"}] == []


@given(st.lists(st.text(max_size=30), min_size=2, max_size=5))
def test_csv_reads_back_but_for_apostrophes_and_controls(cells: list[str]) -> None:
    line = ",".join(csv_cell(cell) for cell in cells) + "\r\n"
    (row,) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert len(row) == len(cells)
    for read, cell in zip(row, cells, strict=True):
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))
        if cell.isprintable() and not cell.lstrip(" ").startswith(("=", "+", "-", "@")):
            assert read == cell


@pytest.mark.parametrize(("permille", "wanted"), [(0, "0 %"), (875, "87.5 %"), (1000, "100 %")])
def test_shares_are_printed_as_people_read_them(permille: int, wanted: str) -> None:
    assert percent(permille) == wanted


@pytest.mark.parametrize(("format", "wanted"), [("html", "&lt;b&gt;*x*"), ("md", r"&lt;b&gt;\*x\*"), ("csv", "<b>*x*"), ("unknown", "&lt;b&gt;*x*")])
def test_what_a_template_prints_is_escaped_without_asking(format: str, wanted: str) -> None:
    assert environment(format).from_string("{{ text }}").render(text="<b>*x*") == wanted


def test_macros_do_not_escape_twice() -> None:
    made = environment("md").from_string("{% macro m(x) %}{{ x }}{% endmacro %}{{ m('a|b') }}")
    assert made.render() == r"a\|b"


def put(folder: Path, path: str, text: str) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return folder


def test_a_user_overrides_one_block(project: ProjectView, tmp_path: Path) -> None:
    put(tmp_path, "matrix/page.html.jinja", '{% extends "builtin/matrix/page.html.jinja" %}{% block footer %}<p>House rules</p>{% endblock %}')
    made = render("matrix", "html", project, [tmp_path]).decode()
    assert "<p>House rules</p>" in made
    assert made.replace("<p>House rules</p>", "") != made
    assert made.split('<footer class="foot">')[0] == render("matrix", "html", project).decode().split('<footer class="foot">')[0]


def test_a_user_overrides_the_base_of_every_report(project: ProjectView, tmp_path: Path) -> None:
    put(tmp_path, "_shared/base.html.jinja", '{% extends "builtin/_shared/base.html.jinja" %}{% block caution %}<p>Ours</p>{% endblock %}')
    assert all(b"<p>Ours</p>" in render(name, "html", project, [tmp_path]) for name in report_names())


def test_a_user_adds_a_style_and_the_policy_allows_it(project: ProjectView, tmp_path: Path) -> None:
    from regkit.report.environment import csp_hash

    put(tmp_path, "_shared/extra.css", "h1 { color: teal }\n")
    made = render("gaps", "html", project, [tmp_path]).decode()
    assert "<style>h1 { color: teal }\n</style>" in made
    assert csp_hash("h1 { color: teal }\n").replace("'", "&#39;") in made or csp_hash("h1 { color: teal }\n") in made


def test_a_report_is_one_folder(project: ProjectView, tmp_path: Path) -> None:
    put(
        tmp_path, "register/report.toml", 'title = "Register"\ndescription = "D."\nview = "matrix"\ncolumns = [{ title = "Who", field = "bearer" }]\n'
    )
    put(tmp_path, "register/page.md.jinja", "{% for row in view.rows %}{{ row.bearer }}\n{% endfor %}")
    assert "register" in report_names([tmp_path])
    assert render("register", "md", project, [tmp_path]).decode().splitlines()[:2] == ["A dealer", "The dealer"]
    assert render("register", "csv", project, [tmp_path]).decode().splitlines()[1].startswith("A dealer,")


def test_the_first_folder_wins(project: ProjectView, tmp_path: Path) -> None:
    first = put(tmp_path / "a", "gaps/page.md.jinja", "first")
    second = put(tmp_path / "b", "gaps/page.md.jinja", "second")
    assert render("gaps", "md", project, [first, second]) == b"first\n"


@pytest.mark.parametrize(
    ("path", "text", "name", "format", "wanted"),
    [
        ("gaps/page.md.jinja", "{{ nothing }}", "gaps", "md", "'nothing' is undefined"),
        ("gaps/page.md.jinja", "a\n{% if %}", "gaps", "md", "page.md.jinja:2"),
        ("gaps/page.md.jinja", '{% include "none" %}', "gaps", "md", "no template none"),
        ("gaps/report.toml", "title = 1", "gaps", "md", "report.toml"),
        ("gaps/report.toml", 'title = "x"\ndescription = "x"\nview = "nope"', "gaps", "md", "no view 'nope'"),
        ("gaps/report.toml", 'title = "x"\ndescription = "x"\nview = "gaps"\nrows = "rowz"', "gaps", "csv", "no field 'rowz'"),
        ("x/page.md.jinja", "", "nope", "md", "there is no report 'nope'. Reports are: audit, authorities, changes"),
        ("x/page.md.jinja", "", "../gaps", "md", "there is no report"),
        ("x/page.md.jinja", "", "gaps", "nope", "there is no format 'nope'. Formats are: csv, docx, html"),
    ],
)
def test_errors_name_the_place(project: ProjectView, tmp_path: Path, path: str, text: str, name: str, format: str, wanted: str) -> None:
    put(tmp_path, path, text)
    with pytest.raises(ReportError) as caught:
        render(name, format, project, [tmp_path])
    assert wanted in str(caught.value)
