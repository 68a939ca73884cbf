"""A project of files with something of everything that a page can show, built, reviewed and recorded through the commands that people use."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from regkit.apps.cli.app import app

ORDER = """# Order on Custody of Pledged Securities

## I. Definitions

(a) The term “Custodian” means a bank that holds pledged securities for another person.

(b) “Client” means a person for whom a Custodian holds pledged securities, other than an affiliate of the Custodian.

## II. Exemption

A Custodian is exempt from 17 CFR 940.3(a), provided that each of the following conditions is met:

(1) The Custodian shall hold the pledged securities in an account that names the Client;

(2) The Custodian shall, within two business days after a transfer, send the Client a statement, unless the Client has waived it in writing; and

(3) One of the following holds:

(i) the Custodian maintains net capital of at least $25,000,000; or

(ii) an affiliate guarantees the obligations of the Custodian.

## III. Records

The Custodian shall keep each statement for six years. It may keep them in electronic form. It may not alter a statement after it was sent.

A Custodian must notify the Commission promptly if a condition is no longer met. See 15 U.S.C. 78q(a) and Release No. 34-70001.
"""
RULE = """<!doctype html><html lang="en"><head><title>Part 940</title></head><body>
<h1>Part 940: Custody</h1>
<h2>§ 940.1 Definitions.</h2>
<p>As used in this part:</p>
<p><i>Custodian</i> means a bank or a trust company, except a bank that holds securities only for its own account.</p>
<p><i>Business day</i> means a day on which the Federal Reserve Banks are open.</p>
<h2>§ 940.3 Segregation.</h2>
<p>(a) A custodian shall keep securities of clients apart from its own.{note}</p>
<p>(b) A custodian must reconcile its records with those of the depository {often}.</p>
{more}
<table><caption>Fees</caption><tr><th>Value held</th><th>Highest fee</th></tr><tr><td>up to $1,000,000</td><td>0.20 percent</td></tr>
<tr><td>more than $1,000,000</td><td>0.15 percent</td></tr></table>
<p>(d) A custodian may not lend securities without the consent of the client under paragraph (a) of this section.</p>
<hr><p id="n1"><sup>1</sup> See § 940.1 and 12 CFR 9.13.</p>
</body></html>"""
DRAFT = """# Proposed amendments to Part 940

Amend § 940.3 by revising paragraph (b) to read as follows:

(b) A custodian must reconcile its records with those of the depository every hour.

Comments should be received within 60 days.
"""
SUMMARY = """# What the order means for small banks

A small bank should consider whether it can meet the conditions. It need not file an application.
"""
CHECKS = """
- {id: NAM-1, title: The account names the Client, verifies: [{document: order, quote: in an account that names the Client}], owner: Operations,
   method: inspection, frequency: monthly, next_due: "2026-12-01", procedure: "Draw ten accounts. Compare the title of each with the agreement.",
   evidence_wanted: List of accounts, risk: "Without it the exemption is lost.", tags: [condition-1]}
- {id: STM-1, title: Statements go out in time, verifies: [{document: order, quote: send the Client a statement}], owner: Compliance, method: test}
- {id: STM-2, title: Statements are kept, verifies: [{document: order, quote: shall keep each statement for}], owner: Compliance}
- {id: STM-3, title: Statements are not altered, verifies: [{document: order, quote: may not alter a statement}], method: attestation}
- {id: CAP-1, title: Net capital, verifies: [{document: order, quote: "maintains net capital of at least $25,000,000"}],
   method: analysis, owner: Finance}
