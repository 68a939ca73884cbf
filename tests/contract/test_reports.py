"""Every report in every format: text of documents stays text, bytes repeat, links lead somewhere, and the front matter is there."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import docx
import msgspec
import networkx as nx
import openpyxl
import pypdfium2
import pytest
from docutils.core import publish_doctree
from lxml import etree
from markdown_it import MarkdownIt

from regkit.graph.schema import EdgeKind, NodeKind, authority_id, check_id, evidence_id
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.report import formats, render, report_names
from regkit.report.facts import ProjectView, ReviewFact, TreeFact, TreeNode
from regkit.report.facts_audit import ChangeFact, FindingFact, LogFact, RequirementChange, TouchFact, WaiverFact
from regkit.report.gather import project_view

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> </style></textarea>--><!-- {{ 7*7 }} {% raw %}{# x #} ${1} "
    "| a | b |\n=cmd|' /C calc'!A0 `code` *em* _u_ [l](javascript:alert(3)) ![i](x) ~~s~~ # h \u202eevil\u202c \u200f \x07 &amp; \"q\" 'a' \\"
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1")
REPORTS = report_names()
FORMATS = formats()


def hostile_graph(text: str) -> nx.MultiDiGraph:
    """Return a graph after `regkit.graph.schema` in which every string that a person or a source may write is ``text``."""
    graph = nx.MultiDiGraph(schema=1, name=text)
    anchor = {"document": "d", "start": 0, "end": len(text), "quote": text, "prefix": text, "suffix": text, "fingerprint": "rk1:0"}
    records = json.dumps([{"title": text, "citation": text, "url": "javascript://x.gov/%0aalert(4)", "date": text}])
    graph.add_node(
        "d",
        kind=NodeKind.DOCUMENT.value,
        title=text,
        issuer=text,
        instrument=text,
        citation=text,
        status="restatement",
        records=records,
        not_held=json.dumps([text]),
        source=text,
        sha256="a" * 64,
        media_type=text,
        url="javascript:alert(5)",
    )
    graph.add_node(
        "d/1", kind=NodeKind.PROVISION.value, document="d", pinpoint=text, heading=text, marker=text, type="section", path='["1"]', depth=1
    )
    graph.add_node("d/1.s1", kind=NodeKind.SENTENCE.value, provision="d/1", pinpoint=text, **anchor)
    for number in (1, 2):
        graph.add_node(
            f"d/1.{number}",
            kind=NodeKind.REQUIREMENT.value,
            provision="d/1",
            pinpoint=text,
            sentence="d/1.s1",
            modality="exemption",
            bearer=text,
            title=text,
            rule=text,
            certain=False,
            cue_start=3,
            cue_end=9,
            condition_spans=f"5-{len(text)}",
            **anchor,
        )
    graph.add_node(
        check_id(text),
        kind=NodeKind.CHECK.value,
        check=text,
        title=text,
        method=text,
        owner=text,
        frequency=text,
        next_due=text,
        procedure=text,
        evidence_wanted=text,
    )
    graph.add_node(evidence_id(text), kind=NodeKind.EVIDENCE.value, result="pass", date=text, by=text, note=text)
    graph.add_node(
        "d/1.def-x",
        kind=NodeKind.DEFINITION.value,
        term=text,
        provision="d/1",
        pinpoint=text,
        sentence="d/1.s1",
        body=text,
        scope='["1"]',
        definition_kind="means",
        certain=False,
        **anchor,
    )
    graph.add_node(authority_id(text), kind=NodeKind.AUTHORITY.value, target=text, family=text, url="data:text/html,x", resolved=True)
    graph.add_node("unresolved:d/1.s1:0", kind=NodeKind.AUTHORITY.value, target=text, family="internal", note=text, resolved=False)
    mark = {"start": 2, "end": 20, "quote": text}
    graph.add_edge("d", "d/1", kind=EdgeKind.CONTAINS.value)
    graph.add_edge("d/1", "d/1.s1", kind=EdgeKind.CONTAINS.value)
    graph.add_edge("d/1.2", "d/1.1", kind=EdgeKind.READ_WITH.value)
    graph.add_edge("d/1.s1", "d/1.def-x", kind=EdgeKind.USES_TERM.value, **mark)
    graph.add_edge("d/1.s1", authority_id(text), kind=EdgeKind.CITES.value, **mark)
    graph.add_edge("d/1.s1", "unresolved:d/1.s1:0", kind=EdgeKind.CITES.value, **mark)
    graph.add_edge("d/1.s1", "d/1", kind=EdgeKind.CITES.value, **mark)
    graph.add_edge(check_id(text), "d/1.2", kind=EdgeKind.VERIFIES.value)
    graph.add_edge(check_id(text), evidence_id(text), kind=EdgeKind.EVIDENCED_BY.value)
    return graph


def hostile_project(text: str) -> ProjectView:
    leaf = TreeNode(op=LogicOp.LEAF, reliance=Reliance.NOT_SHOWN, requirement="d/1.2")
    root = TreeNode(op=LogicOp.ALL, reliance=Reliance.NOT_SHOWN, children=(leaf,))
    changed = (("equal", text), ("removed", text), ("added", text))
    reviews = [
        ReviewFact(id=text, kind="requirement", state=state, words=text, document="d", pinpoint=text, sentence=sentence, quote=text, changed=words)
        for state, sentence, words in (("rejected", "d/1.s1", ()), ("suspect", "d/1.s1", changed), ("lost", "", ()))
    ]
    trees = [TreeFact(requirement="d/1.1", root=root, reasons=(text,))]
    change = RequirementChange(change="reworded", old=(text,), new=(text,), old_pinpoint=text, new_pinpoint=text, changed=changed, note=text)
    step = ChangeFact(
        old=text,
        new=text,
        counts=((text, 1),),
        requirements=(change,),
        touches=tuple(TouchFact(kind="check", id=text, effect=effect, requirement=on, why=text) for effect, on in (("look", text), ("lost", "gone"))),
        untouched=1,
    )
    return msgspec.structs.replace(
        project_view(hostile_graph(text), trees=trees, reviews=reviews, graph_sha256="b" * 64),
        waivers=tuple(WaiverFact(requirement=id, reason=text, owner=text, until=text, stands=id != text) for id in ("d/1.1", text)),
        logs=(LogFact(file=text, entries=1, head=text, problems=(text,)),),
        findings=(FindingFact(severity="error", code=text, message=text, place=text, remedy=text),),
        changes=(step,),
        shown=text,
        whole=3,
    )


def visible(text: str) -> str:
    """Return the text as a page shows it."""
    return text.replace("\x07", "\u2407").replace("\u202e", "[U+202E]").replace("\u202c", "[U+202C]")


def shown(format: str, data: bytes) -> str:
    """Return the words of a file as its own readers see them; those of a text as they are."""
    if format == "docx":
        return "\n".join("".join(part.text or "" for part in line.iter("{*}t")) for line in docx.Document(io.BytesIO(data)).element.body.iter("{*}p"))
    if format == "xlsx":
        return "\n".join(
            str(value) for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.values for value in row if value is not None
        )
    if format == "pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return data.decode()


class Page(HTMLParser):
    """What a browser would see: tags with attributes, ids, links, and text."""

    def __init__(self, source: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._in = ""
        self.feed(source.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.tags.append((tag, dict(attrs)))
        if tag in self.raw:
            self._in = tag
            self.raw[tag].append("")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.raw[self._in][-1] += data
        else:
            self.text.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module", params=[HOSTILE, *FORMULAS], ids=["markup", *map(repr, FORMULAS)])
def text(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def hostile(text: str) -> ProjectView:
    return hostile_project(text)


def test_reports_and_formats_are_registered() -> None:
    assert {"authorities", "coverage", "gaps", "glossary", "matrix"} <= set(REPORTS)
    assert {"csv", "docx", "html", "json", "md", "pdf", "rst", "xlsx"} <= set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_bytes_repeat(name: str, format: str) -> None:
    assert render(name, format, hostile_project(HOSTILE)) == render(name, format, hostile_project(HOSTILE))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_project_has_reports(name: str, format: str) -> None:
    assert render(name, format, ProjectView(name="Nothing yet", version="1"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_front_matter_is_there(name: str, format: str) -> None:
    made = shown(format, render(name, format, hostile_project("plain words here, enough of them"))).lower()
    whole = "".join(made.split())  # a page parts a long hash
    for wanted in ("a" * 64, "b" * 64, "regkit", "restatement", "notheld" if format != "json" else '"not_held"'):
        assert wanted in whole
    assert not re.search(r"\bcompliant\b", made)


@pytest.mark.parametrize("name", REPORTS)
def test_html_holds_no_foreign_markup(name: str, hostile: ProjectView, text: str) -> None:
    page = Page(render(name, "html", hostile))
    assert [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "embed", "form", "base", "link", "textarea"}] == []
    assert len(page.raw["script"]) == 2
    for tag, attributes in page.tags:
        assert not [attribute for attribute in attributes if attribute.startswith("on") or attribute == "style" or attribute == "src"], tag
    assert all(value.startswith(("#", "https://", "http://")) for value in page.values("href"))
    shown = "".join(page.text)
    wanted = visible(text).replace("\r", "\n").strip()
    assert wanted in shown.replace("\r", "\n")
    assert "{{ 7*7 }}" not in text or "{{ 7*7 }}" in shown


@pytest.mark.parametrize("name", REPORTS)
def test_html_allows_only_its_own_style_and_script(name: str, hostile: ProjectView) -> None:
    import base64
    import hashlib

    page = Page(render(name, "html", hostile))
    policy = next(attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    for kind in ("script", "style"):
        allowed = set(re.search(rf"{kind}-src ([^;]+)", policy)[1].split())  # type: ignore[index]
        made = {"'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'" for text in page.raw[kind]}
        assert made == allowed


@pytest.mark.parametrize("name", REPORTS)
def test_every_place_is_one_and_every_link_leads_to_one(name: str, hostile: ProjectView) -> None:
    page = Page(render(name, "html", hostile))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert all(id and not re.search(r"\s", id) for id in ids)
    targets = {unquote(value[1:]) for value in page.values("href") if value.startswith("#")}
    assert targets <= set(ids)
    for name_ in ("for", "aria-labelledby", "data-s"):
        assert {id for value in page.values(name_) for id in value.split()} <= set(ids)


@pytest.mark.parametrize("name", REPORTS)
def test_markdown_shows_the_text_and_nothing_else(name: str, hostile: ProjectView, text: str) -> None:
    made = render(name, "md", hostile).decode()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made)
    inline = [child for token in tokens for child in (token.children or [])]
    html = [child.content for child in inline if child.type == "html_inline"] + [token.content for token in tokens if token.type == "html_block"]
    assert set(html) <= {"<br>"}
    assert [child.type for child in inline if child.type in {"image", "code_inline", "s_open", "em_open"}] == []
    assert all(str(child.attrs["href"]).startswith(("http://", "https://")) for child in inline if child.type == "link_open")
    assert [token.type for token in tokens if token.type in {"fence", "code_block"}] == []
    shown = "\n".join("".join(child.content for child in token.children or [] if child.type != "html_inline") for token in tokens)
    assert " ".join(visible(text).split()) in " ".join(shown.split())


@pytest.mark.parametrize("name", REPORTS)
def test_markdown_tables_keep_their_columns(name: str, hostile: ProjectView) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(render(name, "md", hostile).decode())
    widths, cells = [], 0
    for token in tokens:
        if token.type == "tr_open":
            cells = 0
        elif token.type in {"td_open", "th_open"}:
            cells += 1
        elif token.type == "tr_close":
            widths.append(cells)
    raw = [line for line in render(name, "md", hostile).decode().splitlines() if line.startswith("|")]
    assert len(widths) == len([line for line in raw if not re.fullmatch(r"[|:\- ]+", line)])
    assert all(
        width == len(re.findall(r"(?<!\\)\|", line)) - 1
        for width, line in zip(widths, [x for x in raw if not re.fullmatch(r"[|:\- ]+", x)], strict=True)
    )


@pytest.mark.parametrize("name", REPORTS)
def test_csv_holds_no_formula(name: str, hostile: ProjectView) -> None:
    made = render(name, "csv", hostile).decode()
    assert made.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("name", REPORTS)
def test_json_holds_the_text_as_it_is(name: str, hostile: ProjectView, text: str) -> None:
    made = json.loads(render(name, "json", hostile))
    assert made["report"] == name

    def strings(value: object) -> set[str]:
        if isinstance(value, dict):
            return {found for inner in value.values() for found in strings(inner)}
        if isinstance(value, list):
            return {found for inner in value for found in strings(inner)}
        return {value} if isinstance(value, str) else set()

    assert text in strings(made)


def test_the_picture_of_a_tree_is_well_formed(hostile: ProjectView) -> None:
    made = render("coverage", "html", hostile).decode()
    pictures = re.findall(r'<svg xmlns="http://www\.w3\.org/2000/svg".*?</svg>', made, re.S)
    assert len(pictures) == 1
    root = etree.fromstring(pictures[0].encode(), etree.XMLParser(resolve_entities=False))
    assert {etree.QName(element).localname for element in root.iter()} <= {"svg", "title", "desc", "path", "circle", "a", "g", "rect", "text"}


@pytest.mark.parametrize(("name", "text"), [*((name, HOSTILE) for name in REPORTS), *(("matrix", text) for text in FORMULAS)])
def test_docutils_shows_the_text_and_nothing_else(name: str, text: str) -> None:
    told = io.StringIO()
    settings = {"report_level": 1, "warning_stream": told, "raw_enabled": False, "file_insertion_enabled": False}
    tree = publish_doctree(render(name, "rst", hostile_project(text)).decode(), settings_overrides=settings)
    # A place that nobody in the page leads to is for those who lead to it from elsewhere.
    assert [line for line in told.getvalue().splitlines() if line and "is not referenced" not in line] == []
    kinds = {node.tagname for node in tree.findall()}
    assert not kinds & {"raw", "image", "literal_block", "problematic", "system_message", "substitution_reference", "footnote", "math"}
    assert [node for node in tree.findall() if node.tagname == "comment" and node.astext()] == []  # an empty one parts a quotation from a list
    links = [str(node["refuri"]) for node in tree.findall() if node.tagname == "reference" and "refuri" in node]
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert " ".join(visible(text).split()) in " ".join(tree.astext().split())


@pytest.mark.parametrize("name", REPORTS)
def test_a_workbook_holds_words_only(name: str, hostile: ProjectView, text: str) -> None:
    data = render(name, "xlsx", hostile)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr", "d"}
    assert all(not cell.hyperlink or cell.hyperlink.location or cell.hyperlink.target.startswith(("http://", "https://")) for cell in cells)
    words = {" ".join(str(cell.value).split()) for cell in cells}
    assert any(" ".join(visible(text).split()) in said for said in words)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [part for part in archive.namelist() if part.endswith(".xml") and b"<f>" in archive.read(part) and "worksheets" in part] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_word_document_holds_words_only(name: str) -> None:
    data = render(name, "docx", hostile_project(HOSTILE))
    made = docx.Document(io.BytesIO(data))
    assert " ".join(visible(HOSTILE).split()) in " ".join(shown("docx", data).split())
    fields = [part.text for part in made.element.body.iter("{*}instrText")]
    assert all(field.startswith(" TOC ") for field in fields)
    outside = [part.target_ref for part in made.part.rels.values() if part.is_external]
    assert all(link.startswith(("http://", "https://")) for link in outside)


@pytest.mark.parametrize("name", REPORTS)
def test_a_pdf_shows_the_text(name: str) -> None:
    """Its own writer's tests try what the words could be taken for; here it is that every report's words come through."""
    seen = "".join(shown("pdf", render(name, "pdf", hostile_project(HOSTILE))).split())
    wanted = visible(HOSTILE).replace("\u2407", "[U+2407]").replace("\u200f", "")
    assert "".join(wanted.split()) in seen.replace("\u200f", "").replace("\ufffe", "")
