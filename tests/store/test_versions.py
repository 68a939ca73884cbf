"""Versions side by side: what is in force on a day, what came before, and what is refused."""

from __future__ import annotations

import pytest

from regkit.errors import SettingsError
from regkit.store.versions import in_force, superseded, versions_in
from regkit.store.workspace import open_workspace


def make(root, dates, id="part-9", given=None):
    (root / "regkit.toml").write_text("", encoding="utf-8")
    for name, (effective, expires) in dates.items():
        folder = root / "corpus" / id / name
        folder.mkdir(parents=True)
        (folder / "rule.txt").write_text(f"§ 9.1 Rule. (a) A bell of {name} shall ring.\n", encoding="utf-8")
        about = f'id = "{given or id}"\n[source]\nfile = "rule.txt"\n[authority]\neffective = "{effective}"\nexpires = "{expires}"\n'
        (folder / "document.toml").write_text(about, encoding="utf-8")
    return root


DATES = {"2020": ("2020-01-01", ""), "2024": ("2024-07-01", ""), "sunset": ("2026-01-01", "2026-12-31")}


@pytest.mark.parametrize(
    ("day", "current", "earlier"),
    [
        ("", "sunset", ["2024", "2020"]),
        ("2019-12-31", None, []),
        ("2020-01-01", "2020", []),
        ("2024-06-30", "2020", []),
        ("2024-07-01", "2024", ["2020"]),
        ("2026-12-31", "sunset", ["2024", "2020"]),
        ("2027-01-01", None, ["sunset", "2024", "2020"]),
    ],
)
def test_what_is_in_force(tmp_path, day, current, earlier):
    versions = versions_in(make(tmp_path, DATES) / "corpus" / "part-9")
    found = in_force(versions, day)
    assert (found.name if found else None) == current
    assert [version.name for version in superseded(versions, found, day)] == earlier


def test_a_workspace_has_the_version_of_the_day(tmp_path):
    make(tmp_path, DATES)
    workspace = open_workspace(tmp_path, "2024-07-01")
    assert [(document.id, document.version) for document in workspace.documents] == [("part-9", "2024")]
    assert [document.id for document in workspace.superseded] == ["part-9@2020"]
    assert b"2020" in workspace.document("part-9@2020").read()[0]
    assert {path.parent.name for path in workspace.inputs() if path.name == "rule.txt"} == {"2020", "2024"}
    assert open_workspace(tmp_path, "2019-01-01").documents == ()
    with pytest.raises(SettingsError, match=r"'part-9' has no version '1999'.*There are: part-9@2020, part-9@"):
        workspace.document("part-9@1999")


def test_an_unversioned_document_has_dates_too(tmp_path):
    make(tmp_path, {})
    folder = tmp_path / "corpus" / "order"
    folder.mkdir(parents=True)
    (folder / "o.txt").write_text("An order.", encoding="utf-8")
    (folder / "document.toml").write_text('id = "order"\n[source]\nfile = "o.txt"\n[authority]\neffective = "2026-04-15"\n', encoding="utf-8")
    assert [[document.id for document in open_workspace(tmp_path, day).documents] for day in ("2026-04-14", "2026-04-15", "")] == [
        [],
        ["order"],
        ["order"],
    ]


@pytest.mark.parametrize(
    ("dates", "given", "message"),
    [
        ({"a": ("", ""), "b": ("", "")}, None, "has no date"),
        ({"a": ("2026-01-01", ""), "b": ("2026-01-01", "")}, None, "from the same day"),
        ({"a": ("2026-01-01", "")}, "other", "its folder is 'part-9'"),
        ({"a@b": ("2026-01-01", "")}, None, "is no name for a version"),
    ],
)
def test_what_does_not_say_is_refused(tmp_path, dates, given, message):
    make(tmp_path, dates, given=given)
    with pytest.raises(SettingsError, match=message):
        open_workspace(tmp_path)
