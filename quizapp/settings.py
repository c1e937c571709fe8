"""Settings: the configuration file, the environment, the command line, in rising order."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import platformdirs

from quizapp.core.schedule import Scheduler

PACKAGE = Path(__file__).parent
THEME_FILE = "theme"


class SettingsError(Exception):
    """A setting that cannot be used; the message says where, what and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that a person can set."""

    content: tuple[Path, ...]
    """Folders (or single files) of decks."""
    database: str
    """Path or URL of the progress database."""
    config_file: Path
    device: str = "auto"
    """Where demos run: auto, cpu, cuda, cuda:1, mps."""
    retention: float = 0.9
    """Probability of recall at which a card comes due, 0.7 to 0.97."""
    new_per_day: int = 10
    """New cards a day, before more are asked for."""
    day_start: int = 4
    """Hour, local time, at which a study day begins."""
    interview: date | None = None
    """The day to be ready on, for `quizapp plan`."""
    minutes_a_day: float | None = None
    """Time for study, for `quizapp plan`; None for as much as it takes."""

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler that these settings ask for."""
        return Scheduler(retention=self.retention)


def own_folder(name: str) -> Path:
    """A folder that travels with the app (`content`, `db`): from the wheel, else the checkout."""
    installed = PACKAGE / f"_{name}"
    return installed if installed.is_dir() else PACKAGE.parent / name


def load(content: Sequence[Path] = (), database: str | None = None) -> Settings:
    """The settings in force. Raises SettingsError."""
    config_file = config_folder() / "config.toml"
    settings = Settings(
        content=(own_folder("content"),),
        database=str(platformdirs.user_data_path("quizapp") / "progress.db"),
        config_file=config_file,
    )
    settings = _from_file(settings, config_file)
    if folders := os.environ.get("QUIZAPP_CONTENT"):
        paths = tuple(Path(part).expanduser() for part in folders.split(os.pathsep) if part)
        settings = replace(settings, content=paths)
    if path := os.environ.get("QUIZAPP_DB"):
        settings = replace(settings, database=path)
    if content:
        settings = replace(settings, content=tuple(content))
    if database:
        settings = replace(settings, database=database)
    return settings


def config_folder() -> Path:
    """Where the configuration file lives."""
    return platformdirs.user_config_path("quizapp")


def _from_file(settings: Settings, path: Path) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    import tomllib  # most learners have no such file, and start without it

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    changes: dict[str, object] = {}
    for key, value in values.items():
        if key not in _READERS:
            near = get_close_matches(key, _READERS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_READERS)}"
            raise SettingsError(f"{path}: unknown setting {key!r}; {hint}")
        try:
            changes["database" if key == "db" else key] = _READERS[key](value)
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{path}: {key} = {value!r}: {error}") from error
    return replace(settings, **changes)  # type: ignore[arg-type]  # keys are those of _READERS


def _number(low: float, high: float, kind: type[int] | type[float]) -> Callable[[object], object]:
    def read(value: object) -> object:
        wanted = int if kind is int else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted) or not low <= value <= high:
            raise ValueError(f"must be a number from {low} to {high}")
        return kind(value)

    return read


def _text(value: object) -> object:
    if not isinstance(value, str) or not value:
        raise ValueError("must be a text in quotes")
    return value


def _date(value: object) -> object:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("must be a date without quotes: 2026-12-05")
    return value


def device_name(value: object) -> str:
    """A name that a device may have, here or on another machine. Raises ValueError."""
    kind, colon, index = str(_text(value)).partition(":")
    known = kind in ("auto", "cpu", "cuda", "mps") and bool(colon) == index.isdecimal()
    if not known or (colon and kind != "cuda"):
        raise ValueError("write auto, cpu, cuda, cuda:1 or mps")
    return str(value)


def _paths(value: object) -> object:
    parts = value if isinstance(value, list) else [value]
    return tuple(Path(str(_text(part))).expanduser() for part in parts)


_READERS: dict[str, Callable[[object], object]] = {
    "content": _paths,
    "db": _text,
    "device": device_name,
    "retention": _number(0.7, 0.97, float),
    "new_per_day": _number(0, 9999, int),
    "day_start": _number(0, 23, int),
    "interview": _date,
    "minutes_a_day": _number(1, 1440, float),
}


def load_theme() -> str:
    """The colour theme that was chosen last; empty where none was."""
    try:
        return (config_folder() / THEME_FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def save_theme(name: str) -> None:
    """Keep a chosen theme. A folder that cannot be written loses the choice, nothing else."""
    try:
        config_folder().mkdir(parents=True, exist_ok=True)
        (config_folder() / THEME_FILE).write_text(f"{name}\n", encoding="utf-8")
    except OSError:
        return
