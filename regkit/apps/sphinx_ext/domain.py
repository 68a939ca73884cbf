"""The domain ``reg``: what pages show, where it can be linked to, and which pages are out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, Any, ClassVar, cast

import msgspec
from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from regkit.apps.embed.project import Project
from regkit.apps.embed.spec import ROLES, Place, Problem, Shown, anchor
from regkit.apps.sphinx_ext.directives import DIRECTIVES
from regkit.apps.sphinx_ext.roles import RegRole

if TYPE_CHECKING:
    from regkit.apps.embed.words import Said

_LOGGER = logging.getLogger(__name__)
ROLE = "role-"  # what a `Shown` of a role begins with, so that both are kept in one table
HOME = 0  # the priority of the one place that describes a thing; a row of a matrix stands in where there is none
ROW = 1
Object = tuple[str, str, str, str, int, int]  # place, kind, id, name, priority, line


class RegDomain(Domain):
    """Requirements, provisions, terms and checks of a regkit project."""

    name = "reg"
    label = "regkit"
    object_types: ClassVar[dict[str, ObjType]] = {
        "requirement": ObjType("requirement", "req"),
        "provision": ObjType("provision", "provision"),
        "term": ObjType("term", "term"),
        "check": ObjType("check", "check"),
    }
    roles: ClassVar[dict[str, Any]] = {name: RegRole() for name in ROLES}
    directives: ClassVar[dict[str, Any]] = DIRECTIVES
    # objects: those of each page; shown: what each page shows with its hash; troubled: pages with warnings; homes: a hash of where everything is
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}, "shown": {}, "troubled": {}, "key": "", "homes": ""}
    data_version = 1

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.project: Project | None = None
        self._homes: dict[str, Object] | None = None
        self._docs: dict[str, str] = {}

    def open(self, project: Project) -> None:
        """Use this project for the build."""
        self.project = project

    # what pages tell while they are read

    def show(self, docname: str, shown: Shown) -> None:
        """Remember that a page shows this."""
        digest = self._digest(shown)
        self.data["shown"].setdefault(docname, {})[shown] = digest

    def _digest(self, shown: Shown) -> str:
        if self.project is None:
            return ""
        from regkit.apps.embed.content import fingerprint
        from regkit.apps.embed.words import said

        if not shown.kind.startswith(ROLE):
            return fingerprint(self.project, shown)
        made = said(self.project, shown.kind.removeprefix(ROLE), shown.argument)
        return hashlib.sha256(msgspec.json.encode(made)).hexdigest()[:32]

    def note(self, docname: str, places: Iterable[Place], *, home: bool, line: int) -> frozenset[str]:
        """Remember places of a page; return those of them that the page had already, whose ids stand elsewhere on it."""
        objects: dict[str, Object] = self.data["objects"].setdefault(docname, {})
        before = set()
        for item in places:
            known = objects.get(item.place)
            if known is not None:
                before.add(item.place)
            priority = HOME if home else ROW
            if known is None or priority < known[4]:
                objects[item.place] = (item.place, item.kind, item.id, item.name, priority, line)
        self._homes = None
        return frozenset(before)

    def complain(self, docname: str, problems: Iterable[Problem], location: Any) -> None:
        """Warn, with a subtype that can be suppressed, and remember the page: it is read again by the next build, so that it warns again."""
        for problem in problems:
            self.data["troubled"][docname] = True
            _LOGGER.warning("%s", problem.words, type="regkit", subtype=problem.kind, location=location)

    # what Sphinx asks

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for table in ("objects", "shown", "troubled"):
            self.data[table].pop(docname, None)
        self._homes = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take what another process read."""
        for table in ("objects", "shown", "troubled"):
            self.data[table].update({docname: found for docname, found in otherdata[table].items() if docname in docnames})
        self._homes = None

    def outdated(self, skip: Set[str]) -> set[str]:
        """Return the pages, other than ``skip``, that show something else now, or had something to complain of. Raises: RegkitError."""
        found = set(self.data["troubled"]) - skip
        key = self.project.key if self.project else ""
        if key != self.data["key"]:
            for docname, shown in self.data["shown"].items():
                if docname not in skip and any(self._digest(item) != digest for item, digest in shown.items()):
                    found.add(docname)
            self.data["key"] = key
        return found

    def moved(self) -> list[str]:
        """Return the pages to write again because something has another place now; warn of what two pages describe."""
        homes = self.homes()
        first: dict[str, str] = {}
        for docname in sorted(self.data["objects"]):
            for item in self.data["objects"][docname].values():
                if item[4] == HOME and first.setdefault(item[0], docname) != docname:
                    words = f"{item[1]} {item[2]!r} is described here and in {first[item[0]]}; mark one with :no-index:"
                    _LOGGER.warning(words, type="regkit", subtype="duplicate", location=(docname, item[5]))
        digest = hashlib.sha256(msgspec.json.encode(sorted((place, self._docs[place]) for place in homes))).hexdigest()
        if digest == self.data["homes"]:
            return []
        self.data["homes"] = digest
        return sorted(self.data["shown"])

    def homes(self) -> dict[str, Object]:
        """Return for each place the object that is linked to: the description, else the row on the first page by name."""
        if self._homes is None:
            homes: dict[str, Object] = {}
            self._docs = {}
            for docname in sorted(self.data["objects"]):
                for place, item in self.data["objects"][docname].items():
                    if place not in homes or item[4] < homes[place][4]:
                        homes[place] = item
                        self._docs[place] = docname
            self._homes = homes
        return self._homes

    def home(self, place: str, fromdocname: str = "") -> str | None:
        """Return the page that a link to ``place`` leads to, the page itself where it has the place; None where no page shows it."""
        homes = self.homes()
        if place in self.data["objects"].get(fromdocname, {}):
            return fromdocname if homes[place][4] == ROW or self._docs[place] == fromdocname else self._docs[place]
        return self._docs.get(place)

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, node: pending_xref, contnode: Element
    ) -> nodes.reference | None:
        """Link to the page that shows the thing, else to its official address."""
        place = node.get("regkit_place", "")
        docname = self.home(place, fromdocname) if place else None
        if docname is not None:
            return make_refnode(builder, fromdocname, docname, anchor(place), contnode, node.get("regkit_hover") or None)
        if node.get("regkit_url"):
            made = nodes.reference("", "", contnode, internal=False, refuri=node["regkit_url"])
            if node.get("regkit_hover"):
                made["reftitle"] = node["regkit_hover"]
            return made
        return cast("nodes.reference", contnode) if node.get("regkit_known") else None  # words without a link

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str, node: pending_xref, contnode: Element
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve ``any``: an id that a page shows."""
        roles = {kind: found.roles[0] for kind, found in self.object_types.items()}
        return [
            (f"reg:{roles[item[1]]}", make_refnode(builder, fromdocname, self._docs[item[0]], anchor(item[0]), contnode))
            for item in self.homes().values()
            if item[2] == target
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield what goes into the inventory and into the search: id, name, kind, page, anchor, priority."""
        for place, item in self.homes().items():
            yield item[2], item[3], item[1], self._docs[place], anchor(place), 1 if item[4] == HOME else 2

    def say(self, role: str, written: str) -> Said | None:
        """Return what a role says; None without a project."""
        if self.project is None:
            return None
        from regkit.apps.embed.words import said

        return said(self.project, role, written)
