"""Headless Chromium over its DevTools protocol, with the standard library alone: enough to open a page, ask it things and time them.

Source: RFC 6455 for the frames (a client masks its own); Chrome DevTools Protocol, domains Page, Runtime, Emulation and Browser.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)


def find_chromium() -> str | None:
    """Return the program, or None where the machine has none."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Chromium:
    """One browser with one page. Use it as a context manager: the browser ends with it."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        program = find_chromium()
        if program is None:
            raise FileNotFoundError("chromium")
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        command = [program, *FLAGS, f"--user-data-dir={self._folder.name}", f"--window-size={width},{height}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._number = 0
        self.events: list[dict[str, Any]] = []
        port, browser = self._port()
        self._socket = _connect(port, browser)
        targets = self("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        self._session = ""
        self._session = self("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self(f"{domain}.enable")
        self("Emulation.setFocusEmulationEnabled", enabled=True)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def __call__(self, method: str, /, **parameters: Any) -> Any:
        """Call a method of the protocol and return its result; events that come meanwhile are kept in ``events``."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if getattr(self, "_session", ""):
            message["sessionId"] = self._session
        _send(self._socket, json.dumps(message))
        while True:
            answer = json.loads(_receive(self._socket))
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script: str) -> Any:
        """Return what an expression comes to in the page; a promise is waited for."""
        answer = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"].get("exception", answer["exceptionDetails"]))[:2000])
        return answer["result"].get("value")

    def open(self, address: str) -> float:
        """Open an address and return the seconds until it was drawn: two frames after its load event."""
        self.events.clear()
        start = time.perf_counter()
        self("Page.navigate", url="about:blank")
        start = time.perf_counter()
        self("Page.navigate", url=address)
        self.run(
            "new Promise((done) => { const drawn = () => requestAnimationFrame(() => requestAnimationFrame(done)); "
            "if (document.readyState === 'complete' && location.href !== 'about:blank') drawn(); else addEventListener('load', drawn); })"
        )
        return time.perf_counter() - start

    def problems(self) -> list[str]:
        """Return what the page complained of: errors, refusals of its policy, dialogs."""
        self.run("1")
        found = []
        for event in self.events:
            about = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(str(about["exceptionDetails"].get("exception", {}).get("description", about["exceptionDetails"]["text"])))
            elif event.get("method") == "Log.entryAdded" and about["entry"]["level"] in {"error", "warning"}:
                found.append(about["entry"]["text"])
            elif event.get("method") == "Page.javascriptDialogOpening":
                found.append(f"dialog: {about['message']}")
        return found

    def size(self, width: int, height: int, *, touch: bool = False) -> None:
        """Give the page another size of window."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)

    def media(self, **features: str) -> None:
        """Set media features: ``prefers_color_scheme="dark"``."""
        self("Emulation.setEmulatedMedia", features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def picture(self, path: Path) -> None:
        """Write a picture of what is seen."""
        path.write_bytes(base64.b64decode(self("Page.captureScreenshot", format="png")["data"]))

    def paper(self, path: Path) -> None:
        """Write the page as it is printed."""
        path.write_bytes(base64.b64decode(self("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]))

    def _port(self) -> tuple[int, str]:
        known = Path(self._folder.name) / "DevToolsActivePort"
        for _ in range(600):
            if known.is_file() and len(lines := known.read_text().split()) == 2:
                return int(lines[0]), lines[1]
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("chromium did not start")


def _connect(port: int, path: str) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=120)
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    fields = (f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13")
    made.sendall("\r\n".join((f"GET {path} HTTP/1.1", *fields, "", "")).encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += _exactly(made, 1)
    if b" 101 " not in answer.split(b"\r\n")[0]:
        raise RuntimeError(answer.decode())
    return made


def _send(to: socket.socket, text: str) -> None:
    data = text.encode()
    mask = os.urandom(4)
    length = (
        bytes([0x80 | len(data)])
        if len(data) < 126
        else b"\xfe" + len(data).to_bytes(2, "big")
        if len(data) < 1 << 16
        else b"\xff" + len(data).to_bytes(8, "big")
    )
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
    to.sendall(b"\x81" + length + mask + masked)


def _receive(source: socket.socket) -> bytes:
    whole = b""
    while True:
        head = _exactly(source, 2)
        length = head[1] & 0x7F
        if length > 125:
            length = int.from_bytes(_exactly(source, 2 if length == 126 else 8), "big")
        data = _exactly(source, length)
        if head[0] & 0x0F in (0, 1, 2):
            whole += data
            if head[0] & 0x80:
                return whole


def _exactly(source: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        part = source.recv(min(count, 1 << 20))
        if not part:
            raise ConnectionError("the browser is gone")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
