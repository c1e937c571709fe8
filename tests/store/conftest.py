"""A store in a temporary file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.store.log import Store
from tests.store.examples import opened


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, closed, to copy from: faster than to migrate one for each test."""
    path = tmp_path_factory.mktemp("template") / "progress.db"
    opened(path).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """An empty store's file, closed."""
    return Path(shutil.copy(template, tmp_path / "progress.db"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty store."""
    store = opened(path)
    yield store
    store.close()
