"""Functions as people type them, each with what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent, indent

RIGHT = ""
"""In place of a message: the function is right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Answers to one card."""

    card: str
    head: str
    """The line `def name(…):` under which the bodies stand."""
    right: tuple[str, ...]
    """Bodies, or whole files where they define the name themselves."""
    wrong: tuple[tuple[str, str], ...]
    """Bodies or whole files, each with the key part of its message."""
    files: tuple[tuple[str, str], ...] = field(default=())
    """Texts that stand as they are, each with the key part of its message, or `RIGHT`."""

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """Card, code, and the key part of the message; it is empty for a right function."""
        right = [(self._code(body), RIGHT) for body in self.right]
        wrong = [(self._code(body), said) for body, said in self.wrong]
        files = [(_text(text), said) for text, said in self.files]
        return [(self.card, code, said) for code, said in (*right, *wrong, *files)]

    def _code(self, body: str) -> str:
        name = self.head.removeprefix("def ").partition("(")[0]
        body = _text(body)
        if re.search(rf"^(async )?(def {name}\b|class {name}\b|{name} *=)", body, re.M):
            return body
        return f"{self.head}\n{indent(body, '    ')}"


def _text(code: str) -> str:
    return dedent(code).strip("\n") + "\n"
