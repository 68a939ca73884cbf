"""A small driver of headless Chromium over the DevTools protocol: open a page, run a script in it, take a picture. Tests skip where there is none.

One browser serves a whole test session; every page is a tab of its own. Source: https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str:
    """Return the program, from ``REGKIT_CHROMIUM`` or the path; empty where there is none."""
    return os.environ.get("REGKIT_CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), "")


class Browser:
    """A running browser. ``tab`` opens pages; ``close`` ends the process that was started here."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="regkit-chromium-", ignore_cleanup_errors=True)
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [program, *flags, f"--user-data-dir={self._profile.name}", "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(self._endpoint(), max_size=None, open_timeout=30))
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def _endpoint(self) -> str:
        told = Path(self._profile.name) / "DevToolsActivePort"
        for _ in range(300):
            lines = told.read_text().split() if told.is_file() else []
            if len(lines) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.close()
        raise RuntimeError("the browser did not start")

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events that come in between are kept."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        self._socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
        while True:
            found = json.loads(self._socket.recv(timeout=60))
            if found.get("id") == number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                return found["result"]
            self.events.append(found)

    def wait(self, method: str, session: str) -> None:
        """Wait for an event of a tab."""
        while not any(event.get("method") == method and event.get("sessionId") == session for event in self.events):
            self.events.append(json.loads(self._socket.recv(timeout=60)))

    def tab(self, *, width: int = 1280, height: int = 900, dark: bool = False) -> Tab:
        """Open an empty tab."""
        return Tab(self, width, height, dark)

    def close(self) -> None:
        """End the browser."""
        if hasattr(self, "_open"):
            self._open.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()


class Tab:
    """A page. ``errors`` are what its console, its policy and its scripts complained of, and dialogs that it opened."""

    def __init__(self, browser: Browser, width: int, height: int, dark: bool) -> None:
        self._browser = browser
        self._target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.size(width, height)
        self.look(dark=dark)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def size(self, width: int, height: int = 900) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def look(self, *, dark: bool = False, media: str = "") -> None:
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file and wait until it is loaded."""
        self._browser.events = []
        self.call("Page.navigate", url="about:blank")
        self._browser.wait("Page.loadEventFired", self._session)
        self._browser.events = []
        self.call("Page.navigate", url=path.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
        self._browser.wait("Page.loadEventFired", self._session)

    def run(self, script: str) -> Any:
        """Return the value of an expression, awaited where it is a promise."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def key(self, key: str, code: int, text: str = "") -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    @property
    def errors(self) -> list[str]:
        self.run("1")
        made = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                made.append(json.dumps(params["exceptionDetails"])[:500])
            elif method == "Log.entryAdded" and params["entry"]["level"] in {"error", "warning"}:
                made.append(params["entry"]["text"])
            elif method == "Runtime.consoleAPICalled" and params["type"] in {"error", "assert"}:
                made.append(json.dumps(params["args"])[:500])
            elif method == "Page.javascriptDialogOpening":
                made.append("dialog: " + params["message"])
            elif method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(("file:", "data:", "about:")):
                made.append("request: " + params["request"]["url"])
        return made

    def picture(self, path: Path, *, full: bool = True) -> None:
        """Write a PNG of the page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        self._browser.call("Target.closeTarget", targetId=self._target)
