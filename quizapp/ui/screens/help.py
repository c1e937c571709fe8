"""All keys of a screen, each with one sentence."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.commands import Place, commands_of, key_name

_LETTERS: dict[Place, str] = {
    "study": "Pick an option; tick a key point of a rubric as named.",
    "question": "Pick an option, or take the pick back; Enter sends.",
    "ticks": "Tick or untick a key point; 0 to 4 judge an answer that has none.",
}


class HelpScreen(ModalScreen[None]):
    """Closes on any of Escape, q and ?."""

    BINDINGS: ClassVar = [("escape,q,question_mark,enter,space", "dismiss", "close")]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """One row a command."""
        with VerticalScroll():
            yield Static(Content("Keys"), classes="heading")
            yield Static(self._keys())
            yield Static(Content("Esc closes. Ctrl+P searches all commands, themes among them."))

    def _keys(self) -> Content:
        rows = []
        if self._place in _LETTERS:
            rows.append(("a b c …", _LETTERS[self._place]))
        rows += [(key_name(command), command.help) for command in commands_of(self._place)]
        lines = [
            Content.styled(key.ljust(9), "bold $text-accent") + Content(text) for key, text in rows
        ]
        return Content("\n").join(lines)
