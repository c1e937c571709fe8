"""The command line: builds the parts and joins them.

Everything heavy is imported inside the commands, so that neither `--help` nor the first frame waits
for what it does not show.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizapp import __version__, parts

if TYPE_CHECKING:
    from quizapp.settings import Settings
    from quizapp.ui.desk import Desk

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
        raise typer.Exit(parts.run_app(settings_of(context), None))


Decks = Annotated[list[str] | None, typer.Argument(help="Names of decks; all of them if none.")]
Find = Annotated[
    str,
    typer.Option(
        "--find", help='Those that a search finds: "tag:init is:new level:2..3", "recall:<80%".'
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def _device(name: str) -> str:
    from quizapp.settings import device_name

    try:
        return device_name(name) if name else ""
    except ValueError as error:
        raise parts.Stop(f"--device {name}: no such device; {error}", 2) from error


Device = Annotated[
    str,
    typer.Option(
        "--device",
        callback=_device,
        help="auto, cpu, cuda, cuda:1 or mps; the setting's if left out.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", help="A parameter of the card: batch=32; may be given several times."),
]


@app.command()
def study(
    context: typer.Context,
    decks: Decks = None,
    find: Find = "",
    cram: Annotated[bool, typer.Option("--cram", help="Leave the schedule as it is.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line on stdin and stdout, without a screen.")
    ] = False,
) -> None:
    """Study what is due, and new cards up to the daily limit."""
    from quizapp.core.review import SessionKind
    from quizapp.ui.request import Request

    settings = settings_of(context)
    kind = SessionKind.CRAM if cram else SessionKind.STUDY
    request = Request(tuple(decks or ()), kind, find)
    if plain:
        from quizapp.ui.plain import study_plain

        desk = parts.need_desk(settings)
        parts.known_decks(desk.library, request.decks)
        if find:
            parts.known_search(desk.library, find)
        raise typer.Exit(
            study_plain(desk, parts.make_lab(settings), request, sys.stdin, sys.stdout)
        )
    raise typer.Exit(parts.run_app(settings, request))


@app.command()
def interview(
    context: typer.Context,
    minutes: Annotated[
        int | None, typer.Option("--minutes", help="1 to 1000; the role's if left out.")
    ] = None,
    topics: Annotated[
        str, typer.Option("--topics", help="Names of decks, with commas; the role's if left out.")
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help="1, 2, 3 or mixed; the role's if left out.")
    ] = "",
    role: Annotated[
        str, typer.Option("--role", help="A file of content/interviews; all topics if left out.")
    ] = "",
    seed: Annotated[
        int | None, typer.Option("--seed", help="The same seed and answers, the same questions.")
    ] = None,
    allow_due: Annotated[
        bool, typer.Option("--allow-due", help="Ask cards that wait for study today too.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line on stdin and stdout, without a screen.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="List earlier interviews.")] = False,
    report: Annotated[
        int | None, typer.Option("--report", help="Show the report of interview N of the list.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="With --report: write it as one page, here.")
    ] = None,
    json: Json = False,
) -> None:
    """Be interviewed against the clock, or look at earlier interviews."""
    from quizapp.ui.request import InterviewRequest

    settings = settings_of(context)
    if list_ or report is not None:
        from quizapp.ui.interviews import print_interviews, print_report

        desk = parts.need_desk(settings)
        if report is None:
            raise typer.Exit(print_interviews(desk, json=json))
        raise typer.Exit(print_report(desk, report, html, json=json))
    if html is not None or json:
        raise typer.BadParameter("--html and --json go with --report N, --json with --list too")
    known = {"": None, "mixed": 0, "1": 1, "2": 2, "3": 3}
    if level not in known:
        raise typer.BadParameter(f"--level is 1, 2, 3 or mixed, not {level!r}")
    names = tuple(filter(None, (name.strip() for name in topics.split(","))))
    request = InterviewRequest(role, names, minutes, known[level], seed, allow_due)
    if plain:
        from quizapp.ui.interview_plain import interview_plain

        desk, lab = parts.need_desk(settings), parts.make_lab(settings)
        found = interview_plain(desk, lab, request, sys.stdin, sys.stdout)
        if isinstance(found, str):
            raise parts.Stop(found, 2)
        raise typer.Exit(found)
    raise typer.Exit(parts.run_app(settings, None, request))


@app.command()
def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Deck files or folders; the content if none.")
    ] = None,
    no_run: Annotated[bool, typer.Option("--no-run", help="Read the cards, run nothing.")] = False,
    json: Json = False,
    device: Device = "",
    seeds: Annotated[
        int,
        typer.Option(
            "--seeds",
            min=1,
            max=100,
            help="Run each demo that draws random numbers under this many seeds.",
        ),
    ] = 1,
    mutate: Annotated[
        bool,
        typer.Option("--mutate", help="Make each card wrong in many ways; all must be refused."),
    ] = False,
    record: Annotated[
        bool,
        typer.Option("--record", help="Write what is measured to evidence/ beside the decks."),
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Demos at a time; 0 is one for each core.")
    ] = 0,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say of each card what was found.")
    ] = False,
) -> None:
    """Read every card, run every demo, report every problem."""
    from quizapp.ui.check import Check, run_check

    if mutate and no_run:
        raise typer.BadParameter("--mutate judges what was measured: leave out --no-run")
    if record and no_run:
        raise typer.BadParameter("--record writes what is measured: leave out --no-run")
    settings = settings_of(context)
    library = parts.open_library(settings, paths)
    options = Check(
        run=not no_run,
        json=json,
        device=device or settings.device,
        seeds=seeds,
        mutate=mutate,
        workers=workers,
        record=record,
        content=settings.content,
    )
    raise typer.Exit(run_check(library, options, verbose=verbose))


@app.command()
def demo(
    context: typer.Context,
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    script: Annotated[
        bool, typer.Option("--script", help="Print the demo as a program of its own.")
    ] = False,
    set_: Sets = None,
    json: Json = False,
    device: Device = "",
) -> None:
    """Run one card's demo and show what it measured."""
    from quizapp.ui.demo_report import show_demo

    settings = settings_of(context)
    library = parts.open_library(settings)
    sets = tuple(set_ or ())
    raise typer.Exit(
        show_demo(library, card, device or settings.device, sets, script=script, json=json)
    )


