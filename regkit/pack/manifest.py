"""What a pack holds.

=====================  ================================================================================================
``README.txt``         what this is, and how to check it by hand
``MANIFEST.json``      the file below: tool, project, documents, and every other file with its size and SHA-256
``MANIFEST.json.sig``  where the pack is signed: an SSH signature of MANIFEST.json (see `regkit.pack.sign`)
``SHA256SUMS``         the same hashes as ``sha256sum -c`` reads them
``verify_pack.py``     checks everything with Python's standard library alone
``project/``           the project: settings, sources as received, checks, evidence, reviews, templates, rules, graph and texts
``reports/``           the reports, as regkit rendered them from that graph
=====================  ================================================================================================

The manifest names every file but itself and its signature, so its own SHA-256 stands for the whole pack. It holds no date, machine or user: the
same project and the same regkit give the same manifest, and the same bytes of the ZIP wherever zlib compresses alike.
"""

from __future__ import annotations

import hashlib

import msgspec
from msgspec import Struct

from regkit.errors import GraphError

FORM = 1
KIND = "regkit-pack"
MANIFEST = "MANIFEST.json"
SIGNATURE = "MANIFEST.json.sig"
SUMS = "SHA256SUMS"
README = "README.txt"
VERIFIER = "verify_pack.py"
PROJECT = "project/"
REPORTS = "reports/"


class PackedFile(Struct, frozen=True, kw_only=True):
    """A file of the pack: its path in it, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class PackedDocument(Struct, frozen=True, kw_only=True):
    """A document: where its source and its stored text lie in the pack."""

    id: str
    title: str
    status: str
    source: str
    text: str


class PackManifest(Struct, frozen=True, kw_only=True):
    """The manifest. ``recipe`` is the digest of regkit's code and rules; ``settings`` are what else decided about the reports."""

    kind: str
    form: int
    regkit: str
    recipe: str
    project: str
    as_of: str
    graph: str
    documents: tuple[PackedDocument, ...]
    logs: tuple[str, ...]
    reports: tuple[str, ...]
    files: tuple[PackedFile, ...]


def packed(path: str, data: bytes) -> PackedFile:
    """Describe a file."""
    return PackedFile(path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def encode(manifest: PackManifest) -> bytes:
    """Return the manifest's bytes: JSON, keys sorted, one line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1) + b"\n"


def decode(data: bytes, place: str) -> PackManifest:
    """Return the manifest. Raises: GraphError where the bytes are none, or of another form."""
    try:
        manifest = msgspec.json.decode(data, type=PackManifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise GraphError(f"{MANIFEST} is damaged: {problem}", place=place, remedy="Ask for the pack again") from None
    if (manifest.kind, manifest.form) != (KIND, FORM):
        raise GraphError(f"{MANIFEST} is of form {manifest.kind} {manifest.form}", place=place, remedy="A newer regkit may have written it")
    return manifest


def sums(files: tuple[PackedFile, ...]) -> bytes:
    """Return the hashes as ``sha256sum -c SHA256SUMS`` reads them. Names are plain: `regkit.pack.archive` refuses others."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()
