"""A project is found from anywhere within it, and what is wrong with it is said."""

import hashlib

import pytest

from regkit.errors import SettingsError
from regkit.store.workspace import document_folder, find_project, open_workspace


def add(root, id, *, beside=False, sha256=""):
    folder = (root if beside else root / "corpus") / id
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text(f"The text of {id}.")
    pin = f'sha256 = "{sha256}"\n' if sha256 else ""
    (folder / "document.toml").write_text(f'id = "{id}"\n[source]\nfile = "source.txt"\n{pin}')
    return folder


@pytest.fixture
def root(tmp_path):
    (tmp_path / "regkit.toml").write_text('name = "Test"\n')
    for folder in ("checks/sub", "evidence", "rules"):
        (tmp_path / folder).mkdir(parents=True)
    add(tmp_path, "b-order")
    add(tmp_path, "a-rule", beside=True)
    return tmp_path


def test_documents_live_in_both_places_and_are_in_order(root):
    found = open_workspace(root)
    assert [document.id for document in found.documents] == ["a-rule", "b-order"]
    assert [found.relative(document.source) for document in found.documents] == ["a-rule/source.txt", "corpus/b-order/source.txt"]
    assert document_folder(root, "a-rule") == root / "a-rule"
    assert document_folder(root, "new") == root / "corpus" / "new"
    (root / "regkit.toml").write_text('documents = ["b-order", "a-rule"]')
    assert [document.id for document in open_workspace(root).documents] == ["b-order", "a-rule"]
    assert open_workspace(root).name == root.name


def test_a_project_is_found_from_below(root, tmp_path_factory):
    assert find_project(root / "corpus" / "b-order") == root
    assert find_project(root / "regkit.toml") == root
    with pytest.raises(SettingsError, match=r"no regkit project.*regkit init"):
        find_project(tmp_path_factory.mktemp("elsewhere"))


def test_files_of_a_build(root):
    for name in ("checks/b.yaml", "checks/sub/a.yml", "checks/notes.txt", "evidence/q.json", "rules/mine.toml"):
        (root / name).write_text("")
    found = open_workspace(root)
    assert [found.relative(path) for path in found.checks] == ["checks/b.yaml", "checks/sub/a.yml"]
    assert [found.relative(path) for path in found.inputs()] == [
        "regkit.toml",
        "a-rule/document.toml",
        "a-rule/source.txt",
        "corpus/b-order/document.toml",
        "corpus/b-order/source.txt",
        "checks/b.yaml",
        "checks/sub/a.yml",
        "evidence/q.json",
        "rules/mine.toml",
    ]
    assert found.relative(found.graph) == "build/graph.json"


def test_a_source_is_read_with_its_hash(root):
    data, source = open_workspace(root).document("a-rule").read()
    assert data == b"The text of a-rule."
    assert (source.sha256, source.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_source_that_is_not_the_pinned_one_is_refused(root):
    add(root, "c-order", sha256="0" * 64)
    with pytest.raises(SettingsError, match=r"not the one that document.toml describes"):
        open_workspace(root).document("c-order").read()
    (root / "a-rule" / "source.txt").unlink()
    with pytest.raises(SettingsError, match="no such file"):
        open_workspace(root).document("a-rule").read()


def test_a_source_that_is_a_link_out_of_its_folder_is_refused(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("secret")
    source = root / "a-rule" / "source.txt"
    source.unlink()
    source.symlink_to(outside)
    with pytest.raises(SettingsError, match="link out of"):
        open_workspace(root)


def test_unknown_documents_are_named_with_the_nearest(root):
    with pytest.raises(SettingsError, match="Did you mean 'a-rule'"):
        open_workspace(root).document("a-role")
    (root / "regkit.toml").write_text('documents = ["a-rule", "b-ordre"]')
    with pytest.raises(SettingsError, match=r"there is no document 'b-ordre'. Did you mean 'b-order'"):
        open_workspace(root)
