"""What authors write as roles: ``:reg:req:``, ``:reg:provision:``, ``:reg:term:`` and ``:reg:cite:``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx import addnodes
from sphinx.util.docutils import SphinxRole

from regkit.apps.embed.spec import NO_PROJECT, Shown, split

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from regkit.apps.sphinx_ext.domain import RegDomain

_KINDS = {"req": "requirement", "provision": "provision", "term": "term"}


class RegRole(SphinxRole):
    """A word that leads to what it names: to the page that shows it, else to its official address, else through intersphinx."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the reference, and the entry of the index before it."""
        domain = cast("RegDomain", self.env.get_domain("reg"))
        role, docname = self.name.lower().rpartition(":")[2], self.env.docname
        words, target = split(self.text)
        domain.show(docname, Shown(f"role-{role}", self.text))
        found = domain.say(role, self.text)
        elsewhere = _in_inventory(self.env, role, target)
        if not elsewhere:
            domain.complain(docname, found.problems if found else (NO_PROJECT,), self.get_location())
        if found is None:
            from regkit.apps.embed.words import Said

        said = found or Said(text=words or target, target=target)
        made: list[Node] = []
        if said.index and not said.problems:
            anchor = f"reg-index-{self.env.new_serialno('regkit')}"
            made += [addnodes.index(entries=[("single", said.index.replace(";", ","), anchor, "", None)]), nodes.target("", "", ids=[anchor])]
        inner: nodes.Element
        if role == "term" and said.hover:
            inner = nodes.abbreviation(said.text, said.text, explanation=said.hover, classes=["regkit-term"])
        else:
            inner = nodes.inline(said.text, said.text, classes=["xref", "reg", f"reg-{role}"])
        reference = addnodes.pending_xref(
            "",
            inner,
            refdomain="reg",
            reftype=role,
            reftarget=said.target or target,
            refexplicit=bool(words),
            refdoc=docname,
            refwarn=False,
            regkit_place=said.place,
            regkit_url=said.url,
            regkit_hover=said.hover if role != "term" else "",
            regkit_known=found is not None and not elsewhere,
        )
        self.set_source_info(reference)
        return [*made, reference], []


def _in_inventory(env: BuildEnvironment, role: str, target: str) -> bool:
    """Tell whether an inventory of intersphinx has the target."""
    inventories = getattr(env, "intersphinx_inventory", {})
    return role in _KINDS and target in inventories.get(f"reg:{_KINDS[role]}", {})
