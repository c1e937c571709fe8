"""What a session is asked to cover."""

from dataclasses import dataclass

from quizapp.core.review import SessionKind


@dataclass(frozen=True, slots=True)
class Request:
    """What to study."""

    decks: tuple[str, ...] = ()
    """Names of decks; empty for all."""
    kind: SessionKind = SessionKind.STUDY
    find: str = ""
    """A search that narrows them further; empty for all of their cards."""