- {id: SEG-1, title: Securities are apart, verifies: [{document: part-940, quote: keep securities of clients apart}], owner: Operations}
- {id: REC-1, title: Records are reconciled, verifies: [{document: part-940, quote: must reconcile its records}]}
"""
EVIDENCE = """
- {check: NAM-1, result: pass, date: "2026-06-30", by: Operations, note: "ten of ten\\nno exceptions"}
- {check: STM-1, result: fail, date: "2026-06-30", by: Nightly run, note: 2 of 40 were late}
- {check: STM-2, result: pass, date: "2025-01-31"}
- {check: CAP-1, result: pass, date: "2026-06-30", by: Finance}
- {check: SEG-1, result: not_applicable, date: "2026-06-30", by: Operations}
- {check: REC-1, result: error, date: "2026-06-30", by: Nightly run}
"""
BY = ("--by", "A. Person", "--on", "2026-07-01")


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _document(folder: Path, id: str, file: str, text: str, title: str, status: str, **more: str) -> None:
    lines = [f'id = "{id}"', "[source]", f'file = "{file}"', "[authority]", f"title = {json.dumps(title)}", f'status = "{status}"']
    lines += [f"{key} = {value if value.startswith('[') else json.dumps(value)}" for key, value in more.items()]
    if status == "restatement":
        lines += ["[[authority.records]]", 'title = "The order as issued"', 'citation = "Release No. 34-70002"', 'url = "https://example.gov/order"']
    _text(folder / "document.toml", "\n".join(lines) + "\n")
    _text(folder / file, text)


def _run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, (words, done.output, done.exception)
    return done.output


def write_everything(root: Path) -> None:
    """Write the project and build it: every kind of decision, of result and of standing; what was reworded afterwards is suspect or lost."""
    _text(root / "regkit.toml", 'name = "Custody of pledged securities"\n')
    _document(root / "corpus" / "order", "order", "source.md", ORDER, "Order on custody", "restatement", not_held='["the order as issued"]')
    old = RULE.format(note="", often="each week", more="<p>(c) A custodian shall report breaks.</p>")
    new = RULE.format(note='<a href="#n1"><sup>1</sup></a>', often="on each business day", more="")
    for version, text in (("2024", old), ("2026", new)):
        more = {"effective": f"{version}-01-01", "url": "https://example.gov/940", "citation": "17 CFR part 940", "version": version}
        _document(root / "corpus" / "part-940" / version, "part-940", "source.html", text, "Part 940", "official", **more)
    _document(root / "corpus" / "proposal", "proposal", "source.md", DRAFT, "Proposed amendments", "draft", issuer="The Commission")
    _document(root / "corpus" / "guide", "guide", "source.md", SUMMARY, "A guide for small banks", "summary")
    _text(root / "checks" / "all.yaml", CHECKS)
    _text(root / "evidence" / "2026.yaml", EVIDENCE)
    _run("build", root)
    _run("record", "NAM-1", "pass", root, *BY, "--note", "twelve of twelve", "--attach", root / "regkit.toml")
    _run("build", root)
    _run("review", "accept", "order/II-1.1", root, *BY)
    _run("review", "reject", "order/III.2", root, *BY, "--reason", "It binds nobody")
    _run("review", "edit", "order/III.4", root, "--set", "bearer=Each Custodian", *BY, "--reason", "As II says")
    _run("review", "confirm", "order/III.4", root, "--by", "B. Other", "--on", "2026-07-02")
    _run("review", "accept", "order/III.1", root, *BY)
    _run("review", "accept", "order/III.3", root, *BY)
    _run("review", "reject", "order/II-1.1", root, "--check", "NAM-1", "--by", "C. Third", "--on", "2026-07-03", "--reason", "It tests another thing")
    _run("waive", "part-940/940-3-a.1", root, "--reason", "The depository checks it", "--by", "Legal", "--until", "2026-12-31")
    _run("waive", "order/III.4", root, "--reason", "Nothing to notify yet", "--by", "Legal", "--until", "2026-12-31")
    _run("waive", "part-940/940-3-d.1", root, "--reason", "No lending", "--by", "Legal", "--until", "2026-03-31")
    _text(root / "checks" / "all.yaml", "".join(line for line in CHECKS.splitlines(keepends=True) if "STM-3" not in line))
    _text(
        root / "corpus" / "order" / "source.md",
        ORDER.replace("six years", "seven years").replace(" It may not alter a statement after it was sent.", ""),
    )
    _run("build", root)
