"""Coverage, and condition trees, as books."""

from __future__ import annotations

from regkit.report.blocks import Branch, Column, Line, Paragraph, Run, Section, Table, TableRow, Tree, cell, marked, text
from regkit.report.books.common import counts_table, reviews_section
from regkit.report.views.coverage import CoverageView, Outline, Slice, TreeView
from regkit.report.words import N_, _, named, ngettext, word

RELIED_ON = N_(
    "regkit follows the conditions through the logic that the text spells and reports what the evidence shows of each. "
    "Whether that is enough is for people to decide."
)


def coverage_book(view: CoverageView) -> tuple[Section, ...]:
    """Return the sections of the coverage: how much, where, by whom; and what the evidence shows of each conditional exemption."""
    told = _(
        "Covered means: every check that verifies the requirement has passing evidence. %(checks_with_evidence)s of %(checks)s checks have evidence.",
        checks_with_evidence=f"{view.checks_with_evidence:,}",
        checks=f"{view.checks:,}",
    )
    return (
        Section(
            title=_(
                "%(covered)s of %(total)s requirements covered (%(permille)s)",
                covered=f"{view.covered:,}",
                total=f"{view.total:,}",
                permille=percent(view.permille),
            ),
            place="overview",
            tab=_("Overview"),
            blocks=(counts_table(view.statuses), Paragraph(runs=text(told), kind="note")),
        ),
        Section(title=_("Coverage by document, modality and owner"), place="slices", tab=_("Where"), blocks=(slices_table(view.slices),)),
        *reviews_section(view.reviews),
        trees_section(view.trees),
    )


def percent(permille: int) -> str:
    """Return tenths of a per cent as people read them."""
    whole, tenth = divmod(permille, 10)
    return f"{whole}.{tenth} %" if tenth else f"{whole} %"


def slices_table(slices: tuple[Slice, ...], *, records: bool = True) -> Table:
    """Return the coverage by document, modality and owner as a table."""
    columns = (
        Column(title=_("By"), share=2),
        Column(title=_("Value"), share=5),
        Column(title=_("Covered"), share=2, kind="number"),
        Column(title=_("Of"), share=2, kind="number"),
        Column(title=_("Share"), share=2, kind="number"),
        Column(title=_("Statuses"), share=6),
    )
    rows = []
    for item in slices:
        statuses = ", ".join(f"{count.count:,} {count.chip.label.lower()}" for count in reversed(item.statuses) if count.count)
        cells = (named(item.by), item.label, f"{item.covered:,}", f"{item.total:,}", percent(item.permille), statuses)
        rows.append(TableRow(cells=tuple(cell(value) for value in cells)))
    return Table(name=_("Coverage"), columns=columns, rows=tuple(rows), empty=_("No requirements."), records=records)


def trees_section(trees: tuple[TreeView, ...], title: str = "") -> Section:
    """Return a section with a section for each conditional norm."""
    title = title or _("May I rely on it? What the evidence shows")
    if not trees:
        none = Paragraph(runs=text(_("No conditional exemption or permission in these documents.")))
        return Section(title=title, place="reliance", tab=_("May I rely on it?"), blocks=(none,))
    note = Paragraph(runs=text(_(RELIED_ON)), kind="note")
    sections = tuple(tree_section(tree, f"tree-{number}") for number, tree in enumerate(trees, 1))
    return Section(title=title, place="reliance", tab=_("May I rely on it?"), blocks=(note,), sections=sections)


def tree_section(tree: TreeView, place: str = "") -> Section:
    """Return what the evidence shows of one conditional norm, why, and its tree."""
    many = ngettext("%(shown)s of %(count)s condition shown.", "%(shown)s of %(count)s conditions shown.", tree.total, shown=f"{tree.shown:,}")
    shown = f"{tree.sentence} {many}"
    about = f"{tree.row.document_title} ({word(tree.row.document_status)})"
    return Section(
        title=f"{tree.row.pinpoint}: {tree.answer}",
        place=place,
        blocks=(
            Paragraph(runs=text(shown)),
            *(Paragraph(runs=text(reason), kind="note") for reason in tree.reasons),
            Paragraph(runs=marked(tree.row.segments), kind="quote"),
            Paragraph(runs=text(about, "small")),
            Tree(root=branch(tree.outline, tree.key, tree.answer)),
        ),
    )


def branch(item: Outline, status: str = "", word: str = "") -> Branch:
    """Return a part of a tree in words, and deeper its members."""
    runs: list[Run] = []
    if item.row:
        runs.append(Run(item.row.pinpoint, "strong"))
        runs.append(Run(f" {item.row.quote}"))
        results = (
            (line.id, _("%(result)s on %(date)s", result=line.result_words, date=line.date) if line.date else line.result_words)
            for line in item.row.checks
        )
        runs += [Run(f" [{id}: {result}]", "small") for id, result in results]
    if item.children or not item.row:
        runs.append(Run(f"{' ' if runs else ''}{item.words}", "emphasis"))
    if item.row and not item.children:
        status, word = item.row.status.key, item.row.status.label
        runs += [Run(f" {reason}.", "small") for reason in item.row.reasons if not item.row.checks]
    label: Line = tuple(runs)
    return Branch(label=label, status=status or item.key, word=word or item.answer, children=tuple(branch(child) for child in item.children))
