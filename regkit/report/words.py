"""The words of reports, in the reader's language: one catalogue, English complete.

Every word that a report says of itself goes through `_`, `ngettext` or, in a template or a script, the functions of these names; what documents,
checks and people say never does. English is in the code, as messages; a language is a gettext catalogue,
``_shared/locale/<language>/LC_MESSAGES/regkit.mo`` in one of the template folders. ``templates/_shared/locale/regkit.pot`` lists all messages. A
message is a whole sentence with named places, for the order of words differs: ``_("%(count)s of %(total)s are held", count=…, total=…)``.

Why a requirement has its coverage is said where coverage is found (`regkit.trace`), in English, and kept so.

The language holds for a run of `speaking`, so that views and books need no further argument; two reports in two threads may speak two languages.

Source: GNU gettext manual, 11.2 (plural forms), 15.5.18 (Python).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from regkit.errors import ReportError

K = TypeVar("K")
V = TypeVar("V")
DOMAIN = "regkit"
FOLDER = "_shared/locale"
ENGLISH = "en"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")


class Speech:
    """A language: its tag after BCP 47, and its catalogue."""

    def __init__(self, tag: str, catalogue: gettext.NullTranslations) -> None:
        self.tag = tag
        self.catalogue = catalogue


_ENGLISH = Speech(ENGLISH, gettext.NullTranslations())
_CURRENT: ContextVar[Speech] = ContextVar("language", default=_ENGLISH)


def _(message: str, **places: object) -> str:
    """Return a message in the reader's language, its places filled."""
    words = _CURRENT.get().catalogue.gettext(message) if message else ""
    return words % places if places else words


def ngettext(one: str, many: str, count: int, **places: object) -> str:
    """Return a message that depends on a number, in the reader's language; ``%(count)s`` is the number with commas at the thousands."""
    return _CURRENT.get().catalogue.ngettext(one, many, count) % {"count": f"{count:,}", **places}


def N_(message: str) -> str:  # noqa: N802  (the name that gettext's tools know)
    """Mark a message of a table; it is translated where it is used."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark both forms of a message of a table; `ngettext` translates them where they are used."""
    return one, many


def language() -> str:
    """Return the tag of the reader's language."""
    return _CURRENT.get().tag


def languages(folders: Sequence[Path]) -> list[str]:
    """Return the tags of the languages that there are in template folders, sorted, and English."""
    pattern = f"{FOLDER}/*/LC_MESSAGES/{DOMAIN}.mo"
    return sorted({path.parent.parent.name.replace("_", "-") for folder in folders for path in folder.glob(pattern)} | {ENGLISH})


@contextmanager
def speaking(tag: str, folders: Sequence[Path]) -> Iterator[None]:
    """Speak a language for the length of the block; its catalogue is in the first of the folders that has it.

    Raises: ReportError where there is no such language, naming those that there are, or where its catalogue is damaged.
    """
    token = _CURRENT.set(_speech(tag or ENGLISH, folders))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def _speech(tag: str, folders: Sequence[Path]) -> Speech:
    if tag == ENGLISH:
        return _ENGLISH
    if _TAG.fullmatch(tag):
        for folder in folders:
            path = folder / FOLDER / tag.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo"
            if path.is_file():
                try:
                    with path.open("rb") as file:
                        return Speech(tag.replace("_", "-"), gettext.GNUTranslations(file))
                except (OSError, ValueError, UnicodeDecodeError, KeyError, SyntaxError) as problem:
                    remedy = "Make it again with: msgfmt -o regkit.mo regkit.po"
                    raise ReportError(f"the catalogue cannot be read: {problem}", place=str(path), remedy=remedy) from None
    raise ReportError(f"there are no words in the language {tag!r}", remedy=f"There are: {', '.join(languages(folders))}")


def globals_() -> dict[str, Any]:
    """Return what templates call: they escape what comes of it as they do any value."""
    return {"_": _, "ngettext": ngettext, "named": named, "word": word, "capital": capital, "language": language}


def no_owner() -> str:
    """Return what the owner is called of what has none."""
    return _("No owner")


class Words(dict[K, V]):
    """A table of messages marked with `N_`, or of tuples of them, that gives them in the reader's language."""

    def __getitem__(self, key: K) -> V:
        found: V = _said(super().__getitem__(key))
        return found

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the words of a key, or the default as it is."""
        return self[key] if key in self else default  # noqa: SIM401  (that would be this method)

    def items(self) -> Any:
        """Return keys with their words."""
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        """Return the words."""
        return [self[key] for key in self]


def _said(value: Any) -> Any:
    return tuple(map(_, value)) if isinstance(value, tuple) else _(value)


def capital(words: str) -> str:
    """Return words with a capital at their head; the others stay as the language writes them."""
    return words[:1].upper() + words[1:]


def named(value: str) -> str:
    """Return what people call a value of the machine's: "not_applicable" is "Not applicable"."""
    return _(value.replace("_", " ").capitalize())


def word(value: str) -> str:
    """Return the same within a line or in a cell, in small letters: "short_form" is "short form"."""
    return _(value.replace("_", " "))


VALUES = (
    *(
        N_("Obligation"),
        N_("Prohibition"),
        N_("Permission"),
        N_("Exemption"),
        N_("Recommendation"),
        N_("Discretion"),
        N_("Norm"),
        N_("Condition"),
        N_("Item"),
    ),
    *(N_("Official"), N_("Restatement"), N_("Summary"), N_("Draft")),
    *(N_("All"), N_("Document"), N_("Modality"), N_("Owner"), N_("Requirement"), N_("Definition"), N_("Citation"), N_("Link")),
    *(N_("Test"), N_("Inspection"), N_("Analysis"), N_("Review"), N_("Attestation"), N_("Demonstration"), N_("Interview")),
    *(N_("Error"), N_("Warning"), N_("Note")),
    *(N_("Added"), N_("Removed"), N_("Reworded"), N_("Moved"), N_("Renumbered"), N_("Split"), N_("Merged"), N_("Same")),
    *(N_("Passed"), N_("Failed"), N_("Could not be carried out"), N_("Not applicable"), N_("No evidence yet")),
)
"""What `named` may be asked for, so that the catalogue has it."""

SMALL_VALUES = (
    *(N_("obligation"), N_("prohibition"), N_("permission"), N_("exemption"), N_("recommendation"), N_("norm"), N_("condition"), N_("item")),
    *(N_("official"), N_("restatement"), N_("summary"), N_("draft")),
    *(N_("all"), N_("document"), N_("modality"), N_("owner"), N_("requirement"), N_("definition"), N_("citation"), N_("link")),
    *(N_("means"), N_("includes"), N_("excludes"), N_("reference"), N_("short form"), N_("entry")),
    *(N_("term"), N_("read-with"), N_("exception"), N_("deadline")),
    *(N_("test"), N_("inspection"), N_("analysis"), N_("review"), N_("attestation"), N_("check"), N_("evidence"), N_("waiver")),
    *(N_("added"), N_("removed"), N_("reworded"), N_("moved"), N_("renumbered"), N_("split"), N_("merged"), N_("same")),
)
"""What `word` may be asked for."""
