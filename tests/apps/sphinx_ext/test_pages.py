"""What stands on the pages, in each format; what authors are warned of."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import lxml.html
import pytest

from .conftest import Docs, Rebuild


def test_html(docs: Docs) -> None:
    code, said = docs.build("out", "html", "-W")
    assert code == 0, said
    for name in ("index", "matrix", "one", "quoted", "words"):
        page = lxml.html.fromstring(docs.read(f"{name}.html"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        for href in page.xpath('//div[@class="body"]//a[starts-with(@href, "#")]/@href'):
            assert href[1:] in ids, (name, href)
    page = lxml.html.fromstring(docs.read("matrix.html"))
    statuses = [cell.text_content() for cell in page.xpath('//tr[starts-with(@id, "reg-sec-xm-order")]/td[5]')]
    assert statuses
    assert all(status.startswith(("Failing", "Covered")) for status in statuses)
    assert statuses[0].startswith("Failing")
    words = lxml.html.fromstring(docs.read("words.html"))
    hover = words.xpath('//abbr[@title and text()="Eligible Position"]')[0]
    assert "eligible for cross-margining" in hover.get("title")
    assert hover.xpath("ancestor::a/@href")[0].startswith("#reg-term-")
    assert words.xpath('//a[contains(@href, "one.html#reg-sec-xm-order/III-7.1")]')
    assert words.xpath('//a[contains(@class, "external") and contains(@href, "govinfo.gov/link/uscode/15/78o")]')
    assert words.xpath('//a[contains(@href, "quoted.html#reg-sec-xm-order/III-7")]')
    assert "Eligible Position" in docs.read("genindex.html")
    assert "regkit.css" in docs.read("plain.html")
    assert '"arrang' in docs.read("searchindex.js")  # of the sentences, in no page's source


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "xml", "singlehtml", "dirhtml"])
def test_every_builder(docs: Docs, builder: str) -> None:
    code, said = docs.build("out", builder, "-W")
    assert code == 0, said
    made = b"".join(docs.files("out").values())
    assert b"initial margin that FICC requires" in re.sub(rb"\s+", b" ", re.sub(rb"<[^>]*>|\\sphinx\w+|[{}]", b"", made))
    assert b"regkit_embed" not in made


@pytest.mark.skipif(not (shutil.which("latexmk") or shutil.which("tectonic")), reason="there is no TeX on this machine")
def test_pdf(docs: Docs) -> None:
    docs.build("out", "latex", "-W")
    tool = ["latexmk", "-pdf", "-interaction=nonstopmode"] if shutil.which("latexmk") else ["tectonic"]
    tex = next((docs.root / "out").glob("*.tex"))
    assert subprocess.run([*tool, tex.name], cwd=tex.parent, check=False).returncode == 0


WRONG = {
    ".. reg:requirement:: sec-xm-order/III-7.9": (
        "unknown-id",
        "no requirement 'sec-xm-order/III-7.9' in the graph; did you mean sec-xm-order/III-7",
    ),
    ".. reg:requirement:: sec-xm-order/III-8.1\n   :quote: shall keep a diary": ("changed-quote", "does not say 'shall keep a diary'"),
    ".. reg:source:: sec-xm-order/III-7\n   :quote: no margin at all": ("changed-quote", "does not say 'no margin at all'; it says: 7. Margin"),
    ".. reg:source:: sec-xm-order/III-7\n   :highlight: colour": ("bad-option", "there is no layer 'colour'"),
    ".. reg:matrix::\n   :status: failling": ("bad-option", "there is no status 'failling'; did you mean failing"),
    ".. reg:matrix::\n   :document: sec-xm-ordre": ("unknown-id", "did you mean sec-xm-order"),
    ".. reg:matrix::\n   :columns: sentence, price": ("bad-option", "there is no column 'price'"),
    ".. reg:matrix::\n   :sort: size": ("bad-option", "there is no order 'size'"),
    ".. reg:tree:: sec-xm-order/III-7.1": ("unknown-id", "has no conditions"),
    ".. reg:report:: matrixx": ("unknown-id", "matrixx"),
    ".. reg:glossary::\n   :terms: Elegible Position": ("unknown-id", "did you mean eligible position"),
    ":reg:term:`Elegible Position`": ("unknown-id", "did you mean eligible position"),
    ":reg:provision:`sec-xm-order/III-77`": ("unknown-id", "there is no provision"),
    ":reg:cite:`the law of the sea`": ("unknown-id", "cannot be linked"),
    ".. reg:requirement:: sec-xm-order/III-7.1": ("duplicate", "is described here and in one"),
}


def test_warnings(docs: Docs) -> None:
    text = "Plain\n=====\n\n"
    lines = {}
    for source in WRONG:
        lines[source] = text.count("\n") + 1
        text += source + "\n\n"
    docs.page("plain", text)
    code, said = docs.build()
    assert code == 0, said
    for source, (kind, words) in WRONG.items():
        found = [line for line in said.splitlines() if f"plain.rst:{lines[source]}: " in line]
        assert any(words in line and line.endswith(f"[regkit.{kind}]") for line in found), (source, found)
    docs.conf(suppress='"regkit"')
    assert docs.build("quiet", "html", "-W")[0] == 0


def test_a_stale_graph_and_no_graph(docs: Docs, project: Path) -> None:
    docs.conf(suppress="")
    (project / "checks" / "zz.yaml").write_text("[]\n")
    code, said = docs.build("out", "html", "-W")
    assert code != 0
    assert "[regkit.stale-graph]" in said
    docs.conf("regkit_build = True\n", suppress="")
    code, said = docs.build("out", "html", "-W")
    assert code == 0, said
    docs.conf(suppress="")
    (project / "build" / "graph.json").unlink()
    code, said = docs.build()
    assert code == 2
    assert "graph.json: nothing is built yet. Run: regkit build" in said
    docs.conf('regkit_project = ""\n', suppress="")
    code, said = docs.build()
    assert "[regkit.no-project]" in said


HOSTILE = """
### 4. Hostile <script>alert(1)</script>

The custodian shall keep \\<img src=x onerror=alert(1)\\> :reg:req:\\`x\\` $\\\\input{/etc/passwd}$ {{ 7*7 }} % & # records.
"""


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_words_of_documents_are_only_words(docs: Docs, project: Path, rebuild: Rebuild, builder: str) -> None:
    order = project / "sec-xm-order"
    settings = (order / "document.toml").read_text(encoding="utf-8")
    (order / "document.toml").write_text(re.sub(r'(?m)^sha256 = ".*"', 'sha256 = ""', settings), encoding="utf-8")
    with (order / "source.md").open("a", encoding="utf-8") as source:
        source.write(HOSTILE)
    rebuild()
    docs.page("matrix", "M\n=\n\n.. reg:matrix::\n   :bearer: custodian\n")
    code, said = docs.build("out", builder)
    assert code == 0, said
    if builder == "html":
        page = lxml.html.fromstring(docs.read("matrix.html"))
        assert not page.xpath("//img | //div[@class='body']//script")
        assert "<img src=x onerror=alert(1)>" in page.text_content()
        assert "{{ 7*7 }}" in page.text_content()
    else:
        text = "".join(path.read_text(encoding="utf-8") for path in (docs.root / "out").glob("*.tex"))
        assert "onerror" in text
        assert "\\input{/etc" not in text
