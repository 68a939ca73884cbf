""" "Nothing has changed" is said only when it is so."""

import pytest

from regkit.store.manifest import is_current, manifest_of, read_manifest, write_manifest
from regkit.store.recipe import digest_of, folder_digest, recipe
from regkit.store.workspace import open_workspace


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "regkit.toml").write_text('name = "Test"\n')
    folder = tmp_path / "corpus" / "order"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text("A bank must report.")
    (folder / "document.toml").write_text('id = "order"\n[source]\nfile = "source.txt"\n')
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "a.yaml").write_text("[]")
    (tmp_path / "build" / "texts").mkdir(parents=True)
    (tmp_path / "build" / "graph.json").write_text("{}")
    (tmp_path / "build" / "texts" / "order.json").write_text("{}")
    found = open_workspace(tmp_path)
    write_manifest(found, manifest_of(found, "recipe"))
    return found


def test_unchanged(workspace):
    assert is_current(workspace, "recipe")
    before = workspace.manifest.read_bytes()
    write_manifest(workspace, manifest_of(workspace, "recipe"))
    assert workspace.manifest.read_bytes() == before
    assert str(workspace.root).encode() not in before


CHANGES = ["regkit.toml", "corpus/order/source.txt", "corpus/order/document.toml", "checks/a.yaml", "build/graph.json", "build/texts/order.json"]


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_file_is_noticed(workspace, name):
    path = workspace.root / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert not is_current(workspace, "recipe")


@pytest.mark.parametrize("name", ["build/graph.json", "build/texts/order.json", "build/manifest.json"])
def test_a_missing_output_is_noticed(workspace, name):
    (workspace.root / name).unlink()
    assert not is_current(workspace, "recipe")


@pytest.mark.parametrize("name", ["checks/b.yaml", "evidence/e.yaml", "rules/r.toml"])
def test_a_new_input_is_noticed(workspace, name):
    (workspace.root / name).parent.mkdir(exist_ok=True)
    (workspace.root / name).write_text("")
    assert not is_current(open_workspace(workspace.root), "recipe")


def test_a_review_needs_no_build(workspace):
    (workspace.root / "reviews.toml").write_text("")
    assert is_current(open_workspace(workspace.root), "recipe")


def test_another_recipe_and_a_damaged_manifest_are_noticed(workspace):
    assert not is_current(workspace, "recipe2")
    workspace.manifest.write_bytes(workspace.manifest.read_bytes()[:-20])
    assert read_manifest(workspace) is None
    assert not is_current(workspace, "recipe")


def test_the_recipe_is_a_digest_of_the_code():
    assert len(recipe()) == 64
    assert digest_of(b"ab", b"c") != digest_of(b"a", b"bc")


def test_a_folder_digest_sees_names_and_bytes(tmp_path):
    (tmp_path / "a").write_text("x")
    first = folder_digest((tmp_path,))
    (tmp_path / "a").rename(tmp_path / "b")
    second = folder_digest((tmp_path,))
    (tmp_path / "b").write_text("y")
    assert len({first, second, folder_digest((tmp_path,))}) == 3
