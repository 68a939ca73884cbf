"""Check an audit pack: ``python3 verify_pack.py PACK.zip`` or, where it is unpacked, ``python3 verify_pack.py FOLDER``.

Needs Python 3.8 or later and nothing else, so that whoever receives a pack can check it without the tool that made it. Exit 0: everything holds;
1: something does not, each said in a line; 2: this is no pack.
"""

import hashlib
import json
import os
import sys
import zipfile
from typing import Any, Callable, Iterator

MANIFEST = "MANIFEST.json"
SIGNATURE = "MANIFEST.json.sig"
START = "0" * 64
LIMIT = 8 * 1024**3
Read = Callable[[str], bytes]


def files_of(place: str) -> "tuple[list[str], Read]":
    """Return (names, read): the names of all files, sorted, and a function from a name to bytes."""
    if os.path.isdir(place):
        names = []
        for folder, folders, found in os.walk(place):
            for name in found + [link for link in folders if os.path.islink(os.path.join(folder, link))]:
                names.append(os.path.relpath(os.path.join(folder, name), place).replace(os.sep, "/"))

        def read(name: str) -> bytes:
            path = os.path.join(place, *name.split("/"))
            if os.path.islink(path):
                raise OSError("is a link")
            with open(path, "rb") as file:
                return file.read()

        return sorted(names), read
    archive = zipfile.ZipFile(place)
    if sum(info.file_size for info in archive.infolist()) > LIMIT:
        raise ValueError("it is larger than 8 GB unpacked")
    return sorted(archive.namelist()), archive.read


def check_files(manifest: "dict[str, Any]", names: "list[str]", read: "Read") -> "Iterator[str]":
    """Yield what is missing, added, doubled or changed."""
    known = {entry["path"]: entry for entry in manifest["files"]}
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield name + ": is there twice"
        if name not in known and name not in (MANIFEST, SIGNATURE):
            yield name + ": was added: the manifest does not name it"
    for name, entry in sorted(known.items()):
        if name not in names:
            yield name + ": is missing"
            continue
        try:
            data = read(name)
        except Exception as problem:
            yield "{}: cannot be read: {}".format(name, problem)
            continue
        if len(data) != entry["size"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            yield name + ": was changed: it is not the file that the manifest names"


def check_graph(manifest: "dict[str, Any]", read: "Read") -> "Iterator[str]":
    """Yield sources that are not those of the graph, and quotes that do not stand where they are said to."""
    graph = json.loads(read(manifest["graph"]).decode("utf-8"))
    nodes = {node["id"]: node for node in graph["nodes"]}
    texts = {}
    for document in manifest["documents"]:
        node = nodes.get(document["id"])
        if node is None:
            yield document["id"] + ": the graph does not hold this document"
            continue
        text = json.loads(read(document["text"]).decode("utf-8"))["text"]
        texts[document["id"]] = text
        if hashlib.sha256(read(document["source"])).hexdigest() != node.get("sha256"):
            yield document["id"] + ": its source is not the one that the graph was built from"
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != node.get("text_sha256"):
            yield document["id"] + ": its text is not the one that the graph was built from"
    for name, node in nodes.items():
        if "quote" in node and "fingerprint" in node:
            text = texts.get(node.get("document"))
            if text is None or text[node["start"] : node["end"]] != node["quote"]:
                yield name + ": its quote does not stand at the place that is claimed"


def check_log(name: str, read: "Read") -> "Iterator[str]":
    """Yield where the chain of an evidence log does not hold, and attachments that are not the files that were recorded."""
    previous, count = START, 0
    data = read(name)
    lines = data.split(b"\n")
    if lines.pop():
        yield name + ": the last line is torn: an entry was being written"
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line.decode("utf-8"))
            sha256 = entry.pop("sha256")
            plain = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
            whole = json.dumps(dict(entry, sha256=sha256), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        except (ValueError, KeyError, AttributeError):
            yield "{}: entry {} is damaged".format(name, number)
            return
        if entry.get("prev") != previous or entry.get("seq") != number or hashlib.sha256(plain).hexdigest() != sha256 or whole != line:
            yield "{}: entry {} was changed, moved, or follows one that is missing".format(name, number)
            return
        previous, count = sha256, number
        for item in entry.get("attachments", []):
            if item.get("file"):
                attached = name.rsplit("/", 1)[0] + "/" + item["file"]
                try:
                    found = hashlib.sha256(read(attached)).hexdigest()
                except Exception:
                    found = ""
                if found != item.get("sha256"):
                    yield "{}: entry {}: the attachment {} is missing or was changed".format(name, number, item["file"])
    head = json.loads(read(name[: -len(".jsonl")] + ".head").decode("utf-8"))
    if (head["count"], head["sha256"], head["size"]) != (count, previous, len(data)):
        yield "{}: ends at entry {}, its head says {}: entries were cut off, or the head was changed".format(name, count, head["count"])


def main(arguments: "list[str]") -> int:
    """Check the pack that is named; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__ + "\n")
        return 2
    try:
        names, read = files_of(arguments[0])
        data = read(MANIFEST)
        manifest = json.loads(data.decode("utf-8"))
        if manifest["kind"] != "regkit-pack" or manifest["form"] != 1:
            raise ValueError("its form is not known to this script")
        wrong = list(check_files(manifest, names, read))
    except Exception as problem:
        sys.stderr.write("{}: this is no pack: {}\n".format(arguments[0], problem))
        return 2
    if not wrong:
        checks = [("the graph", check_graph(manifest, read))] + [(name, check_log(name, read)) for name in manifest["logs"]]
        for what, found in checks:
            try:
                wrong += list(found)
            except Exception as problem:
                wrong.append(f"{what}: cannot be checked: {problem}")
    for line in wrong:
        print(line)
    print("MANIFEST.json has the SHA-256 " + hashlib.sha256(data).hexdigest())
    print("{} files, {} documents, {} evidence logs".format(len(manifest["files"]), len(manifest["documents"]), len(manifest["logs"])))
    if SIGNATURE in names:
        print("The pack is signed; README.txt says how to check the signature.")
    print("{} things do not hold.".format(len(wrong)) if wrong else "Everything holds.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
