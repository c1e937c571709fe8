"""The command line: builds the parts and joins them.

Everything heavy is imported inside the commands, so that neither `--help` nor the first frame waits
for what it does not show.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quizapp import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from quizapp.core.card import Card
    from quizapp.core.review import CardMemory
    from quizapp.decks.library import Library
    from quizapp.lab.client import Lab
    from quizapp.settings import Settings
    from quizapp.ui.desk import Desk, Request

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Machine-learning interview questions whose answers are proved by computation.",
)


@dataclass
class Globals:
    """What the global options said."""

    content: tuple[Path, ...] = ()
    database: str | None = None


def main() -> None:
    """The `quizapp` command."""
    app(prog_name="quizapp")


def stop(message: str, code: int = 1) -> NoReturn:
    """End with one line for the person: where, what, what to do."""
    typer.echo(f"quizapp: {message}", err=True)
    raise typer.Exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quizapp {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    content: Annotated[
        list[Path] | None,
        typer.Option("--content", help="Folder or file of decks; may be given several times."),
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", help="Progress database: a path or a sqlite:/// URL.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Open the home screen, or run one of the commands below."""
    context.obj = Globals(tuple(content or ()), db)
    if context.invoked_subcommand is None:
        _run_app(settings_of(context), None)


Decks = Annotated[list[str] | None, typer.Argument(help="Names of decks; all of them if none.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Device = Annotated[str, typer.Option("--device", help="auto, cpu, cuda, cuda:1 or mps.")]


@app.command()
def study(
    context: typer.Context,
    decks: Decks = None,
    cram: Annotated[bool, typer.Option("--cram", help="Leave the schedule as it is.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line on stdin and stdout, without a screen.")
    ] = False,
) -> None:
    """Study what is due, and new cards up to the daily limit."""
    from quizapp.core.review import SessionKind
    from quizapp.ui.desk import Request

    settings = settings_of(context)
    kind = SessionKind.CRAM if cram else SessionKind.STUDY
    request = Request(tuple(decks or ()), kind)
    if plain:
        from quizapp.ui.plain import study_plain

        desk = _desk(settings)
        _known_decks(desk.library, request.decks)
        raise typer.Exit(study_plain(desk, _lab(settings), request, sys.stdin, sys.stdout))
    if not all(_has_file(settings, deck) for deck in request.decks):
        _known_decks(_library(settings), request.decks)
    _run_app(settings, request)


@app.command()
def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Deck files or folders; the content if none.")
    ] = None,
    no_run: Annotated[bool, typer.Option("--no-run", help="Read the cards, run nothing.")] = False,
    json: Json = False,
    device: Device = "auto",
    seeds: Annotated[
        int, typer.Option("--seeds", min=1, max=100, help="Run each demo under this many seeds.")
    ] = 1,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Demos at a time; 0 is one for each core.")
    ] = 0,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say of each card what was found.")
    ] = False,
) -> None:
    """Read every card, run every demo, report every problem."""
    from quizapp.ui.check import Check, run_check

    library = _library(settings_of(context), paths)
    options = Check(run=not no_run, json=json, device=device, seeds=seeds, workers=workers)
    raise typer.Exit(run_check(library, options, verbose=verbose))


@app.command()
def demo(
    context: typer.Context,
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    script: Annotated[
        bool, typer.Option("--script", help="Print the demo as a program of its own.")
    ] = False,
    json: Json = False,
    device: Device = "auto",
) -> None:
    """Run one card's demo and show what it measured."""
    from quizapp.ui.check import show_demo

    library = _library(settings_of(context))
    raise typer.Exit(show_demo(library, card, device, script=script, json=json))


@app.command("list")
def list_(context: typer.Context, decks: Decks = None, json: Json = False) -> None:
    """List the cards of some decks, or of all."""
    from quizapp.ui.reports import print_list

    library = _library(settings_of(context))
    _known_decks(library, tuple(decks or ()))
    raise typer.Exit(print_list(library, tuple(decks or ()), json=json))


@app.command()
def stats(context: typer.Context, json: Json = False) -> None:
    """Say how the study goes: reviews, retention, what comes due."""
    from quizapp.ui.reports import print_stats

    raise typer.Exit(print_stats(_desk(settings_of(context)), json=json))


@app.command()
def doctor(
    context: typer.Context,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Rebuild the cache of memories from the log.")
    ] = False,
    json: Json = False,
) -> None:
    """Check versions, device, paths and the database."""
    from quizapp.ui.doctor import examine

    settings = settings_of(context)
    raise typer.Exit(
        examine(settings, lambda: _open_desk(settings), _lab(settings), rebuild=rebuild, json=json)
    )


