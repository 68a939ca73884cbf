"""The site: every link leads somewhere, names hold, an edit changes what it must and nothing else, and text stays text."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.errors import ReportError
from regkit.model.document import ProvisionType, Source
from regkit.report.facts import DocumentFact, ProjectView, ProvisionFact, SentenceFact
from regkit.report.site import POLICY, site_files, write_site
from regkit.report.site.folder import MANIFEST, write_folder
from regkit.report.site.names import file_name
from regkit.report.site.places import fnv
from regkit.report.site.plan import document_units, plan

plan_module = import_module("regkit.report.site.plan")  # the package has a function of that name


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self.links += [str(found[name]) for name in ("href", "src") if name in found]


def html_of(project: ProjectView) -> dict[str, _Page]:
    return {path: _Page(data.decode()) for path, data in site_files(project) if path.endswith(".html")}


def broken(project: ProjectView) -> list[tuple[str, str]]:
    files = {path for path, _ in site_files(project)}
    pages = html_of(project)
    found = []
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http:", "https:")):
                continue
            target, _, spot = link.partition("#")
            to = normpath(f"{dirname(path)}/{target}".lstrip("/")) if target else path
            if to not in files or (spot and to in pages and unquote(spot) not in pages[to].ids):
                found.append((path, link))
    return found


def long_project(sections: int = 6, sentences: int = 5) -> ProjectView:
    provisions = []
    for number in range(sections):
        for part, name in ((0, f"act/{number}"), (1, f"act/{number}/a")):
            text = tuple(SentenceFact(id=f"{name}.s{at}", text=f"Firm {number} shall keep record {at}.") for at in range(sentences))
            kind = ProvisionType.PARAGRAPH if part else ProvisionType.SECTION
            provisions.append(ProvisionFact(id=name, pinpoint=name, depth=1 + part, type=kind, sentences=text))
    document = DocumentFact(id="act", source=Source(name="a", sha256="0", media_type="text/plain", size=1), provisions=tuple(provisions))
    return ProjectView(name="Long", version="1", documents=(document,))


def test_every_link_of_the_site_leads_to_a_place_that_there_is(project: ProjectView) -> None:
    assert broken(project) == []


def test_ids_are_unique_on_each_page_and_each_page_has_the_policy(project: ProjectView) -> None:
    for path, data in site_files(project):
        if path.endswith(".html"):
            ids = _Page(data.decode()).ids
            assert len(ids) == len(set(ids)), path
            assert data.decode().count(f'content="{POLICY}"'.replace("'", "&#39;")) == 1, path
            assert " style=" not in data.decode()
    assert "http" not in POLICY and "unsafe" not in POLICY


def test_every_requirement_sentence_and_provision_has_a_place_that_go_knows(project: ProjectView) -> None:
    files = dict(site_files(project))
    pages = html_of(project)
    for spot, path in plan(project).homes.items():
        piece = files[f"places/{fnv(spot) % 64}.js"].decode()
        known = json.loads(piece[piece.index(",") + 1 : piece.rindex(")")])
        assert [page for page, spots in known if spot in spots] == [path]
        if not path.startswith("reports/"):
            assert spot in pages[path].ids or spot.split("-")[0] in {"source", "document"} or spot in {"order", "rule"}, spot


def test_the_same_project_gives_the_same_files(project: ProjectView) -> None:
    assert list(site_files(project)) == list(site_files(project))


def test_an_empty_project_has_a_site(tmp_path: Path) -> None:
    made = write_site(tmp_path / "site", ProjectView(name="Empty", version="1"))
    assert made.written and "no requirements" in (tmp_path / "site" / "index.html").read_text()
    assert broken(ProjectView(name="Empty", version="1")) == []


def test_a_second_run_touches_nothing(project: ProjectView, tmp_path: Path) -> None:
    first = write_site(tmp_path, project)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = write_site(tmp_path, project)
    assert (again.written, again.kept, again.removed) == (0, first.written, 0)
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def _edits(project: ProjectView) -> list[ProjectView]:
    order, rule = project.documents
    piece = rule.provisions[0]
    sentence = msgspec.structs.replace(piece.sentences[0], text=piece.sentences[0].text + " More.")
    reworded = msgspec.structs.replace(
        rule, provisions=(msgspec.structs.replace(piece, sentences=(sentence, *piece.sentences[1:])), *rule.provisions[1:])
    )
    replace = msgspec.structs.replace
    return [
        replace(project, documents=(order, reworded)),
        replace(project, requirements=project.requirements[:-1]),
        replace(project, checks=()),
        replace(project, name="Another <name>"),
        replace(project, documents=(order,), requirements=tuple(one for one in project.requirements if one.document == "order")),
    ]


@pytest.mark.parametrize("number", range(5))
def test_after_any_edit_the_folder_equals_a_clean_build(project: ProjectView, tmp_path: Path, number: int) -> None:
    edited = _edits(project)[number]
    write_site(tmp_path / "kept", project)
    made = write_site(tmp_path / "kept", edited)
    clean = dict(site_files(edited))
    found = {path.relative_to(tmp_path / "kept").as_posix(): path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file()}
    listed = json.loads(found.pop(MANIFEST))["files"]
    assert found == clean and listed == {path: hashlib.sha256(data).hexdigest() for path, data in clean.items()}
    assert made.kept > 10


def test_what_regkit_did_not_make_is_neither_removed_nor_written_over(tmp_path: Path) -> None:
    write_folder(tmp_path, [("a.html", b"1"), ("sub/b.html", b"2")])
    (tmp_path / "own.txt").write_text("mine")
    (tmp_path / "sub" / "b.html").write_text("changed by hand")
    made = write_folder(tmp_path, [("a.html", b"1")])
    assert made.removed == 0 and (tmp_path / "sub" / "b.html").read_text() == "changed by hand" and (tmp_path / "own.txt").is_file()
    with pytest.raises(ReportError, match="did not write"):
        write_folder(tmp_path, [("own.txt", b"ours")])
    assert (tmp_path / "own.txt").read_text() == "mine"


def test_removed_pages_take_their_empty_folders_with_them(tmp_path: Path) -> None:
    write_folder(tmp_path, [("a.html", b"1"), ("one/two/b.html", b"2")])
    assert write_folder(tmp_path, [("a.html", b"1")]).removed == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.html", MANIFEST])


@pytest.mark.parametrize("path", ["../outside.txt", "sub/../../outside.txt"])
def test_the_list_of_files_cannot_name_a_file_outside(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "site"
    (tmp_path / "outside.txt").write_bytes(b"x")
    write_folder(folder, [("a.html", b"1")])
    listed = json.loads((folder / MANIFEST).read_text())
    listed["files"][path] = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (folder / MANIFEST).write_text(json.dumps(listed))
    write_folder(folder, [("a.html", b"1")])
    assert (tmp_path / "outside.txt").is_file()


def test_a_list_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(ReportError, match="list of the site") as caught:
        write_folder(tmp_path, [("a.html", b"1")])
    assert MANIFEST in str(caught.value)


def test_a_cut_off_run_leaves_nothing_that_the_next_does_not_know(tmp_path: Path) -> None:
    def dies() -> object:
        for number in range(300):
            yield f"p{number}.html", b"1"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path, dies())  # type: ignore[arg-type]
    assert len(list(tmp_path.glob("p*.html"))) == 256
    assert write_folder(tmp_path, [("q.html", b"2")]).removed == 256


@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=20, unique=True))
def test_names_differ_whatever_the_file_system_makes_of_case(ids: list[str]) -> None:
    names = [file_name(id) for id in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert re.fullmatch(r"[a-z0-9~_-]([a-z0-9._~-]*[a-z0-9~_-])?(/[a-z0-9~_-]([a-z0-9._~-]*[a-z0-9~_-])?)*", name), name


def test_a_long_document_is_cut_where_its_structure_is_and_growth_elsewhere_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "MOST_SENTENCES", 20)
    units = document_units(long_project().documents[0])
    assert [unit.path for unit in units] == ["documents/act.html", *(f"documents/act/{number}.html" for number in range(6))]
    assert sorted(at for unit in units for at in unit.pieces) == list(range(12))
    grown = {unit.path for unit in document_units(long_project(sections=9).documents[0])}
    assert {unit.path for unit in units} < grown
    assert broken(long_project()) == []


def test_many_requirements_share_the_page_of_their_provision(project: ProjectView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "MOST_DOSSIERS", 2)
    assert broken(project) == []
    assert len(set(plan(project).dossiers.values())) == len({one.provision for one in project.requirements})


def test_text_stays_text(project: ProjectView) -> None:
    text = '<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} </title> " \' <a href="#x">'
    first = msgspec.structs.replace(project.requirements[0], quote=text, title=text, bearer=text, highlights=())
    hostile = msgspec.structs.replace(project, name=text, requirements=(first, *project.requirements[1:]))
    for path, page in html_of(hostile).items():
        assert "img" not in page.tags, path
    for path, data in site_files(hostile):
        if path.endswith(".html"):
            assert b"<script>" not in data and b"onerror=alert(2)>" not in data.replace(b"onerror=alert(2)&gt;", b""), path
