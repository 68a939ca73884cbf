"""Files that people write (TOML, YAML, JSON) → frozen Structs, with errors that a person can act on.

Strict: no value is converted behind the author's back (a number is not a string), and a key that nothing reads is refused with the nearest one
that is read, because a misspelt key that is silently ignored is a setting that silently does nothing. Dates may be written bare
(``date: 2026-04-15``): both formats make date objects of them, which become ISO strings here.

YAML is read with PyYAML's safe loader; aliases, tags and duplicate keys are refused: the first can grow without bound, the second ask
for objects that no file of ours holds, the last lose data.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from regkit.errors import RegkitError, SettingsError

T = TypeVar("T")
Path = tuple[str | int, ...]
Lines = Callable[[Path], int]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]#]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-.\"']+)\s*=")
_DEPTH = 50  # levels of lists and tables; a check has four
_AT = re.compile(r"(.*?)(?: - at `(?:key in )?\$([^`]*)`)?$", re.S)
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TOML_LINE = re.compile(r"at line (\d+)")


def read_toml(data: bytes, type_: type[T], place: str, *, error: type[RegkitError] = SettingsError) -> T:
    """Return the TOML in ``data`` as ``type_``. ``place`` is the file's name for people. Raises: ``error`` with place, field and remedy."""
    text = _decode(data, place, error)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _TOML_LINE.search(str(problem))
        where = f"{place}, line {found[1]}" if found else place
        raise error(f"not TOML: {problem}", place=where, remedy="Correct the syntax") from None

    def lines(path: Path) -> int:
        return _toml_lines(text)(path)  # only a mistake asks for lines

    return convert(value, type_, place, lines=lines, error=error)


def parse_yaml(data: bytes, place: str, *, error: type[RegkitError]) -> tuple[Any, Lines]:
    """Return what the YAML (or JSON, which is YAML) in ``data`` holds, and a function from a path within it to the line, from 1."""
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415  (only projects with checks need it)

    text = _decode(data, place, error)
    try:
        loader = yaml.SafeLoader(text)
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:  # the parser takes quadratic time for brackets in brackets
                where = f"{place}, line {event.start_mark.line + 1}"
                raise error(f"YAML is nested more than {_DEPTH} deep", place=where, remedy="Write it flatter")
            if isinstance(event, yaml.AliasEvent):
                where = f"{place}, line {event.start_mark.line + 1}"
                raise error("YAML aliases are not read", place=where, remedy="Write the value out")
            if getattr(event, "tag", None):
                where = f"{place}, line {event.start_mark.line + 1}"
                raise error(f"YAML tags are not read: {event.tag}", place=where, remedy="Write the value without its tag")
        node = loader.get_single_node()
        table: dict[Path, int] = {}
        if node is not None:
            _walk_yaml(node, (), table, place, error)
        return (None if node is None else loader.construct_document(node)), _lookup(table)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f"{place}, line {mark.line + 1}" if mark else place
        raise error(f"not YAML: {problem.problem or problem.context}", place=where, remedy="Correct the syntax") from None
    except yaml.YAMLError as problem:
        raise error(f"not YAML: {problem}", place=place, remedy="Save the file as UTF-8 without control characters") from None
    except (RecursionError, ValueError, LookupError, AttributeError) as problem:  # a date such as 2026-02-31; nesting without end
        raise error(f"not readable YAML: {problem}", place=place, remedy="Correct the value, or put it in quotes") from None


def convert(value: Any, type_: type[T], place: str, *, lines: Lines | None = None, at: Path = (), error: type[RegkitError] = SettingsError) -> T:
    """Return plain data as ``type_``, strictly; ``at`` is where in the file the data stands."""
    value = _plain(value)
    problem = _unknown(value, type_, at)
    if problem:
        path, key, known = problem
        near = nearest(key, known)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(sorted(known))}"
        raise error(f"unknown field {key!r}{_within(path)}", place=_where(place, lines, (*path, key)), remedy=hint)
    try:
        return msgspec.convert(value, type_, strict=True)
    except msgspec.ValidationError as failure:
        found = _AT.match(str(failure))
        message, trail = (found[1], found[2] or "") if found else (str(failure), "")
        steps: Path = tuple(name if name else (int(index) if index.isdigit() else 0) for name, index in _STEP.findall(trail))
        path = (*at, *steps)
        plain = (message[:1].lower() + message[1:]).replace("`", "'").replace("object", "table")
        remedy = "Write that field" if "missing required" in plain else "Correct the value"
        raise error(f"{plain}{_field(path)}", place=_where(place, lines, path), remedy=remedy) from None


