"""A widget that shows prose, laid out afresh for the width it gets."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget

from quizapp.ui.prose import Block, lay_out


class ProseView(Widget):
    """Blocks of prose as one `Content`: one widget, one paint."""

    DEFAULT_CSS = """
    ProseView { height: auto; width: 1fr; }
    """

    # As in Body: the parent lays out anew when the text changes, and once is enough.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, parts: Sequence[Block] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts = list(parts)
        self._laid_out: tuple[int, list[Content]] = (0, [])
        self.display = bool(self._parts)

    def show(self, parts: Sequence[Block]) -> None:
        """Replace what is shown."""
        self._parts = list(parts)
        self._laid_out = (0, [])
        self.display = bool(self._parts)
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Content]:
        if self._laid_out[0] != width:
            self._laid_out = (width, lay_out(self._parts, width))
        return self._laid_out[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows that the prose takes in a width of cells."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The prose in the present width."""
        return Content("\n").join(self._lines(self.content_size.width))

    @property
    def plain(self) -> str:
        """The text without styles, as last laid out."""
        return "\n".join(line.plain for line in self._lines(self.content_size.width or 80))
