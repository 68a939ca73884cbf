"""Audit packs: what they hold, that the same project gives the same bytes, and that no change goes unseen."""

from __future__ import annotations

import io
import json
import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import GraphError, RegkitError, SettingsError
from regkit.pack import archive, sign
from regkit.workflow import build_project, pack_project, verify_pack

REPORTS = ("matrix.html", "gaps.csv")
VERIFIER = Path(sys.modules["regkit.pack"].__file__ or "").parent / "verify_pack.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = Path(__file__).parents[2] / "corpus"
    folder = tmp_path_factory.mktemp("pack") / "corpus"
    shutil.copytree(corpus, folder, ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(folder)
    return folder


@pytest.fixture(scope="module")
def pack(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "pack.zip"
    path.write_bytes(pack_project(project, REPORTS)[0])
    return path


@pytest.fixture(scope="module")
def key() -> tuple[bytes, str]:
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    forms = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    public = private.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return private.private_bytes(*forms), public.decode() + " auditor@example.org\n"


def alone(path: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier as an auditor does: without regkit, and without site packages."""
    return subprocess.run([sys.executable, "-I", "-S", str(VERIFIER), str(path)], capture_output=True, text=True, check=False)


def changed(pack: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    files = archive.read(pack.read_bytes(), "pack")
    change(files)
    target.write_bytes(archive.write(files))
    return target


def test_the_same_project_gives_the_same_bytes(project: Path, pack: Path) -> None:
    assert pack_project(project, REPORTS)[0] == pack.read_bytes()


def test_everything_holds_and_the_verifier_agrees(pack: Path) -> None:
    checked = verify_pack(pack)
    assert checked.findings == ()
    done = alone(pack)
    assert (done.returncode, done.stderr) == (0, "")
    assert checked.sha256 in done.stdout
    assert "Everything holds." in done.stdout


def test_unpacked_it_can_be_checked_and_opened(pack: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(tmp_path)
    assert alone(tmp_path).returncode == 0
    assert build_project(tmp_path / "project").unchanged
    (tmp_path / "extra.txt").write_text("?", encoding="utf-8")
    assert "extra.txt: was added" in alone(tmp_path).stdout


def _manifest(files: dict[str, bytes], name: str, data: bytes) -> None:
    """Change a file and the manifest and sums with it, as somebody who knows how would."""
    from regkit.pack import manifest

    files[name] = data
    found = json.loads(files["MANIFEST.json"])
    listed = [manifest.packed(entry["path"], files[entry["path"]]) for entry in found["files"] if entry["path"] != "SHA256SUMS"]
    files["SHA256SUMS"] = manifest.sums(tuple(listed))
    listed.append(manifest.packed("SHA256SUMS", files["SHA256SUMS"]))
    found["files"] = [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in sorted(listed, key=lambda file: file.path)]
    files["MANIFEST.json"] = json.dumps(found).encode()


SOURCE = "project/sec-xm-order/source.md"
TAMPERED: list[tuple[str, Callable[[dict[str, bytes]], None], str]] = [
    ("a source is edited", lambda files: files.update({SOURCE: files[SOURCE] + b" "}), "was changed"),
    ("a report is edited", lambda files: files.update({"reports/gaps.csv": b"nothing"}), "was changed"),
    ("a file is taken out", lambda files: files.pop(SOURCE) and None, "is missing"),
    ("a file is put in", lambda files: files.update({"project/note.txt": b"?"}), "was added"),
    ("a file is renamed", lambda files: files.update({"project/other.md": files.pop(SOURCE)}), "is missing"),
    ("a source, with its hashes", lambda files: _manifest(files, SOURCE, files[SOURCE] + b" "), "source"),
    ("a report, with its hashes", lambda files: _manifest(files, "reports/gaps.csv", b"nothing"), "not what regkit renders"),
    (
        "a quote of the graph, with its hashes",
        lambda files: _manifest(files, "project/build/graph.json", files["project/build/graph.json"].replace(b"futures account", b"futures-account")),
        "",
    ),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_tampering_is_found(pack: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], message: str) -> None:
    bad = changed(pack, tmp_path / "bad.zip", change)
    found = [f"{finding.place}: {finding.message}" for finding in verify_pack(bad).findings]
    assert any(message in line for line in found)
    assert alone(bad).returncode == (0 if "renders" in message else 1)  # only regkit can render a report anew


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_byte_goes_unseen(pack: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(pack.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    try:
        assert verify_pack(bad).findings
    except RegkitError as error:
        assert error.remedy


def _zip(*entries: tuple[str, bytes], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as opened:
        for name, data in entries:
            info = zipfile.ZipInfo(name, archive.DATE)
            info.compress_type, info.external_attr, info.create_system = method, archive.MODE, 3
            opened.writestr(info, data)
        opened.comment = comment
    return buffer.getvalue()


HOSTILE = {
    "no ZIP": b"%PDF-1.7",
    "empty": b"",
    "bytes before": b"#!/bin/sh\n" + _zip(("a", b"1")),
    "bytes behind": _zip(("a", b"1")) + b"more",
    "a comment": _zip(("a", b"1"), comment=b"hidden"),
    "stored": _zip(("a", b"1"), method=zipfile.ZIP_STORED),
    "out of order": _zip(("b", b"1"), ("a", b"1")),
    "up and out": _zip(("../a", b"1")),
    "from the root": _zip(("/etc/a", b"1")),
    "a drive": _zip(("c:/a", b"1")),
    "backslash": _zip(("a\\b", b"1")),
    "a folder": _zip(("a/", b"")),
    "a control character": _zip(("a\nb", b"1")),
    "no manifest": _zip(("a", b"1")),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("content", [*HOSTILE.values(), _zip(("a", b"1"), ("b", b"2")).replace(b"b", b"a")], ids=[*HOSTILE, "twice the same name"])
def test_hostile_archives_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    with pytest.raises(GraphError) as caught:
        verify_pack(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_a_project_that_changed_is_not_packed(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    (copy / "regkit.toml").write_text((copy / "regkit.toml").read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    with pytest.raises(GraphError, match="regkit build"):
        pack_project(copy)


def test_templates_of_a_pack_are_not_run(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    own = copy / "templates" / "matrix"
    own.mkdir(parents=True)
    (own / "page.md.jinja").write_text("{{ 1 // 0 }}", encoding="utf-8")
    build_project(copy)
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_project(copy, ("gaps.html",))[0])
    checked = verify_pack(path)
    assert checked.findings == ()
    assert any("not rendered anew" in note for note in checked.notes)


def test_a_signature_is_checked(project: Path, tmp_path: Path, key: tuple[bytes, str]) -> None:
    private, public = key
    path = tmp_path / "signed.zip"
    path.write_bytes(pack_project(project, REPORTS, key=private)[0])
    assert verify_pack(path, sign.trusted(public)).findings == ()
    other = sign.trusted("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x")
    assert "not the one that was given" in verify_pack(path, other).findings[0].message
    forged = changed(path, tmp_path / "forged.zip", lambda files: files.update({"MANIFEST.json": files["MANIFEST.json"] + b" "}))
    assert "no signature of this manifest" in verify_pack(forged).findings[0].message


def test_an_unsigned_pack_fails_where_a_key_is_given(pack: Path, key: tuple[bytes, str]) -> None:
    assert "not signed" in verify_pack(pack, sign.trusted(key[1])).findings[0].message


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen_accepts_the_signature_and_makes_one_that_is_accepted(tmp_path: Path, key: tuple[bytes, str]) -> None:
    private, public = key
    message = b'{"kind": "regkit-pack"}\n'
    file, signers, signature = tmp_path / "key", tmp_path / "signers", tmp_path / "m.sig"
    file.write_bytes(private)
    file.chmod(0o600)
    signers.write_text("auditor@example.org " + public, encoding="utf-8")
    signature.write_bytes(sign.sign(message, private))
    verify = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "auditor@example.org", "-n", "regkit-pack", "-s", str(signature)]
    assert subprocess.run(verify, input=message, capture_output=True, check=False).returncode == 0
    made = subprocess.run(["ssh-keygen", "-Y", "sign", "-f", str(file), "-n", "regkit-pack"], input=message, capture_output=True, check=True)
    assert sign.signer(message, made.stdout) == sign.trusted(public)[0]


@pytest.mark.parametrize("data", [b"", b"no key", b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(data: bytes) -> None:
    pytest.importorskip("cryptography")
    with pytest.raises(SettingsError, match="key"):
        sign.sign(b"message", data)


@given(data=st.binary(max_size=400))
def test_no_bytes_make_a_signature_crash(data: bytes) -> None:
    pytest.importorskip("cryptography")
    assert sign.signer(b"message", data) is None
    armoured = b"-----BEGIN SSH SIGNATURE-----\n" + __import__("base64").b64encode(b"SSHSIG\0\0\0\1" + data) + b"\n-----END SSH SIGNATURE-----\n"
    assert sign.signer(b"message", armoured) is None


def test_the_verifier_says_what_it_needs(tmp_path: Path) -> None:
    assert alone(tmp_path).returncode == 2
    assert runpy.run_path(str(VERIFIER), run_name="imported")["main"]([]) == 2
