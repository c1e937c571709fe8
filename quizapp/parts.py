"""Builds the parts and joins them; the commands hand over what their options said.

Everything heavy is imported inside the functions: the first frame waits for what it shows alone.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from quizapp.core.card import Card
    from quizapp.core.review import CardMemory
    from quizapp.decks.library import Library
    from quizapp.lab.client import Lab
    from quizapp.settings import Settings
    from quizapp.ui.desk import Desk
    from quizapp.ui.request import InterviewRequest, Request


class Stop(Exception):
    """Ends the program with one line for the person: where, what, what to do."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def read_settings(content: Sequence[Path] = (), database: str | None = None) -> Settings:
    """Settings in force."""
    from quizapp.settings import SettingsError, load

    try:
        return load(content, database)
    except SettingsError as error:
        raise Stop(str(error), 2) from error


def open_library(settings: Settings, paths: Sequence[Path] | None = None) -> Library:
    """The decks, scanned."""
    from quizapp.decks.library import Library

    library = Library(paths or settings.content, base=Path.cwd())
    library.load()
    return library


def _has_file(settings: Settings, deck: str) -> bool:
    """Whether a deck's file is there: enough to start, and quick in a large library."""
    from glob import escape

    name = f"{escape(deck)}.md"
    return any(any(root.rglob(name)) or root.name == f"{deck}.md" for root in settings.content)


def known_decks(library: Library, decks: tuple[str, ...]) -> None:
    """Stop at the first name that is no deck."""
    from quizapp.core.nearest import nearest

    names = [deck.name for deck in library.decks]
    for deck in decks:
        if deck not in names:
            near = nearest(deck, names)
            hint = f"did you mean {near!r}?" if near else f"there are {', '.join(names) or 'none'}"
            raise Stop(f"no deck {deck!r}; {hint}", 2)


def known_search(library: Library, text: str) -> None:
    """Stop where a search cannot be read."""
    from quizapp.ui.finding import query_of

    if isinstance(query := query_of(text, library, 0), str):
        raise Stop(query, 2)


def open_desk(settings: Settings) -> Desk | str:
    """Open log and library; or why not, in one line."""
    from dataclasses import replace

    from quizapp.settings import own_folder
    from quizapp.store.ids import new_id
    from quizapp.store.open import open_store
    from quizapp.store.problem import StoreError, StoreProblem
    from quizapp.store.weights import weights_of
    from quizapp.ui.desk import Desk

    path = _database(settings)
    weights = weights_of(path)
    scheduler = replace(settings.scheduler, weights=weights) if weights else settings.scheduler
    store = open_store(path, scheduler, migrations=own_folder("db"))
    if isinstance(store, StoreProblem):
        return store.message
    return Desk(
        open_library(settings),
        store,
        scheduler,
        _now,
        new_id=new_id,
        errors=StoreError,
        day_start=settings.day_start,
        new_per_day=settings.new_per_day,
    )


def need_desk(settings: Settings) -> Desk:
    """Log and library, or stop."""
    desk = open_desk(settings)
    if isinstance(desk, str):
        raise Stop(desk)
    return desk


def make_lab(settings: Settings) -> Lab:
    """The lab, not started yet."""
    from quizapp.lab.client import Lab

    return Lab(device=settings.device)


def _database(settings: Settings) -> Path:
    from quizapp.store.location import database_path
    from quizapp.store.problem import StoreProblem

    path = database_path(settings.database)
    if isinstance(path, StoreProblem):
        raise Stop(path.message, 2)
    return path


def _root_key(settings: Settings) -> str:
    """Names a set of content folders in the cache of places."""
    return "\n".join(str(path.absolute()) for path in settings.content)


def _first_question(
    settings: Settings, database: Path, request: Request
) -> tuple[Card, CardMemory] | None:
    """The first question of the session, read without scanning the library or opening the log."""
    from quizapp.core.days import moment
    from quizapp.core.parameters import draw
    from quizapp.core.review import SessionKind
    from quizapp.decks.library import read_card
    from quizapp.decks.parse import parse
    from quizapp.store import quick

    if request.kind is SessionKind.CRAM or request.find:
        return None
    if not database.exists():
        return _first_of_all(settings, request)
    at = moment(_now(), settings.day_start)
    head = quick.head(
        database, _root_key(settings), request.decks, at.day, at.ms, settings.new_per_day
    )
    if head is None:
        return None
    place = head.place
    raw = read_card(Path(place.file), place.start, place.size, place.hash, place.deck)
    card = parse(raw) if raw is not None else ()
    if raw is not None and not isinstance(card, tuple) and card.parameters:
        card = parse(raw, values=draw(card.parameters, raw.id, head.memory.reps))
    return None if isinstance(card, tuple) else (card, head.memory)


def _first_of_all(settings: Settings, request: Request) -> tuple[Card, CardMemory] | None:
    """The first card of the decks, for a learner who has no history yet."""
    from quizapp.core.review import CardMemory

    library = open_library(settings)
    for deck in library.decks:
        for name in deck.card_ids if not request.decks or deck.name in request.decks else ():
            card = library.drawn(name, 0)
            if not isinstance(card, tuple):
                return card, CardMemory(name)
    return None


def _keep_places(settings: Settings, desk: Desk) -> None:
    """Remember where each card stands, so that the next start need not look for the first.

    Recorded proofs are read here too, so that the first answer does not wait for them.
    """
    from quizapp.store.places import sync_places
    from quizapp.store.quick import Place

    library = desk.library
    library.proofs.load()
    places = (
        Place(
            card.id,
            str(library.path(card.id).absolute()),
            card.start,
            card.size,
            card.hash,
            card.deck,
            place,
        )
        for place, card in enumerate(library.cards.values())
    )
    sync_places(desk.store, _root_key(settings), places)


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()


def run_app(
    settings: Settings, request: Request | None, interview: InterviewRequest | None = None
) -> int:
    """Run the screen, at home, with a session or with an interview; returns the exit status.

    Only what the first frame shows is read before it is painted. Collecting garbage waits too: all
    that is allocated until then stays.
    """
    gc.disable()
    path = _database(settings)
    if request is not None and not all(_has_file(settings, deck) for deck in request.decks):
        known_decks(open_library(settings), request.decks)
    if request is not None and request.find:
        known_search(open_library(settings), request.find)
    from quizapp.store import quick

    if trouble := quick.check(path):
        raise Stop(trouble)
    if not sys.stdout.isatty():
        plain = "quizapp interview --plain" if interview else "quizapp study --plain"
        raise Stop(f"the screen needs a terminal; {plain} works without one", 2)
    from quizapp.settings import load_theme, save_theme
    from quizapp.ui.app import QuizApp
    from quizapp.ui.parts import Parts

    screen = QuizApp(
        Parts(
            open_desk=lambda: open_desk(settings),
            lab=lambda: make_lab(settings),
            now=_now,
            painted=gc.enable,
            after_open=lambda desk: _keep_places(settings, desk),
            request=request,
            interview=interview,
            first=_first_question(settings, path, request) if request else None,
            device=settings.device,
            theme=load_theme(),
            save_theme=save_theme,
        )
    )
    screen.run()
    return screen.return_code or 0
