"""Check a pack: what it is made of, its signature, and the project inside it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from regkit.model.finding import Finding, Severity
from regkit.pack import archive, manifest, sign

Prove = Callable[[Path], list[Finding]]
Render = Callable[[Path, tuple[str, ...], str], Mapping[str, bytes] | None]


class Checked(Struct, frozen=True, kw_only=True):
    """What a check found. ``notes`` are lines for people: what the pack is, who signed it, what was not looked at."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    sha256: str


def check_pack(path: Path, *, prove: Prove, render: Render, recipe: str, keys: list[bytes] | None = None) -> Checked:
    """Return what does not hold in a pack, the first layer first: where the files are wrong, what they say is not looked at.

    Args:
        path: the pack.
        prove: returns what is wrong with the project in a folder: its graph, sources and evidence.
        render: renders reports ("matrix.html") of the project in a folder, as of a day; None where it must not: templates that came with a pack
            are somebody else's code.
        recipe: the digest of this regkit; reports are compared where it is the pack's.
        keys: public keys (SSH wire form), one of which must have signed; None: a signature is reported and not trusted.

    Raises: GraphError where the file is no pack, is not laid out as one, or has no manifest; MissingExtraError for a signature without the extra.
    """
    files = archive.read(path.read_bytes(), str(path))
    found = manifest.decode(files.get(manifest.MANIFEST, b""), str(path))
    findings = [*_files(found, files), *_signature(files, keys)]
    notes = [f"{found.project}: packed by regkit {found.regkit}, {len(found.files)} files, {len(found.documents)} documents"]
    if not findings:
        with tempfile.TemporaryDirectory(prefix="regkit-pack-") as name:
            # a project without a name is called as its folder is
            project = Path(name) / (found.project if archive.plain(found.project) and "/" not in found.project else "project")
            _unpack(files, project)
            findings += prove(project)
            names = tuple(_base(name) for name in found.reports)
            anew = render(project, names, found.as_of) if found.recipe == recipe and not findings else None
            if anew is None:
                notes.append(
                    "the reports were not rendered anew (another regkit or Python made them, or templates of the project): their hashes hold"
                )
            else:
                changed = [name for name in found.reports if anew.get(_base(name)) != files[name]]
                findings += [_wrong(name, "it is not what regkit renders from this graph") for name in changed]
                notes.append(f"{len(names)} report{'' if len(names) == 1 else 's'} rendered anew and compared")
    notes += _signers(files, keys)
    return Checked(findings=tuple(findings), notes=tuple(notes), sha256=hashlib.sha256(files[manifest.MANIFEST]).hexdigest())


def _files(found: manifest.PackManifest, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield files that are missing, changed, or that the manifest does not name."""
    named = {file.path: file for file in found.files}
    if len(named) != len(found.files) or tuple(sorted(named)) != tuple(file.path for file in found.files):
        yield _wrong(manifest.MANIFEST, "it names a file twice, or its files are not in order")
    for name in sorted(named.keys() | files.keys() - {manifest.MANIFEST, manifest.SIGNATURE}):
        if name not in files:
            yield _wrong(name, "it is missing")
        elif name not in named:
            yield _wrong(name, "it was added: the manifest does not name it")
        elif manifest.packed(name, files[name]) != named[name]:
            yield _wrong(name, "it was changed: it is not the file that the manifest names")
    referred = (found.graph, *found.logs, *found.reports, *(name for document in found.documents for name in (document.source, document.text)))
    for name in sorted(set(referred) - named.keys()):
        yield _wrong(manifest.MANIFEST, f"it refers to {name!r}, which is not among its files")
    expected = manifest.sums(tuple(file for file in found.files if file.path != manifest.SUMS))
    if files.get(manifest.SUMS) != expected:
        yield _wrong(manifest.SUMS, "its hashes are not those of the manifest")


def _signature(files: Mapping[str, bytes], keys: list[bytes] | None) -> Iterator[Finding]:
    if manifest.SIGNATURE not in files:
        if keys is not None:
            yield _wrong(manifest.SIGNATURE, "the pack is not signed")
        return
    public = sign.signer(files[manifest.MANIFEST], files[manifest.SIGNATURE])
    if public is None:
        yield _wrong(manifest.SIGNATURE, "it is no signature of this manifest")
    elif keys is not None and public not in keys:
        yield _wrong(manifest.SIGNATURE, f"the key that signed, {sign.named(public)}, is not the one that was given")


def _signers(files: Mapping[str, bytes], keys: list[bytes] | None) -> Iterator[str]:
    if manifest.SIGNATURE in files and (public := sign.signer(files[manifest.MANIFEST], files[manifest.SIGNATURE])):
        known = "" if keys and public in keys else ": ask the signer whether it is theirs, and give it with --key"
        yield f"signed with the key {sign.named(public)}{known or ', one of those that were given'}"


def _unpack(files: Mapping[str, bytes], project: Path) -> None:
    """Write the project's files into an empty folder. Names are plain: `regkit.pack.archive.read` has refused others."""
    for name, data in files.items():
        if name.startswith(manifest.PROJECT):
            target = project / name.removeprefix(manifest.PROJECT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _base(name: str) -> str:
    return name.removeprefix(manifest.REPORTS)


def _wrong(place: str, message: str) -> Finding:
    return Finding(code="pack", severity=Severity.ERROR, message=message, place=place, remedy="Ask for the pack again")
