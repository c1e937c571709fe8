"""What each part may load: the direction of imports, checked at run time."""

import subprocess
import sys

import pytest


def loaded_by(code: str) -> set[str]:
    """Top-level modules in a fresh interpreter that ran the code."""
    script = f"{code}\nimport sys; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    output = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return set(output.stdout.split())


def test_the_command_line_loads_nothing_heavy() -> None:
    heavy = {
        "textual",
        "sqlmodel",
        "sqlalchemy",
        "alembic",
        "torch",
        "numpy",
        "markdown_it",
        "pint",
    }
    assert loaded_by("import quizapp.cli") & heavy == set()


def test_the_screens_load_neither_database_layer_nor_torch() -> None:
    heavy = {"sqlmodel", "sqlalchemy", "alembic", "torch", "numpy", "pint", "yaml", "rapidfuzz"}
    assert loaded_by("import quizapp.ui.app") & heavy == set()


def test_the_first_question_waits_for_no_schedule_and_no_statistics() -> None:
    later = {"ui.desk", "core.schedule", "core.stats", "core.plan", "ui.check", "lab.client"}
    code = "import quizapp.ui.app, quizapp.ui.screens.study, sys\n"
    code += f"print(*({{f'quizapp.{{name}}' for name in {later!r}}} & sys.modules.keys()))"
    output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert output.stdout.split() == []
    assert "fsrs_rs_python" not in loaded_by("import quizapp.ui.screens.study")


@pytest.mark.parametrize(
    "module",
    [
        *("card", "days", "demo_code", "evidence", "grading", "quantity", "question"),
        *("review", "schedule", "session", "stats", "verification"),
        *("cloze", "confidence", "gaps", "rubric", "wording"),
        *("demo_device", "proof", "words"),
    ],
)
def test_the_core_is_pure(module: str) -> None:
    heavy = {"textual", "sqlmodel", "sqlalchemy", "sqlite3", "torch", "numpy", "asyncio"}
    heavy |= {"rapidfuzz"}
    assert loaded_by(f"import quizapp.core.{module}") & heavy == set()


def test_the_lab_client_knows_neither_textual_nor_torch() -> None:
    assert loaded_by("import quizapp.lab.client") & {"textual", "torch", "numpy"} == set()


def test_check_needs_no_screen_and_no_database() -> None:
    heavy = {"textual", "rich", "typer", "sqlmodel", "sqlalchemy", "sqlite3", "pint", "torch"}
    assert loaded_by("import quizapp.ui.check, quizapp.ui.bare") & heavy == set()


def test_the_first_look_at_progress_needs_sqlite_alone() -> None:
    assert loaded_by("import quizapp.store.quick") & {"sqlmodel", "sqlalchemy"} == set()
