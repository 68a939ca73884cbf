"""The plugin for pytest: tests that say which requirements they verify, checked against the corpus, their outcomes recorded as evidence.

    @pytest.mark.verifies("sec-xm-order/III-1.1")
    @pytest.mark.law("17 CFR 240.15c3-3(a)(1)", "shall carry within a futures account")

It is at work where the project is named (``--regkit FOLDER``, or ``regkit = FOLDER`` in pytest's settings) or lies in pytest's root folder; else
it only declares the two marks. A mark that means nothing in the stored graph fails its test, with the nearest sentence and a difference word by
word; all of them stand together in the summary.

Outcomes of a check are those of all its tests (a test and its parameters are one check): one failure is ``fail``; an error in set-up or teardown
``error``; all skipped ``not_applicable``. An expected failure (xfail) is ``fail``: the behaviour that the law asks for is known to be missing. An
unexpected success that is not strict is ``pass``. Of a test that is run again, the last run counts.

With xdist the workers run the tests and this process alone counts, prints and records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from regkit.graph.targets import Targets
    from regkit.model.check import Check, Result, Target

PROPERTY = "regkit_check"
MARKS = ("verifies", "law")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("regkit", "requirements that tests verify")
    group.addoption("--regkit", metavar="FOLDER", default=None, help="the regkit project whose requirements the tests verify")
    group.addoption("--regkit-record", action="store_true", help="record the outcomes in the project's evidence log")
    group.addoption("--regkit-by", metavar="WHO", default="pytest", help="who carried the tests out, for --regkit-record")
    group.addoption("--regkit-fail-under", metavar="PERCENT", type=float, default=None, help="fail where less of the requirements is covered")
    group.addoption("--regkit-require", metavar="ID", action="append", default=[], help="fail where this requirement is not covered; repeatable")
    parser.addini("regkit", "the regkit project whose requirements the tests verify, relative to the root folder", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks, and begin where there is a project."""
    config.addinivalue_line("markers", "verifies(id, ...): the test verifies these requirements of the regkit project")
    config.addinivalue_line("markers", "law(document, words): the test verifies the requirement of the sentence that has these words")
    named = config.getoption("--regkit") or config.getini("regkit")
    folder = config.rootpath / named if named else config.rootpath
    if named or (folder / "regkit.toml").is_file():
        config.pluginmanager.register(Session(config, folder), "regkit-session")


