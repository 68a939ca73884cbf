"""What all tests share: the model project, built once, in a copy that a test may not change, and fresh copies for those that do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return ROOT


def copy_corpus(target: Path) -> Path:
    shutil.copytree(ROOT / "corpus", target, ignore=shutil.ignore_patterns("build", ".regkit"))
    return target


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model project, built. Read only."""
    from regkit.workflow import build_project

    project = copy_corpus(tmp_path_factory.mktemp("built") / "corpus")
    build_project(project)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the built model project that the test may change."""
    target = tmp_path / "corpus"
    shutil.copytree(built, target)
    yield target
