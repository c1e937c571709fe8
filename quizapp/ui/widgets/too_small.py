"""What stands in place of a screen that its terminal cannot hold."""

from textual.widgets import Static

COLUMNS, ROWS = 40, 10
"""The smallest terminal that the screens fit in."""


class TooSmall(Static):
    """Covers the screen in a terminal that is too small; the app's breakpoints show it."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: cover; dock: top; width: 100%; height: 100%;
        background: $background; color: $text-warning;
    }
    .-tiny TooSmall, .-low TooSmall { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(f"Terminal too small: quizapp needs {COLUMNS}×{ROWS}.", id="too-small")
