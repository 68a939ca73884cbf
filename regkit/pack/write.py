"""Put a project, its graph and its reports into one ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from regkit.errors import GraphError
from regkit.graph.schema import Graph, NodeKind
from regkit.pack import archive, manifest, sign
from regkit.store.workspace import Workspace

_CHANGED = "Build again with: regkit build, then pack"


def write_pack(
    workspace: Workspace,
    graph: Graph,
    reports: Mapping[str, bytes],
    *,
    version: str,
    recipe: str,
    as_of: str = "",
    key: bytes = b"",
    password: bytes | None = None,
) -> tuple[bytes, str]:
    """Return the bytes of the pack, and the SHA-256 of its manifest, which stands for all of it.

    Args:
        workspace: the project; its graph must be built and current (the caller checks).
        graph: the stored graph.
        reports: the rendered reports by file name, such as ``matrix.html``.
        version: regkit's.
        recipe: the digest of regkit's code and rules.
        as_of: the day (ISO) as of which the reports were made, empty for none.
        key: an OpenSSH private key to sign with; none where empty.
        password: the key's passphrase.

    Raises: GraphError where a file of the project is missing or cannot be packed; SettingsError for a bad key; MissingExtraError.
    """
    files = {manifest.PROJECT + name: data for name, data in _project(workspace)}
    files |= {manifest.REPORTS + name: data for name, data in reports.items()}
    files[manifest.VERIFIER] = _own(manifest.VERIFIER)
    files[manifest.README] = _own("readme.txt")
    listed = tuple(manifest.packed(name, files[name]) for name in sorted(files))
    files[manifest.SUMS] = manifest.sums(listed)
    made = manifest.PackManifest(
        kind=manifest.KIND,
        form=manifest.FORM,
        regkit=version,
        recipe=recipe,
        project=workspace.name,
        as_of=as_of,
        graph=manifest.PROJECT + workspace.relative(workspace.graph),
        documents=tuple(_documents(workspace, graph)),
        logs=tuple(manifest.PROJECT + workspace.relative(path) for path in workspace.logs),
        reports=tuple(manifest.REPORTS + name for name in sorted(reports)),
        files=tuple(sorted((*listed, manifest.packed(manifest.SUMS, files[manifest.SUMS])), key=lambda file: file.path)),
    )
    encoded = manifest.encode(made)
    files[manifest.MANIFEST] = encoded
    if key:
        files[manifest.SIGNATURE] = sign.sign(encoded, key, password)
    return archive.write(files), manifest.packed(manifest.MANIFEST, encoded).sha256


def _project(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield every file that the project is made of, once: what a build reads, all evidence with its attachments, templates, and the build."""
    paths = {*workspace.inputs(), workspace.graph, workspace.manifest, *(workspace.graph.parent / "texts").glob("*.json")}
    for folder in (*(workspace.root / name for name in workspace.settings.evidence), *workspace.templates):
        paths.update(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and path.suffix not in {".lock", ".pyc"})
    for path in sorted(paths):
        try:
            yield workspace.relative(path), path.read_bytes()
        except FileNotFoundError:
            raise GraphError("the file is gone since the build", place=str(path), remedy=_CHANGED) from None
        except ValueError:
            raise GraphError("the file lies outside the project", place=str(path), remedy="Copy it into the project") from None
        except OSError as problem:
            raise GraphError(f"the file cannot be read: {problem.strerror}", place=str(path), remedy="Check its permissions") from None


def _documents(workspace: Workspace, graph: Graph) -> Iterator[manifest.PackedDocument]:
    for document in workspace.documents:
        node = graph.nodes[document.id] if document.id in graph else {}
        if node.get("kind") != NodeKind.DOCUMENT.value:
            raise GraphError(f"the graph does not hold {document.id!r}", place=str(workspace.graph), remedy=_CHANGED)
        yield manifest.PackedDocument(
            id=document.id,
            title=str(node.get("label", "")),
            status=str(node.get("status", "")),
            source=manifest.PROJECT + workspace.relative(document.source),
            text=manifest.PROJECT + workspace.relative(Path(workspace.graph.parent, str(node.get("text_file", "")))),
        )


def _own(name: str) -> bytes:
    return (resources.files("regkit.pack") / name).read_bytes()
