"""Pages of the reference that are made from the code when the documentation is built, so that they cannot go stale."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec import inspect as kinds

import regkit
from regkit import errors
from regkit.apps.cli import check
from regkit.apps.embed.content import COLUMNS
from regkit.apps.embed.quoting import LAYERS
from regkit.apps.embed.select import SORTS
from regkit.apps.embed.spec import OPTIONS, PROBLEMS
from regkit.model.check import Check
from regkit.registry import load, names, origin
from regkit.report.views.common import STATUS_WORDS as MEANING
from regkit.settings import DocumentSettings, Settings
from regkit.text.visible import markdown

_CODE = re.compile(r"[a-z]+(?:\.(?:[a-z-]+|…))+\Z")


FAMILIES = {
    "amend": ("Amendments", "`regkit amend` lists what it could not carry out."),
    "check": ("Checks", "`regkit check` on checks and on the graph as a whole."),
    "coverage": ("Coverage", "`regkit check` on requirements that are not shown to be met; place and message name the requirement and why."),
    "evidence": ("The evidence log", "`regkit verify` and `regkit check`, from the chain of hashes."),
    "read": ("Reading", "What a reader noticed in a source; kept in the graph, and listed by `regkit check`."),
    "resolve": ("References", "What a citation points at."),
    "review": ("Reviews", "Decisions that no longer fit what they were made on."),
    "verify": ("Proof", "`regkit verify`: the graph against its texts and sources."),
    "waiver": ("Waivers", "Accepted gaps that do not bind as they should."),
}
"""The first part of a code, what it is about and who says it."""

BESIDE = {
    "amend.differs": ("note", "instruction 3, “leave as is § 9.1(b)”: the text is another than the rule says", "compare the two"),
    "amend.not-applied": ("", "instruction 3, “revise § 9.1(b)”: the text has no such paragraph", "carry it out by hand; the instruction is quoted"),
    "amend.not-understood": ("", "", "carry it out by hand; the instruction is quoted"),
    "coverage.…": None,
    "evidence.attachment": (
        "",
        "an attachment is missing, outside the folder of the log, or not what was recorded",
        "Restore the file from a copy, or look at the entry",
    ),
    "evidence.broken": ("", "an entry is no entry, or does not follow from the one before: something was changed, removed or put in", ""),
    "evidence.orphan": ("", "results of a check that is gone", ""),
    "review.check-of-rejected": ("", "a check verifies a requirement that was rejected in review", ""),
    "review.lost": ("", "what a decision was made on is gone from the graph; the decision counts for nothing", ""),
    "review.open": ("", "doubtful extractions wait for a review", ""),
    "review.pending": ("", "a decision waits for a second person", ""),
    "review.suspect": ("", "what was reviewed is worded otherwise now", ""),
    "read.archive-member": ("", "", "nothing, where it is the one that you mean"),
    "read.archive-unread": ("", "a file of the archive is damaged, too large, or nothing that regkit reads", "what the file's own error says"),
}
"""What the calls do not spell: severity, words and remedy of codes whose findings say them case by case; None where others list the code."""


def findings_page() -> str:
    """Every code of a finding with what it says and what to do, read from the calls that make findings; then the errors.

    Raises: ValueError where a code has no family, or nothing says how grave it is, what it says, or what to do.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for path in sorted(Path(regkit.__file__).parent.rglob("*.py")):
        for code, severity, message, remedy in _calls(path):
            row = found.setdefault(code, {"severity": set(), "says": set(), "remedy": set()})
            for name, value in (("severity", severity), ("says", message), ("remedy", remedy)):
                row[name] |= {value} if value else set()
    for code, beside in BESIDE.items():
        if beside is None:
            del found[code]
        else:
            for name, value in zip(("severity", "says", "remedy"), beside, strict=True):
                found[code][name] = {value} if value else found[code][name]
    for status, severity in check._SEVERITY.items():
        row = {"severity": {severity.value}, "says": {MEANING[status][1]}, "remedy": {check._REMEDY[status]}}
        found[f"coverage.{status.value}"] = row
    lines = ["# Findings and errors", "", "A finding is collected, and the run goes on. `…` stands for what differs from case to case.", ""]
    for family, (title, about) in FAMILIES.items():
        lines += [f"## {title}", "", about, "", "| code | severity | says | what to do |", "| --- | --- | --- | --- |"]
        for code in sorted(code for code in found if code.split(".")[0] == family):
            row = found.pop(code)
            if not all(row.values()):
                raise ValueError(f"{code}: nothing says its {' or '.join(name for name in row if not row[name])}; add it to BESIDE")
            cells = ("<br>".join(markdown(value) for value in sorted(row[name])) for name in ("severity", "says", "remedy"))
            lines.append(f"| `{code}` | {' | '.join(cells)} |")
        lines.append("")
    if found:
        raise ValueError(f"codes of no family: {sorted(found)}; add it to FAMILIES")
    lines += [
        "## Errors",
        "",
        "An error stops the run with exit code 2. It names its place, and what to do.",
        "",
        "| code | class | when |",
        "| --- | --- | --- |",
    ]
    classes = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, errors.RegkitError)]
    lines += [
        f"| `{item.code}` | `{item.__name__}` | {(item.__doc__ or '').splitlines()[0]} |" for item in sorted(classes, key=lambda item: item.code)
    ]
    return "\n".join([*lines, ""])


