"""RTF, OpenDocument text and old Word files: LibreOffice, where it is installed, turns them into DOCX, which `regkit.read.docx` reads.

LibreOffice is a large program that opens files nobody trusts. It runs headless, in a profile of its own that is thrown away, with macros and links to
other files switched off and every connection sent to a port where nobody listens, and is ended with all its processes when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from regkit.errors import MissingExtraError, ReadError
from regkit.read import docx
from regkit.read.builder import DocumentBuilder
from regkit.read.xml import root_start
from regkit.read.zipped import MAGIC

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
FALLBACK = False
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_TYPES = {"rtf": "application/rtf", "doc": "application/msword", "odt": MEDIA_TYPE, "fodt": "application/vnd.oasis.opendocument.text-flat-xml"}
_SECURE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""


def accepts(head: bytes, name: str) -> bool:
    """Take RTF, OpenDocument text (packed, or flat XML) and old Office files."""
    return bool(_ending(head))


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a file by way of LibreOffice.

    Raises: MissingExtraError where it is not installed; ReadError where it cannot read the file, or not in two minutes.
    """
    docx.read(_prepared(data, build), build)


def read_original(data: bytes, build: DocumentBuilder) -> None:
    """Read a file as it was before the changes that it tracks. Raises: as `read`."""
    docx.read_original(_prepared(data, build), build)


def _prepared(data: bytes, build: DocumentBuilder) -> bytes:
    build.source = replace(build.source, media_type=_TYPES[_ending(data)])
    return converted(data, build.source.name)


def program() -> str:
    """Return the path of LibreOffice, empty where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def converted(data: bytes, name: str) -> bytes:
    """Return a file as DOCX. Raises: MissingExtraError without LibreOffice; ReadError where it fails, is encrypted, or takes too long."""
    ending = _ending(data)
    if ending == "doc" and "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("the file is encrypted", place=name, remedy="Save it without a password")
    if ending == "doc" and "WordDocument".encode("utf-16-le") not in data:
        raise ReadError("this is an old Office file, and no text document", place=name, remedy="Save what matters in it as a document")
    soffice = program()
    if not soffice:
        kind = {"rtf": "RTF", "doc": "an old Word file"}.get(ending, "OpenDocument")
        remedy = "Install LibreOffice Writer (soffice), or save the file as .docx"
        raise MissingExtraError(f"this is {kind}; reading it needs LibreOffice, which is not installed", place=name, remedy=remedy)
    return convert(soffice, data, ending, name)


@lru_cache(maxsize=2)
def convert(soffice: str, data: bytes, ending: str, name: str) -> bytes:
    """Run LibreOffice on a file; what it made is kept for the next call, since both versions of a file are often wanted. Raises: ReadError."""
    with tempfile.TemporaryDirectory(prefix="regkit-", ignore_cleanup_errors=True) as folder:
        return _run(soffice, data, Path(folder), ending, name)


def _run(soffice: str, data: bytes, folder: Path, ending: str, name: str) -> bytes:
    source, made = folder / f"source.{ending}", folder / "out" / "source.docx"
    source.write_bytes(data)
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SECURE, encoding="utf-8")
    nowhere = "http://127.0.0.1:9"
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")}
    environment = kept | {"HOME": str(folder), "http_proxy": nowhere, "https_proxy": nowhere, "SAL_USE_VCLPLUGIN": "svp", "TMPDIR": str(folder)}
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command = [soffice, *options, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"LibreOffice did not read the file in {_SECONDS} seconds", place=name, remedy="Save it as .docx with the program it is from"
        ) from None
    finally:
        _end(process)
    if not made.is_file():
        raise ReadError("LibreOffice cannot read the file", place=name, remedy="Save it as .docx with the program it is from")
    return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of LibreOffice: it starts a second process for its work."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _ending(head: bytes) -> str:
    """Return the ending under which LibreOffice knows what begins so, empty for anything else."""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if head.startswith(_OLE):
        return "doc"
    if head.startswith(MAGIC) and _ODT in head[:200]:
        return "odt"
    local, tag = root_start(head)
    return "fodt" if local == "document" and "urn:oasis:names:tc:opendocument:xmlns:office" in tag else ""
