"""Write ``templates/_shared/locale/regkit.pot``: every message of the reports, with where it is said. Run it after a change of words.

    python docs/catalogue.py            # writes it
    python docs/catalogue.py --check    # exit 1 where it is not current

Messages are read from the code (``_``, ``ngettext``, ``N_``), the templates, the scripts and each ``report.toml``; the file has no date and no line
numbers, so it changes when words do.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
POT = ROOT / "templates" / "_shared" / "locale" / "regkit.pot"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}
PLURAL = {"ngettext", "NN_"}
_SCRIPT = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')
HEAD = r"""# The words of regkit's reports. To translate them, see docs/translating.md.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

Message = str | tuple[str, str]


def messages() -> Iterator[tuple[str, Message]]:
    """Yield where each message is said, and the message; of one that depends on a number, both forms."""
    for path in sorted((ROOT / "regkit" / "report").rglob("*.py")):
        with path.open("rb") as file:
            yield from ((_name(path), _message(found)) for _, found, _, _ in extract("python", file, KEYWORDS))
    for path in sorted((ROOT / "templates").rglob("*.jinja")):
        with path.open("rb") as file:
            options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
            made = list(babel_extract(file, ["_", "ngettext"], [], options))
            yield from ((_name(path), _message(found[:2] if function in PLURAL else found)) for _, function, found, _ in made)
    for path in sorted((ROOT / "templates").rglob("*.js")):
        yield from ((_name(path), msgspec.json.decode(f'"{found[1]}"', type=str)) for found in _SCRIPT.finditer(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("report.toml")):
        report = msgspec.toml.decode(path.read_bytes())
        yield from ((_name(path), words) for words in (report["title"], report["description"], *(column["title"] for column in report["columns"])))


def catalogue() -> bytes:
    """Return the catalogue: messages sorted, each with the files that say it."""
    found: dict[Message, set[str]] = {}
    for where, message in messages():
        if message:
            found.setdefault(message, set()).add(where)
    for pair in [message for message in found if isinstance(message, tuple)]:  # an entry with two forms serves as one with one too
        found[pair] |= found.pop(pair[0], set())
    made = Catalog(project="regkit", charset="utf-8", fuzzy=False)
    made.header_comment = "# The words of regkit's reports."
    for message in sorted(found, key=lambda each: (each if isinstance(each, str) else each[0], str(each))):
        flags = ["python-format"] if "%(" in str(message) else []
        made.add(message, locations=[(where, None) for where in sorted(found[message])], flags=flags)
    lines = []

    class _Lines:
        def write(self, data: bytes) -> None:
            lines.append(data)

    write_po(_Lines(), made, width=0, omit_header=True, include_lineno=False)
    return HEAD.encode() + b"".join(lines)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _message(found: object) -> Message:
    """Return a message as the extractors give it: a pair where it has two forms; places that a template fills follow as None."""
    words = [str(each) for each in found if each is not None] if isinstance(found, tuple) else [str(found)]
    return (words[0], words[1]) if len(words) == 2 else words[0]


def main() -> None:
    """Write the catalogue, or compare it."""
    made = catalogue()
    if "--check" in sys.argv[1:]:
        sys.exit(0 if POT.is_file() and POT.read_bytes() == made else f"{_name(POT)} is not current: run python docs/catalogue.py")
    POT.parent.mkdir(parents=True, exist_ok=True)
    POT.write_bytes(made)


if __name__ == "__main__":
    main()
