"""Markdown (CommonMark with tables and footnotes), with YAML or TOML front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from regkit.errors import ReadError
from regkit.model.document import MarkKind, Origin, ProvisionType, Status
from regkit.read import headings
from regkit.read.assemble import Assembler
from regkit.read.builder import Call, DocumentBuilder, Piece, Run
from regkit.read.decode import decode
from regkit.read.paragraph import Note, Paragraph

MEDIA_TYPE = "text/markdown"
FALLBACK = False
_ENDINGS = (".md", ".markdown", ".mdown")
_FRONT = re.compile(r"\s*(?:---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n|\Z)|\+\+\+[ \t]*\n(?P<toml>.*?)\n\+\+\+[ \t]*(?:\n|\Z))", re.DOTALL)
_FRONT_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n[A-Za-z_][\w-]*[ \t]*:|\+\+\+[ \t]*\r?\n)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_CALL = re.compile(r"\[\^([^\]\s]{1,40})\]")
_FIELDS = ("title", "issuer", "instrument", "citation", "short", "version", "effective", "expires", "url")
_LONGEST_FRONT = 65_536
_MARKS = {"em_open": MarkKind.ITALIC, "strong_open": MarkKind.BOLD, "link_open": MarkKind.LINK}


def accepts(head: bytes, name: str) -> bool:
    """Take what begins with front matter, and text files named as Markdown: without front matter the bytes alone cannot tell it from plain text."""
    if _FRONT_HEAD.match(head):
        return True
    text = bool(head) and (b"\x00" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"))
    return text and name.lower().endswith(_ENDINGS) and not head.lstrip().startswith(b"<?xml")


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read Markdown. Front matter fills the authority and is not text. Raises: ReadError where front matter is broken."""
    text = decode(data, build)
    front = _FRONT.match(text)
    start = 0
    if front and len(front[0]) < _LONGEST_FRONT:
        _authority(front, build)
        start = text.count("\n", 0, front.end())
        text = text[front.end() :]
    _MarkdownReader(text, start, build).run()


def _authority(front: re.Match[str], build: DocumentBuilder) -> None:
    try:
        decoded: Any = msgspec.yaml.decode(front["yaml"]) if front["yaml"] is not None else msgspec.toml.decode(front["toml"])
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        message = " ".join(str(error).split())[:200]
        raise ReadError(f"the front matter cannot be read ({message})", place=f"{build.source.name}:1", remedy="Correct it, or remove it") from None
    if not isinstance(decoded, dict):
        return
    fields: dict[str, object] = {
        name: str(decoded[name]) for name in _FIELDS if isinstance(decoded.get(name), str | int) or hasattr(decoded.get(name), "isoformat")
    }
    status = decoded.get("status")
    if isinstance(status, str) and status in list(Status):
        fields["status"] = Status(status)
    build.suggest(**fields)


