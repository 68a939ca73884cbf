"""``regkit cite`` as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.errors import ReadError, RegkitError

runner = CliRunner(env={"COLUMNS": "80"})
TEXT = "A broker relies on Rule 15c3-3(a)(1) and 15 U.S.C. 78o(c)(3). The same holds under section 5 of the Act.\n"


def run(*words, code=0, text=None):
    result = runner.invoke(app, ["cite", *map(str, words)], input=text)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def refused(*words, text=None):
    result = runner.invoke(app, ["cite", *map(str, words)], input=text)
    assert isinstance(result.exception, RegkitError), result.output
    return result.exception


def test_a_line_a_citation_with_its_place_target_and_address():
    lines = run(text=TEXT).splitlines()
    assert lines[0].split("\t") == ["place", "as written", "target", "address"]
    assert lines[1].split("\t") == [
        "standard-input:19",
        "Rule 15c3-3(a)(1)",
        "17 CFR 240.15c3-3(a)(1)",
        "https://www.ecfr.gov/current/title-17/section-240.15c3-3#p-240.15c3-3(a)(1)",
    ]
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("long", "17 C.F.R. § 240.15c3-3(a)(1)\n15 U.S.C. § 78o(c)(3)\n"),
        ("short", "§ 240.15c3-3(a)(1)\n§ 78o(c)(3)\n"),
        ("md", "[15 U.S.C. § 78o(c)(3)](https://www.govinfo.gov/link/uscode/15/78o)"),
        ("html", '<a href="https://www.govinfo.gov/link/uscode/15/78o">15 U.S.C. § 78o(c)(3)</a>'),
        ("bibtex", "@misc{15-u-s-c-78o-c-3,"),
    ],
)
def test_every_form_lists_each_target_once(form, expected):
    output = run("-", "--format", form, text=TEXT + TEXT)
    assert output.count(expected) == 1


def test_csl_json_is_one_array():
    items = json.loads(run("--format", "csl-json", text=TEXT))
    assert [(item["type"], item["container-title"], item["section"]) for item in items] == [
        ("regulation", "C.F.R.", "240.15c3-3(a)(1)"),
        ("legislation", "U.S.C.", "78o(c)(3)"),
    ]
    assert json.loads(run("--format", "csl-json", text="Nothing here.")) == []


def test_json_is_one_object_a_line_with_offsets_of_the_text(tmp_path: Path):
    source = tmp_path / "letter.txt"
    source.write_text(TEXT, encoding="utf-8")
    rows = [json.loads(line) for line in run(source, "--json").splitlines()]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert [row["resolved"] for row in rows] == [True, True, False]
    assert {row["document"] for row in rows} == {"letter"}


def test_what_is_not_resolved_is_listed_with_the_reason_and_is_a_finding():
    output = run("--unresolved", text=TEXT, code=1)
    assert "section 5 of the Act\t\twhich act 'Act' is depends on the document" in output
    assert "15c3-3" not in output
    run("--unresolved", text="See 15 U.S.C. 78o.", code=0)


def test_an_act_that_the_text_gives_a_short_name_is_known_by_it():
    output = run("--format", "short", text="The Securities Exchange Act of 1934 (the “Act”) has it: section 15(c)(3) of the Act.")
    assert output == "§ 78o(c)(3)\n"


def test_a_day_asks_for_the_regulations_of_that_day():
    assert "https://www.ecfr.gov/on/2024-05-01/title-17/section-240.15c3-3" in run("--on", "2024-05-01", text=TEXT)
    assert "YYYY-MM-DD" in str(refused("--on", "1 May", text=TEXT))


def test_a_reference_within_a_part_is_resolved_in_it(tmp_path: Path):
    source = tmp_path / "part.txt"
    source.write_text("§ 1099.2 Terms.\n\n(a) Scope. See paragraph (b) of this section.\n\n(b) Notice is given in writing.\n", encoding="utf-8")
    (row,) = [json.loads(line) for line in run(source, "--json", "--as", "12 CFR part 1099").splitlines() if "paragraph (b)" in line]
    assert (row["target"], row["target_path"], row["resolved"]) == ("12 CFR 1099.2(b)", ["1099.2", "b"], True)


HTML = (
    '<!DOCTYPE html>\r\n<title>15 U.S.C. 78o</title><p title="15 U.S.C. 78o">See <i>15&nbsp;U.S.C.</i>\n   78o &amp; <code>15 U.S.C. 78c</code>'
    '<a href="/x">17 CFR 240.15c3-3</a>.<!-- 15 U.S.C. 78d --></p>\r\n<script>"15 U.S.C. 78e"</script>'
)


def test_links_go_around_citations_and_the_markup_stays(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_bytes(HTML.encode())
    result = runner.invoke(app, ["cite", str(page), "--annotate"])
    link = '<a href="https://www.govinfo.gov/link/uscode/15/78o">'
    expected = HTML.replace("<i>15&nbsp;U.S.C.</i>\n   78o &", f"<i>{link}15&nbsp;U.S.C.</a></i>\n   {link}78o</a> &")
    assert result.stdout_bytes == expected.encode()


def test_markdown_and_plain_text_are_linked_in_their_own_way(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("See 15 U.S.C.\n78o and `15 U.S.C. 78c`, [15 U.S.C. 78d](x).\n", encoding="utf-8")
    assert run(page, "--annotate") == ("See [15 U.S.C.\n78o](https://www.govinfo.gov/link/uscode/15/78o) and `15 U.S.C. 78c`, [15 U.S.C. 78d](x).\n")
    assert run("--annotate", text="See 76 FR 79276.") == "See 76 FR 79276 <https://www.govinfo.gov/link/fr/76/79276>."


def test_misuse_is_an_error_of_ours(tmp_path: Path):
    other = tmp_path / "part.xml"
    other.write_text("<a/>", encoding="utf-8")
    assert isinstance(refused(other, "--annotate"), ReadError)
    assert isinstance(refused(tmp_path / "none.txt"), ReadError)
    assert isinstance(refused(tmp_path / "none.txt", "--annotate"), ReadError)
    assert "--annotate" in str(refused("--annotate", "--json", text=TEXT))
    assert "twice" in str(refused("-", "-", text=TEXT))


def test_blank_input_has_no_citations_and_is_no_mistake(tmp_path: Path):
    blank = tmp_path / "blank.txt"
    blank.write_text(" \n", encoding="utf-8")
    assert run(text="").splitlines() == ["place\tas written\ttarget\taddress"]
    assert run(blank, "--format", "long") == ""
    assert run(blank, "--json", "--unresolved") == ""
    assert run("--annotate", text="") == ""


def test_files_that_cannot_be_read_are_named_and_the_others_read(tmp_path: Path):
    good, binary = tmp_path / "good.txt", tmp_path / "picture.png"
    good.write_text(TEXT, encoding="utf-8")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    result = runner.invoke(app, ["cite", str(tmp_path / "none.txt"), str(good), str(binary), "--format", "short"])
    assert result.exit_code == 2
    assert result.stdout == "§ 240.15c3-3(a)(1)\n§ 78o(c)(3)\n"
    first, second = result.stderr.splitlines()
    assert "none.txt: the file cannot be opened" in first
    assert "picture.png" in second
    assert isinstance(refused(binary, "--annotate"), ReadError)


def test_standard_input_is_annotated_as_what_it_is_said_to_be():
    link = "https://www.govinfo.gov/link/uscode/15/78o"
    assert run("--annotate", "--from", "html", text="<p>15 U.S.C. 78o</p>") == f'<p><a href="{link}">15 U.S.C. 78o</a></p>'
    assert run("--annotate", "--from", "md", text="`15 U.S.C. 78o` 15 U.S.C. 78o") == f"`15 U.S.C. 78o` [15 U.S.C. 78o]({link})"
    assert "--from" in str(refused("--from", "md", text=TEXT))


def test_a_table_of_authorities_is_grouped_and_says_where():
    pages = " ".join(f"Page {page} cites 15 U.S.C. 78c." for page in range(7))
    output = run("--format", "authorities", "--cases", text=f"SEC v. Doe, 5 F.3d 12 (1993), 12 CFR 1026.4, and 15 U.S.C. 78o. {pages}")
    assert output == (
        "Cases\n  5 F.3d 12\tstandard-input:12\n\nStatutes\n  15 U.S.C. § 78c\tpassim\n  15 U.S.C. § 78o\tstandard-input:49\n\n"
        "Rules and regulations\n  12 C.F.R. § 1026.4\tstandard-input:30\n"
    )


def test_cases_are_read_only_where_they_are_asked_for():
    text = "Doe v. Roe, 5 F.3d 12 (1993)."
    assert run("--format", "long", text=text) == ""
    assert run("--format", "long", "--cases", text=text) == "5 F.3d 12\n"
    assert "https://www.courtlistener.com/c/F.3d/5/12/" in run("--annotate", "--cases", text=text)


def test_a_line_of_any_length_is_read():
    assert run("--format", "short", text="word " * 200_000 + "15 U.S.C. 78o") == "§ 78o\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path):
    source = tmp_path / "long.txt"
    source.write_text(TEXT * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "regkit", "cite", str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
