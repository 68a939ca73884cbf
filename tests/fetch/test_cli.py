"""``regkit fetch`` and ``regkit add CITATION`` as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli import fetching
from regkit.apps.cli.app import app
from regkit.errors import FetchError, RegkitError
from regkit.settings import load_document_settings, parse_settings

runner = CliRunner(env={"COLUMNS": "80"})
FR = "www.federalregister.gov/api/v1"
PART = b"""<?xml version="1.0"?>
<DIV5 N="240" TYPE="PART"><HEAD>PART 240\xe2\x80\x94RULES</HEAD><DIV8 N="240.15c3-3" TYPE="SECTION"><HEAD>\xc2\xa7 240.15c3-3   Reserves.</HEAD>
<P>(a) A broker shall keep a reserve.</P><P>(b) A broker must not spend it.</P></DIV8></DIV5>
"""


@pytest.fixture
def here(server: Any, make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to work in, with the command line's client on the loopback server."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(fetching, "make_client", lambda project=None, **options: make(offline=options.get("offline", False)))
    server.on("www.ecfr.gov/api/versioner/v1/titles.json", {"titles": [{"number": 17, "up_to_date_as_of": "2026-04-30"}], "meta": {}})
    server.on("www.ecfr.gov/api/versioner/v1/full/2026-04-15/*", PART)
    server.on("www.ecfr.gov/api/versioner/v1/full/2026-04-30/*", PART.replace(b"must not", b"shall not"))
    return folder


def run(*words: str, code: int = 0) -> Result:
    result = runner.invoke(app, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_a_document_and_its_provenance_are_written(here: Path) -> None:
    output = run("fetch", "17 CFR 240.15c3-3", "--on", "2026-04-15", "-o", "texts").stdout
    folder = here / "texts" / "17-cfr-240-15c3-3-2026-04-15"
    assert "fetched, version 2026-04-15" in output
    assert (folder / "source.xml").read_bytes() == PART
    known = load_document_settings(folder / "document.toml")
    assert known.source.retrieved == "2026-05-04"
    assert known.source.url.startswith("https://www.ecfr.gov/api/versioner/v1/full/2026-04-15/title-17.xml?part=240")
    assert known.source.media_type == "application/xml"
    assert (known.authority.status, known.authority.version, known.authority.citation) == ("official", "2026-04-15", "17 CFR 240.15c3-3")
    assert (
        tomllib.loads((folder / "document.toml").read_text(encoding="utf-8"))["source"]["sha256"]
        in run("fetch", "17 CFR 240.15c3-3", "--on", "2026-04-15", "-o", "texts", "--json").stdout
    )


def test_one_bad_among_many_does_not_stop_the_others(here: Path) -> None:
    result = run("fetch", "hello", "17 CFR 240.15c3-3", "GSD Rule 4", "--on", "2026-04-15", code=2)
    assert result.stderr.count("regkit: ") == 2
    assert "hello: hello" not in result.stderr
    assert (here / "17-cfr-240-15c3-3-2026-04-15" / "document.toml").is_file()
    assert "Traceback" not in result.output


def test_json_is_an_object_a_citation(here: Path) -> None:
    rows = [json.loads(line) for line in run("fetch", "17 CFR 240.15c3-3", "hello", "--on", "2026-04-15", "--json", code=2).stdout.splitlines()]
    assert [(row["asked"], row["status"]) for row in rows] == [("17 CFR 240.15c3-3", "fetched"), ("hello", "error")]
    assert rows[0]["file"].endswith("source.xml")
    assert rows[0]["written"] is True
    assert rows[1]["kind"] == "unknown"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_on_a_terminal_leaves_the_pipe_alone(tmp_path: Path) -> None:
    import os
    import pty

    outer, inner = pty.openpty()
    words = [sys.executable, "-m", "regkit", "fetch", "hello", "--json"]
    done = subprocess.run(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=inner, check=False, env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)})
    os.close(inner)
    os.close(outer)
    assert json.loads(done.stdout)["kind"] == "unknown"


def test_a_document_of_one_version_has_no_day(here: Path, server: Any) -> None:
    server.on("www.govinfo.gov/link/plaw/117/public/2?link-type=uslm", b"<pLaw><main>Text.</main></pLaw>")
    result = run("fetch", "Public Law 117-2", "--on", "2026-04-15")
    assert "--on is not used" in result.stderr
    assert (here / "public-law-117-2" / "document.toml").is_file()


def test_offline(here: Path) -> None:
    run("fetch", "17 CFR 240.15c3-3", "--on", "2026-04-15")
    again = run("fetch", "17 CFR 240.15c3-3", "--on", "2026-04-15", "--offline").stdout
    assert "from the cache" in again
    assert "there already" in again
    assert "not in the cache" in run("fetch", "17 CFR 240.15c3-3", "--on", "2026-04-16", "--offline", code=2).stderr


def test_another_version_is_not_written_over(here: Path) -> None:
    run("fetch", "17 CFR 240.15c3-3", "--id", "mine", "--on", "2026-04-15")
    result = run("fetch", "17 CFR 240.15c3-3", "--id", "mine", code=2)
    assert "another version" in result.stderr
    assert (here / "mine" / "source.xml").read_bytes() == PART


def test_what_a_service_says_cannot_drive_a_terminal_or_leave_its_folder(here: Path, server: Any) -> None:
    about = {
        "document_number": "2026-1",
        "title": "\x1b]0;x\x07 ../../evil",
        "citation": "../../../etc/\x1b[2Jx",
        "full_text_xml_url": "https://www.federalregister.gov/x.xml",
    }
    server.on(f"{FR}/documents/2026-02177.json*", about)
    server.on("www.federalregister.gov/x.xml", PART)
    result = run("fetch", "2026-02177")
    assert "\x1b" not in result.output
    assert [path.name for path in here.iterdir()] == ["etc-2jx"]
    assert not (here.parent / "etc").exists()


def test_add_fetches_and_the_project_builds(here: Path) -> None:
    run("init", "p", "--name", "Mine")
    output = run("add", "17 CFR 240.15c3-3", "p", "--on", "2026-04-15").stdout
    assert "status official" in output
    known = load_document_settings(here / "p" / "corpus" / "17-cfr-240-15c3-3-2026-04-15" / "document.toml")
    assert known.source.sha256
    assert known.authority.version == "2026-04-15"
    run("build", "p")
    graph = json.loads((here / "p" / "build" / "graph.json").read_text(encoding="utf-8"))
    assert [node["document"] for node in graph["nodes"] if node["kind"] == "requirement"] == ["17-cfr-240-15c3-3-2026-04-15"] * 2
    assert "has not changed" in run("add", "17 CFR 240.15c3-3", "p", "--on", "2026-04-15").stdout


def test_add_fetches_an_address(here: Path, server: Any) -> None:
    run("init", "p", "--name", "Mine")
    server.on("rules.example.org/book/rule-4.html", b"<!DOCTYPE html><html><body><h1>Rule 4</h1><p>A member shall pay its fees.</p></body></html>")
    run("add", "https://rules.example.org/book/rule-4.html", "p", "--issuer", "The Exchange")
    known = load_document_settings(here / "p" / "corpus" / "rule-4" / "document.toml")
    assert known.authority.issuer == "The Exchange"
    assert known.source.file == "source.html"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["17 CFR 240.15c3-3", "p", "--url", "https://x.example.org"], "for files"),
        (["rule.md", "p", "--on", "2026-04-15"], "for what is fetched"),
        (["missing.md", "p"], "cannot be opened"),
        (["http://www.ecfr.gov/a.xml", "p"], "only https"),
    ],
)
def test_add_says_what_does_not_go_together(here: Path, words: list[str], said: str) -> None:
    run("init", "p", "--name", "Mine")
    (here / "rule.md").write_text("# Rule\n\nA firm shall pay.\n", encoding="utf-8")
    with pytest.raises(RegkitError, match=said):
        runner.invoke(app, ["add", *words], catch_exceptions=False)


def test_a_file_that_is_named_like_a_citation_is_the_file(here: Path) -> None:
    run("init", "p", "--name", "Mine")
    (here / "17 CFR 240.15c3-3").write_text("A firm shall pay.\n", encoding="utf-8")
    assert not fetching.is_fetchable("17 CFR 240.15c3-3")


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("12 CFR part 1002", True),
        ("91 FR 5128", True),
        ("eli/reg/2016/679/oj", True),
        ("32016R0679", True),
        ("2026-02177", True),
        ("https://x.example.org/a", True),
        ("order.pdf", False),
        ("corpus/12 CFR part 1002.xml", False),
        ("texts/2026-02177.xml", False),
        ("34-104748.pdf", False),
        ("source", False),
    ],
)
def test_what_is_fetched_and_what_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, is_it: bool) -> None:
    monkeypatch.chdir(tmp_path)
    assert fetching.is_fetchable(text) is is_it


def test_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "regkit.toml").write_text('[fetch]\ncontact = "A. Name a@example.org"\nhosts = ["rules.example.org"]\n', encoding="utf-8")
    client = fetching.make_client(tmp_path)
    assert client.contact == "A. Name a@example.org"
    assert "rules.example.org" in client.allowed
    assert client.cache.folder == tmp_path / ".regkit" / "fetch"
    monkeypatch.setenv("REGKIT_CONTACT", "B b@example.org")
    assert fetching.make_client(tmp_path).contact == "B b@example.org"
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert fetching.make_client(None).cache.folder == tmp_path / "caches" / "regkit" / "fetch"


@pytest.mark.parametrize("host", ["https://x.example.org", "X.example.org", "x", "x.example.org:8080", "*.example.org"])
def test_a_host_that_is_none(host: str) -> None:
    with pytest.raises(RegkitError, match=r"fetch\.hosts"):
        parse_settings(f'[fetch]\nhosts = ["{host}"]\n'.encode())


def test_every_kind_of_failure_is_documented(repository: Path) -> None:
    import re

    package = repository / "regkit"
    sources = [*(package / "fetch").glob("*.py"), package / "apps" / "cli" / "fetch.py"]
    kinds = {kind for path in sources for kind in re.findall(r'kind="([a-z-]+)"', path.read_text(encoding="utf-8"))} | {"date", "not-found"}
    page = (repository / "docs" / "fetch.md").read_text(encoding="utf-8")
    assert len(kinds) > 12
    assert [kind for kind in sorted(kinds) if f"| `{kind}` |" not in page] == []
    assert issubclass(FetchError, RegkitError)
