"""Try the evidence log: many writers at once, writers killed in the middle of it, and every kind of tampering.

    python bench/evidence.py             # 8 processes of 1,000 entries, 200 kills, 500 tamperings
    python bench/evidence.py --smoke     # a few of each

Seeds are kept, so a failure can be had again. Ends with exit code 1 where anything is lost, corrupt or not found.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from regkit.store.chain import append, head_path, read_chain

SEED = 20261122
WRITER = """
import sys
from pathlib import Path
from regkit.store.chain import append
for number in range(int(sys.argv[2])):
    append(Path(sys.argv[1]), [{"check": sys.argv[3], "number": number, "note": "n" * (number * 7919 % int(sys.argv[4]))}])
    print(number, flush=True)
"""
Tamper = Callable[[random.Random, Path], str]


def writer(path: Path, count: int, name: str, longest: int = 400) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(path), str(count), name, str(longest)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def concurrent(folder: Path, processes: int, each: int) -> list[str]:
    path = folder / "concurrent" / "log.jsonl"
    start = time.perf_counter()
    running = [writer(path, each, f"P{number}") for number in range(processes)]
    ends = [process.communicate() and process.returncode for process in running]
    seconds = time.perf_counter() - start
    chain = read_chain(path)
    got = Counter((entry.data["check"], entry.data["number"]) for entry in chain.entries)
    wanted = {(f"P{number}", at) for number in range(processes) for at in range(each)}
    lost = len(wanted - set(got))
    double = sum(count > 1 for count in got.values())
    print(
        f"concurrent: {processes} x {each:,} entries, {lost} lost, {double} twice, chain {'holds' if not chain.broken else 'BROKEN'}, {seconds:.1f} s"
    )
    print(f"            {len(wanted) / seconds:,.0f} entries a second, each flushed to disk")
    return ["concurrent"] if lost or double or chain.broken or any(ends) else []


def kills(folder: Path, count: int, dice: random.Random) -> list[str]:
    """Kill a writer at a random moment; what it had reported must be there, and at most the entry in flight beside it."""
    path = folder / "kills" / "log.jsonl"
    problems, torn, behind, extra, missing_said = [], 0, 0, 0, 0
    for number in range(count):
        before = len(read_chain(path).entries)
        process = writer(path, 1_000_000, f"K{number}", 200_000)
        assert process.stdout
        process.stdout.readline()
        time.sleep(dice.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        reported = 1 + sum(line.strip().isdigit() for line in process.stdout.read().splitlines())
        process.wait()
        process.stdout.close()
        left = read_chain(path)
        torn += bool(left.torn)
        behind += left.behind
        healed = append(path, [{"check": "after", "number": number}]).healed
        missing_said += any("torn" in line for line in healed)
        if bool(left.torn) and not healed:
            problems.append(f"kill {number}: a torn line and nothing said")
        chain = read_chain(path)
        written = len(chain.entries) - before - 1
        extra += written - reported
        if chain.broken or chain.torn or chain.behind:
            problems.append(f"kill {number}: {chain.broken}, torn {len(chain.torn)}")
        if not reported <= written <= reported + 1:
            problems.append(f"kill {number}: {reported} reported, {written} there")
    aside = len(list(path.parent.glob("*.torn-*")))
    print(f"kill -9:    {count} kills, {len(problems)} corrupt or short; {torn} lines torn, {aside} moved aside, {missing_said} said so;")
    print(f"            {behind} whole entries newer than the head kept, {extra} written and not yet reported")
    return problems


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1]


def _put(path: Path, lines: list[bytes]) -> None:
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def flip_byte(dice: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
    return f"byte {at} flipped"


def put_byte(dice: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data) + 1)
    data[at:at] = bytes([dice.choice(b' \t\n\r"x0,}')])
    path.write_bytes(data)
    return f"byte put in at {at}"


def drop_bytes(dice: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    del data[at : at + dice.randint(1, 40)]
    path.write_bytes(data)
    return f"bytes gone at {at}"


def delete(dice: random.Random, path: Path) -> str:
    lines = _lines(path)
    at = dice.randrange(len(lines))
    del lines[at : at + dice.randint(1, 3)]
    _put(path, lines)
    return f"entries from {at + 1} gone"


def swap(dice: random.Random, path: Path) -> str:
    lines = _lines(path)
    one, other = dice.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    _put(path, lines)
    return f"entries {one + 1} and {other + 1} swapped"


def double(dice: random.Random, path: Path) -> str:
    lines = _lines(path)
    at = dice.randrange(len(lines))
    lines.insert(dice.randrange(len(lines) + 1), lines[at])
    _put(path, lines)
    return f"entry {at + 1} doubled"


def truncate(dice: random.Random, path: Path) -> str:
    lines = _lines(path)
    _put(path, lines[: dice.randrange(len(lines))])
    return "whole entries cut off"


def cut(dice: random.Random, path: Path) -> str:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])
    return "bytes cut off"


def change_field(dice: random.Random, path: Path) -> str:
    """Change a value and make the entry's own hash fit: the entries after it, or the head, must tell."""
    import hashlib

    from regkit.store.chain import canonical

    lines = _lines(path)
    at = dice.randrange(len(lines))
    body = json.loads(lines[at])
    body["number"] += 1
    del body["sha256"]
    lines[at] = canonical(body | {"sha256": hashlib.sha256(canonical(body)).hexdigest()})
    _put(path, lines)
    return f"entry {at + 1} made anew"


def forge(dice: random.Random, path: Path) -> str:
    lines = _lines(path)
    lines.append(lines[dice.randrange(len(lines))].replace(b'"check"', b'"cheque"'))
    _put(path, lines)
    return "an entry forged at the end"


def head(dice: random.Random, path: Path) -> str:
    target = head_path(path)
    if dice.random() < 0.2:
        target.unlink()
        return "the head removed"
    data = bytearray(target.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    target.write_bytes(data)
    return "the head changed"


def remove_log(dice: random.Random, path: Path) -> str:
    path.unlink()
    return "the log removed"


TAMPERINGS: list[Tamper] = [flip_byte, put_byte, drop_bytes, delete, swap, double, truncate, cut, change_field, forge, head, remove_log]


def tamper(folder: Path, count: int, dice: random.Random) -> list[str]:
    original = folder / "tamper" / "log.jsonl"
    append(original, [{"check": f"CHK-{number % 7}", "number": number, "note": "reconciled – “no breaks”"} for number in range(40)])
    work = folder / "work"
    missed: list[str] = []
    kinds: Counter[str] = Counter()
    for number in range(count):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(original.parent, work)
        kind = TAMPERINGS[number % len(TAMPERINGS)]
        what = kind(dice, work / original.name)
        chain = read_chain(work / original.name)
        kinds[kind.__name__] += 1
        if not (chain.broken or chain.torn or chain.behind):
            missed.append(f"tampering {number}: {what}")
    print(f"tampering:  {count} of {len(kinds)} kinds, {len(missed)} not found")
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few of each, to show that it runs")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    processes, each, killed, tampered = (3, 20, 4, 36) if chosen.smoke else (8, 1000, 200, 500)
    folder = Path(tempfile.mkdtemp(prefix="regkit-evidence-"))
    try:
        problems = concurrent(folder, processes, each)
        problems += kills(folder, killed, random.Random(chosen.seed))
        problems += tamper(folder, tampered, random.Random(chosen.seed))
    finally:
        shutil.rmtree(folder)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
