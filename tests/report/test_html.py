"""The HTML writer: the data of large pages, what stays printed, and that no text of a document can leave its place in the data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.report import render
from regkit.report.facts import Highlight, ProjectView
from regkit.report.views.matrix import matrix_view
from regkit.report.writers import html
from regkit.report.writers.html_data import column, encode, payload, short, units
from regkit.report.writers.html_light import light_matrix

HOSTILE = "</script><script>alert(1)</script><!--<script> ]]> \u202eevil\u202c \x07\x7f \ud800 \U0001f600 {{ 7*7 }} {% x %}"
TEXT = st.text(alphabet=st.characters(), max_size=40)


def data_of(page: bytes) -> Any:
    found = re.search(rb'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    return json.loads(found[1]) if found else None


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 0)
    monkeypatch.setattr(html, "MOST_SENTENCES", 0)


def values(column: Any, count: int) -> list[Any]:
    if isinstance(column, list):
        return column
    return [column["v"][at] for at in column["i"]] if column["i"] else column["v"] * count


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12))
def test_a_column_holds_its_values(given: list[str]) -> None:
    assert values(column(given), len(given)) == given


@given(TEXT, st.integers(0, 45))
def test_offsets_are_those_of_utf_16(text: str, offset: int) -> None:
    assert units(text, offset) == offset + sum(ord(character) > 0xFFFF for character in text[:offset])
    before = text[:offset].encode("utf-16-le", "surrogatepass")
    assert units(text, len(text[:offset])) == len(before) // 2


@given(st.lists(TEXT))
def test_the_data_is_the_data_whatever_the_text(texts: list[str]) -> None:
    made = encode({"texts": texts})
    assert "<" not in made
    assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\ud800-\udfff]", made)
    assert json.loads(made)["texts"] == ["".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text) for text in texts]


@given(TEXT, TEXT)
def test_ids_are_found_again(id: str, home: str) -> None:
    made = short(id, home)
    assert (made[1:] if made.startswith("=") else home + made) == id


def test_every_requirement_is_in_the_data(project: ProjectView) -> None:
    made = json.loads(payload(project))
    rows, sentences = made["requirements"], made["sentences"]
    count = len(project.requirements)
    for at, fact in enumerate(project.requirements):
        own = values(rows["quote"], count)[at]
        start, length = values(rows["offset"], count)[at], values(rows["length"], count)[at]
        assert (own or sentences["text"][rows["sentence"][at]][start : start + length]) == fact.quote
        assert [project.checks[check].id for check in rows["checks"][at]] == list(fact.checks)
        assert values(rows["status"], count)[at] == fact.status.value
        marks = rows["marks"][at]
        layers = [made["layers"][layer] for layer in marks[2::3]]
        assert list(zip(marks[::3], marks[1::3], layers, strict=True)) == [(mark.start, mark.end, mark.layer) for mark in fact.highlights]


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("name", ["matrix", "gaps", "coverage", "glossary", "authorities"])
def test_no_text_leaves_the_data(project: ProjectView, name: str) -> None:
    def hostile(value: Any) -> Any:
        return msgspec.structs.replace(
            value,
            **{
                field: HOSTILE
                for field in ("quote", "title", "bearer", "pinpoint", "text", "reasons")
                if field in value.__struct_fields__ and field != "reasons"
            },
        )

    documents = tuple(
        msgspec.structs.replace(
            document,
            provisions=tuple(
                msgspec.structs.replace(hostile(provision), sentences=tuple(hostile(sentence) for sentence in provision.sentences))
                for provision in document.provisions
            ),
        )
        for document in project.documents
    )
    given = msgspec.structs.replace(
        project, documents=documents, requirements=tuple(map(hostile, project.requirements)), checks=tuple(map(hostile, project.checks))
    )
    page = render(name, "html", given)
    scripts = re.findall(r"<script[^>]*>", page.decode())
    assert scripts == ["<script>", '<script type="application/json" id="data">', "<script>", "<script>"]
    wanted = HOSTILE.replace("\ud800", "\ufffd")
    assert data_of(page)["sentences"]["text"][0] == wanted
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page.decode())
    assert policy
    bodies = [body for kind, body in re.findall(r"<script([^>]*)>(.*?)</script>", page.decode(), re.S) if not kind]
    hashes = ["sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies]
    assert all(digest in policy[1] for digest in hashes)


def test_the_light_view_is_the_view(project: ProjectView) -> None:
    light, whole = light_matrix(project), matrix_view(project)
    for field in whole.__struct_fields__:
        if field != "inline_context":
            found, wanted = getattr(light, field), getattr(whole, field)
            if field == "sources":
                found = tuple(msgspec.structs.replace(source, provisions=tuple(source.provisions)) for source in found)
            assert len(found) == len(wanted) if hasattr(wanted, "__len__") else True
            assert (tuple(found) if isinstance(wanted, tuple) else found) == wanted, field


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("file", "text", "drawn_rows"),
    [
        ("matrix/page.html.jinja", '{% extends "builtin/matrix/page.html.jinja" %}{% block footer %}<p>Ours.</p>{% endblock %}', True),
        ("matrix/page.html.jinja", '{% extends "builtin/matrix/page.html.jinja" %}{% block summary %}{{ view.rows[0].quote }}{% endblock %}', True),
        (
            "matrix/page.html.jinja",
            '{% extends "builtin/matrix/page.html.jinja" %}{% block row %}<tr><td>Ours: {{ row.id }}</td></tr>{% endblock %}',
            False,
        ),
        ("matrix/page.html.jinja", '{% extends "mine.jinja" %}', False),
        ("_shared/macros.html.jinja", None, False),
        ("_shared/extra.css", "p { color: red }", True),
    ],
    ids=["footer", "summary", "row", "row-of-a-base", "macros", "style"],
)
def test_what_a_user_lays_out_is_printed(project: ProjectView, tmp_path: Path, file: str, text: str | None, drawn_rows: bool) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    (tmp_path / "mine.jinja").write_text(
        '{% extends "builtin/matrix/page.html.jinja" %}{% block row %}<tr><td>Ours: {{ row.id }}</td></tr>{% endblock %}'
    )
    path.write_text(text if text is not None else (html.builtin_folder() / file).read_text().replace("No check", "Not one check"))
    page = render("matrix", "html", project, (tmp_path,))
    assert bool(data_of(page) and data_of(page).get("requirements")) is drawn_rows
    assert (b' data-rows="requirements"' in page) is drawn_rows
    if text and "Ours" in text:
        assert b"Ours" in page
    if text and "quote" in text:
        assert project.requirements[0].quote.encode() in page


def test_a_small_page_needs_no_script(project: ProjectView) -> None:
    page = render("matrix", "html", project)
    assert data_of(page) is None
    assert project.requirements[0].quote.split(",")[0].encode() in page


@pytest.mark.usefixtures("drawn")
def test_without_a_script_the_page_says_where_the_rows_are(project: ProjectView) -> None:
    page = render("matrix", "html", project).decode()
    notes = re.findall(r"<noscript>(.*?)</noscript>", page, re.S)
    assert len(notes) == 4
    assert all("regkit report matrix -f csv" in note for note in notes)


def test_a_mark_outside_its_text_does_no_harm(project: ProjectView) -> None:
    fact = msgspec.structs.replace(project.requirements[0], quote="a \U0001f600 b", highlights=(Highlight(-2, 3, "cue"), Highlight(2, 99, "bearer")))
    made = json.loads(payload(msgspec.structs.replace(project, requirements=(fact,))))
    assert made["requirements"]["marks"] == [[0, 4, 0, 2, 100, 1]]  # what lies outside is cut off where it is drawn
