"""The neighbourhood of one requirement as a picture: what it is read with on the left, what hangs on it on the right.

The layout cannot overlap: every neighbour takes its own band of its column's height, the requirement stands in the middle of its own column, and
lines run in the gutters between columns only. Evidence stands in the band of its check. Labels are wrapped by counting characters, as in
`regkit.report.tree`, whose boxes these are; so the bytes are the same on every machine. Units are SVG user units. Cost: linear in the neighbours,
once `Neighbourhoods` has looked through the project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from regkit.report.facts import ProjectView, RequirementFact
from regkit.report.tree import GAP_Y, LINE, PADDING, Label, Line, Node, Picture, picture, wrap
from regkit.report.views.common import STATUS_WORDS, place
from regkit.report.views.rows import RESULT_WORDS
from regkit.report.words import N_, Words, _, capital, word

BOX = 300
GUTTER = 96
CHARS = 38  # at 13 units a character is about 6.6 wide; 38 leave room for the padding
TEXT_LINES = 3
HEAD = 26  # the band of a group's heading
_OWN_LINES = 8

# What an edge is called, as people read it, in the order of the picture; the style sheet draws each kind with a line of its own.


def _titled(kinds: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, _(title)) for kind, title in kinds]


LEFT = (("read-with", N_("Read with")), ("condition", N_("Conditions")), ("exception", N_("Exceptions")), ("deadline", N_("Deadlines")))
RIGHT = (("term", N_("Terms used")), ("citation", N_("Cites")), ("check", N_("Verified by")))
EVIDENCED = ("evidence", N_("Evidenced by"))


class Neighbour(Struct, frozen=True, kw_only=True, gc=False):
    """One thing beside a requirement. ``kind`` is one of `LEFT` or `RIGHT`; ``href`` a place, or an http(s) address where ``outside``."""

    kind: str
    head: str
    text: str = ""
    key: str = ""
    href: str = ""
    outside: bool = False
    evidence: str = ""
    result: str = ""


class Edge(Struct, frozen=True, kw_only=True):
    """A typed line: path data, and its kind."""

    kind: str
    path: str


class Heading(Struct, frozen=True, kw_only=True):
    """The words over a group of neighbours."""

    x: int
    y: int
    text: str


class Neighbourhood(Struct, frozen=True, kw_only=True):
    """A laid-out neighbourhood, and its neighbours for those who read them as a list. ``tree`` is the condition tree, for a conditional norm."""

    requirement: str
    title: str
    description: str
    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    headings: tuple[Heading, ...]
    legend: tuple[tuple[str, str], ...]
    neighbours: tuple[Neighbour, ...]
    tree: Picture | None = None


class Neighbourhoods:
    """Draws the neighbourhoods of one project; the look-ups are made once."""

    def __init__(self, project: ProjectView) -> None:
        self._requirements = {requirement.id: requirement for requirement in project.requirements}
        self._checks = {check.id: check for check in project.checks}
        self._trees = {tree.requirement: tree for tree in project.trees}
        self._sentences = {
            sentence.id: sentence.text for document in project.documents for part in document.provisions for sentence in part.sentences
        }
        self._terms: dict[str, list[Neighbour]] = defaultdict(list)
        for term in project.terms:
            found = Neighbour(kind="term", head=term.written or term.term, text=term.body, href=place(term.sentence) if term.sentence else "")
            for sentence in dict.fromkeys(term.uses):
                self._terms[sentence].append(found)
        self._cited: dict[str, list[Neighbour]] = defaultdict(list)
        for authority in project.authorities:
            outside = not authority.provision
            href = authority.url if outside else place(authority.provision)
            found = Neighbour(kind="citation", head=authority.target, text="" if outside else _("Held here"), href=href, outside=outside)
            for sentence in dict.fromkeys(spot.sentence for spot in authority.places if spot.sentence):
                self._cited[sentence].append(found)

    def neighbours(self, fact: RequirementFact) -> tuple[Neighbour, ...]:
        """Return what stands beside a requirement, by kind, each kind in reading order."""
        found = [self._read_with(id) for id in fact.read_with if id in self._sentences or id in self._requirements]
        for kind in ("condition", "exception", "deadline"):
            words = dict.fromkeys(fact.quote[mark.start : mark.end] for mark in fact.highlights if mark.layer == kind)
            found += [Neighbour(kind=kind, head=LEFT_WORDS[kind], text=text, href=place(fact.sentence)) for text in words]
        if fact.id in self._trees:
            for id in dict.fromkeys(_leaves(self._trees[fact.id].root)):
                if id in self._requirements and id != fact.id:
                    found.append(self._requirement("condition", self._requirements[id]))
        found += self._terms.get(fact.sentence, [])
        found += self._cited.get(fact.sentence, [])
        found += [self._check(id) for id in fact.checks if id in self._checks]
        order = {kind: at for at, (kind, _) in enumerate((*LEFT, *RIGHT))}
        return tuple(sorted(found, key=lambda neighbour: order[neighbour.kind]))

    def draw(self, id: str) -> Neighbourhood:
        """Return the picture of the requirement ``id``. Raises: KeyError where there is none."""
        fact = self._requirements[id]
        status = STATUS_WORDS[fact.status][0]
        return lay_out(
            Neighbour(kind="own", head=fact.pinpoint, text=fact.quote, key=fact.status.value, href=place(id), result=status),
            self.neighbours(fact),
            requirement=id,
            tree=self._tree(id),
        )

    def _tree(self, id: str) -> Picture | None:
        if id not in self._trees:
            return None
        root = self._trees[id].root
        labels = {}
        for name in (*_named(root),):
            fact = self._requirements.get(name)
            if fact:
                labels[name] = Label(
                    head=fact.pinpoint, text=fact.quote, key=fact.status.value, status=STATUS_WORDS[fact.status][0], href=place(fact.sentence)
                )
        if any(leaf not in labels for leaf in _leaves(root)):
            return None
        return picture(root, labels)

    def _read_with(self, id: str) -> Neighbour:
        if id in self._sentences:
            return Neighbour(kind="read-with", head=_("Sentence"), text=self._sentences[id], href=place(id))
        return self._requirement("read-with", self._requirements[id])

    def _requirement(self, kind: str, fact: RequirementFact) -> Neighbour:
        return Neighbour(
            kind=kind, head=fact.pinpoint, text=fact.quote, key=fact.status.value, href=place(fact.id), result=STATUS_WORDS[fact.status][0]
        )

    def _check(self, id: str) -> Neighbour:
        check = self._checks[id]
        evidence = check.evidence
        words = (
            _("%(result)s on %(date)s", result=capital(RESULT_WORDS.get(evidence.result, evidence.result)), date=evidence.date)
            if evidence and evidence.date
            else capital(RESULT_WORDS.get(evidence.result, evidence.result))
            if evidence
            else ""
        )
        key = {"pass": "covered", "fail": "failing", "error": "failing"}.get(evidence.result, "waived") if evidence else ""
        about = " · ".join(part for part in (check.title, word(check.method), check.owner) if part)
        return Neighbour(kind="check", head=id, text=about, href=place(id, "check"), evidence=words, result=key)


LEFT_WORDS = Words({"condition": N_("Condition"), "exception": N_("Exception"), "deadline": N_("Deadline")})


def _leaves(node: object) -> Iterable[str]:
    children = getattr(node, "children", ())
    if not children:
        yield str(getattr(node, "requirement", ""))
    for child in children:
        yield from _leaves(child)


def _named(node: object) -> Iterable[str]:
    yield str(getattr(node, "requirement", ""))
    for child in getattr(node, "children", ()):
        yield from _named(child)


def lay_out(own: Neighbour, neighbours: Iterable[Neighbour], *, requirement: str, tree: Picture | None = None) -> Neighbourhood:
    """Return the picture of ``own`` among its neighbours."""
    by_kind: dict[str, list[Neighbour]] = defaultdict(list)
    for neighbour in neighbours:
        by_kind[neighbour.kind].append(neighbour)
    left = [(kind, title) for kind, title in _titled(LEFT) if by_kind[kind]]
    right = [(kind, title) for kind, title in _titled(RIGHT) if by_kind[kind]]
    centre = 2 + (BOX + GUTTER if left else 0)
    east = centre + BOX + GUTTER
    far = east + BOX + GUTTER // 2
    nodes: list[Node] = []
    headings: list[Heading] = []
    ends: list[tuple[str, str, int]] = []
    evidence: list[Edge] = []
    bottoms = [2]
    for x, groups, side in ((2, left, "left"), (east, right, "right")):
        bottom = _column(x, groups, by_kind, nodes, headings, ends, side)
        bottoms.append(bottom)
    middle_box = _box(own, centre, 2, chars=CHARS, lines=_OWN_LINES, kind="own")
    height = max(*bottoms, middle_box.height + 2)
    own_y = max(2, (height - middle_box.height) // 2)
    middle_box = _box(own, centre, own_y, chars=CHARS, lines=_OWN_LINES, kind="own")
    height = max(height, own_y + middle_box.height)
    middle = own_y + middle_box.height // 2
    edges = [
        Edge(kind=kind, path=_curve(BOX + 2, y, centre, middle) if side == "left" else _curve(centre + BOX, middle, east, y))
        for kind, side, y in ends
    ]
    checked = [neighbour for neighbour in by_kind["check"] if neighbour.evidence]
    if checked:
        for box in [node for node in nodes if node.kind == "check"]:
            about = next((item for item in checked if place(item.head, "check") == box.href), None)
            if about:
                result = Neighbour(kind="evidence", head=about.evidence, key=about.result, href=about.href)
                nodes.append(_box(result, far, box.y, chars=24, lines=2, kind="evidence", width=BOX - 90))
                evidence.append(Edge(kind="evidence", path=f"M{east + BOX} {box.y + 20}H{far}"))
    width = far + BOX - 90 if checked else east + BOX if right else centre + BOX
    kinds = [*left, *right, *(_titled((EVIDENCED,)) if checked else [])]
    counts = "; ".join(f"{title.lower()}: {len(by_kind[kind]) or len(checked)}" for kind, title in kinds)
    return Neighbourhood(
        requirement=requirement,
        title=_("What stands around %(head)s", head=own.head or requirement),
        description=f"{own.result}. {counts[:1].upper()}{counts[1:]}." if counts else _("%(result)s. Nothing is linked with it.", result=own.result),
        width=width + 2,
        height=height + 2,
        nodes=(middle_box, *nodes),
        edges=(*edges, *evidence),
        headings=tuple(headings),
        legend=tuple(kinds),
        neighbours=tuple(neighbour for kind, _ in (*LEFT, *RIGHT) for neighbour in by_kind[kind]),
        tree=tree,
    )


def _column(
    x: int,
    groups: Iterable[tuple[str, str]],
    by_kind: Mapping[str, list[Neighbour]],
    nodes: list[Node],
    headings: list[Heading],
    ends: list[tuple[str, str, int]],
    side: str,
) -> int:
    """Stack the groups from the top down; return where the next would begin."""
    y = 2
    for kind, title in groups:
        headings.append(Heading(x=x, y=y + 16, text=f"{title} ({len(by_kind[kind])})"))
        y += HEAD
        for neighbour in by_kind[kind]:
            box = _box(neighbour, x, y, chars=CHARS, lines=TEXT_LINES, kind=kind)
            nodes.append(box)
            ends.append((kind, side, box.y + box.height // 2))
            y += box.height + GAP_Y
    return y


def _box(about: Neighbour, x: int, y: int, *, chars: int, lines: int, kind: str, width: int = BOX) -> Node:
    head = wrap(about.head, chars - 2, 2)
    text = wrap(about.text, chars, lines)
    note = about.result if about.key and kind != "check" and kind != "evidence" else ""
    rows = [("head", words) for words in head] + [("text", words) for words in text] + ([("note", note)] if note else [])
    made = tuple(
        Line(x=x + PADDING + (18 if role == "note" else 0), y=y + PADDING + 11 + LINE * at, text=words, role=role)
        for at, (role, words) in enumerate(rows)
    )
    return Node(
        x=x,
        y=y,
        width=width,
        height=2 * PADDING + LINE * max(1, len(rows)) - 4,
        kind=kind,
        key=about.key or "plain",
        label=f"{about.head}: {note}" if note else about.head,
        description=about.text,
        href=about.href,
        lines=made,
    )


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    bend = (x2 - x1) // 2
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
