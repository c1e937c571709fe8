"""How an interview begins: its role, the cards that it may ask, its first question."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

from quizapp.core.interview import begin
from quizapp.core.interview_items import Candidate, candidate
from quizapp.core.interview_role import Role, general, narrowed
from quizapp.core.interview_state import Interview
from quizapp.core.nearest import did_you_mean
from quizapp.ui.request import Request

if TYPE_CHECKING:
    from quizapp.decks.library import Library
    from quizapp.ui.desk import Desk
    from quizapp.ui.request import InterviewRequest

RECENT = 3
"""Questions of so many interviews are not asked again while others remain."""
SEEDS = 2**31


def topics(library: Library) -> tuple[str, ...]:
    """The decks that have cards."""
    return tuple(deck.name for deck in library.decks if deck.card_ids)


def role_of(library: Library, request: InterviewRequest) -> Role | str:
    """The role that is asked for, with the topics that are; or why there is none."""
    decks = [deck.name for deck in library.decks]
    for topic in request.topics:
        if topic not in decks:
            near = did_you_mean(topic, decks) or f"; there are {', '.join(decks) or 'none'}"
            return f"no deck {topic!r}{near}"
    if not request.role:
        return general(tuple(dict.fromkeys(request.topics)) or topics(library) or tuple(decks))
    found = library.roles()
    for role in found.roles:
        if role.name == request.role:
            return narrowed(role, request.topics) if request.topics else role
    for problem in found.problems:
        if problem.file.endswith(f"{request.role}.md"):
            return f"the role {request.role!r} cannot be used: {problem}"
    names = [role.name for role in found.roles]
    near = did_you_mean(request.role, names) or f"; there are {', '.join(names) or 'none'}"
    return f"no role {request.role!r}{near}"


def begun(desk: Desk, request: InterviewRequest) -> Interview | str:
    """An interview with its first question on the table; or why there is none, in a line."""
    from quizapp.store.interviews import recent_cards

    role = role_of(desk.library, request)
    if isinstance(role, str):
        return role
    if not role.shares:
        return "there are no cards to ask: name a folder of decks with --content"
    at = desk.moment()
    return begin(
        role,
        _candidates(desk, role),
        at.ms,
        seed=SystemRandom().randrange(SEEDS) if request.seed is None else request.seed,
        minutes=request.minutes,
        level=request.level,
        recent=recent_cards(desk.store, RECENT),
        due={waiting.card for waiting in desk.store.queue(at.day)},
        allow_due=request.allow_due,
    )


def _candidates(desk: Desk, role: Role) -> list[Candidate]:
    """The cards on its topics that can be read and are not taken out of study."""
    memories = desk.store.memories()
    found = []
    for name in desk.cards(Request(role.topics)):
        card = desk.library.card(name)
        suspended = name in memories and memories[name].suspended
        if not isinstance(card, tuple) and not suspended:
            found.append(candidate(card))
    return found
