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
from regkit.apps.embed.content import COLUMNS
from regkit.apps.embed.quoting import LAYERS
from regkit.apps.embed.select import SORTS
from regkit.apps.embed.spec import OPTIONS, PROBLEMS
from regkit.model.check import Check
from regkit.registry import load, names, origin
from regkit.settings import DocumentSettings, Settings
from regkit.text.visible import markdown

_CODE = re.compile(r"[a-z]+(?:\.(?:[a-z-]+|…))+\Z")


def findings_page() -> str:
    """Every code of a finding with what it says and what to do, read from the calls that make findings; then the errors."""
    found: dict[str, dict[str, set[str]]] = {}
    for path in sorted(Path(regkit.__file__).parent.rglob("*.py")):
        for code, severity, message, remedy in _calls(path):
            row = found.setdefault(code, {"severity": set(), "says": set(), "remedy": set()})
            for name, value in (("severity", severity), ("says", message), ("remedy", remedy)):
                row[name] |= {value} if value else set()
    lines = [
        "# Findings and errors",
        "",
        "A finding is collected, and the run goes on; `regkit check` lists them. `…` stands for what differs from case to case.",
        "",
    ]
    lines += ["| code | severity | says | what to do |", "| --- | --- | --- | --- |"]
    for code, row in sorted(found.items()):
        cells = ("<br>".join(markdown(value) for value in sorted(row[name])) or "said case by case" for name in ("severity", "says", "remedy"))
        lines.append(f"| `{code}` | {' | '.join(cells)} |")
    lines += [
        "",
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
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        plain = [_spelled(arg, said) for arg in node.args]
        severity = next((part.attr.lower() for part in (*node.args, *named.values()) if _is_severity(part)), "")
        where = [named["code"]] if "code" in named else node.args
        codes = [words for arg in where for one in _choices(arg) if _CODE.match(words := _words(one))]
        if not (severity or _name(node.func).lstrip("_").lower() == "finding"):
            continue
        message, *rest = [words for words in plain if " " in words] or [""]
        message = _spelled(named.get("message"), said) or message
        for code in codes[:2] if any(isinstance(arg, ast.IfExp) for arg in where) else codes[:1]:
            yield code, severity, message, _spelled(named.get("remedy"), said) or (rest[-1] if rest else "")


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
