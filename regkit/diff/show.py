"""A comparison for people: rows, Markdown, HTML. Text of documents is data in each: escaped, never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from regkit.diff.model import Alignment, Change, Pair
from regkit.diff.units import own_text
from regkit.diff.words import changes
from regkit.model.document import Document

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
_CONTEXT = 60  # characters of unchanged words shown on each side of a change
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ddd}"
    "td:first-child{white-space:nowrap}ins{background:#d7f5dd;text-decoration:underline}del{background:#fbdcdc}td p{margin:0;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#16181b;color:#e8e8e8}ins{background:#1d4a29}del{background:#5a2226}td,th{border-color:#444}}"
)


class Stretch(Struct, frozen=True):
    """Words of a row: "equal", "removed" or "added"."""

    kind: str
    text: str


class Row(Struct, frozen=True, kw_only=True):
    """One pair as people read it: pinpoints on both sides and the words, the long unchanged stretches of a reworded one cut short."""

    change: Change
    old: str
    new: str
    words: tuple[Stretch, ...]
    score: float


def rows(old: Document, new: Document, alignment: Alignment, *, same: bool = False) -> Iterator[Row]:
    """Yield a row a pair, in order; unchanged ones only with ``same``."""
    for pair in alignment.pairs:
        if pair.change is Change.SAME and not same:
            continue
        yield Row(
            change=pair.change,
            old=", ".join(old.provisions[index].pinpoint for index in pair.old),
            new=", ".join(new.provisions[index].pinpoint for index in pair.new),
            words=tuple(_words(old, new, pair)),
            score=pair.score,
        )


def _words(old: Document, new: Document, pair: Pair) -> Iterator[Stretch]:
    if not pair.new:
        yield Stretch("removed", own_text(old, old.provisions[pair.old[0]]))
    elif not pair.old:
        yield Stretch("added", own_text(new, new.provisions[pair.new[0]]))
    elif pair.change in (Change.SAME, Change.MOVED, Change.RENUMBERED):
        yield Stretch("equal", own_text(new, new.provisions[pair.new[0]]))
    else:
        for word in changes(old, old.provisions[pair.old[0]], new, new.provisions[pair.new[0]]):
            before, after = _shown(old.quote(word.old)), _shown(new.quote(word.new))
            if word.kind == "equal":
                yield Stretch("equal", after if len(after) <= 3 * _CONTEXT else f"{after[:_CONTEXT]} … {after[-_CONTEXT:]}")
                continue
            if before:
                yield Stretch("removed", before)
            if after:
                yield Stretch("added", after)


def _shown(text: str) -> str:
    return " ".join(text.split())


def joined(row: Row, dress: Callable[[Stretch], str]) -> str:
    """Return a row's words as one line, each stretch dressed; none is set off from punctuation that follows it."""
    parts: list[str] = []
    for stretch in row.words:
        parts += ["" if not parts or stretch.text[:1] in ".,;:)?!" else " ", dress(stretch)]
    return "".join(parts)


def to_markdown(old: Document, new: Document, alignment: Alignment, *, same: bool = False) -> str:
    """Return the comparison as Markdown: removed words struck out, added ones bold."""
    signs = {"equal": "", "removed": "~~", "added": "**"}
    lines = [
        f"# {plain(new.authority.title or new.id)}: what changed",
        "",
        plain(f"{version_of(old)} → {version_of(new)}. {_counted(alignment)}"),
        "",
    ]
    lines += ["| change | old | new | words |", "| --- | --- | --- | --- |"]
    for row in rows(old, new, alignment, same=same):
        words = joined(row, lambda stretch: f"{signs[stretch.kind]}{plain(stretch.text)}{signs[stretch.kind]}")
        lines.append(f"| {row.change} | {plain(row.old)} | {plain(row.new)} | {words} |")
    return "\n".join(lines) + "\n"


def to_html(old: Document, new: Document, alignment: Alignment, *, same: bool = False) -> str:
    """Return the comparison as one self-contained page, without script."""
    tags = {"equal": "span", "removed": "del", "added": "ins"}
    title = html.escape(f"{new.authority.title or new.id}: what changed")
    parts = [
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>',
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>",
        f"<p>{html.escape(f'{version_of(old)} → {version_of(new)}. {_counted(alignment)}')}</p>",
        '<table><thead><tr><th scope="col">Change</th><th scope="col">Old</th><th scope="col">New</th><th scope="col">Words</th></tr></thead><tbody>',
    ]
    for row in rows(old, new, alignment, same=same):
        words = joined(row, lambda stretch: f"<{tags[stretch.kind]}>{html.escape(stretch.text)}</{tags[stretch.kind]}>")
        parts.append(f"<tr><td>{row.change}</td><td>{html.escape(row.old)}</td><td>{html.escape(row.new)}</td><td><p>{words}</p></td></tr>")
    parts.append("</tbody></table></body></html>")
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Return text as Markdown that shows it and does nothing else."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def version_of(document: Document) -> str:
    """Return what a document is, in which version and with what standing, for people."""
    status = f", {document.authority.status}"
    return f"{document.authority.citation or document.id} ({document.authority.version or document.id}{status})"


def _counted(alignment: Alignment) -> str:
    return ", ".join(f"{count} {change}" for change, count in alignment.counts().items()) + "."
