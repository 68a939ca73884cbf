"""Other processes to carry tasks: of this machine, or of a Dask cluster. Both are `concurrent.futures` executors, so one way of feeding them does.

Tasks are submitted in batches, so that small documents do not cost more to send than to read. The first are one task each, and they grow with what
has been sent, so that a small project is spread over all workers too. A few batches for each worker are on their way at a time, so that neither the
sources nor the results pile up in memory; results are yielded as they come. Processes of this machine are started by a fork server that has imported
spaCy once (where the platform has one), and leave Ctrl-C to the parent, which drops what is not begun and ends.

Source: concurrent.futures (Python library reference); Dask distributed, ``Client.get_executor``.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import msgspec

from regkit.errors import GraphError, MissingExtraError
from regkit.workflow.carrying import Elsewhere
from regkit.workflow.groups import GroupTask
from regkit.workflow.stages import Task, failed
from regkit.workflow.work import AnyDone, AnyTask, carry_batch, decoded, encoded

AHEAD = 3
"""Batches for each worker that are on their way at a time."""
BATCH = 1 << 17
"""Bytes of sources from which a batch is full: a few tenths of a second of work."""
_RESULTS = 8
"""How many times as large as its source the results are that a `GroupTask` carries, roughly."""
_NAMED = 8
WORTH = 1_500_000
"""Bytes of sources that are done before other processes are started: they import spaCy first, and a build of less is over by then."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Elsewhere]:
    """Carry tasks in ``jobs`` processes of this machine."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["regkit.extract", "regkit.resolve.terms", "regkit.graph.fragment"])
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_serve)
    try:
        yield lambda tasks: _carried(executor, tasks, jobs)
        executor.shutdown()
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Elsewhere]:
    """Carry tasks on the workers of a Dask scheduler. Raises: MissingExtraError; GraphError where there is no scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("a cluster needs Dask", remedy='Install it with: pip install "regkit[cluster]"') from None
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout="10s", set_as_default=False
        )
    except (OSError, ValueError) as problem:
        raise GraphError(f"there is no scheduler: {problem or 'no answer'}", place=address, remedy="Start one with: dask scheduler") from None
    with client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        with client.get_executor(pure=False, retries=3) as executor:
            yield lambda tasks: _carried(executor, map(_without_folders, tasks), workers)


def _carried(executor: Executor, tasks: Iterable[AnyTask], workers: int) -> Iterator[AnyDone]:
    running: dict[Future[list[bytes]], tuple[str, ...]] = {}
    coming = _batches(tasks, workers)
    try:
        while True:
            while len(running) < workers * AHEAD and (batch := next(coming, None)) is not None:
                running[executor.submit(carry_batch, list(batch.values()))] = tuple(batch)
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                made = future.result()
                del running[future]
                for data in made:
                    done = decoded(data)
                    if done.failure:
                        raise failed(done.failure)
                    yield done
    except BrokenProcessPool:
        ids = sorted(id for batch in running.values() for id in batch)
        names = ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else "")
        message = f"a worker process was ended from outside while these were read: {names}"
        raise GraphError(message, remedy="It may have run out of memory: use fewer, as in --jobs 1. What was done is kept") from None
    finally:
        for future in running:
            future.cancel()


def _batches(tasks: Iterable[AnyTask], workers: int) -> Iterator[dict[str, bytes]]:
    """Yield encoded tasks by id, as many together as make a batch."""
    batch: dict[str, bytes] = {}
    size = sent = 0
    for task in tasks:
        batch[task.id] = encoded(task)
        size += len(batch[task.id]) // (_RESULTS if isinstance(task, GroupTask) else 1)
        if size >= min(BATCH, sent // (AHEAD * workers)):
            yield batch
            sent += size
            batch, size = {}, 0
    if batch:
        yield batch


def _without_folders(task: AnyTask) -> AnyTask:
    """Return a task that names no folder of this machine."""
    return msgspec.structs.replace(task, folders=()) if isinstance(task, Task) else task


def _serve() -> None:
    """Leave Ctrl-C to the parent, and end when it does: one that is killed tells nobody, and a worker would wait for tasks for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)
