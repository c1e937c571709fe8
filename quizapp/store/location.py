"""Where the progress file is, as a person names it."""

from pathlib import Path

from quizapp.store.problem import StoreProblem

_PREFIX = "sqlite:///"


def database_path(text: str) -> Path | StoreProblem:
    """The file that a path or a URL `sqlite:///path` names (four slashes: an absolute path)."""
    if "://" not in text:
        path = text
    elif text.startswith(_PREFIX):
        path = text.removeprefix(_PREFIX)
    else:
        scheme = text.split("://")[0]
        if scheme == "sqlite":
            return StoreProblem(f"{text}: write sqlite:///path, with three slashes")
        return StoreProblem(f"{text}: {scheme} is not supported: name a file, or sqlite:///path")
    if path.startswith("file:") or ("?" in path and path != text):
        return StoreProblem(f"{text}: options are not supported: name the file alone")
    if not path.strip() or path == ":memory:":
        return StoreProblem(f"{text!r}: progress needs a file: name one with --db")
    return Path(path).expanduser()
