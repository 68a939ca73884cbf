"""An impact for people: lines of at most 80 columns, Markdown, HTML. Words of documents are data in each: escaped, never markup."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from regkit.change.model import Comparison, Effect, Impact, Touch
from regkit.change.requirements import Side
from regkit.diff.model import Change
from regkit.diff.show import STYLE, plain
from regkit.text.quotes import collapse

_WIDTH = 80
_WIDTHS = "table{table-layout:fixed}td{overflow-wrap:anywhere}td:first-child{white-space:normal}th:nth-child(3){width:7rem}th:nth-child(4){width:40%}"
_SHOWN = 600  # characters of wording
_SAYS = {
    Effect.LOST: "Lost: what they hang on is gone, or cannot be told from its like",
    Effect.LOOK: "To be looked at: the words have changed",
    Effect.FOLLOWS: "Follow: the same words under another number",
}


def to_text(impact: Impact) -> str:
    """Return the impact as plain lines, none longer than 80 columns but for a word that is."""
    lines = _filled(summary(impact), "")
    for effect in Effect:
        touches = [touch for touch in impact.touches if touch.effect is effect]
        if not touches:
            continue
        lines += ["", *_filled(f"{_SAYS[effect]} ({len(touches)})", "")]
        for touch in touches:
            lines += ["", *_filled(_title(touch), "  ")]
            lines += _filled(_where(touch), "    ")
            if touch.why:
                lines += _filled(touch.why, "    ")
            if effect is not Effect.FOLLOWS:
                lines += _filled(marked(touch, ("[-", "-]"), ("{+", "+}")), "    ")
    if impact.added:
        lines += ["", *_filled(f"New requirements, which nothing can verify yet ({len(impact.added)})", "")]
        lines += [line for id in impact.added for line in _filled(id, "  ")]
    return "\n".join(lines) + "\n"


def to_markdown(impact: Impact) -> str:
    """Return the impact as Markdown: removed words struck out, added ones bold."""
    lines = [f"# {plain(impact.old)} → {plain(impact.new)}: what is touched", "", plain(summary(impact)), ""]
    for effect in Effect:
        touches = [touch for touch in impact.touches if touch.effect is effect]
        if not touches:
            continue
        lines += [f"## {plain(_SAYS[effect])}", "", "| what | requirement | change | words |", "| --- | --- | --- | --- |"]
        for touch in touches:
            words = "" if effect is Effect.FOLLOWS else marked(touch, ("~~", "~~"), ("**", "**"), plain)
            said = f"{plain(_title(touch))}<br>{plain(touch.why)}" if touch.why else plain(_title(touch))
            lines.append(f"| {said} | {plain(_ids(touch))} | {touch.change} | {words} |")
        lines.append("")
    if impact.added:
        lines += ["## New requirements, which nothing can verify yet", "", *(f"- {plain(id)}" for id in impact.added), ""]
    return "\n".join(lines)


def to_html(impact: Impact) -> str:
    """Return the impact as one self-contained page, without script."""
    title = html.escape(f"{impact.old} → {impact.new}: what is touched")
    parts = [
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>',
        f"<style>{STYLE}{_WIDTHS}</style></head><body><main><h1>{title}</h1><p>{html.escape(summary(impact))}</p>",
    ]
    for effect in Effect:
        touches = [touch for touch in impact.touches if touch.effect is effect]
        if not touches:
            continue
        parts.append(f"<h2>{html.escape(_SAYS[effect])}</h2><table><thead><tr>")
        parts.append("".join(f'<th scope="col">{name}</th>' for name in ("What", "Requirement", "Change", "Words")) + "</tr></thead><tbody>")
        for touch in touches:
            words = marked(touch, ("<del>", "</del>"), ("<ins>", "</ins>"), html.escape)
            why = f"<p>{html.escape(touch.why)}</p>" if touch.why else ""
            parts.append(
                f"<tr><td>{html.escape(_title(touch))}{why}</td><td>{html.escape(_ids(touch))}</td><td>{touch.change}</td><td><p>{words}</p></td></tr>"
            )
        parts.append("</tbody></table>")
    if impact.added:
        parts.append("<h2>New requirements, which nothing can verify yet</h2><ul>")
        parts += [f"<li>{html.escape(id)}</li>" for id in impact.added]
        parts.append("</ul>")
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def summary(impact: Impact) -> str:
    """Return the verdict in a line or two."""
    counts = ", ".join(f"{count} {change}" for change, count in impact.counts.items()) or "none"
    effects = impact.effects()
    said = {Effect.LOST: "lost", Effect.LOOK: "to be looked at", Effect.FOLLOWS: "follow"}
    touched = ", ".join(f"{effects[effect]} {said[effect]}" for effect in Effect if effect in effects) or "nothing is touched"
    return f"{impact.old} to {impact.new}: requirements: {counts}. Checks, results, reviews and waivers: {touched}; {impact.untouched} untouched."


def requirement_rows(old: Side, new: Side, comparison: Comparison, *, same: bool = False) -> Iterator[list[str]]:
    """Yield change, old ids, new ids and words of each pair of requirements, in order; unchanged ones only with ``same``."""
    for pair in comparison.requirements:
        if pair.change is Change.SAME and not pair.context and not same:
            continue
        before = " ".join(dict.fromkeys(collapse(old.requirements[id].anchor.quote) for id in pair.old))
        now = " ".join(dict.fromkeys(collapse(new.requirements[id].anchor.quote) for id in pair.new))
        words = redlined(before, now, ("[-", "-]"), ("{+", "+}"))
        yield [str(pair.change), ", ".join(pair.old), ", ".join(pair.new), f"{words} ({pair.note})" if pair.note else words]


def marked(touch: Touch, gone: tuple[str, str], come: tuple[str, str], dress: Callable[[str], str] = str) -> str:
    """Return a touch's words before and now as one line; see `redlined`."""
    return redlined(touch.before, " ".join(touch.now), gone, come, dress)


def redlined(one: str, other: str, gone: tuple[str, str], come: tuple[str, str], dress: Callable[[str], str] = str) -> str:
    """Return two wordings as one line, what is gone and what has come set off; ``dress`` makes text safe for the form."""
    before, now = one.split(), other.split()
    if not now:
        return f"{gone[0]}{dress(_cut(one))}{gone[1]}" if one else ""
    found: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        old, new = " ".join(before[a:b]), " ".join(now[c:d])
        if tag == "equal":
            found.append(dress(new if len(new) <= _SHOWN // 3 else f"{_cut(new, 60)} {new[-60:].partition(' ')[2]}"))
            continue
        found += [f"{gone[0]}{dress(_cut(old))}{gone[1]}"] if old else []
        found += [f"{come[0]}{dress(_cut(new))}{come[1]}"] if new else []
    return " ".join(found)


def _title(touch: Touch) -> str:
    place = f" ({touch.place})" if touch.place else ""
    return f"{touch.kind} {touch.id}{place}"


def _where(touch: Touch) -> str:
    return f"{touch.change}: {_ids(touch)}" if touch.requirement else str(touch.change)


def _ids(touch: Touch) -> str:
    now = ", ".join(touch.now_at)
    return f"{touch.requirement} → {now}" if now else touch.requirement


def _cut(text: str, width: int = _SHOWN) -> str:
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0] + " …"


def _filled(text: str, indent: str) -> list[str]:
    return list(_wrapped("".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text), indent))


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False, break_long_words=False)
