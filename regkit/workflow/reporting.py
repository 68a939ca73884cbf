"""A report of a project, from the cache where nothing that it may say has changed; else from the stored graph, without spaCy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from regkit.registry import origin
from regkit.store.workspace import Workspace, open_workspace
from regkit.workflow.asked import Asked, facts_asked
from regkit.workflow.facts import facts_key, keep_facts, kept_facts
from regkit.workflow.library import facts_of_part
from regkit.workflow.stored import Stored, facts_of, open_project, own_template


class Made(Struct, frozen=True, kw_only=True):
    """A report's bytes. ``reused``: it was made before from the same; ``current``: the graph is that of the inputs as they are now."""

    workspace: Workspace
    data: bytes
    reused: bool
    current: bool


def make_report(
    start: str | Path,
    name: str,
    format: str,
    *,
    options: Iterable[str] = (),
    make: Callable[[Stored], bytes] | None = None,
    on: str = "",
    docx_template: Path | None = None,
    asked: Asked | None = None,
    language: str = "",
) -> Made:
    """Return a report on the project at or above ``start``.

    ``options`` are all that the report depends on beside the project, its name and format, as text; ``make`` makes it where the plain one is not
    what is wanted. ``docx_template`` is a Word document whose styles a Word report takes, in place of the settings'. ``asked`` is what part of the
    project it shows, between which versions, as of which day. ``language`` is the tag of the one it speaks, in place of the settings'.
    Only what regkit itself writes is kept: what a writer of another package prints depends on code that is not in the key.
    Raises: RegkitError as `open_project` and `report`.
    """
    from regkit.graph.bulk import without_collector
    from regkit.store.manifest import manifest_of, read_manifest
    from regkit.store.recipe import recipe
    from regkit.store.reports import ReportCache

    asked = asked or Asked(on=on)
    workspace = open_workspace(Path(start))
    known = read_manifest(workspace)
    try:
        manifest = manifest_of(workspace, recipe(), known.watched if known else ())
    except OSError:
        manifest = None  # an input went missing: nothing is kept, and what is wrong is said by whoever needs it
    current = known is not None and manifest == known and workspace.relative(workspace.graph) in known.outputs
    ours = origin("regkit.writers", format).startswith("regkit.")
    before = ReportCache(workspace, manifest) if manifest else None
    cache = before if ours else None
    template = docx_template or own_template(workspace) if format == "docx" else None
    language = language or workspace.settings.reports.language
    chosen = (*options, *asked.options(), *((_digest(template),) if template else ()), *((f"language {language}",) if language else ()))
    key = cache.key(name, format, chosen) if cache else ""
    kept = cache.get(name, format, key) if cache else None
    if kept is not None:
        return Made(workspace=workspace, data=kept, reused=True, current=current)
    from regkit.report import render
    from regkit.report.folders import builtin_folder, find_report
    from regkit.report.select import select
    from regkit.report.words import speaking

    facts, found, facts_are = None, None, ""
    needs = find_report(name, workspace.templates).file.needs
    with without_collector(), speaking(language, (*workspace.templates, builtin_folder())):
        part = facts_of_part(workspace, asked, current=current) if asked.selection and not make and not needs else None
        if part is not None:
            data = render(name, format, part, workspace.templates, docx_template=template)
        elif make or asked.on or needs:  # more than the kept facts say
            stored = open_project(start, on=asked.on, current=current)
            data = make(stored) if make else render(name, format, facts_asked(stored, needs, asked), workspace.templates, docx_template=template)
        else:
            graph = manifest.outputs.get(workspace.relative(workspace.graph), "") if manifest else ""
            facts_are = facts_key(workspace, graph) if graph else ""
            found = kept_facts(workspace, facts_are) if graph else None
            facts = found or facts_of(open_project(start, current=current))
            data = render(name, format, select(facts, asked.selection), workspace.templates, docx_template=template)
    if manifest:
        after = ReportCache(workspace, manifest_of(workspace, recipe(), manifest.watched))
        # Otherwise something was edited while the report was made, and nobody knows which of it is in.
        if before and after.project == before.project:
            if cache and not needs:  # those look at more than the key is made of
                cache.put(name, format, key, data)
            if facts and not found and facts_are:
                keep_facts(workspace, facts_are, facts)
    return Made(workspace=workspace, data=data, reused=False, current=current)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; nothing where it cannot be read, which is said by who needs it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
