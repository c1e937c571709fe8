"""An interview as JSON, and back: a part that is written once, and a small one that changes.

`setup_data` is written when an interview begins, `progress_data` whenever something was said, and
each second for the draft and the clock. `restored` puts them together after a crash.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from quizapp.core.interview_items import Answer, Asked
from quizapp.core.interview_state import Clock, Ending, Interview, Setup

FORMAT = 1
"""Raised when an older program could not read what this one writes."""


def setup_data(interview: Interview) -> dict[str, object]:
    """What the interview was begun with, for `json.dumps`."""
    return {"format": FORMAT, "setup": _written(interview.setup)}


def progress_data(interview: Interview) -> dict[str, object]:
    """All that changes, for `json.dumps`; the instant of the last event is the clock's."""
    return {
        name: _written(getattr(interview, name))
        for name in ("clock", "current", "answers", "skipped", "ended")
    }


def answer_data(answer: Answer) -> dict[str, object]:
    """One of the answers of `progress_data`."""
    return {each.name: _written(getattr(answer, each.name)) for each in fields(answer)}


def restored(setup: Mapping[str, Any], progress: Mapping[str, Any]) -> Interview:
    """The interview as it stood; where it went on, its clock stands still now, as after a crash.

    Raises ValueError where the data are damaged, or of another version.
    """
    if setup.get("format") != FORMAT:
        raise ValueError(f"an interview of format {FORMAT}, not {setup.get('format')}")
    try:
        interview = Interview(
            setup=_read(Setup, setup["setup"]),
            clock=_read(Clock, progress["clock"]),
            current=_read(Asked, progress["current"]) if progress["current"] else None,
            answers=tuple(_read(Answer, each) for each in progress["answers"]),
            skipped=tuple(progress["skipped"]),
            ended=Ending(progress["ended"]) if progress["ended"] else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no interview can be read from this: {error!r}") from error
    if (interview.current is None) != (interview.ended is not None):
        raise ValueError("an interview has a question on the table until it is over")
    if interview.ended:
        return interview
    return replace(interview, clock=interview.clock.stopped(broken=True))


def _written(value: object) -> object:
    """A value of frozen dataclasses as dicts, lists and plain values."""
    if is_dataclass(value):
        return {each.name: _written(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _read(kind: Any, data: Any) -> Any:
    """The value of a type that `_written` wrote; a field of a newer program is left out."""
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        assert isinstance(kind, type)
        hints = get_type_hints(kind)
        return lambda data: kind(
            **{name: _read(hint, data[name]) for name, hint in hints.items() if name in data}
        )
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple and parts[-1] is Ellipsis:
        return lambda data: tuple(_read(parts[0], each) for each in data)
    if origin is tuple:
        return lambda data: tuple(_read(*pair) for pair in zip(parts, data, strict=True))
    if origin is frozenset:
        return lambda data: frozenset(_read(parts[0], each) for each in data)
    if origin in (UnionType, Union):
        (some,) = (part for part in parts if part is not NoneType)
        return lambda data: None if data is None else _read(some, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _plain(getattr(kind, "__supertype__", kind))


def _plain(kind: Any) -> Callable[[Any], Any]:
    """Takes a text, number or truth value of that type, and refuses others."""

    def read(data: Any) -> Any:
        whole = isinstance(data, int) and not isinstance(data, bool)
        if type(data) is kind or (kind is float and whole):
            return data
        raise TypeError(f"{data!r} is no {kind.__name__}")

    return read
