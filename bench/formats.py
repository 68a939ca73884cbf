"""How long a matrix takes in each format, and how much memory: N requirements with a check each, made here. Each format in a process of its own.

python bench/formats.py [--rows 10000] [--formats rst,docx,xlsx] [--smoke]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

from regkit.model.coverage import CoverageStatus
from regkit.model.document import Authority, Source, Status
from regkit.report import render
from regkit.report.facts import CheckFact, DocumentFact, EvidenceFact, Highlight, ProjectView, RequirementFact

FORMATS = ("csv", "html", "md", "rst", "xlsx", "docx", "pdf")
WHO = ("the clearing member", "a carrying broker", "each covered firm")


def _requirement(number: int) -> RequirementFact:
    quote = (
        f"For item {number}, {WHO[number % 3]} must, within two business days, keep written procedures on margin and record that it did so for five "
        "years, as long as the position is open."
    )
    marks = (("cue", "must"), ("deadline", "within two business days"), ("bearer", WHO[number % 3]), ("condition", "as long as the position is open"))
    return RequirementFact(
        id=f"rules/900-{number // 10}.{number}",
        document="rules",
        provision=f"rules/900-{number // 10}",
        pinpoint=f"17 CFR 900.{number // 10}",
        sentence=f"rules/900-{number // 10}.s{number}",
        quote=quote,
        modality="obligation",
        bearer=WHO[number % 3],
        highlights=tuple(Highlight(quote.index(words), quote.index(words) + len(words), layer) for layer, words in marks),
        status=CoverageStatus.COVERED,
        reasons=("check passed on 2026-01-01",),
        checks=(f"CHK-{number}",),
    )


def project(rows: int) -> ProjectView:
    """Return the facts: a document, the requirements, the checks."""
    passed = EvidenceFact(result="pass", date="2026-01-01", by="Operations")
    document = DocumentFact(
        id="rules", source=Source(name="rules.txt", sha256="a" * 64, media_type="text/plain"), authority=Authority(status=Status.DRAFT)
    )
    requirements = tuple(_requirement(number) for number in range(rows))
    checks = tuple(
        CheckFact(id=f"CHK-{number}", title="Written procedures", method="test", owner="Operations", requirements=(fact.id,), evidence=passed)
        for number, fact in enumerate(requirements)
    )
    return ProjectView(name="Bench", version="0", documents=(document,), requirements=requirements, checks=checks)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--one", default="")
    given = parser.parse_args()
    rows = 50 if given.smoke else given.rows
    if given.one:
        facts = project(rows)
        start = time.perf_counter()
        made = render("matrix", given.one, facts)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{given.one:5} {rows:>7,} rows {took:8.2f} s {len(made) / 1e6:8.1f} MB, peak {peak:,} MB")
        return 0
    for format in given.formats.split(","):
        done = subprocess.run([sys.executable, __file__, "--one", format, "--rows", str(rows)], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