def _calls(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, severity, message and remedy of every call that names a code beside a severity, or gives a finding its code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = _assigned(tree)
    helper = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "_finding"), None)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        plain = [_spelled(arg, said) for arg in node.args]
        severity = next((part.attr.lower() for part in (*node.args, *named.values()) if _is_severity(part)), "")
        where = [named["code"]] if "code" in named else node.args
        codes = [words for arg in where for one in _choices(arg) if _CODE.match(words := _words(one))]
        if helper is not None and _name(node.func) == "_finding":
            parts = list(ast.walk(helper))
            severity = severity or next((part.attr.lower() for part in parts if _is_severity(part)), "")
        if not (severity or _name(node.func).lstrip("_").lower() == "finding"):
            continue
        message, *rest = [words for words in plain if " " in words] or [""]
        message = _spelled(named.get("message"), said) or message
        fallback = [said_there] if helper is not None and _name(node.func) == "_finding" and (said_there := _remedy_in(helper, codes[:1])) else []
        rest = rest or fallback
        for code in codes[:2] if any(isinstance(arg, ast.IfExp) for arg in where) else codes[:1]:
            yield code, severity, message, _spelled(named.get("remedy"), said) or (rest[-1] if rest else "")


def _remedy_in(helper: ast.FunctionDef, codes: list[str]) -> str:
    """Return the remedy that a module's own ``_finding`` gives a code: the words it puts into ``remedy``, by the beginning of the code."""
    for node in ast.walk(helper):
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "remedy" and codes:
            if isinstance(node.value, ast.IfExp):
                begins = [words for part in ast.walk(node.value.test) if "." in (words := _words_of(part))]
                return _words(node.value.body if begins and codes[0].startswith(begins[0]) else node.value.orelse)
            return _words(node.value)
    return ""


