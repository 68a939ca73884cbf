"""A MkDocs site on a copy of the model project, built as people build it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from regkit.apps.mkdocs_plugin.fences import find, problems_of

INDEX = """\
---
title: Rules
---
# Rules

An [Eligible Position](term:), [](reg:sec-xm-order/III-7.1), [the statute](<cite:15 U.S.C. 78o(c)(3)>), [where](reg:sec-xm-order/III-7).

```reg-matrix
:document: sec-xm-order
:status: failing
```

````md
```reg-matrix
```
````

```reg-source sec-xm-order/III-7
:quote: initial margin that FICC requires
```
"""
MORE = "# More\n\n```reg-requirement sec-xm-order/III-7.1\n```\n\n~~~ {reg-glossary}\n~~~\n"


class Site:
    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "docs" / "sub").mkdir(parents=True)
        self.conf()
        (root / "docs" / "index.md").write_text(INDEX)
        (root / "docs" / "sub" / "more.md").write_text(MORE)

    def conf(self, more: str = "      ignore: [stale-graph]\n") -> None:
        (self.root / "mkdocs.yml").write_text("site_name: T\nplugins:\n  - search\n  - regkit:\n      project: corpus\n" + more)

    def build(self, *options: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "mkdocs", "build", *options]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def site(project: Path) -> Site:
    return Site(project.parent)


def test_pages(site: Site) -> None:
    code, said = site.build("--strict")
    assert code == 0, said
    page = lxml.html.parse(site.root / "site" / "index.html").getroot()
    links = dict(zip(page.xpath("//p/a/@href"), (a.text_content() for a in page.xpath("//p/a[@href]")), strict=True))
    assert links["#reg-sec-xm-order/III-7.1"] == "XM Order III.7"
    assert links["#reg-sec-xm-order/III-7"] == "where"
    assert any(href.startswith("sub/more/#reg-term-") and text == "Eligible Position" for href, text in links.items())
    assert any("govinfo.gov/link/uscode/15/78o" in href and text == "the statute" for href, text in links.items())
    assert page.xpath('//tr[@id="reg-sec-xm-order/III-7.1"]')
    assert "```reg-matrix" in page.xpath("//pre//code")[0].text_content()
    assert page.xpath('//mark[contains(@class, "regkit-cue")]')
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert (site.root / "site" / "assets" / "regkit.css").is_file()
    assert "initial margin that FICC requires" in (site.root / "site" / "search" / "search_index.json").read_text()


def test_strict_fails_what_is_stale(site: Site, project: Path) -> None:
    wrong = (
        INDEX.replace("FICC requires", "FICC wishes")
        .replace("(reg:sec-xm-order/III-7.1)", "(reg:sec-xm-order/III-7.9)")
        .replace("failing", "failling")
    )
    (site.root / "docs" / "index.md").write_text(wrong + "\n```reg-matrx\n```\n\n```reg-tree\n```\n\n```reg-matrix\nstatus failing\n:size: 3\n```\n")
    code, said = site.build("--strict")
    assert code == 1
    lines = [line.strip() for line in said.splitlines() if "[regkit." in line]
    for place, words, kind in (
        (6, "there is no provision 'sec-xm-order/III-7.9'", "unknown-id"),
        (8, "there is no status 'failling'", "bad-option"),
        (18, "does not say 'initial margin that FICC wishes'", "changed-quote"),
        (22, "there is no block reg-matrx", "bad-option"),
        (25, "reg-tree needs an id", "bad-option"),
        (28, "has no option 'size'", "bad-option"),
        (28, "this line is no option: 'status failing'", "bad-option"),
    ):
        assert any(f"index.md:{place}: " in line and words in line and line.endswith(f"[regkit.{kind}]") for line in lines), (place, words, said)
    site.conf("      ignore: [unknown-id, changed-quote, bad-option, stale-graph]\n")
    assert site.build("--strict")[0] == 0
    for name in ("graph.json", "graph.db"):  # either is enough
        (project / "build" / name).unlink()
    code, said = site.build()
    assert code == 1
    assert "nothing is built yet" in said
    assert "Traceback" not in said


def test_the_graph_is_built_where_asked(site: Site, project: Path) -> None:
    (project / "checks" / "zz.yaml").write_text("[]\n")
    site.conf("")
    code, said = site.build("--strict")
    assert code == 1
    assert "[regkit.stale-graph]" in said
    site.conf("      build: true\n")
    assert site.build("--strict")[0] == 0


def test_fences() -> None:
    text = "a\n\n```reg-matrix\n:status: lost\n```\n\n~~~~ reg-tree x/1.1 \n~~~\n~~~~\n```python\n```reg-matrix\n```\n```reg-gaps\n"
    found = list(find(text))
    assert [(fence.shown.kind, fence.shown.argument, fence.line) for fence in found] == [("matrix", "", 3), ("tree", "x/1.1", 7)]
    assert found[0].shown.options == (("status", "lost"),)
    assert found[1].odd == ("~~~",)
    assert problems_of(found[0]) == ()
    assert re.search("no option", problems_of(found[1])[0].words)
