"""The Jinja2 environment of each format. What a template prints is escaped for its format, always, without the template asking.

HTML is escaped by Jinja2's own autoescape. For Markdown and CSV the same mechanism is used: ``finalize`` sees every printed value before
autoescape does and returns it as `Markup`, escaped for the format, so autoescape leaves it alone. A template therefore cannot forget to
escape; to print something as it is, it must say ``| safe``. Undefined names stop the run. Text is only ever a value, never a template.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from regkit.report.folders import builtin_folder
from regkit.report.words import ENGLISH, SMALL_VALUES, VALUES, _, globals_, language
from regkit.text.visible import markdown as markdown
from regkit.text.visible import visible as visible

_CSV_QUOTED = re.compile(r'[",\r\n]')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_cell(text: str) -> str:
    """Return ``text`` as one CSV field: quoted where it must be, and never a formula.

    Spreadsheets run a cell that begins with ``= + - @``, a tab or a return; an apostrophe before it makes it text. Source: RFC 4180, 2; OWASP,
    CSV Injection. A NUL is shown as its picture, for many readers stop there.

    >>> csv_cell('a,"b'), csv_cell("=1+1"), csv_cell("plain")
    ('"a,""b"', "'=1+1", 'plain')
    """
    text = visible(text)
    if text.lstrip(" \n").startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _CSV_QUOTED.search(text) or text != text.strip() else text


def _finalizer(escape: Callable[[str], str]) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        if isinstance(value, Markup):
            return value
        if isinstance(value, str):
            return Markup(escape(value))  # noqa: S704  (this is the escaping)
        return value

    return finalize


def strong(text: str) -> Markup:
    """Return ``text`` in bold Markdown; white space at its ends stays outside, where CommonMark wants it."""
    core = text.strip()
    if not core:
        return Markup(markdown(text))  # noqa: S704
    at = text.index(core)
    return Markup(f"{markdown(text[:at])}**{markdown(core)}**{markdown(text[at + len(core) :])}")  # noqa: S704


def markdown_link(url: str) -> Markup:
    """Return a web address (or fragment) as a Markdown link destination in angle brackets."""
    return Markup("<" + re.sub(r"[<>\\\s|]", lambda found: f"%{ord(found[0]):02X}", url) + ">")  # noqa: S704


def to_json(value: Any) -> Markup:
    """Return ``value`` as JSON, indented; keys in the order of the fields."""
    return Markup(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())  # noqa: S704


def percent(permille: int) -> str:
    """Return tenths of a per cent as people read them: 875 is 87.5 %, 1000 is 100 %."""
    whole, tenth = divmod(permille, 10)
    return f"{whole}.{tenth} %" if tenth else f"{whole} %"


def number(value: int) -> str:
    """Return a number with commas at the thousands."""
    return f"{value:,}"


_FINALIZE: dict[str, Callable[[Any], Any]] = {"md": _finalizer(markdown), "csv": _finalizer(csv_cell)}


@cache
def environment(format: str, folders: tuple[Path, ...] = ()) -> Environment:
    """Return the environment for a format, over the user's folders and then the built-in ones.

    A built-in template can always be named with ``builtin/`` in front, so that a user's page may extend the one it stands in for.
    A format without an escape of its own prints values as HTML would: too much escaping is a blemish, too little a hole.
    """
    builtin = FileSystemLoader(builtin_folder())
    loaders: Sequence[BaseLoader] = [*(FileSystemLoader(folder) for folder in folders), PrefixLoader({"builtin": builtin}), builtin]
    made = Environment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_FINALIZE.get(format),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\r\n" if format == "csv" else "\n",
    )
    made.globals.update(globals_(), script_words=lambda: script_words(made))
    made.filters.update(
        csv=lambda text: Markup(csv_cell(text)),  # noqa: S704
        strong=strong,
        link=markdown_link,
        json=to_json,
        percent=percent,
        number=number,
        md=lambda text: Markup(markdown(text)),  # noqa: S704
    )
    return made


def asset(made: Environment, name: str) -> Markup:
    """Return a file of ``_shared`` as it is (a style sheet, a script), from the first folder that has it; empty where none has."""
    loader = made.loader
    try:
        text = loader.get_source(made, f"_shared/{name}".replace("_shared/../", ""))[0] if loader else ""
    except TemplateNotFound:
        text = ""
    return Markup(text)  # noqa: S704


_SCRIPTS = ("theme.js", "page.js", "reader.js", "rows.js", "../_site/site.js", "../_site/search.js", "../_site/picture.js", "../_site/go.js")
_SAID = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')


def script_messages(made: Environment) -> list[str]:
    """Return the messages of the scripts, ``_("…")`` in them, in order; then what their `named` and `word` may ask for."""
    texts = (asset(made, name) for name in _SCRIPTS)
    return list(
        dict.fromkeys(json.loads(f'"{found[1]}"') for text in texts for found in _SAID.finditer(text)) | dict.fromkeys((*VALUES, *SMALL_VALUES))
    )


def script_words(made: Environment) -> Markup:
    """Return the words of the scripts in the reader's language as JSON, safe within a script element; empty where they are English."""
    words = {message: said for message in script_messages(made) if (said := _(message)) != message} if language() != ENGLISH else {}
    if not words:
        return Markup("")
    return Markup(json.dumps(words, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))  # noqa: S704  (made for a script element)


def csp_hash(text: str) -> str:
    """Return a Content-Security-Policy source for an inline text. Source: W3C CSP Level 3, 2.3.1, hash-source."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
