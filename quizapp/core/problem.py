"""A problem that a person can mend: where it is, what is wrong, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the content, at one place in one file."""

    file: str
    """Path as the person would type it."""
    line: int
    """Line, from 1."""
    column: int
    """Column, from 1, in characters."""
    code: str
    """Stable name of this sort of problem, such as `choice-unmarked`."""
    message: str
    """What is wrong and what to do, in one line."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"
