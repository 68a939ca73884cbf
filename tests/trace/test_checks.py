"""Checks are read strictly, and everything that is wrong is listed at once, with file, line and field."""

import pytest

from regkit.errors import CheckError
from regkit.model.check import Method, Target
from regkit.trace.checks import load_checks, parse_checks

GOOD = """\
# conditions of the order
- id: CHK-1
  title: Property is carried in a futures account
  verifies:
    - order/III-1.1
    - {document: order, quote: "shall carry the property"}
  method: test
  owner: Operations
  next_due: 2026-12-31
  tags: [segregation]
- id: CHK-2
  title: Consent
  verifies: order/III-3.2
"""


def test_checks_as_written():
    first, second = parse_checks(GOOD.encode(), "checks/a.yaml")
    assert first.verifies == (Target(id="order/III-1.1"), Target(document="order", quote="shall carry the property"))
    assert (first.method, first.next_due, first.tags, first.place) == (Method.TEST, "2026-12-31", ("segregation",), "checks/a.yaml, line 2")
    assert (second.verifies, second.method, second.place) == ((Target(id="order/III-3.2"),), Method.INSPECTION, "checks/a.yaml, line 11")


@pytest.mark.parametrize(
    "form", ["checks:\n" + "".join("  " + line + "\n" for line in GOOD.splitlines()), '{"checks": [{"id": "A", "title": "a", "verifies": ["x.1"]}]}']
)
def test_a_table_with_the_list_and_json(form):
    assert parse_checks(form.encode(), "a.yaml")


@pytest.mark.parametrize("nothing", ["", "# nothing yet\n", "[]", "checks: []"])
def test_nothing_is_no_checks(nothing):
    assert parse_checks(nothing.encode(), "a.yaml") == ()


WRONG = [
    ("- id: A\n  titel: x\n  verifies: b.1", r"a.yaml, line 2: unknown field 'titel' in \[0\]. Did you mean 'title'\?"),
    ("- id: A\n  title: 3\n  verifies: b.1", r"line 2: expected 'str', got 'int' at \[0\].title"),
    ("- id: A\n  title: x", r"line 1: .*missing required field 'verifies'"),
    ("- id: A\n  title: x\n  verifies: []", "line 1: check 'A' verifies nothing"),
    ("- id: A\n  title: x\n  verifies: [{quote: y}]", "neither an id nor a document and a quote"),
    ("- id: A\n  title: x\n  verifies: [{id: b.1, quote: y, document: d}]", "neither an id nor"),
    ("- id: A\n  title: x\n  method: guess\n  verifies: b.1", r"line 3: invalid enum value 'guess' at \[0\].method"),
    ("- id: A\n  id: B\n  title: x\n  verifies: b.1", "line 2: 'id' is given twice"),
    ("- id: ' '\n  title: x\n  verifies: b.1", "is no id"),
    ("- id: A\n - b", "line 2: not YAML"),
    ("[" * 100_000, "line 1: YAML is nested more than 50 deep"),
    ("a: &x [1]\nb: *x", "line 2: YAML aliases are not read"),
    ("- !!python/object/apply:os.system [ls]", "line 1: YAML tags are not read"),
    ("just words", "not a list of checks"),
    ("- 2026-02-31", "not readable YAML"),
    ("- id: A\n  title: x\n  verifies: b.1\n  \u0007", "not YAML"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[case[1][:40] for case in WRONG])
def test_wrong_checks(text, message):
    with pytest.raises(CheckError, match=message):
        parse_checks(text.encode(), "a.yaml")


def test_nesting_without_end_is_an_error():
    with pytest.raises(CheckError, match="nested more than 50 deep"):
        parse_checks(b"[" * 5000 + b"]" * 5000, "a.yaml")


def test_all_problems_of_all_files_are_listed(tmp_path):
    (tmp_path / "checks").mkdir()
    good = "- id: C\n  title: c\n  verifies: c.1\n"
    files = {
        "a.yaml": "- id: A\n  titel: x\n  verifies: b.1\n- id: B\n  title: b\n",
        "b.yaml": good,
        "c.yaml": "- [",
    }
    for name, text in files.items():
        (tmp_path / "checks" / name).write_text(text)
    (tmp_path / "checks" / "d.yaml").write_text(files["b.yaml"])
    paths = [tmp_path / "checks" / name for name in (*files, "d.yaml", "missing.yaml")]
    with pytest.raises(CheckError) as caught:
        load_checks(paths, tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0] == "5 problems in the checks:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "checks/a.yaml, line 2",
        "checks/a.yaml, line 4",
        "checks/c.yaml, line 1",
        "checks/missing.yaml",
        "checks/d.yaml, line 1",
    ]
    assert load_checks([tmp_path / "checks" / "b.yaml"], tmp_path)[0].place == "checks/b.yaml, line 1"
