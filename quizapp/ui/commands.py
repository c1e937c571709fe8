"""Every command in one table: it feeds the keys, the key bar, the palette and the help."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

Place = Literal["everywhere", "home", "study"]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the learner can do."""

    id: str
    keys: str
    """Textual's names, separated by commas; the first is the one shown."""
    label: str
    """Word in the key bar."""
    help: str
    """One sentence for help and palette."""
    action: str
    place: Place
    in_bar: bool = True


COMMANDS = (
    Command("study", "enter", "study", "Study the chosen deck.", "study", "home"),
    Command("cram", "c", "cram", "Go through the chosen deck without touching the schedule.", "cram", "home"),
    Command("reveal", "space", "reveal", "Show the answer.", "reveal", "study"),
    Command("page", "space", "scroll", "Scroll on through answer and evidence.", "page", "study"),
    Command("accept", "enter", "", "Submit the answer; then give the suggested grade.", "accept", "study", False),
    Command("write", "i", "type", "Type the answer into the field.", "write", "study"),
    Command("run_code", "f5,ctrl+s", "run", "Run the function that you wrote; Ctrl+S does so too.", "run_code", "study"),
    Command("open_editor", "f4", "your editor", "Write the function in your own editor.", "open_editor", "study"),
    Command("leave", "escape", "leave the field", "Leave the field; what stands in it stays.", "leave", "study"),
    Command("confidence", "percent_sign,f2", "sure?", "Say how sure you are, 50 to 100 %; right but 60 % or less counts as Hard.", "confidence", "study", False),
    Command("hint", "h", "hint", "Show the hint; a right answer then counts as Hard.", "hint", "study"),
    Command("again", "1", "again", "Grade: not remembered.", "grade(1)", "study", False),
    Command("hard", "2", "hard", "Grade: remembered with effort.", "grade(2)", "study", False),
    Command("good", "3", "good", "Grade: remembered.", "grade(3)", "study", False),
    Command("easy", "4", "easy", "Grade: remembered at once.", "grade(4)", "study", False),
    Command("more", "m", "more new cards", "Study more new cards today.", "more", "study"),
    Command("demo", "d", "demo", "Show the demo in full: code, output, plot.", "demo", "study"),
    Command("edit", "e", "edit", "Open the card in your editor, at its line.", "edit", "study"),
    Command("suspend", "s", "suspend", "Take this card out of study; u brings it back.", "suspend", "study"),
    Command("undo", "u", "undo", "Undo the last answer, as many times as you like.", "undo", "study"),
    Command("home", "q,escape", "home", "Back to the decks. Every graded answer is already saved.", "home", "study"),
    Command("help", "question_mark,f1", "help", "Show all keys.", "help", "everywhere"),
    Command("palette", "ctrl+p", "", "Search all commands.", "command_palette", "everywhere", False),
    Command("quit", "q", "quit", "Leave quizapp.", "app.quit", "home"),
)  # fmt: skip


def commands_of(place: Place) -> tuple[Command, ...]:
    """The commands that work in one place, in the order of the table."""
    return tuple(command for command in COMMANDS if command.place in (place, "everywhere"))


def bindings(place: Place) -> list[BindingType]:
    """Key bindings of a screen. Ctrl+P is the app's own."""
    return [
        Binding(key, command.action, command.label, id=f"{place}.{command.id}.{number}", show=False)
        for command in commands_of(place)
        if command.action != "command_palette"
        for number, key in enumerate(command.keys.split(","))
    ]


def key_name(command: Command) -> str:
    """The key as it is printed."""
    name = command.keys.split(",")[0]
    return {
        "question_mark": "?",
        "escape": "Esc",
        "enter": "Enter",
        "percent_sign": "%",
        "ctrl+p": "Ctrl+P",
        "f4": "F4",
        "f5": "F5",
    }.get(name, name)


class Commands(Provider):
    """The palette: what can be done on the present screen."""

    def _available(self) -> list[Command]:
        place: Place = "study" if self.screen.id == "study" else "home"
        return [
            command
            for command in commands_of(place)
            if command.id != "palette" and _enabled(self.screen.app, self.screen, command.action)
        ]

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for command in self._available():
            yield DiscoveryHit(command.help, partial(self.screen.run_action, command.action))

    async def search(self, query: str) -> Hits:
        """What matches the letters typed."""
        matcher = self.matcher(query)
        for command in self._available():
            text = f"{command.help} ({key_name(command)})"
            if (score := matcher.match(text)) > 0:
                run = partial(self.screen.run_action, command.action)
                yield Hit(score, matcher.highlight(text), run)


def _enabled(app: App[object], screen: object, action: str) -> bool:
    name = action.partition("(")[0]
    if "." in name:
        return True
    check = getattr(screen, "check_action", None)
    return check is None or bool(check(name, ()))
