"""Home: the decks with what waits in them, and one key to start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.core.review import SessionKind
from quizapp.core.stats import DeckCounts
from quizapp.core.words import counted
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.interview_flow import MODE
from quizapp.ui.request import Request
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk, Today

COLUMNS = (("due", 6), ("new", 6), ("cards", 7), ("verified", 12))
ALL = ""
"""Id of the row that stands for all decks."""


class HomeScreen(PlaceScreen):
    """What waits today."""

    PLACE = "home"
    BINDINGS: ClassVar = bindings("home")
    HELP = "Choose a deck with ↑ and ↓, then Enter."

    def compose(self) -> ComposeResult:
        """Title, today in one line, the decks, the keys."""
        yield Static("quizapp", id="title")
        yield Static("Opening your progress…", id="today", markup=False)
        yield Static(id="columns", markup=False)
        yield OptionList(id="decks", markup=False)
        yield Static(id="problems", markup=False)
        yield KeyBar(markup=False)
        yield TooSmall()

    def on_mount(self) -> None:
        """Keys at once; the decks when they are read."""
        self._show_keys()
        self.refresh_decks()

    def on_screen_resume(self) -> None:
        """Counts change while studying."""
        self.refresh_decks()

    def on_resize(self) -> None:
        """Columns follow the width."""
        self._show_keys()
        self.refresh_decks()

    def on_quiz_app_opened(self) -> None:
        """Log and library are there."""
        self.refresh_decks()

    def refresh_decks(self) -> None:
        """Count today's cards, in a thread: a large library takes its time."""
        if (desk := self.quizapp.desk) is not None:
            self.run_worker(partial(self._count, desk), thread=True, exclusive=True)

    def _count(self, desk: Desk) -> None:
        worker = get_current_worker()
        today = desk.today()
        waits = _interrupted(desk)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, today, waits, _problems(desk))

    def _show(self, today: Today, waits: str, problems: list[str]) -> None:
        self.query_one("#today", Static).update(
            Content("\n".join([_sentence(today), *filter(None, [waits])]))
        )
        decks = self.query_one("#decks", OptionList)
        chosen = decks.highlighted
        width = max(self.size.width - 4, 34)
        self.query_one("#columns", Static).update(_header(width))
        rows = [_total(today.decks), *today.decks] if len(today.decks) > 1 else list(today.decks)
        decks.set_options([Option(_row(row, width), id=row.name or None) for row in rows])
        if rows:
            decks.highlighted = min(chosen or 0, len(rows) - 1)
        decks.focus()
        self.query_one("#problems", Static).update(Content("\n".join(problems)))

    def _show_keys(self) -> None:
        self.query_one(KeyBar).show(
            (command for command in commands_of("home") if command.in_bar), self.size.width
        )

    def _chosen(self) -> tuple[str, ...]:
        decks = self.query_one("#decks", OptionList)
        if decks.highlighted is None:
            return ()
        name = decks.get_option_at_index(decks.highlighted).id
        return (name,) if name else ()

    async def on_option_list_option_selected(self) -> None:
        """Enter or a click on a deck."""
        await self.action_study()

    async def action_study(self) -> None:
        """Study the chosen deck."""
        if self.quizapp.desk is not None:
            await self.quizapp.begin(Request(self._chosen()))

    async def action_cram(self) -> None:
        """Cram the chosen deck."""
        if self.quizapp.desk is not None:
            await self.quizapp.begin(Request(self._chosen(), SessionKind.CRAM))

    async def action_interview(self) -> None:
        """Set up an interview, or take up the one that was interrupted."""
        if self.quizapp.desk is not None:
            await self.app.switch_mode(MODE)


def _header(width: int) -> Content:
    title = "Deck".ljust(width - sum(size for _, size in COLUMNS))
    return Content(title + "".join(name.rjust(size) for name, size in COLUMNS))


def _row(deck: DeckCounts, width: int) -> Content:
    room = width - sum(size for _, size in COLUMNS)
    title = Content(deck.title).truncate(room - 1, ellipsis=True)
    mark = " ✓" if deck.verified == deck.cards and deck.cards else "  "
    cells = (
        (str(deck.due), "bold" if deck.due else ""),
        (str(deck.new), ""),
        (str(deck.cards), ""),
        (f"{deck.verified}/{deck.cards}{mark}", ""),
    )
    row = title.pad_right(room - title.cell_length)
    for (text, style), (_, size) in zip(cells, COLUMNS, strict=True):
        row += Content.styled(text.rjust(size), style)
    return row


def _total(decks: tuple[DeckCounts, ...]) -> DeckCounts:
    return DeckCounts(
        ALL,
        "All decks",
        sum(deck.cards for deck in decks),
        sum(deck.due for deck in decks),
        sum(deck.new for deck in decks),
        sum(deck.verified for deck in decks),
    )


def _sentence(today: Today) -> str:
    if not today.decks:
        return "No decks found: add Markdown files to your content folder."
    parts = [f"{today.due} due", f"{today.new} new for today"]
    if not today.due and not today.new:
        parts = ["Nothing waits today", "Enter and then m asks more new cards"]
    if today.streak:
        parts.append(f"{counted(today.streak, 'day')} in a row")
    return f"{today.date}   " + " · ".join(parts)


def _interrupted(desk: Desk) -> str:
    """Of an interview that was interrupted, what can be done; else nothing."""
    from quizapp.ui.interviewing import Interviewing

    waiting = Interviewing(desk).waiting()
    if waiting is None:
        return ""
    what = "shows its report" if waiting.over else "resumes or ends it"
    return f"The interview of {waiting.began} was interrupted: i {what}"


def _problems(desk: Desk) -> list[str]:
    problems = [*desk.library.problems, *desk.library.proofs.problems]
    shown = [f"! {problem}" for problem in problems[:2]]
    if len(problems) > 2:
        shown.append(f"! {len(problems) - 2} more: quizapp check lists them")
    return shown