# The parts


def settings_of(context: typer.Context) -> Settings:
    """Settings in force for this command."""
    from quizapp.settings import SettingsError, load

    options: Globals = context.obj
    try:
        return load(options.content, options.database)
    except SettingsError as error:
        stop(str(error), 2)


def _library(settings: Settings, paths: list[Path] | None = None) -> Library:
    from quizapp.decks.library import Library

    library = Library(paths or settings.content, base=Path.cwd())
    library.load()
    return library


def _has_file(settings: Settings, deck: str) -> bool:
    """Whether a deck's file is there: enough to start, and quick in a large library."""
    from glob import escape

    name = f"{escape(deck)}.md"
    return any(any(root.rglob(name)) or root.name == f"{deck}.md" for root in settings.content)


def _known_decks(library: Library, decks: tuple[str, ...]) -> None:
    """Stop at the first name that is no deck."""
    from quizapp.core.nearest import nearest

    names = [deck.name for deck in library.decks]
    for deck in decks:
        if deck not in names:
            near = nearest(deck, names)
            hint = f"did you mean {near!r}?" if near else f"there are {', '.join(names) or 'none'}"
            stop(f"no deck {deck!r}; {hint}", 2)


def _open_desk(settings: Settings) -> Desk | str:
    """Open log and library; or why not, in one line."""
    from quizapp.settings import own_folder
    from quizapp.store.ids import new_id
    from quizapp.store.open import open_store
    from quizapp.store.problem import StoreError, StoreProblem
    from quizapp.ui.desk import Desk

    store = open_store(_database(settings), settings.scheduler, migrations=own_folder("db"))
    if isinstance(store, StoreProblem):
        return store.message
    return Desk(
        _library(settings),
        store,
        settings.scheduler,
        _now,
        new_id=new_id,
        errors=StoreError,
        day_start=settings.day_start,
        new_per_day=settings.new_per_day,
    )


def _desk(settings: Settings) -> Desk:
    desk = _open_desk(settings)
    if isinstance(desk, str):
        stop(desk)
    return desk


def _lab(settings: Settings) -> Lab:
    from quizapp.lab.client import Lab

    return Lab(device=settings.device)


def _database(settings: Settings) -> Path:
    from quizapp.store.location import database_path
    from quizapp.store.problem import StoreProblem

    path = database_path(settings.database)
    if isinstance(path, StoreProblem):
        stop(path.message, 2)
    return path


def _root_key(settings: Settings) -> str:
    """Names a set of content folders in the cache of places."""
    return "\n".join(str(path.absolute()) for path in settings.content)


def _first_question(
    settings: Settings, database: Path, request: Request
) -> tuple[Card, CardMemory] | None:
    """The first question of the session, read without scanning the library or opening the log."""
    from quizapp.core.days import moment
    from quizapp.core.review import SessionKind
    from quizapp.decks.library import read_card
    from quizapp.decks.parse import parse
    from quizapp.store import quick

    if request.kind is SessionKind.CRAM:
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
    return None if isinstance(card, tuple) else (card, head.memory)


def _first_of_all(settings: Settings, request: Request) -> tuple[Card, CardMemory] | None:
    """The first card of the decks, for a learner who has no history yet."""
    from quizapp.core.review import CardMemory

    library = _library(settings)
    for deck in library.decks:
        for name in deck.card_ids if not request.decks or deck.name in request.decks else ():
            card = library.card(name)
            if not isinstance(card, tuple):
                return card, CardMemory(name)
    return None


def _keep_places(settings: Settings, desk: Desk) -> None:
    """Remember where each card stands, so that the next start need not look for the first."""
    from quizapp.store.places import sync_places
    from quizapp.store.quick import Place

    library = desk.library
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


def _run_app(settings: Settings, request: Request | None) -> NoReturn:
    """Start the screen. Only what its first frame shows is read before it is painted."""
    from quizapp.settings import load_theme, save_theme
    from quizapp.store import quick
    from quizapp.ui.app import QuizApp
    from quizapp.ui.parts import Parts

    path = _database(settings)
    if trouble := quick.check(path):
        stop(trouble)
    if not sys.stdout.isatty():
        stop("the screen needs a terminal; quizapp study --plain works without one", 2)
    parts = Parts(
        open_desk=lambda: _open_desk(settings),
        lab=_lab(settings),
        now=_now,
        request=request,
        after_open=lambda desk: _keep_places(settings, desk),
        first=_first_question(settings, path, request) if request else None,
        device=settings.device,
        theme=load_theme(),
        save_theme=save_theme,
    )
    screen = QuizApp(parts)
    screen.run()
    raise typer.Exit(screen.return_code or 0)
