"""The field in which an answer is written as it would be spoken; it grows with its text."""

from textual.widgets import TextArea


class WordsEditor(TextArea):
    """A TextArea for prose: it begins with a few lines and takes up to half of the screen."""

    DEFAULT_CSS = """
    WordsEditor {
        height: auto; min-height: 5; max-height: 50%; margin: 0 1;
        border: tall $border-blurred; background: $surface;
    }
    WordsEditor:focus { border: tall $border; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            id=id,
        )