def _words_of(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _assigned(tree: ast.AST) -> dict[str, list[tuple[int, str]]]:
    """Return the words that are put into variables, with their lines, so that a message of its own line is found too."""
    found: dict[str, list[tuple[int, str]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and _words(node.value):
            found.setdefault(node.targets[0].id, []).append((node.lineno, _words(node.value)))
    return found


def _spelled(node: ast.expr | None, said: dict[str, list[tuple[int, str]]]) -> str:
    """Return the words of an argument; of a variable those that were put into it at most eight lines before."""
    if node is None:
        return ""
    near = [item for item in said.get(getattr(node, "id", ""), ()) if 0 <= node.lineno - item[0] <= 8]
    return _words(node) or (max(near)[1] if near else "")


def _choices(node: ast.expr) -> tuple[ast.expr, ...]:
    """Return both sides of a choice; of anything else, itself."""
    return (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_severity(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity"


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


FILES: tuple[tuple[str, type[Struct], str], ...] = (
    ("regkit.toml", Settings, "The project's settings, in its folder. All fields have a default; an unknown one is an error that names the nearest."),
    ("document.toml", DocumentSettings, "Beside each source."),
    ("checks/*.yaml", Check, "A list of checks. `verifies` names requirements by id, or by document and quote."),
)


def settings_page() -> str:
    """Every file that people write, field by field, from the types that read it."""
    lines = ["# Files that you write", "", "Made from the types that read them: what stands here is what is accepted.", ""]
    for name, type_, about in FILES:
        lines += [f"## `{name}`", "", about, ""]
        todo, seen = [type_], set()
        while todo:
            struct = todo.pop(0)
            if struct in seen:
                continue
            seen.add(struct)
            if struct is not type_:
                lines += [f"### {struct.__name__} ({name})", ""]
            lines += [inspect.cleandoc(struct.__doc__ or "").replace("``", "`"), "", "| field | type | default |", "| --- | --- | --- |"]
            info = kinds.type_info(struct)
            assert isinstance(info, kinds.StructType)
            for field in info.fields:
                spelled, inner = _type(field.type)
                todo += inner
                lines.append(f"| `{field.encode_name}` | {spelled} | {_default(field)} |")
            lines.append("")
    return "\n".join(lines)


def _type(type_: kinds.Type) -> tuple[str, list[type[Struct]]]:
    """Return a type in words, and the structs in it."""
    match type_:
        case kinds.StructType(cls=cls):
            return f"table, {cls.__name__}", [cls]
        case kinds.EnumType(cls=cls):
            return " · ".join(f"`{item.value}`" for item in cls), []
        case kinds.UnionType(types=types):
            parts = [_type(part) for part in types if not isinstance(part, kinds.NoneType)]
            return " or ".join(words for words, _ in parts), [struct for _, inner in parts for struct in inner]
        case kinds.VarTupleType(item_type=item) | kinds.ListType(item_type=item):
            words, inner = _type(item)
            return f"list of {words}", inner
        case kinds.DictType():
            return "table", []
    known = {"StrType": "text", "IntType": "number", "FloatType": "number", "BoolType": "true or false", "DateType": "date"}
    return known.get(type(type_).__name__, type(type_).__name__), []


def _default(field: kinds.Field) -> str:
    value: Any = (
        field.default if field.default is not NODEFAULT else (field.default_factory() if field.default_factory is not NODEFAULT else NODEFAULT)
    )
    if value is NODEFAULT:
        return "**required**"
    if isinstance(value, Struct):
        return "as below"
    if value in (None, "", (), [], {}):
        return "none"
    return f"`{value.value if isinstance(value, Enum) else msgspec.json.encode(value).decode()}`"


def formats_page() -> str:
    """What is registered: readers, formats of reports, exporters, sources of checks; an installed plugin would stand here too."""
    groups = (
        ("regkit.readers", "Readers", "What a file is, is told by its bytes."),
        ("regkit.writers", "Formats of reports", "`regkit report NAME --format FORMAT`."),
        ("regkit.exporters", "Exporters", "`regkit export FORM`."),
        ("regkit.checks", "Sources of checks", "Where checks are read from."),
    )
    lines = ["# Formats", "", "Each is an entry point: a package of yours adds one by registering it in the group.", ""]
    for group, title, about in groups:
        lines += [f"## {title}", "", f"{about} Entry points: `{group}`.", "", "| name | what it is |", "| --- | --- |"]
        for name in names(group):
            module = inspect.getmodule(load(group, name)) if ":" in origin(group, name) else load(group, name)
            first = inspect.cleandoc(getattr(module, "__doc__", "") or "").split("\n\n")[0].replace("\n", " ").replace("``", "`").replace("|", "\\|")
            lines.append(f"| `{name}` | {first} |")
        lines.append("")
    return "\n".join(lines)


def embed_page() -> str:
    """The directives of both documentation builds with their options, and the kinds of warnings."""
    lines = [
        "# Directives of documentation builds",
        "",
        "The same for [Sphinx](../sphinx.md) (`reg:NAME`) and [MkDocs](../mkdocs.md) (`reg-NAME`).",
        "",
    ]
    lines += ["| name | options |", "| --- | --- |"]
    lines += [f"| `{name}` | {', '.join(f'`{option}`' for option in (*options, 'no-index'))} |" for name, options in OPTIONS.items()]
    for title, values in (("Columns", COLUMNS), ("Orders", SORTS), ("Layers that `highlight` takes", (*LAYERS, "all", "none"))):
        lines += ["", f"{title}: {', '.join(f'`{value}`' for value in values)}."]
    lines += ["", "## Warnings", "", "| subtype | when |", "| --- | --- |"]
    lines += [f"| `regkit.{kind}` | {words} |" for kind, words in PROBLEMS.items()]
    return "\n".join([*lines, ""])


PAGES = {"findings": findings_page, "settings": settings_page, "formats": formats_page, "directives": embed_page}
