"""The `quizapp` command and `python -m quizapp`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from quizapp.parts import Stop, read_settings, run_app


def main() -> None:
    """Run a command; a message to the person is one line on stderr."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except Stop as stop:
        sys.stderr.write(f"quizapp: {stop}\n")
        sys.exit(stop.code)


def _run(words: Sequence[str]) -> int:
    """The commands of every day start without the library that reads the others' options."""
    content, database, rest = _globals(words)
    if rest == []:
        return run_app(read_settings(content, database), None)
    if rest is not None and rest[0] == "study" and not any(word[0] == "-" for word in rest[1:]):
        from quizapp.ui.request import Request

        return run_app(read_settings(content, database), Request(tuple(rest[1:])))
    try:
        from quizapp.cli import app
    except ModuleNotFoundError as error:
        return _bare(words, error)
    app(list(words), prog_name="quizapp")
    return 0


def _bare(words: Sequence[str], missing: ModuleNotFoundError) -> int:
    """On a machine without the app's packages, which may have a GPU to record on."""
    if "--record" in words:
        from quizapp.ui import bare

        try:
            return bare.record(words)
        except ModuleNotFoundError as error:
            missing = error
    packages = "torch numpy markdown-it-py mdit-py-plugins pyyaml jinja2"
    say = f"{missing.name} is not installed: pip install quizapp; check --record alone needs only "
    raise Stop(f"{say}{packages}")


def _globals(words: Sequence[str]) -> tuple[list[Path], str | None, list[str] | None]:
    """Content folders, database, and the words after them; None where there is more to read."""
    content: list[Path] = []
    database = None
    rest = [word or "-" for word in words]
    while rest and rest[0] in ("--content", "--db"):
        if len(rest) < 2:
            return content, database, None
        option, value, *rest = rest
        if option == "--content":
            content.append(Path(value))
        else:
            database = value
    return content, database, rest


if __name__ == "__main__":
    main()
