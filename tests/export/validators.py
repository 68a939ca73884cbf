"""What each form's own tools say of a file: a function a form, which raises where the file is not what it claims to be.

The contract test and the tests of the forms load this by its path, since tests are no package. A tool that is no Python package may be missing; its
test says so and is skipped.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import warnings
from functools import cache
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs" / "exchange.md"


def reqif(data: bytes, folder: Path) -> object:
    """Return the file's bundle: valid by the XSD and without dangling relations, and alike when it is parsed and written again."""
    from lxml import etree
    from reqif.parser import ReqIFParser
    from reqif.unparser import ReqIFUnparser

    _reqif_schema().validate(etree.fromstring(data))
    bundle = ReqIFParser.parse_from_string(data.decode())
    bundle.req_if_header.title = "x"  # reqif 0.1.0 writes the header's title without escapes, and with them everything else
    data = re.sub(rb"<TITLE>.*</TITLE>", b"<TITLE>x</TITLE>", data)
    again = ReqIFUnparser.unparse(bundle)
    assert _canonical(again.encode()) == _canonical(data)
    content = bundle.core_content.req_if_content
    objects = {found.identifier for found in content.spec_objects or ()}
    for relation in content.spec_relations or ():
        assert {relation.source, relation.target} <= objects
    placed = [found.spec_object for each in content.specifications for found in bundle.iterate_specification_hierarchy(each)]
    assert len(placed) == len(set(placed)) == len(objects), "every object stands in one hierarchy, once"
    return bundle


@cache
def _reqif_schema() -> object:
    import reqif as package
    import xmlschema

    folder = Path(package.__file__).parent
    before = Path.cwd()
    os.chdir(folder.parent)  # the schema names its parts from there
    try:
        return xmlschema.XMLSchema(str(folder / "reqif_schema" / "reqif.xsd"), base_url=str(folder.parent))
    finally:
        os.chdir(before)


def _canonical(data: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    for element in root.iter():
        inline = "xhtml" in element.tag
        if not inline and not (element.text or "").strip():
            element.text = None
        if not inline and not (element.tail or "").strip():
            element.tail = None
    return etree.tostring(root, method="c14n")


def oscal_catalog(data: bytes, folder: Path) -> object:
    """Return the catalog as compliance-trestle reads it, having passed all of its validators."""
    return _oscal(data, folder, "trestle.oscal.catalog", "Catalog")


def oscal_results(data: bytes, folder: Path) -> object:
    """Return the assessment results as compliance-trestle reads them, having passed all of its validators."""
    return _oscal(data, folder, "trestle.oscal.assessment_results", "AssessmentResults")


def _oscal(data: bytes, folder: Path, module: str, name: str) -> object:
    from importlib import import_module

    pytest.importorskip("trestle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trestle.core.validator_factory import validator_factory

        path = folder / "oscal.json"
        path.write_bytes(data)
        model = getattr(import_module(module), name).oscal_read(path)
        assert model is not None
        arguments = type("Arguments", (), {"mode": "all", "verbose": 0, "quiet": True, "trestle_root": folder})()
        validator = validator_factory.get(arguments)
        assert validator.model_is_valid(model, quiet=True)
    return model


def webannotation(data: bytes, folder: Path) -> object:
    """Return the triples as rdflib reads them, with nothing fetched, having passed the shapes."""
    import rdflib

    from regkit.export.webannotation import violations

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        assert violations(data) == ""
        return rdflib.Graph().parse(data=data, format="json-ld")


def gexf(data: bytes, folder: Path) -> object:
    """Return the graph as networkx reads it."""
    import networkx as nx

    return nx.read_gexf(io.BytesIO(data))


def graphml(data: bytes, folder: Path) -> object:
    """Return the graph as networkx reads it."""
    import networkx as nx

    return nx.read_graphml(io.BytesIO(data), force_multigraph=True)


def node_link(data: bytes, folder: Path) -> object:
    """Return the graph as networkx reads it."""
    import networkx as nx

    return nx.node_link_graph(json.loads(data), edges="edges")


def csl(data: bytes, folder: Path) -> object:
    """Return the items as citeproc reads and prints them; each type and each variable is one that CSL has."""
    import citeproc
    from citeproc import formatter
    from citeproc.source.json import CiteProcJSON

    known = {"id", "type", *(name.replace("_", "-") for name in citeproc.VARIABLES), "title-short"}
    types = {"legislation", "regulation", "bill", "legal_case", "document"}
    items = json.loads(data)
    for item in items:
        assert set(item) <= known, set(item) - known
        assert item["type"] in types
        assert item["title"]
    assert len({item["id"] for item in items}) == len(items)
    source = CiteProcJSON(items)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = citeproc.CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            citation = citeproc.Citation([citeproc.CitationItem(item["id"])])
            bibliography.register(citation)
        assert len(bibliography.bibliography()) == len(items)
    return items


def needs(data: bytes, folder: Path) -> object:
    """Return the needs as sphinx-needs has them after it imported them, with the conf.py of the docs; the build has no warning."""
    pytest.importorskip("sphinx_needs")
    (folder / "conf.py").write_text(conf(), encoding="utf-8")
    (folder / "regkit.needs.json").write_bytes(data)
    (folder / "index.rst").write_text("Requirements\n============\n\n.. needimport:: regkit.needs.json\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-D", "needs_build_json=1", str(folder), str(folder / "out")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    built = json.loads((folder / "out" / "needs.json").read_text(encoding="utf-8"))
    return built["versions"][built["current_version"]]["needs"]


def conf() -> str:
    """Return the conf.py that the docs tell people to write."""
    fences = DOCS.read_text(encoding="utf-8").split("```")
    return textwrap.dedent(next(part.removeprefix("python") for part in fences[1::2] if "needs_types" in part))


def dot(data: bytes, folder: Path) -> object:
    """Return the drawing as pydot reads it; where Graphviz is there, having been drawn by it."""
    import pydot

    if shutil.which("dot"):
        run = subprocess.run(["dot", "-Tsvg"], input=data, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr
        assert not run.stderr
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyparsing's, of pydot's calls
        (drawn,) = pydot.graph_from_dot_data(data.decode())
    return drawn


def mermaid(data: bytes, folder: Path) -> object:
    """Return what mermaid's own parser makes of the diagram."""
    modules = node_modules()
    path = folder / "diagram.mmd"
    path.write_bytes(data)
    script = Path(__file__).parent / "parse_mermaid.mjs"
    run = subprocess.run(["node", str(script), str(modules), str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def node_modules() -> Path:
    """Return the folder with mermaid and jsdom; skip the test where there is none."""
    folder = Path(os.environ.get("REGKIT_NODE_MODULES", "node_modules"))
    if not shutil.which("node") or not (folder / "mermaid").is_dir() or not (folder / "jsdom").is_dir():
        pytest.skip("needs node, and a folder REGKIT_NODE_MODULES with mermaid and jsdom (npm install mermaid jsdom)")
    return folder.absolute()


VALIDATORS = {
    "csl": csl,
    "dot": dot,
    "gexf": gexf,
    "graphml": graphml,
    "json": node_link,
    "mermaid": mermaid,
    "needs": needs,
    "oscal-catalog": oscal_catalog,
    "oscal-results": oscal_results,
    "reqif": reqif,
    "webannotation": webannotation,
}
