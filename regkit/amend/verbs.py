"""The verbs of amending instructions, read once from ``verbs.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

AMEND = "amend"  # what only says that other verbs follow


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """An instruction, and the operations in it as ``str(operation)`` spells them."""

    text: str
    ops: tuple[str, ...]


class Verb(Struct, frozen=True, forbid_unknown_fields=True):
    """What one verb does and how it is spelled."""

    action: str
    forms: tuple[str, ...]
    examples: tuple[Example, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    verb: tuple[Verb, ...]


@cache
def verbs() -> tuple[Verb, ...]:
    """Return the verbs, those of several words before the words they begin with."""
    data = resources.files("regkit.amend").joinpath("verbs.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(data), _File).verb


@cache
def pattern() -> re.Pattern[str]:
    """Return one pattern for all verbs; the group that matched is named ``v`` and its place in `verbs`.

    ``be`` is what makes it passive ("is", "are to be"); "by", "to" and adverbs before a verb are passed over by whoever looks for words.
    """
    choices = "|".join(f"(?P<v{number}>{'|'.join(f'(?:{form})' for form in verb.forms)})" for number, verb in enumerate(verbs()))
    return re.compile(
        rf"(?P<be>(?:is|are|be|been|was|were) (?:(?:hereby|further|also|newly|each|both|to be) ){{0,2}})?(?:{choices})\b", re.IGNORECASE
    )


def action_of(match: re.Match[str]) -> str:
    """Return the action that a match of `pattern` stands for."""
    name = match.lastgroup or ""
    if not name.startswith("v"):
        name = next(key for key, value in match.groupdict().items() if value is not None and key.startswith("v"))
    return verbs()[int(name[1:])].action
