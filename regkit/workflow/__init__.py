"""The whole flow on one page: source → document → sentences → annotations → resolved annotations → graph → coverage.

Each stage is one package that turns one thing into the next; this one only puts them in a row: `flow` makes the graph, `stored` works on it,
`audit` proves it and hands it on. Stages are imported when they run: spaCy takes over a second to import, networkx a tenth, and a command on
a stored graph needs neither or only the second.
"""

from __future__ import annotations

from regkit.workflow.audit import pack_project, step_between, verify_evidence, verify_graph, verify_pack, verify_project
from regkit.workflow.flow import Built, Step, analyse, analyse_project, build, build_project, extract
from regkit.workflow.reporting import Made, make_report
from regkit.workflow.stored import Stored, after_results, load, open_project, report

__all__ = [
    "Built",
    "Made",
    "Step",
    "Stored",
    "after_results",
    "analyse",
    "analyse_project",
    "build",
    "build_project",
    "extract",
    "load",
    "make_report",
    "open_project",
    "pack_project",
    "report",
    "step_between",
    "verify_evidence",
    "verify_graph",
    "verify_pack",
    "verify_project",
]
