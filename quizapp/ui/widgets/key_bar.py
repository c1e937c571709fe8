"""One line of keys and what they do now; each can be clicked."""

from collections.abc import Iterable

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from quizapp.ui.commands import Command, key_name


class KeyBar(Static):
    """A footer in one widget: Textual's own mounts one for each key."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $footer-background; color: $footer-foreground; padding: 0 1; }
    """

    _shown: tuple[tuple[Command, ...], int] = ((), 0)

    def show(self, commands: Iterable[Command], width: int) -> None:
        """Show the commands that can be used now, as many as fit."""
        commands = tuple(commands)
        if self._shown == (commands, width):
            return
        self._shown = (commands, width)
        bar = Content("")
        for command in commands:
            part = Content.assemble(
                (key_name(command), "bold $footer-key-foreground"), " ", command.label
            ).stylize(Style.from_meta({"@click": _target(command)}))
            gap = Content("   ") if bar else Content("")
            if bar.cell_length + gap.cell_length + part.cell_length > width - 2:
                break
            bar += gap + part
        self.update(bar)


def _target(command: Command) -> str:
    return command.action if "." in command.action else f"screen.{command.action}"
