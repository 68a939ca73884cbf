"""``regkit amend``: a text at one date and a rule → the text after the rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import note, print_findings, say, shorten, table
from regkit.apps.cli.options import Json
from regkit.apps.cli.sources import document_named
from regkit.errors import RegkitError

if TYPE_CHECKING:
    from regkit.amend import Amended


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("amend")(amend)


def amend(
    base: Annotated[str, typer.Argument(help="The text before: a file, or the id of a document of the project.", show_default=False)],
    rule: Annotated[Path, typer.Argument(help="The rule, as Federal Register XML.", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the text after it, as XML that regkit add reads.")] = None,
    part: Annotated[str, typer.Option(help="Carry out the amendments of this part only. Default: of all that the text holds.")] = "",
    json: Json = False,
) -> None:
    """Carry out a rule's amending instructions on a text. Exit 1 where one was not understood or not carried out; it is listed then."""
    from regkit.amend import Outcome, read_rule
    from regkit.amend import amend as apply
    from regkit.amend.write import to_xml, unlike
    from regkit.store.atomic import write_bytes

    before = document_named(base)
    read = read_rule(rule)
    if not read.instructions:
        raise RegkitError("there are no amending instructions in it", place=str(rule), remedy="Check that it is a rule that amends the Code")
    if part and part not in read.parts:
        raise RegkitError(f"it does not amend part {part}", place=str(rule), remedy=f"It amends: {', '.join(read.parts)}")
    after = apply(before, read, part=part)
    if json:
        say(msgspec.json.encode(_facts(after)).decode())
    else:
        table(["no.", "amendment", "outcome", "why"], _rows(after))
    differences: list[str] = []
    if output is not None:
        data = to_xml(after.document)
        write_bytes(output, data)
        differences = unlike(after.document, data, output.name)
        note(f"Wrote {output}: a restatement, not the official text")
        for difference in differences:
            note(f"warning: read back, {difference}")
    if not json:
        print_findings(after.findings, json=False)
    understood = sum(instruction.understood for instruction in after.instructions)
    applied = sum(one.outcome is Outcome.APPLIED for one in after.done)
    failed = sum(one.outcome is Outcome.NOT_APPLIED for one in after.done)
    note(f"{understood} of {len(after.instructions)} instructions understood; {applied} amendments made, {failed} not made")
    if failed or understood < len(after.instructions) or differences:
        raise typer.Exit(1)


def _rows(after: Amended) -> list[list[str]]:
    found: list[list[str]] = []
    for index, instruction in enumerate(after.instructions):
        done = [one for one in after.done if one.instruction == index]
        number = instruction.number or str(index + 1)
        if instruction.leads:
            continue
        found += [[number, str(one.operation), str(one.outcome), one.note] for one in done]
        found += [[number, shorten(instruction.text, 120), "not understood", problem] for problem in instruction.problems]
    return found


def _facts(after: Amended) -> dict[str, Any]:
    instructions = [
        {
            "number": instruction.number,
            "text": instruction.text,
            "title": instruction.title,
            "part": instruction.part,
            "place": instruction.place,
            "understood": instruction.understood,
            "problems": instruction.problems,
            "operations": [
                {"as": str(one.operation), "operation": one.operation, "outcome": one.outcome, "note": one.note}
                for one in after.done
                if one.instruction == index
            ],
        }
        for index, instruction in enumerate(after.instructions)
    ]
    return {"document": after.document.id, "instructions": instructions, "findings": after.findings}
