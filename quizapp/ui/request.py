"""What a session or an interview is asked to cover."""

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


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """What a mock interview is asked to be; what is left out is the role's."""

    role: str = ""
    """Name of a role; empty for all topics in even shares."""
    topics: tuple[str, ...] = ()
    """Names of decks; empty for those of the role."""
    minutes: int | None = None
    level: int | None = None
    """1, 2, 3, or 0 for mixed."""
    seed: int | None = None
    allow_due: bool = False
    """Ask cards that wait today too."""
