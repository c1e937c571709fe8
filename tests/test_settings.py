"""Settings: file, environment, command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quizapp.settings import SettingsError, load, load_theme, own_folder, save_theme


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("QUIZAPP_CONTENT", "QUIZAPP_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "config" / "quizapp"
    folder.mkdir(parents=True)
    return folder / "config.toml"


def test_defaults(tmp_path: Path) -> None:
    settings = load()
    assert settings.content == (own_folder("content"),)
    assert settings.database == str(tmp_path / "data" / "quizapp" / "progress.db")
    assert (settings.retention, settings.new_per_day, settings.day_start) == (0.9, 10, 4)


def test_the_file_is_overridden_by_environment_then_by_options(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('content = ["a", "b"]\ndb = "file.db"\nretention = 0.85\n')
    assert load().content == (Path("a"), Path("b"))
    assert load().scheduler.retention == 0.85
    monkeypatch.setenv("QUIZAPP_DB", "environment.db")
    monkeypatch.setenv("QUIZAPP_CONTENT", "c")
    assert (load().database, load().content) == ("environment.db", (Path("c"),))
    settings = load([Path("d")], "option.db")
    assert (settings.database, settings.content) == ("option.db", (Path("d"),))


def test_the_day_of_the_interview(config: Path) -> None:
    assert (load().interview, load().minutes_a_day) == (None, None)
    config.write_text("interview = 2026-12-05\nminutes_a_day = 25\n")
    assert (load().interview, load().minutes_a_day) == (date(2026, 12, 5), 25)


@pytest.mark.parametrize("name", ["auto", "cpu", "mps", "cuda", "cuda:1", "cuda:12"])
def test_devices(config: Path, name: str) -> None:
    config.write_text(f'device = "{name}"')
    assert load().device == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("retention = 2", "from 0.7 to 0.97"),
        ('retention = "high"', "must be a number"),
        ("new_per_day = true", "must be a number"),
        ("retentoin = 0.9", "did you mean 'retention'"),
        ("colour = 1", "known are"),
        ('interview = "2026-12-05"', "a date without quotes"),
        ("interview = 2026-12-05T10:00:00", "a date without quotes"),
        ("minutes_a_day = 0", "from 1 to 1440"),
        ("db = 3", "text in quotes"),
        ("x = = 1", "not TOML"),
        ('device = "tpu"', "write auto, cpu, cuda, cuda:1 or mps"),
        ('device = "cpu:1"', "write auto, cpu, cuda, cuda:1 or mps"),
        ('device = "cuda:"', "write auto, cpu, cuda, cuda:1 or mps"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(config: Path, text: str, words: str) -> None:
    config.write_text(text)
    with pytest.raises(SettingsError, match=r"config\.toml") as error:
        load()
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text(config: Path) -> None:
    config.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        load()


def test_the_theme_is_kept() -> None:
    assert load_theme() == ""
    save_theme("nord")
    assert load_theme() == "nord"
