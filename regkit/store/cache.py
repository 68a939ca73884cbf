"""Analyses of single documents, kept by what they were made from. Safe to delete; damaged entries are as good as missing.

An entry holds one document's analysis before resolution: what it resolves to depends on the other documents, what it says does not. Its name is the
key; its bytes are a check sum and the analysis in MessagePack. Nothing in it is executed on reading, unlike a pickle.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from regkit.model.analysis import Analysis
from regkit.store.atomic import write_bytes
from regkit.store.recipe import digest_of

_MAGIC = b"regkit-analysis-1\n"
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Analysis)


class AnalysisCache:
    """A folder of analyses. ``recipe`` is `regkit.store.recipe.recipe()`; ``rules`` a digest of the project's own rules."""

    def __init__(self, folder: Path, recipe: str, rules: str = "") -> None:
        self.folder = folder
        self.recipe = recipe
        self.rules = rules

    def key(self, source: bytes, about: bytes) -> str:
        """Return the key of a document: of its source's bytes, the bytes of its ``document.toml``, the recipe and the rules."""
        return digest_of(source, about, self.recipe.encode(), self.rules.encode())

    def get(self, key: str) -> Analysis | None:
        """Return the analysis under ``key``; None where there is none, or it is damaged."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + 32
        body = data[head:]
        if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : head] != hashlib.sha256(body).digest():
            return None
        try:
            return _DECODER.decode(body)
        except (msgspec.DecodeError, ValueError):
            return None

    def put(self, key: str, analysis: Analysis) -> None:
        """Keep an analysis. A cache that cannot be written is no reason to stop: the next run does the work again."""
        body = _ENCODER.encode(analysis)
        with contextlib.suppress(OSError):
            write_bytes(self._path(key), _MAGIC + hashlib.sha256(body).digest() + body)

    def keep_only(self, keys: set[str]) -> None:
        """Remove every other entry, so that the cache holds one build's analyses and does not grow."""
        for path in self.folder.glob("*/*"):
            if path.name not in keys:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