def nearest(word: str, known: Iterable[str], count: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return up to ``count`` of ``known`` that are most like ``word``, best first; empty where none is close."""
    return difflib.get_close_matches(word, sorted(known), n=count, cutoff=cutoff)


def listed(problems: Sequence[RegkitError], what: str, error: type[RegkitError]) -> RegkitError:
    """Return one error that lists several, each on a line of its own; a single problem is itself."""
    if len(problems) == 1:
        return problems[0]
    lines = "".join(f"\n  {problem}" for problem in problems)
    return error(f"{len(problems)} problems in {what}:{lines}")


def _decode(data: bytes, place: str, error: type[RegkitError]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise error("not UTF-8 text", place=f"{place}, line {line}", remedy="Save the file as UTF-8") from None


def _plain(value: Any) -> Any:
    """Dates become ISO strings, throughout."""
    if isinstance(value, datetime.date | datetime.datetime | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _unknown(value: Any, type_: Any, path: Path) -> tuple[Path, str, set[str]] | None:
    """Return the first key that no field of the type reads: its table, the key, the fields that there are."""
    members = [type_, *get_args(type_)]
    struct = next((member for member in members if isinstance(member, type) and issubclass(member, msgspec.Struct)), None)
    if struct is None:
        return None
    if isinstance(value, list):
        return next((found for index, item in enumerate(value) if (found := _unknown(item, struct, (*path, index)))), None)
    if not isinstance(value, dict):
        return None
    types = _types(struct)
    for key, item in value.items():
        if key not in types:
            return path, str(key), set(types)
        found = _unknown(item, types[key], (*path, key))
        if found:
            return found
    return None


@cache
def _types(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the type of each field, by the name it is written under; to find them out takes longer than to read a small file."""
    hints = get_type_hints(struct)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(struct)}


def _field(path: Path) -> str:
    spelled = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return f" at {spelled}" if spelled else ""


def _within(path: Path) -> str:
    return _field(path).replace(" at ", " in ", 1)


def _where(place: str, lines: Lines | None, path: Path) -> str:
    line = lines(path) if lines else 0
    return f"{place}, line {line}" if line else place


def _lookup(table: dict[Path, int]) -> Lines:
    def line(path: Path) -> int:
        for length in range(len(path), 0, -1):
            if path[:length] in table:
                return table[path[:length]]
        return table.get((), 0)

    return line


def _toml_lines(text: str) -> Lines:
    """Map paths to lines, well enough for an error message: strings over several lines are not looked into."""
    table: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    prefix: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            prefix = tuple(part.strip(" \"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[prefix] = counts.get(prefix, -1) + 1
                prefix = (*prefix, counts[prefix])
            table.setdefault(prefix, number)
            continue
        key = _KEY.match(line)
        if key:
            table.setdefault((*prefix, *(part.strip("\"'") for part in key[1].split("."))), number)
    return _lookup(table)


def _walk_yaml(node: Any, path: Path, table: dict[Path, int], place: str, error: type[RegkitError]) -> None:
    table[path] = node.start_mark.line + 1
    if node.id == "sequence":
        for index, item in enumerate(node.value):
            _walk_yaml(item, (*path, index), table, place, error)
    elif node.id == "mapping":
        for key, item in node.value:
            step = (*path, str(key.value))
            if step in table:
                where = f"{place}, line {key.start_mark.line + 1}"
                raise error(f"{key.value!r} is given twice", place=where, remedy="Keep one of the two")
            _walk_yaml(item, step, table, place, error)
