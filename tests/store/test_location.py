"""Paths and URLs of the progress file."""

from pathlib import Path

import pytest

from quizapp.store.location import database_path
from quizapp.store.problem import StoreProblem


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("progress.db", Path("progress.db")),
        ("/var/progress.db", Path("/var/progress.db")),
        ("~/progress.db", Path.home() / "progress.db"),
        ("sqlite:///progress.db", Path("progress.db")),
        ("sqlite:////var/progress.db", Path("/var/progress.db")),
        ("what?.db", Path("what?.db")),
    ],
)
def test_a_path_or_a_url_names_a_file(text: str, path: Path) -> None:
    assert database_path(text) == path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("postgresql://host/db", "postgresql is not supported"),
        ("sqlite://progress.db", "three slashes"),
        ("sqlite:///progress.db?mode=ro", "options are not supported"),
        ("file:progress.db", "options are not supported"),
        ("sqlite:///", "progress needs a file"),
        (":memory:", "progress needs a file"),
        (" ", "progress needs a file"),
    ],
)
def test_anything_else_is_refused_in_one_line(text: str, message: str) -> None:
    problem = database_path(text)
    assert isinstance(problem, StoreProblem)
    assert message in str(problem)
    assert text in str(problem)
