"""Sphinx configuration of regkit's documentation."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx
from typer.main import get_command
from typer.testing import CliRunner

import regkit
from regkit.apps.cli.app import app as regkit_app
from regkit.cite import EXAMPLE_MODULES, acts, rulebook, sec_rules, sro_rules, target
from regkit.extract.load_rules import layers, load_rules

sys.path.insert(0, str(Path(__file__).parent))
from reference_pages import PAGES

project = "regkit"
author = "the regkit maintainers"
project_copyright = "the regkit maintainers"
version = release = regkit.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "regkit.apps.sphinx_ext"]
regkit_project = "../corpus"
regkit_build = True
myst_enable_extensions = ["deflist", "attrs_inline"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "regkit"
html_copy_source = False
nitpicky = False


def _write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _rules_page() -> str:
    """One table a layer, from the rules as they are loaded: what is documented is what runs."""
    lines = ["# Rules", "", "Every annotation names its rule. A rule is data with examples that are tried whenever it is loaded.", ""]
    for layer in layers():
        lines += [f"## {layer}", "", "| rule | marks | example |", "| --- | --- | --- |"]
        for rule in load_rules(layer):
            example = next(example for example in rule.examples if example.cue)
            cells = (f"`{rule.id}`", rule.gloss + ("" if rule.certain else " (doubtful)"), example.text)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def _citations_page() -> str:
    """The grammar of each family of citations: its module's account and its examples, which are its tests."""
    lines = [
        "# Citation grammar",
        "",
        "Each example is a test: the words, and the targets that are found in them; the last ones of a table are not citations.",
        "",
    ]
    lines += ["## Canonical forms", "", "| family | forms |", "| --- | --- |", *_canonical_forms(), ""]
    for module in EXAMPLE_MODULES:
        account = (module.__doc__ or "").replace("``", "`").strip()
        title, _, rest = account.partition("\n\n")
        lines += [f"## {module.__name__.rsplit('.', 1)[1].replace('_', ' ')}", "", title, ""]
        lines += [rest, ""] if rest else []
        triggers = sorted({word.strip() for word, _ in getattr(module, "TRIGGERS", ())})
        if triggers:
            shown = ", ".join(f"`{word}`" for word in triggers[:40]) + (f" and {len(triggers) - 40} more" if len(triggers) > 40 else "")
            lines += [f"Tried at: {shown}.", ""]
        lines += ["| words | targets |", "| --- | --- |"]
        for words, targets in sorted(module.EXAMPLES, key=lambda example: not example[1]):
            found = "<br>".join(f"`{target}`" if target else "found, not resolved" for target in targets) or "*nothing*"
            cell = words.replace("|", "\\|").replace("[", "\\[").replace("\n", " ¶ ")
            lines.append(f"| {cell} | {found} |")
        lines.append("")
    return "\n".join([*lines, *_citation_tables()])


def _canonical_forms() -> list[str]:
    """The table in the docstring of `regkit.cite.target`, a row a family; a line that begins with spaces goes on with the row above."""
    rows: list[list[str]] = []
    for line in (target.__doc__ or "").splitlines():
        family, _, forms = line.partition("  ")
        if line.startswith("   ") and rows:
            rows[-1][1] += f" {line.strip()}"
        elif forms.strip() and not line.startswith("="):
            rows.append([family, forms.strip()])
    return [f"| {family} | {'<br>'.join(f'`{form.strip()}`' for form in forms.split('·'))} |" for family, forms in rows]


def _citation_tables() -> list[str]:
    """The names that the families know, from the data that they read."""
    lines = ["## Acts known by name", "", "A section that the table has is written as the Code's; any other keeps the short name.", ""]
    lines += ["| act | short name | also known as | sections with their place in the Code |", "| --- | --- | --- | --- |"]
    for act, names in sorted(_acts(), key=lambda row: row[0].name):
        known = "all, as the Code numbers them" if act.identity else f"{len(act.sections)}, title {act.title}" if act.sections else "none"
        lines.append(f"| {act.name} | {act.short} | {', '.join(sorted(names))} | {known} |")
    data = sec_rules.table()
    lines += ["", "## Regulations known by name", "", "A name that two agencies use resolves only where the text says whose it is.", ""]
    lines += ["| name | target | the Board's | alone |", "| --- | --- | --- | --- |"]
    for name, row in sorted(data["cfr"].items()):
        place = row.get("section", f"part {row['part']}")
        board = f"12 CFR part {row['board']}" if "board" in row else ""
        lines.append(f"| Regulation {name} | {row['title']} CFR {place} | {board} | {'yes' if row.get('certain', True) else 'no'} |")
    lines += ["", "## Organizations whose rules are cited", "", "| as written | canonical |", "| --- | --- |"]
    lines += [f"| {written} | {name} |" for written, name in sorted(sro_rules.NAMES.items())]
    lines += ["", "## Modules of rulebooks", "", ", ".join(f"`{module}`" for module in rulebook.MODULES), ""]
    return lines


def _acts() -> list[tuple[acts.Act, set[str]]]:
    names: dict[str, tuple[acts.Act, set[str]]] = {}
    for name, act in acts.table().items():
        names.setdefault(act.name, (act, set()))[1].add(name)
    return list(names.values())


def _commands_page() -> str:
    """The help of every verb, as the command line prints it on 80 columns."""
    lines = ["# Commands", "", "Exit codes: 0 clean, 1 findings, 2 misuse or bad input.", ""]
    runner = CliRunner(env={"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1"})
    for name in sorted(get_command(regkit_app).commands):  # type: ignore[attr-defined]
        text = runner.invoke(regkit_app, [name, "--help"], prog_name="regkit").stdout
        lines += [f"## `regkit {name}`", "", "```text", text.strip("\n"), "```", ""]
    return "\n".join(lines)


def setup(app: Sphinx) -> None:
    """Write the pages that are made from the code."""
    here = Path(__file__).parent
    _write_if_changed(here / "generated" / "rules.md", _rules_page())
    _write_if_changed(here / "generated" / "citations.md", _citations_page())
    _write_if_changed(here / "generated" / "commands.md", _commands_page())
    for name, make in PAGES.items():
        _write_if_changed(here / "generated" / f"{name}.md", make())
