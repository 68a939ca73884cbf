"""Sign a pack with an SSH key, and check the signature: what ``ssh-keygen -Y sign -n regkit-pack`` and ``ssh-keygen -Y verify`` do.

The format is SSHSIG (OpenSSH, PROTOCOL.sshsig); keys are Ed25519, of the kind ``ssh-keygen -t ed25519`` makes. People have such keys, and an auditor
can check a signature without regkit: ssh-keygen is on every system. The keys are read, and the curve is computed, by the library `cryptography`
(extra ``sign``); here is only the framing, which it does not have.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from typing import TYPE_CHECKING

from regkit.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = b"regkit-pack"
_MAGIC = b"SSHSIG"
_VERSION = 1
_KIND = b"ssh-ed25519"
_HASH = b"sha512"
_ARMOR = re.compile(rb"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]{1,4096})\n-----END SSH SIGNATURE-----\n?")


def sign(message: bytes, private_key: bytes, password: bytes | None = None) -> bytes:
    """Return the armoured signature of ``message``. ``private_key`` is an OpenSSH private key file.

    Raises: SettingsError where it is none, is of another kind than Ed25519, or needs another password; MissingExtraError.
    """
    key = _private(private_key, password)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = _string(_KIND) + _string(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    signature = _string(_KIND) + _string(key.sign(_signed(message)))
    blob = _MAGIC + struct.pack(">I", _VERSION) + b"".join(_string(part) for part in (public, NAMESPACE, b"", _HASH, signature))
    text = base64.b64encode(blob)
    lines = b"\n".join(text[at : at + 70] for at in range(0, len(text), 70))
    return b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"\n-----END SSH SIGNATURE-----\n"


def signer(message: bytes, signature: bytes) -> bytes | None:
    """Return the public key (SSH wire form) whose signature of ``message`` this is, None where it is nobody's. Raises: MissingExtraError."""
    parts = _parse(signature)
    if parts is None:
        return None
    public, raw = parts
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise _missing() from None
    key = _strings(public)
    if len(key) != 2 or key[0] != _KIND or len(key[1]) != 32:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(key[1]).verify(raw, _signed(message))
    except InvalidSignature:
        return None
    return public


def trusted(text: str) -> list[bytes]:
    """Return the Ed25519 keys (SSH wire form) of a ``.pub`` file or an ``allowed_signers`` file. Raises: SettingsError where it has none."""
    keys = []
    for match in re.finditer(r"(?m)^(?!\s*#).*?\bssh-ed25519\s+([A-Za-z0-9+/=]+)", text):
        try:
            keys.append(base64.b64decode(match[1], validate=True))
        except binascii.Error:
            continue
    if not keys:
        raise SettingsError(
            "there is no Ed25519 public key in the file", remedy="Give the .pub file that ssh-keygen wrote, or an allowed_signers file"
        )
    return keys


def named(public: bytes) -> str:
    """Return a key's fingerprint as ssh-keygen prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def _private(data: bytes, password: bytes | None) -> Ed25519PrivateKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key
    except ImportError:
        raise _missing() from None
    try:
        key = load_ssh_private_key(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise SettingsError(f"the key cannot be read: {problem}", remedy="Give an OpenSSH private key, and its passphrase where it has one") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError("the key is not an Ed25519 key", remedy="Make one with: ssh-keygen -t ed25519")
    return key


def _signed(message: bytes) -> bytes:
    """Return the bytes that are signed: never the message itself, so that no signature made for another purpose can be passed off as one."""
    return _MAGIC + b"".join(_string(part) for part in (NAMESPACE, b"", _HASH, hashlib.sha512(message).digest()))


def _parse(signature: bytes) -> tuple[bytes, bytes] | None:
    """Return (public key, raw signature) of an armoured SSHSIG of ours, None where it is none."""
    match = _ARMOR.fullmatch(signature)
    try:
        blob = base64.b64decode(match[1].replace(b"\n", b""), validate=True) if match else b""
    except binascii.Error:
        return None
    if not blob.startswith(_MAGIC + struct.pack(">I", _VERSION)):
        return None
    parts = _strings(blob[len(_MAGIC) + 4 :])
    if len(parts) != 5 or parts[1] != NAMESPACE or parts[3] != _HASH:
        return None
    raw = _strings(parts[4])
    return (parts[0], raw[1]) if len(raw) == 2 and raw[0] == _KIND else None


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _strings(data: bytes) -> list[bytes]:
    """Return the length-prefixed strings that ``data`` is made of, nothing where it is not."""
    found, at = [], 0
    while at < len(data):
        if at + 4 > len(data):
            return []
        (length,) = struct.unpack_from(">I", data, at)
        at += 4
        if at + length > len(data):
            return []
        found.append(data[at : at + length])
        at += length
    return found


def _missing() -> MissingExtraError:
    return MissingExtraError("signatures need the library cryptography", remedy='Install it with: pip install "regkit[sign]"')
