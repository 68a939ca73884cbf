"""Making many objects that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause Python's cyclic garbage collector for the length of the block.

    An analysis is millions of small values, a graph tens of thousands of dictionaries, and all stay; the collector walks through all of them again
    and again while they are made, finds nothing, and takes half of the time. Reference counts free what is dropped meanwhile.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
