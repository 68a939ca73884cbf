"""A report of a project, from the cache where nothing that it may say has changed; else from the stored graph, without spaCy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from regkit.registry import origin
from regkit.store.workspace import Workspace, open_workspace
from regkit.workflow.stored import Stored, open_project, own_template, report


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
) -> Made:
    """Return a report on the project at or above ``start``.

    ``options`` are all that the report depends on beside the project, its name and format, as text; ``make`` makes it where the plain one is not
    what is wanted. ``docx_template`` is a Word document whose styles a Word report takes, in place of the settings'.
    Only what regkit itself writes is kept: what a writer of another package prints depends on code that is not in the key.
    Raises: RegkitError as `open_project` and `report`.
    """
    from regkit.graph.bulk import without_collector
    from regkit.store.manifest import manifest_of, read_manifest
    from regkit.store.recipe import recipe
    from regkit.store.reports import ReportCache

    workspace = open_workspace(Path(start))
    known = read_manifest(workspace)
    try:
        manifest = manifest_of(workspace, recipe(), known.watched if known else ())
    except OSError:
        manifest = None  # an input went missing: nothing is kept, and what is wrong is said by whoever needs it
    current = known is not None and manifest == known and workspace.relative(workspace.graph) in known.outputs
    ours = origin("regkit.writers", format).startswith("regkit.")
    cache = ReportCache(workspace, manifest) if manifest and ours else None
    template = docx_template or own_template(workspace) if format == "docx" else None
    chosen = (*options, on, _digest(template)) if template else (*options, on)
    key = cache.key(name, format, chosen) if cache else ""
    kept = cache.get(name, format, key) if cache else None
    if kept is not None:
        return Made(workspace=workspace, data=kept, reused=True, current=current)
    with without_collector():
        stored = open_project(start, on=on, current=current)
        data = make(stored) if make else report(stored, name, format, docx_template=template)
    if cache and manifest:
        after = ReportCache(workspace, manifest_of(workspace, recipe(), manifest.watched))
        if after.key(name, format, chosen) == key:  # else something was edited while the report was made, and nobody knows which of it is in
            cache.put(name, format, key, data)
    return Made(workspace=workspace, data=data, reused=False, current=current)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; nothing where it cannot be read, which is said by who needs it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
