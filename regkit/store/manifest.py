"""What the last build read and wrote, so that "nothing has changed" is known in a few milliseconds and without spaCy.

Content decides, never dates of files: a checkout or a copy changes dates, and an edit within one tick of the clock does not (`regkit.store.hashes`
says what is remembered of files that nobody has touched). It is written after the graph; a build that is killed between the two leaves a manifest
that does not match, and the next build does the work again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from regkit.errors import GraphError
from regkit.store.atomic import write_bytes
from regkit.store.hashes import Hashes
from regkit.store.workspace import Workspace

FORM = 1


class Manifest(Struct, frozen=True, kw_only=True):
    """``inputs`` and ``outputs`` map names within the project to SHA-256 in hex; ``recipe`` is the code's.

    ``watched`` are files that no build reads and evidence was made from: when one changes, its results are carried. Empty where a file is missing.
    ``as_of`` is the day on which the documents of the graph are in force; empty for the latest.
    """

    form: int
    recipe: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    watched: dict[str, str] = {}
    as_of: str = ""


def manifest_of(workspace: Workspace, recipe: str, watched: Iterable[str] = (), *, outputs: bool = True) -> Manifest:
    """Return the manifest of the project as it lies: every input, the files to watch, the graph and texts in the build folder. Raises: OSError.

    Without ``outputs``, these are not looked at.

    Reviews are no input: they are laid over the graph when it is opened, so a decision makes no build necessary.
    """
    hashes = Hashes(workspace.cache)

    def hashed(paths: Iterable[Path]) -> dict[str, str]:
        named = ((workspace.relative(path), path) for path in paths)
        return {name: hashes.sha256(name, path) for name, path in named}

    read = hashed(path for path in workspace.inputs() if path != workspace.reviews)
    made = hashed(_outputs(workspace)) if outputs else {}
    seen = {name: _watched(workspace, name) for name in watched}
    if outputs:
        hashes.keep()
    return Manifest(form=FORM, recipe=recipe, inputs=read, outputs=made, watched=seen, as_of=workspace.as_of)


def write_manifest(workspace: Workspace, manifest: Manifest) -> None:
    """Store the manifest, last of all that a build writes. It names no date, machine or user: two builds write the same bytes.

    Raises: GraphError where it cannot be written.
    """
    try:
        write_bytes(workspace.manifest, msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1) + b"\n")
    except OSError as problem:
        message = f"the manifest cannot be written: {problem.strerror or problem}"
        raise GraphError(message, place=str(workspace.manifest), remedy="Make room, or check the folder's permissions") from None


def read_manifest(workspace: Workspace) -> Manifest | None:
    """Return the stored manifest; None where there is none that can be used."""
    try:
        found = msgspec.json.decode(workspace.manifest.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return found if found.form == FORM else None


def is_current(workspace: Workspace, recipe: str) -> bool:
    """Tell whether a build would change nothing: same code, same inputs, and its outputs still as it wrote them."""
    stored = read_manifest(workspace)
    if stored is None or stored.recipe != recipe:
        return False
    try:
        return workspace.relative(workspace.graph) in stored.outputs and manifest_of(workspace, recipe, stored.watched) == stored
    except OSError:
        return False


def _watched(workspace: Workspace, name: str) -> str:
    root = workspace.root.resolve()
    path = (root / name).resolve()
    return _sha256(path) if path.is_relative_to(root) and path.is_file() else ""


def _outputs(workspace: Workspace) -> list[Path]:
    found = [workspace.graph] if workspace.graph.is_file() else []
    return found + sorted((workspace.build / "texts").glob("*.json"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