@app.command(context_settings={"ignore_unknown_options": True})  # -0.5 is an answer
def answer(
    context: typer.Context,
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    text: Annotated[str, typer.Argument(help="The answer: letters of options, or what is typed.")],
    set_: Sets = None,
    json: Json = False,
    device: Device = "",
) -> None:
    """Grade one answer against what the card's demo measures."""
    from quizapp.ui.answer import run_answer

    settings = settings_of(context)
    library = parts.open_library(settings)
    sets = tuple(set_ or ())
    raise typer.Exit(run_answer(library, card, text, device or settings.device, sets, json=json))


@app.command("list")
def list_(context: typer.Context, decks: Decks = None, find: Find = "", json: Json = False) -> None:
    """List the cards of some decks, or of all."""
    from quizapp.ui.reports import print_list

    settings = settings_of(context)
    library = parts.open_library(settings)
    parts.known_decks(library, tuple(decks or ()))
    cards = None
    if find:
        from quizapp.ui.request import Request

        parts.known_search(library, find)
        desk = parts.need_desk(settings)
        cards = desk.cards(Request(find=find))
        desk.close()
    raise typer.Exit(print_list(library, tuple(decks or ()), cards, json=json))


@app.command()
def stats(context: typer.Context, json: Json = False) -> None:
    """Say how the study goes: reviews, retention, topics, what comes due."""
    from quizapp.ui.stats import print_stats

    raise typer.Exit(print_stats(parts.need_desk(settings_of(context)), json=json))


@app.command()
def plan(
    context: typer.Context,
    date: Annotated[
        str, typer.Option("--date", help="Day of the interview, YYYY-MM-DD; the setting's if none.")
    ] = "",
    minutes: Annotated[
        float | None,
        typer.Option("--minutes-a-day", min=1, max=1440, help="Time for study; the setting's."),
    ] = None,
    json: Json = False,
) -> None:
    """Say what will be known on the day of an interview, and what it takes until then."""
    from quizapp.ui.plan import day_of, print_plan

    settings = settings_of(context)
    day = day_of(date, settings.interview)
    if isinstance(day, str):
        raise parts.Stop(day, 2)
    desk = parts.need_desk(settings)
    budget = settings.minutes_a_day if minutes is None else minutes
    raise typer.Exit(print_plan(desk, day, budget, json=json))


@app.command()
def fit(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, change nothing.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the weights before.")] = False,
    json: Json = False,
) -> None:
    """Fit the scheduler's weights to your own log, where that foresees your answers better."""
    from quizapp.ui.fit import run_fit, undo_fit

    settings = settings_of(context)

    def opened() -> Desk:
        return parts.need_desk(settings)

    if undo:
        raise typer.Exit(undo_fit(opened(), opened))
    raise typer.Exit(run_fit(opened(), opened, dry_run=dry_run, json=json))


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
    lab = parts.make_lab(settings)
    code = examine(settings, lambda: parts.open_desk(settings), lab, rebuild=rebuild, json=json)
    raise typer.Exit(code)


def settings_of(context: typer.Context) -> Settings:
    """Settings in force for this command."""
    options: Globals = context.obj
    return parts.read_settings(options.content, options.database)
