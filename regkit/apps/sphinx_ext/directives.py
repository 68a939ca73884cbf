"""What authors write as directives. One class, and a subclass for each kind of `regkit.apps.embed.content.MAKERS` with its options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from regkit.apps.embed.spec import ARGUMENT, NO_PROJECT, OPTIONS, Shown, anchor
from regkit.apps.sphinx_ext.nodes import regkit_embed
from regkit.errors import RegkitError

if TYPE_CHECKING:
    from regkit.apps.sphinx_ext.domain import RegDomain

_FLAGS = frozenset({"only", "no-index"})
_HOMES = frozenset({"requirement"})  # what only one page may be the home of; a quote or a row may stand on many


class RegDirective(SphinxDirective):
    """Shows a part of the project. The node that it leaves holds what was written; it is printed when the page is."""

    kind: ClassVar[str]
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the node, and the index entries before it."""
        domain = cast("RegDomain", self.env.get_domain("reg"))
        docname, location = self.env.docname, self.get_location()
        written = tuple(sorted((name, value or "") for name, value in self.options.items() if name not in {"no-index", "class"}))
        shown = Shown(self.kind, self.arguments[0] if self.arguments else "", written)
        domain.show(docname, shown)
        if domain.project is None:
            domain.complain(docname, (NO_PROJECT,), location)
            return [nodes.paragraph("", "", nodes.emphasis("", NO_PROJECT.words))]
        from regkit.apps.embed.content import embedded

        try:
            made = embedded(domain.project, shown)
        except RegkitError as error:
            raise self.error(str(error)) from error
        domain.complain(docname, made.problems, location)
        if not made.blocks:
            words = made.problems[0].words if made.problems else "nothing to show"
            return [nodes.paragraph("", "", nodes.emphasis("", words))]
        listed = "no-index" not in self.options
        before = domain.note(docname, made.places if listed else (), home=self.kind in _HOMES, line=self.lineno)
        if not listed:
            before = frozenset(item.place for item in made.places)
        node = regkit_embed("", shown=shown, before=before, docname=docname, classes=["regkit", f"regkit-{self.kind}"])
        node["classes"] += self.options.get("class", [])
        self.set_source_info(node)
        entries = [("single", words.replace(";", ",", words.count(";") - 1), anchor(place), "", None) for words, place in made.index if listed]
        return [addnodes.index(entries=entries), node] if entries else [node]


def _options(kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {name: directives.flag if name in _FLAGS else directives.unchanged for name in OPTIONS[kind]}
    return made | {"no-index": directives.flag, "class": directives.class_option}


DIRECTIVES: dict[str, type[RegDirective]] = {
    kind: type(
        f"Reg{kind.capitalize()}",
        (RegDirective,),
        {
            "__doc__": f"Shows a {kind}.",
            "kind": kind,
            "required_arguments": int(kind in ARGUMENT),
            "optional_arguments": int(kind == "register"),
            "option_spec": _options(kind),
        },
    )
    for kind in OPTIONS
}
