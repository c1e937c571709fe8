"""The field in which a learner writes a function."""

import re
from keyword import kwlist

from rich.text import Text
from textual import events
from textual.widgets import TextArea

_KEYWORD = re.compile(rf"\b(?:{'|'.join(kwlist)})\b")
_COMMENT = re.compile(r"#.*$")
_INDENT = 4


class CodeEditor(TextArea):
    """A TextArea for Python: Tab indents, Enter keeps the indentation, Esc leaves the field."""

    DEFAULT_CSS = """
    CodeEditor { height: 2fr; min-height: 8; border: tall $border-blurred; }
    CodeEditor:focus { border: tall $border; }
    """

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(
            text,
            soft_wrap=False,
            tab_behavior="indent",
            show_line_numbers=True,
            highlight_cursor_line=False,
            id=id,
        )

    def on_key(self, event: events.Key) -> None:
        """Esc leaves; Enter goes on at the depth of the line, deeper after a colon."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.screen.set_focus(None)
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            row, column = self.selection.start
            before = self.document.get_line(row)[:column]
            depth = len(before) - len(before.lstrip(" "))
            deeper = _INDENT if before.rstrip().endswith(":") else 0
            self.insert("\n" + " " * (depth + deeper))

    def get_line(self, line_index: int) -> Text:
        """A line with its keywords bold and its comment in italics, in any theme."""
        line = super().get_line(line_index)
        for found in _KEYWORD.finditer(line.plain):
            line.stylize("bold", *found.span())
        if comment := _COMMENT.search(line.plain):
            line.stylize("italic", *comment.span())
        return line