class Session:
    """One run of pytest on one project. The graph is loaded when the first marked test is seen."""

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        self.config = config
        self.folder = folder
        self.checks: dict[str, Check] = {}
        self.wrong: dict[str, str] = {}
        self.outcomes: dict[str, dict[tuple[str, str], str]] = {}
        self.lines: list[str] = []
        self.failed = ""
        self.working = not hasattr(config, "workerinput")
        self._targets: Targets | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Check the marks of every collected test."""
        from regkit.errors import RegkitError

        for item in items:
            marks = [mark for name in MARKS for mark in item.iter_markers(name)]
            if marks:
                try:
                    self._collect(item, marks)
                except RegkitError as problem:
                    raise pytest.UsageError(f"regkit: {problem}") from None

    def _collect(self, item: pytest.Item, marks: list[pytest.Mark]) -> None:
        from regkit.errors import CheckError
        from regkit.model.check import Check, Method
        from regkit.trace.python_tests import target_of, title_of

        id = self._id(item)
        item.user_properties.append((PROPERTY, id))
        targets: list[Target] = []
        for mark in marks:
            try:
                targets += target_of(mark.name, () if mark.kwargs else mark.args)
            except ValueError as problem:
                self.wrong[item.nodeid] = f"the mark {mark.name} is not understood: {problem}"
                return
        for target in targets:
            try:
                self.targets.find(target)
            except CheckError as problem:
                self.wrong[item.nodeid] = f"{problem.message}. {problem.remedy}{self._difference(target.quote, target.document)}"
                return
        title = title_of(getattr(item, "originalname", item.name), getattr(getattr(item, "obj", None), "__doc__", None))
        self.checks[id] = Check(id=id, title=title, verifies=tuple(dict.fromkeys(targets)), method=Method.TEST, place=id.split("::")[0])

    def _id(self, item: pytest.Item) -> str:
        """Return the check's id: the node id from the project's folder, without parameters; as a build reads it."""
        from pathlib import Path

        names = [getattr(node, "originalname", None) or node.name for node in item.listchain() if isinstance(node, pytest.Class | pytest.Function)]
        root = Path(self.folder).resolve()
        path = item.path.relative_to(root) if item.path.is_relative_to(root) else item.path.relative_to(self.config.rootpath)
        return "::".join([path.as_posix(), *names])

    @property
    def targets(self) -> Targets:
        """What finds requirements by id and by words. Raises: RegkitError where nothing is built."""
        if self._targets is None:
            from regkit.graph.targets import Targets
            from regkit.workflow import load

            self._targets = Targets(load(self.folder).nodes)
        return self._targets

    def _difference(self, quote: str, document: str) -> str:
        """Return how the words differ from those of the nearest sentence, word by word; nothing where no sentence is near."""
        import difflib

        near = self.targets.near(document, quote)
        if not quote or not near:
            return ""
        one, other = quote.split(), near.split()
        parts = []
        for what, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            if what == "equal":
                parts.append(" ".join(one[a:b]))
            else:
                parts += [f"[-{' '.join(one[a:b])}-]"] if a < b else []
                parts += [f"{{+{' '.join(other[c:d])}+}}"] if c < d else []
        return f"\n  difference: {' '.join(parts)}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Fail a test whose mark is wrong: it verifies something else than it says."""
        if item.nodeid in self.wrong:
            pytest.fail(f"regkit: {self.wrong[item.nodeid]}", pytrace=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of each phase of a marked test; a later run of the same phase replaces an earlier one."""
        for name, id in report.user_properties:
            if name == PROPERTY and report.outcome in ("passed", "failed", "skipped"):
                outcome = "failed" if hasattr(report, "wasxfail") and report.outcome == "skipped" else report.outcome
                self.outcomes.setdefault(str(id), {})[report.nodeid, str(report.when)] = outcome

    def results(self) -> dict[str, Result]:
        """Return the result of every check whose tests ran."""
        from regkit.model.check import Result

        found: dict[str, Result] = {}
        for id, phases in self.outcomes.items():
            if any(outcome == "failed" for (_, when), outcome in phases.items() if when == "call"):
                found[id] = Result.FAIL
            elif any(outcome == "failed" for outcome in phases.values()):
                found[id] = Result.ERROR
            elif any(outcome == "passed" for (_, when), outcome in phases.items() if when == "call"):
                found[id] = Result.PASS
            elif phases:
                found[id] = Result.NOT_APPLICABLE
        return found

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Count, record where it is asked for, and fail the run where a limit is not met."""
        if not self.working or not (self.checks or self.outcomes or self._limited()):
            return
        from regkit.errors import RegkitError

        try:
            self._finish()
        except RegkitError as problem:
            self.failed = str(problem)
        if self.failed and session.exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _known(self, id: str) -> bool:
        """Tell whether it is known what a check verifies; the file says it where the tests were collected in other processes."""
        from pathlib import Path

        from regkit.errors import CheckError
        from regkit.trace.python_tests import read_tests

        if id not in self.checks:
            root = Path(self.folder)
            for check in read_tests([root / id.split("::")[0]], root, []):
                self.checks.setdefault(check.id, check)
        try:
            for target in self.checks[id].verifies:
                self.targets.find(target)
        except (KeyError, CheckError):
            return False
        return True

    def _limited(self) -> bool:
        return self.config.getoption("--regkit-fail-under") is not None or bool(self.config.getoption("--regkit-require"))

    def _finish(self) -> None:
        import datetime

        from regkit.model.coverage import CoverageStatus
        from regkit.trace.coverage import tally
        from regkit.workflow import after_results, open_project

        results = {id: result for id, result in self.results().items() if self._known(id)}
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        stored = open_project(self.folder, on=today)
        found = after_results(stored, self.checks.values(), results, today)
        counted = tally(found)
        ran = {item.requirement for item in found if set(item.checks) & results.keys()}
        self.lines.append(f"{len(results)} checks ran for {len(ran)} of {counted.total} requirements")
        shown = [f"{count} {status.value}" for status, count in counted.counts.items() if count]
        self.lines.append(f"coverage with these results: {counted.percent:.1f} % ({', '.join(shown) or 'no requirements'})")
        wanted = self.config.getoption("--regkit-fail-under")
        if wanted is not None and counted.percent < wanted:
            self.failed = f"coverage is {counted.percent:.1f} %, less than {wanted:g} %"
        covered = {item.requirement for item in found if item.status is CoverageStatus.COVERED}
        missing = [id for id in self.config.getoption("--regkit-require") if id not in covered]
        if missing:
            self.failed = f"not covered: {', '.join(missing)}"
        if self.config.getoption("--regkit-record"):
            self._record(stored, results, today)

    def _record(self, stored: Any, results: dict[str, Result], today: str) -> None:
        from regkit.graph.queries import checks
        from regkit.trace.record import Outcome, record

        known = {check.id for check in checks(stored.graph)}
        outcomes = [Outcome(check=id, result=result, on=today) for id, result in sorted(results.items()) if id in known]
        unknown = sorted(results.keys() - known)
        if outcomes:
            workspace = stored.workspace
            inputs = [path for path in sorted({workspace.root / outcome.check.split("::")[0] for outcome in outcomes}) if path.is_file()]
            appended = record(workspace.log, stored.graph, outcomes, by=self.config.getoption("--regkit-by"), root=workspace.root, inputs=inputs)
            self.lines += [f"recorded {len(outcomes)} results in {workspace.relative(workspace.log)}", *appended.healed]
        if unknown:
            self.failed = f"not recorded, because the build does not know these tests as checks: {', '.join(unknown[:5])}"
            self.lines.append('name their files in regkit.toml, as in tests = ["tests/**/*.py"], and run: regkit build')

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print what was found: wrong marks together, then the counts."""
        if not self.working or not (self.lines or self.failed or self.wrong):
            return
        terminalreporter.section("regkit", sep="-")
        for line in self._summary():
            terminalreporter.write_line(line)

    def _summary(self) -> Iterator[str]:
        for node, problem in self.wrong.items():
            yield f"{node}: {problem}"
        yield from self.lines
        if self.failed:
            yield f"FAILED: {self.failed}"
