"""How much a fetch may take: bytes, seconds, attempts."""

from __future__ import annotations

from msgspec import Struct

MIB = 2**20


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of one request.

    ``largest`` is of bytes as received and unpacked (the longest title of the CFR has 160 MB of XML); ``connect`` and ``read`` are seconds without an
    answer, ``total`` seconds for one attempt, whatever trickles in; ``attempts`` counts the first; ``first_wait`` doubles with each attempt, and a
    server that asks for more than ``longest_wait`` seconds is not waited for.
    """

    largest: int = 256 * MIB
    connect: float = 10.0
    read: float = 60.0
    total: float = 600.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    redirects: int = 5
