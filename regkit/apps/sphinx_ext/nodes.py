"""How it is printed. In HTML as a string, for a table of ten thousand rows is a million nodes; for every other builder as docutils' own nodes.

The node holds what the author wrote and nothing of the project, so that pickles stay small. Words of documents become text nodes, or are
escaped by `regkit.apps.embed.html`; never ``raw``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from regkit.apps.embed.spec import Embedded, anchor

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from regkit.apps.sphinx_ext.domain import RegDomain


class regkit_embed(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """What a directive shows: ``shown`` as written, ``before`` the places that stand earlier on the page, ``docname`` the page."""


def _made(builder: Builder, node: nodes.Element) -> tuple[RegDomain, Embedded]:
    from regkit.apps.embed.content import embedded

    domain = cast("RegDomain", builder.env.get_domain("reg"))
    return domain, embedded(domain.project, node["shown"]) if domain.project else Embedded()


def visit_html(self: Any, node: regkit_embed) -> None:
    """Print the blocks as HTML."""
    from regkit.apps.embed.html import Printer
    from regkit.graph.bulk import without_collector

    builder: Builder = self.builder
    domain, made = _made(builder, node)
    here = node["docname"]
    relative: dict[str, str] = {}

    def href(place: str) -> str:
        docname = domain.home(place, here)
        if docname is None:
            return ""
        if docname not in relative:
            uri = "" if docname == here else builder.get_relative_uri(here, docname)
            relative[docname] = uri.partition("#")[0]
        return f"{relative[docname]}#{anchor(place)}"

    anchors = {item.place for item in made.places} - node["before"]
    with without_collector():
        printed = Printer(href, anchors).blocks(made.blocks)
    self.body += [self.starttag(node, "div"), printed, "</div>\n"]
    raise nodes.SkipNode


def no_visit(self: Any, node: regkit_embed) -> None:
    """Print nothing: the transform has put nodes of docutils in its place."""
    raise nodes.SkipNode


class EmbedTransform(SphinxPostTransform):
    """Before references are resolved: in HTML the words are added for the search, elsewhere the node gives way to docutils' own."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Change the tree of one page."""
        from regkit.apps.embed.html import search_words
        from regkit.apps.sphinx_ext.maker import Maker

        builder = self.env._app.builder if hasattr(self.env, "_app") else self.app.builder
        for node in list(self.document.findall(regkit_embed)):
            domain, made = _made(builder, node)
            if builder.format == "html":
                node += nodes.Text(" ".join(dict.fromkeys(search_words(made.blocks).split())))
            else:
                anchors = {item.place for item in made.places} - node["before"]
                node.replace_self(Maker(domain, node["docname"], anchors).blocks(made.blocks) or [nodes.paragraph()])
