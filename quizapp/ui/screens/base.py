"""What the app's own screens share: the app by its type, help on their keys, scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from quizapp.ui.widgets.body import Body

if TYPE_CHECKING:
    from quizapp.ui.app import QuizApp
    from quizapp.ui.commands import Place


class PlaceScreen(Screen[None]):
    """A screen that is a place in the table of commands."""

    PLACE: ClassVar[Place]

    @property
    def quizapp(self) -> QuizApp:
        """The app, by its own type."""
        app: QuizApp = self.app  # type: ignore[assignment]
        return app

    def action_help(self) -> None:
        """Show all keys."""
        from quizapp.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.PLACE))

    def action_scroll(self, rows: int) -> None:
        """Scroll the body."""
        self.query_one(Body).scroll_rows(rows)

    def action_page(self, by: int = 1) -> None:
        """Scroll by most of a page."""
        body = self.query_one(Body)
        body.scroll_rows(by * max(body.size.height - 3, 3))
