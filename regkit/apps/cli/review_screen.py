"""One item at a time: what a person sees, and the keys.

Nothing is drawn over: each item is a block of lines below the last, so that a terminal's own scrolling, a screen reader and a log of the session all
work. What the extraction marks stands between « and », and in bold; colour says nothing alone. Text of documents is shown with control characters
escaped.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.apps.cli.console import printable, say
from regkit.apps.cli.review_queue import Entry, Status
from regkit.errors import RegkitError
from regkit.model.check import Decision, Review
from regkit.text.words import marked
from regkit.trace.review import FIELDS, Item, ItemKind, State, append, decided, decision_on, described, difference, settle
from regkit.trace.review.settle import content, person
from regkit.trace.review.write import checked_value

if TYPE_CHECKING:
    from regkit.workflow import Stored

_MAIN = ("cue", "term", "citation", "clause")
_HELP = {
    "a": "approve: accept it as it was extracted",
    "r": "reject: it is none; a reason is asked for",
    "e": "edit: give fields other values; a reason is asked for",
    "c": "confirm: decide what the other person has decided",
    "s": "skip: decide nothing; it comes again the next time",
    "b": "back: the item before",
    "q": "quit: what was decided is kept",
}
_ESCAPE, _INTERRUPT, _END = "\x1b", "\x03", "\x04"


def lines(entry: Entry, width: int, *, bold: Callable[[str], str] = str) -> Iterator[str]:
    """Yield an item as lines of at most ``width`` characters; ``bold`` dresses what the extraction marks."""
    item, standing = entry.item, entry.standing
    yield from _field("", f"{entry.id}  {entry.status.value} {entry.kind.value}", width)
    if item is None and standing is not None:
        yield from _quoted(printable(standing.record.quote), width, bold)
        yield from _field("decided", decided(standing.record), width)
        yield from _field("lost", standing.reason, width)
        return
    if item is None:
        return
    for lead in reversed(item.read_with):
        yield from _field("read with", " ".join(lead.split()), width)
    yield from _quoted(_marked(item), width, bold)
    yield from _field("pinpoint", item.pinpoint, width)
    if item.kind is ItemKind.LINK:
        yield from _field("check", f"{item.check} {item.label}{f' ({item.author})' if item.author else ''}", width)
    yield from _field("rule", f"{item.rule or 'none'} ({'certain' if item.certain else 'doubtful'})", width)
    for name in FIELDS[item.kind.value]:
        yield from _field(name.replace("_", " "), item.fields.get(name, ""), width)
    for link in item.links:
        yield from _field("link", link, width)
    if standing is not None:
        yield from _field("decision", described(standing), width)
        for record in standing.records[:-1]:
            yield from _field("before", decided(record, item.fields), width)
        if words := marked(difference(standing)):
            yield from _field("reviewed", " ".join(standing.record.quote.split()), width)
            yield from _field("changed", words, width)


class Screen:
    """A session: asks for each entry, and writes each decision as it is made.

    ``read_key`` returns one key, ``read_line`` what is typed after a prompt; either may raise KeyboardInterrupt or EOFError, which end the session.
    """

    def __init__(
        self,
        stored: Stored,
        entries: Sequence[Entry],
        *,
        reviewer: str,
        on: str,
        read_key: Callable[[], str],
        read_line: Callable[[str], str],
        dressed: bool = True,
    ) -> None:
        self._stored = stored
        self._entries = [entry for entry in entries if not _waits_for_others(entry, reviewer)]
        self._who, self._on = reviewer, on
        self._read_key, self._read_line = read_key, read_line
        self._bold: Callable[[str], str] = (lambda text: f"\x1b[1m{text}\x1b[0m") if dressed else str
        self._made: list[Review] = []
        self._decided = 0

    def run(self) -> int:
        """Ask until the last entry or ``q``; return how many decisions were made."""
        at = 0
        try:
            while at < len(self._entries):
                self._show(at)
                step = self._ask(at)
                if step is None:
                    break
                at = max(0, at + step)
        except (KeyboardInterrupt, EOFError):
            say("")
        open_ = {Status.SUSPECT, Status.PENDING, Status.DOUBTFUL, Status.LOST, Status.OPEN}
        left = sum(entry.status in open_ and not _waits_for_others(entry, self._who) for entry in self._entries)
        self._say(f"{self._decided} decided, {left} left. The decisions are in {self._stored.workspace.settings.reviewing.file}.")
        return self._decided

    def _width(self) -> int:
        return max(40, min(shutil.get_terminal_size((80, 24)).columns, 120))

    def _show(self, at: int) -> None:
        width = self._width()
        count = f" {at + 1} of {len(self._entries)} "
        say(f"──{count}{'─' * (width - len(count) - 2)}")
        for line in lines(self._entries[at], width, bold=self._bold):
            say(line)
        say("")

    def _keys(self, entry: Entry) -> str:
        if entry.item is None:
            return "sbq"
        pending = entry.standing is not None and entry.standing.state is State.PENDING
        return f"ar{'' if entry.kind is ItemKind.LINK else 'e'}{'c' if pending else ''}sbq"

    def _ask(self, at: int) -> int | None:
        """Return by how many items to go on, None to stop."""
        entry = self._entries[at]
        keys = self._keys(entry)
        offered = "  ".join(f"[{key}]{_HELP[key].partition(':')[0][1:]}" for key in keys) + "  [?]"
        say(offered)
        while True:
            key = self._read_key()
            if key in (_INTERRUPT, _END, _ESCAPE, ""):
                return None
            key = key.lower()
            if key == "?":
                for known in keys:
                    say(f"  {known}  {_HELP[known]}")
                continue
            if key not in keys:
                self._say(f"There is no key {key!r} here: {', '.join(keys)} or ?.")
                continue
            if key == "q":
                return None
            if key in "sb":
                return 1 if key == "s" else -1
            if self._decide(at, key):
                return 1
            say(offered)

    def _decide(self, at: int, key: str) -> bool:
        entry = self._entries[at]
        if entry.item is None:
            return False
        try:
            decision, edits, reason = self._what(entry, key)
            made = decision_on(entry.item, decision, reviewer=self._who, on=self._on, reason=reason, edits=edits)
            append(self._stored.workspace.reviews, [made])
        except RegkitError as problem:
            self._say(f"Not recorded: {problem}.")
            return False
        self._made.append(made)
        self._decided += 1
        self._entries[at] = self._after(entry, made)
        standing = self._entries[at].standing
        self._say(f"Recorded: {described(standing) if standing else decided(made)}.")
        say("")
        return True

    def _what(self, entry: Entry, key: str) -> tuple[Decision, dict[str, str], str]:
        if key == "c" and entry.standing is not None:
            record = entry.standing.record
            decision = Decision.ACCEPTED if record.decision == Decision.APPROVED else Decision(record.decision)
            return decision, record.edits, record.reason
        if key == "a":
            return Decision.ACCEPTED, {}, ""
        edits = self._edits(entry) if key == "e" else {}
        reason = self._read_line("Why? ").strip()
        return (Decision.EDITED if key == "e" else Decision.REJECTED), edits, reason

    def _edits(self, entry: Entry) -> dict[str, str]:
        """Ask for fields and their values until nothing is typed; what cannot be is said at once, and asked for again."""
        assert entry.item is not None
        names = FIELDS[entry.kind.value]
        self._say(f"Fields: {', '.join(names)}. Enter ends; for a value, - takes it away, and quotes of the sentence are parted by |.")
        found: dict[str, str] = {}
        while field := self._read_line("Field: ").strip():
            if field in names:
                self._say(f"It is: {entry.item.fields.get(field, '') or 'nothing'}")
                value = self._read_line("Value: ").strip()
                value = "" if value == "-" else " | ".join(part.strip() for part in value.split("|"))
            else:
                value = ""
            try:
                found[field] = checked_value(entry.item, field, value)
            except RegkitError as problem:
                self._say(f"{problem}.")
        return found

    def _say(self, text: str) -> None:
        for line in textwrap.wrap(printable(text), self._width(), break_on_hyphens=False):
            say(line)

    def _after(self, entry: Entry, made: Review) -> Entry:
        """Return the entry as it stands with the decision, by the same rules as everywhere."""
        known = [*(self._stored.reviews.review if self._stored.reviews else ()), *self._made]
        standings = settle(self._stored.graph, known, approvals=self._stored.workspace.settings.reviewing.approvals)
        standing = next((one for one in standings if (one.kind, one.id) == (entry.kind, entry.id)), None)
        return replace(entry, standing=standing, status=Status(standing.state.value) if standing else entry.status)


def _waits_for_others(entry: Entry, reviewer: str) -> bool:
    """Tell whether a pending decision waits for another person than this one: the last of their decisions is the one that is pending."""
    standing = entry.standing
    if standing is None or standing.state is not State.PENDING:
        return False
    mine = [record for record in standing.records if person(record.reviewer) == person(reviewer)]
    return bool(mine) and content(mine[-1]) == content(standing.record)


def _marked(item: Item) -> str:
    """Return the item's sentence with what it marks between « and »; of several marks that overlap the first."""
    text, at, parts = item.quote, 0, []
    for span in sorted(span for layer, span in item.marks if layer in _MAIN):
        start, end = span.start - item.start, span.end - item.start
        if at <= start < end <= len(text):
            parts += [text[at:start], "«", text[start:end], "»"]
            at = end
    return printable(" ".join("".join([*parts, text[at:]]).split()))


def _quoted(text: str, width: int, bold: Callable[[str], str]) -> Iterator[str]:
    """Yield a sentence, wrapped, with what stands between « and » in bold: dressed after wrapping, for dress has no width."""
    yield ""
    inside = False
    for line in textwrap.wrap(text, width - 4, break_long_words=True, break_on_hyphens=False):
        parts, rest = [], line
        while rest:
            before, sign, rest = rest.partition("»" if inside else "«")
            parts.append(bold(before) if inside and before else before)
            if sign:
                parts.append(sign)
                inside = not inside
        yield f"  | {''.join(parts)}"
    yield ""


def _field(name: str, text: str, width: int) -> Iterator[str]:
    if text:
        head = f"{name + ':':<12}" if name else ""
        yield from textwrap.wrap(
            head + printable(" ".join(text.split())), width, subsequent_indent=" " * len(head), break_long_words=True, break_on_hyphens=False
        )
