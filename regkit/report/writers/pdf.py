"""PDF through Typst, the extra ``report-pdf``: tagged after PDF/UA-1, with bookmarks, contents, links and repeated heads.

What the report says goes to Typst as JSON, how it looks is ``_shared/page.typ`` with its functions, which a user may replace one by one. Only the
fonts that come with Typst are used, and those of ``_shared/fonts`` of a user's folder, so that two machines give the same bytes; a character that
none of them draws is spelled out, ``[U+4E2D]``. The file has no date.
Source: ISO 14289-1 (every character has a glyph, 7.21.8).
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from regkit.errors import MissingExtraError, ReportError
from regkit.report.environment import asset
from regkit.report.folders import SHARED
from regkit.report.page import Page
from regkit.report.writers.pdf_data import book_data

STANDARD = "ua-1"
_TRIES = 4
_TEMPLATES = ("page.typ", "page-blocks.typ", "page-own.typ")
_BESIDE = {".typ", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}  # what a template of a user's may read
_FONTS = {".ttf", ".otf", ".ttc", ".otc"}
_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.S)
_SPELLED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
# Known to be drawn by the fonts of every Typst; what else a book has is tried before it is set.
_DRAWN = frozenset(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))) | frozenset("\n–—‘’“”„•…†‡€™−≤≥×")


def write(page: Page) -> bytes:
    """Return the document. Raises: MissingExtraError; ReportError where a template of a user's is wrong."""
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("PDF reports need Typst", remedy='Install it with: pip install "regkit[report-pdf]"') from None
    data = msgspec.json.encode(book_data(page.book())).decode()
    with tempfile.TemporaryDirectory(prefix="regkit-") as name:
        root = Path(name)
        own = _fonts(page)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=own)
        _lay_out(page, root)
        data = _spelled(data, _undrawn(typst, fonts, set(data) - _DRAWN))
        for _ in range(_TRIES):
            (root / "book.json").write_text(data, encoding="utf-8")
            try:
                return bytes(_compile(typst, root / _TEMPLATES[0], root, fonts))
            except typst.TypstError as error:
                found = {char for char in _in_errors(error) if char not in _DRAWN}
                if not found:
                    raise ReportError(
                        f"the template is wrong: {_message(error)}", place="_shared/page.typ", remedy="See the templates' README"
                    ) from error
                data = _spelled(data, found)
    raise ReportError("the fonts cannot show the text", place="_shared/fonts", remedy="Add a font for its script to this folder of your templates")


def _compile(typst: Any, source: Path | bytes, root: Path, fonts: Any) -> Any:
    compiler = typst.Compiler(str(source) if isinstance(source, Path) else source, root=str(root), font_paths=fonts)
    made, _ = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARD)
    return made


def _lay_out(page: Page, root: Path) -> None:
    """Put the templates into ``root``, and what a user's may read beside them: the first folder has its say, the report's own before."""
    for folder in reversed(page.folders):
        for part in (folder / SHARED, folder / page.report.name):
            for path in sorted(part.glob("*")):
                if path.suffix.lower() in _BESIDE and path.is_file():
                    (root / path.name).write_bytes(path.read_bytes())
    made = page.environment("typ")
    for name in _TEMPLATES:
        if not (root / name).exists():
            (root / name).write_text(asset(made, name), encoding="utf-8")


def _fonts(page: Page) -> list[str]:
    """Return the folders with fonts of a user's."""
    folders = (folder / SHARED / "fonts" for folder in page.folders)
    return [str(folder) for folder in folders if folder.is_dir() and any(path.suffix.lower() in _FONTS for path in folder.iterdir())]


def _undrawn(typst: Any, fonts: Any, odd: set[str]) -> set[str]:
    """Return those of ``odd`` that no font draws. Each is set alone, and Typst names those that it cannot show."""
    if not odd:
        return set()
    words = "\n\n".join(f'#"\\u{{{ord(char):x}}}"' for char in sorted(odd))
    with tempfile.TemporaryDirectory(prefix="regkit-") as name:
        try:
            _compile(typst, f'#set document(title: "x", date: none)\n{words}\n'.encode(), Path(name), fonts)
        except typst.TypstError as error:
            return odd & _in_errors(error)
    return set()


def _in_errors(error: Any) -> set[str]:
    """Return the characters of the texts that an error says cannot be shown."""
    found = _UNDRAWN.findall(f"{error.message}\n{error.diagnostic}")
    return set("".join(_SPELLED.sub(lambda part: chr(int(part[1], 16)), words) for words in found))


def _spelled(data: str, chars: set[str]) -> str:
    return data.translate({ord(char): f"[U+{ord(char):04X}]" for char in chars}) if chars else data


def _message(error: Any) -> str:
    """Return what Typst says in one line, with the file and line of the template where it knows them."""
    where = re.search(r"┌─ ([^\n]+)", str(error.diagnostic))
    return " ".join(f"{error.message} {f'({where[1].strip()})' if where else ''}".split())
