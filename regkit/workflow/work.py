"""What travels to another process or machine and back: tasks and what they made, as MessagePack of plain data."""

from __future__ import annotations

import msgspec

from regkit.errors import RegkitError
from regkit.workflow.groups import GroupDone, GroupTask, carry_group
from regkit.workflow.stages import Done, Failure, Task, carry

AnyTask = Task | GroupTask
AnyDone = Done | GroupDone

_ENCODER = msgspec.msgpack.Encoder()


def encoded(task: AnyTask) -> bytes:
    """Return a task as it travels."""
    return _ENCODER.encode(task)


def carry_bytes(data: bytes) -> bytes:
    """Do what a task asks for, and return what it made; an error of regkit's is part of that."""
    task = msgspec.msgpack.decode(data, type=AnyTask)
    done: AnyDone
    try:
        done = carry_group(task) if isinstance(task, GroupTask) else carry(task)[0]
    except RegkitError as error:
        failure = Failure(kind=type(error).__name__, message=error.message, place=error.place, remedy=error.remedy)
        empty = GroupDone(id=task.id, asked={}, fragments={}, texts={}, failure=failure)
        done = empty if isinstance(task, GroupTask) else Done(id=task.id, made={}, failure=failure)
    return _ENCODER.encode(done)


def carry_batch(batch: list[bytes]) -> list[bytes]:
    """Do several tasks, one after the other: what small documents cost to send would else be more than what they cost to read."""
    return [carry_bytes(data) for data in batch]


def decoded(data: bytes) -> AnyDone:
    """Return what a task made."""
    done: AnyDone = msgspec.msgpack.decode(data, type=AnyDone)
    return done
