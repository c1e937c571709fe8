"""The `quizapp` command and `python -m quizapp`."""

import sys
from collections.abc import Sequence

from quizapp.parts import Stop, read_settings, run_app


def main() -> None:
    """Run a command; a message to the person is one line on stderr."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except Stop as stop:
        sys.stderr.write(f"quizapp: {stop}\n")
        sys.exit(stop.code)


def _run(words: Sequence[str]) -> int | str | None:
    """The commands of every day start without the library that reads the others' options."""
    decks = words[1:]
    if not words:
        return run_app(read_settings(), None)
    if words[0] == "study" and not any(word.startswith("-") for word in decks):
        from quizapp.ui.request import Request

        return run_app(read_settings(), Request(tuple(decks)))
    from quizapp.cli import app

    app(words, prog_name="quizapp", standalone_mode=True)
    return 0


if __name__ == "__main__":
    main()
