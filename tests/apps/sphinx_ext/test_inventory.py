"""Another documentation links to this one's requirements through intersphinx; needs.json stands beside our own directives."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from sphinx.util.inventory import InventoryFile

from .conftest import Docs

EXCHANGE = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
# what the page tells people to put into their conf.py
NEEDS = 'extensions.append("sphinx_needs")\n' + textwrap.dedent(
    next(part.removeprefix("python").replace("extensions =", "_ =") for part in EXCHANGE.split("```")[1::2] if "needs_types" in part)
)


def test_another_project_links_here(docs: Docs) -> None:
    assert docs.build("out", "html", "-W")[0] == 0
    with (docs.root / "out" / "objects.inv").open("rb") as file:
        found = InventoryFile.load(file, "https://example.org/", lambda base, rest: base + rest)
    assert found["reg:requirement"]["sec-xm-order/III-7.1"].uri == "https://example.org/one.html#reg-sec-xm-order/III-7.1"
    assert found["reg:term"]
    assert found["reg:provision"]["sec-xm-order/III-7"]
    assert found["reg:check"]["XM-C7-01"]
    other = docs.root / "other"
    other.mkdir()
    inventory = docs.root / "out" / "objects.inv"
    (other / "conf.py").write_text(
        'extensions = ["sphinx.ext.intersphinx", "regkit.apps.sphinx_ext"]\n'
        f'intersphinx_mapping = {{"rules": ("https://example.org/", {str(inventory)!r})}}\nsuppress_warnings = []\n'
    )
    (other / "index.rst").write_text("X\n=\n\n:reg:req:`sec-xm-order/III-7.1` and :external+rules:reg:req:`the floor <sec-xm-order/III-7.1>`\n")
    command = [sys.executable, "-m", "sphinx", "-W", "-b", "html", str(other), str(docs.root / "other-out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (docs.root / "other-out" / "index.html").read_text()
    assert page.count('href="https://example.org/one.html#reg-sec-xm-order/III-7.1"') == 2


def test_beside_sphinx_needs(docs: Docs, project: Path) -> None:
    from regkit.export import exporter
    from regkit.export.select import with_coverage
    from regkit.workflow import open_project

    stored = open_project(project)
    (docs.source / "needs.json").write_bytes(exporter("needs").export(with_coverage(stored.graph, stored.coverage)))
    docs.conf(NEEDS)
    docs.page("plain", "Plain\n=====\n\n.. needimport:: needs.json\n\n.. reg:matrix::\n   :status: failing\n")
    code, said = docs.build()
    assert code == 0, said
    assert "reg-sec-xm-order/III-7.1" in docs.read("plain.html")