class _MarkdownReader:
    """Walks markdown-it's block tokens in order."""

    def __init__(self, text: str, first_line: int, build: DocumentBuilder) -> None:
        self.build = build
        self.assemble = Assembler(build)
        self.first_line = first_line
        self.parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table").disable("html_block").disable("html_inline")
        self.notes: dict[str, tuple[int, str]] = {}
        self.text = self._take_notes(text)
        self._claimed: set[str] = set()
        self._numbers: list[str] = []  # ordered lists that are open: the printed number of the item that waits for its text
        self._after_list = False
        self._appendix = False

    def run(self) -> None:
        """Read the whole text into the builder."""
        self._blocks(self.parser.parse(self.text))
        for key in [key for key in self.notes if key not in self._claimed]:
            paragraph = Paragraph([], self._origin(None))
            paragraph.notes = [self._note(key)]
            self.assemble.add(paragraph)
        self.assemble.close(0)

    def _take_notes(self, text: str) -> str:
        """Cut the definitions of footnotes out of the text, leaving its lines in place."""
        lines = text.split("\n")
        fenced = False
        index = 0
        while index < len(lines):
            fenced ^= lines[index].lstrip().startswith(("```", "~~~"))
            match = None if fenced else _NOTE.match(lines[index])
            if match is None or match[1] in self.notes:
                index += 1
                continue
            first, words = index, [match[2]]
            lines[index] = ""
            index += 1
            while index < len(lines) and (
                (lines[index].startswith(("    ", "\t"))) or (lines[index].strip() and words[-1] and not _NOTE.match(lines[index]))
            ):
                words.append(lines[index].strip())
                lines[index] = ""
                index += 1
            self.notes[match[1]] = (first, "\n".join(words))
        return "\n".join(lines)

    def _origin(self, token: Token | None) -> Origin:
        return Origin(line=self.first_line + token.map[0] + 1) if token is not None and token.map else Origin()

    def _blocks(self, tokens: Sequence[Token]) -> None:
        heading: Token | None = None
        row: list[Piece] | None = None
        holder: Token | None = None
        for token in tokens:
            kind = token.type
            if kind == "heading_open":
                heading = token
            elif kind == "ordered_list_open":
                self._numbers.append("")
            elif kind == "list_item_open":
                if token.info and self._numbers:
                    self._numbers[-1] = f"{token.info}{token.markup} "
            elif kind in ("ordered_list_close", "bullet_list_close"):
                self._after_list = True
                if kind == "ordered_list_close":
                    self._numbers.pop()
            elif kind == "tr_open":
                row, holder = [], token
            elif kind == "tr_close":
                self.assemble.add(self._with_notes(Paragraph(row or [], self._origin(holder), table=True)))
                row = None
            elif kind == "inline":
                pieces = self._inline(token.children or [])
                if row is not None:
                    row += [" ", *pieces]
                elif heading is not None:
                    self._heading(pieces, int(heading.tag[1]), heading)
                    heading = None
                else:
                    self._paragraph(pieces, token)
            elif kind in ("fence", "code_block"):
                self.assemble.add(Paragraph([token.info, "\n", token.content], self._origin(token), table=True))

    def _paragraph(self, pieces: list[Piece], token: Token) -> None:
        number = self._numbers[-1] if self._numbers else ""
        if number:
            self._numbers[-1] = ""
            pieces = [number, *pieces]
        paragraph = Paragraph(pieces, self._origin(token), flush=self._after_list and not self._numbers, level=len(self._numbers) if number else 0)
        self._after_list = False
        self.assemble.add(self._with_notes(paragraph))

    def _heading(self, pieces: list[Piece], level: int, token: Token) -> None:
        paragraph = self._with_notes(Paragraph(pieces, self._origin(token), heading=True))
        text = " ".join(paragraph.text.split())
        found = headings.classify(text, commentary=self._appendix)
        self._after_list = False
        if found is None:
            self.assemble.group(paragraph, headings.ROMAN + level, text, appendix=self._appendix)
            return
        if found.rank <= headings.SECTION:
            self._appendix = found.type is ProvisionType.APPENDIX
        self.assemble.unit(paragraph, found)

    def _inline(self, tokens: Sequence[Token]) -> list[Piece]:
        pieces: list[Piece] = []
        marks: list[tuple[MarkKind, str]] = []
        for token in tokens:
            if token.type in _MARKS:
                marks.append((_MARKS[token.type], str(token.attrGet("href") or "")))
            elif token.type in ("em_close", "strong_close", "link_close"):
                marks.pop()
            elif token.type in ("softbreak", "hardbreak"):
                pieces.append("\n")
            elif token.type == "image":
                pieces += self._inline(token.children or [])
            else:
                self._words(token.content, marks, pieces)
        return pieces

    def _words(self, text: str, marks: list[tuple[MarkKind, str]], pieces: list[Piece]) -> None:
        """Add text, with the footnotes that it calls taken out."""
        at = 0
        for match in _CALL.finditer(text):
            if match[1] in self.notes:
                self._run(text[at : match.start()], marks, pieces)
                pieces.append(Call(match[1], f"note-{match[1]}"))
                at = match.end()
        self._run(text[at:], marks, pieces)

    @staticmethod
    def _run(text: str, marks: list[tuple[MarkKind, str]], pieces: list[Piece]) -> None:
        if text:
            pieces.append(Run(text, *marks[-1]) if marks else text)

    def _with_notes(self, paragraph: Paragraph) -> Paragraph:
        for piece in paragraph.pieces:
            if isinstance(piece, Call) and piece.mark not in self._claimed:
                paragraph.notes.append(self._note(piece.mark))
        return paragraph

    def _note(self, mark: str) -> Note:
        self._claimed.add(mark)
        line, text = self.notes[mark]
        paragraphs = []
        for token in self.parser.parse(text):
            if token.type == "inline":
                paragraphs.append(Paragraph(self._inline(token.children or []), Origin(line=self.first_line + line + 1 + (token.map or [0])[0])))
            elif token.type in ("fence", "code_block"):
                paragraphs.append(Paragraph([token.content], Origin(line=self.first_line + line + 1), table=True))
        return Note(mark, f"note-{mark}", paragraphs)
