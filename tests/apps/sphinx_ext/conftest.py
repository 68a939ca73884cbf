"""A documentation with every directive and role, on a copy of the model project."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from sphinx.cmd.build import main

CONF = """\
extensions = ["regkit.apps.sphinx_ext"]
project = "Rules of the firm"
regkit_project = "../corpus"
suppress_warnings = [{suppress}]
"""
PAGES = {
    "index": """\
Start
=====

.. toctree::

   matrix
   one
   quoted
   words
   plain
""",
    "matrix": """\
Matrix
======

.. reg:coverage::

.. reg:matrix::
   :document: sec-xm-order
   :status: failing, covered
   :sort: status
   :caption: The order
""",
    "one": """\
One
===

.. reg:requirement:: sec-xm-order/III-7.1
   :quote: at least the sum of the initial margin

.. reg:gaps::
   :document: sec-xm-order
   :no-index:
""",
    "quoted": """\
Quoted
======

.. reg:source:: sec-xm-order/III-7
   :quote: initial margin that FICC requires

.. reg:tree:: sec-xm-order/III.1

.. reg:report:: matrix
""",
    "words": """\
Words
=====

An :reg:term:`Eligible Position` under :reg:provision:`sec-xm-order/III-7`, see :reg:req:`the floor <sec-xm-order/III-7.1>` and
:reg:cite:`15 U.S.C. 78o(c)(3)`.

.. reg:glossary::
""",
    "plain": """\
Plain
=====

Nothing of the project is here.
""",
}


class Docs:
    """The folder of the pages, and builds of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "docs"
        self.source.mkdir()
        self.conf()
        for name, text in PAGES.items():
            self.page(name, text)

    def conf(self, more: str = "", suppress: str = '"regkit.stale-graph"') -> None:
        (self.source / "conf.py").write_text(CONF.format(suppress=suppress) + more)

    def page(self, name: str, text: str) -> None:
        (self.source / f"{name}.rst").write_text(text)

    def build(self, out: str = "out", builder: str = "html", *options: str) -> tuple[int, str]:
        """Return the exit code and what was said. In this process: starting another one takes longer than most builds."""
        said = io.StringIO()
        folders = ["-d", str(self.root / f"{out}-doctrees"), str(self.source), str(self.root / out)]
        with redirect_stdout(said), redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Sphinx and its themes warn each other
            code = main(["--no-color", "-b", builder, *options, *folders])
        return code, said.getvalue()

    def files(self, out: str) -> dict[str, bytes]:
        """Return every file of a build by its name."""
        folder = self.root / out
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def read(self, name: str, out: str = "out") -> str:
        return (self.root / out / name).read_text(encoding="utf-8")


@pytest.fixture
def docs(project: Path) -> Docs:
    return Docs(project.parent)


Rebuild = Callable[[], None]


@pytest.fixture
def rebuild(project: Path) -> Rebuild:
    """Build the graph of the project again."""

    def run() -> None:
        from regkit.workflow import build_project

        build_project(project)

    return run
