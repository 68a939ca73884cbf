"""The source quoted on a page, and a condition tree."""

from __future__ import annotations

from collections.abc import Container

from regkit.apps.embed.content import missing, pinned
from regkit.apps.embed.project import Project
from regkit.apps.embed.select import values
from regkit.apps.embed.spec import Embedded, Place, Problem
from regkit.report.blocks import Block, Branch, Paragraph, Run, Tree, marked, text
from regkit.report.facts import ProvisionFact, SentenceFact, TreeNode
from regkit.report.tree import RELIANCE_WORDS, branch_words
from regkit.report.views.common import STANDING_WORDS, chip, place, segments, web_url

LAYERS = ("cue", "bearer", "condition", "exception", "deadline", "threshold", "term", "citation")


def source(project: Project, id: str, options: dict[str, str]) -> Embedded:
    """Quote a provision with what is below it (``only``: without), or the one sentence that a sentence or a requirement names.

    ``highlight`` lists the layers that are marked, ``none`` for no marks; ``quote`` pins words that the quoted text must have.
    """
    layers, problems = _layers(options.get("highlight", ""))
    chosen = _chosen(project, id, only="only" in options)
    if chosen is None:
        return Embedded(problems=(*problems, missing("provision, sentence or requirement", id, [*project.provisions, *project.requirements])))
    document, pieces, single = chosen
    blocks: list[Block] = []
    places: dict[str, Place] = {}
    top = min((piece.depth for piece, _ in pieces), default=0)
    for piece, sentences in pieces:
        for paragraph in _paragraphs(sentences):
            first = piece.id not in places and not single
            if first:
                places[piece.id] = Place(place(piece.id), "provision", piece.id, piece.pinpoint or piece.id)
            runs: list[Run] = []
            for sentence in paragraph:
                if runs and not sentence.glued:
                    runs.append(Run(" "))
                # what a mark leads to is a sentence, and sentences are no places of a documentation build
                made = marked(segments(sentence.text, (mark for mark in sentence.highlights if mark.layer in layers)))
                runs += [Run(run.text, "strong" if sentence.heading else "", run.layers) for run in made]
            depth = min(piece.depth - top, 8)
            blocks.append(Paragraph(runs=tuple(runs), kind="source", place=place(piece.id) if first else "", depth=depth))
    words = " ".join(sentence.text for _, sentences in pieces for sentence in sentences)
    head = pieces[0][0]
    authority = project.documents[document].authority
    about = f"{head.pinpoint or document}, {authority.title or document}. {STANDING_WORDS[authority.status]}."
    url = web_url(head.url or authority.url)
    blocks.append(Paragraph(runs=text(about, "small") + (text(" ") + text("Official source", "small", url=url) if url else ()), kind="note"))
    return Embedded(blocks=tuple(blocks), places=tuple(places.values()), problems=(*problems, *pinned(options.get("quote", ""), words, id)))


def _layers(option: str) -> tuple[Container[str], tuple[Problem, ...]]:
    names = values(option)
    unknown = [name for name in names if name not in (*LAYERS, "none", "all")]
    problems = tuple(Problem("bad-option", f"there is no layer {name!r}; layers are {', '.join(LAYERS)}, all and none") for name in unknown)
    return (LAYERS if not names or "all" in names else tuple(name for name in names if name in LAYERS)), problems


Piece = tuple[ProvisionFact, tuple[SentenceFact, ...]]


def _chosen(project: Project, id: str, *, only: bool) -> tuple[str, list[Piece], bool] | None:
    """Return the document, the pieces to quote, and whether it is one sentence; None for an id of nothing that has words."""
    if id in project.requirements:
        id = project.requirements[id].sentence
    if id in project.sentences:
        document, provision, sentence = project.sentences[id]
        return document, [(provision, (sentence,))], True
    if id not in project.provisions:
        return None
    document = project.home_of[id]
    pieces: list[Piece] = []
    depth = -1
    for piece in project.documents[document].provisions:
        if piece.id == id:
            depth = piece.depth
        elif depth < 0 or piece.depth <= depth:
            depth = -1
            continue
        if piece.id == id or not only:
            pieces.append((piece, piece.sentences))
    return document, pieces, False


def _paragraphs(sentences: tuple[SentenceFact, ...]) -> list[list[SentenceFact]]:
    made: list[list[SentenceFact]] = []
    number = None
    for sentence in sentences:
        if sentence.paragraph != number or not made:
            number = sentence.paragraph
            made.append([])
        made[-1].append(sentence)
    return made


def tree(project: Project, id: str, options: dict[str, str]) -> Embedded:
    """Return the condition tree of a conditional requirement, with what the evidence shows of every condition and why."""
    trees = project.once("trees", lambda: {fact.requirement: fact for fact in project.view.trees})
    fact = trees.get(id)
    if fact is None:
        known = id in project.requirements
        return Embedded(problems=(Problem("unknown-id", f"{id} has no conditions") if known else missing("conditional requirement", id, trees),))
    requirement = project.requirements[id]
    blocks: list[Block] = [
        Paragraph(runs=(*text(requirement.pinpoint, "strong"), Run(" "), *text(requirement.quote))),
        Tree(root=_branch(project, fact.root)),
    ]
    blocks += [Paragraph(runs=text(reason, "small"), kind="note") for reason in fact.reasons]
    return Embedded(blocks=tuple(blocks))


def _branch(project: Project, node: TreeNode) -> Branch:
    fact = project.requirements.get(node.requirement)
    if node.children:
        word = RELIANCE_WORDS[node.reliance][0]
        return Branch(
            label=text(branch_words(node)), status=node.reliance.value, word=word, children=tuple(_branch(project, kid) for kid in node.children)
        )
    if fact is None:
        return Branch(label=text(node.requirement), status="uncovered", word="Unknown")
    label = (*text(fact.pinpoint, "strong", target=place(fact.id)), Run(" "), *text(fact.quote))
    return Branch(label=label, status=fact.status.value, word=chip(fact.status).label)
