"""The scrolling part of a screen, painted once for each change."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive


class Body(VerticalScroll, can_focus=False):
    """Scrolls by keys and wheel. It has no scrollbar: one that comes or goes costs a frame."""

    DEFAULT_CSS = """
    Body { overflow-y: hidden; }
    """

    # Textual lays out and paints again whenever the height of the content changes; here each change
    # of content is laid out already.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    @property
    def allow_vertical_scroll(self) -> bool:
        """Wheel and touchpad scroll whenever something is out of sight."""
        return self.max_scroll_y > 0

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by rows, or up by negative ones."""
        self.scroll_relative(y=rows, animate=False, force=True)
