"""Every command in one table: it feeds the keys, the key bar, the palette and the help."""

from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

Place = Literal["everywhere", "home", "study", "interview", "question", "ticks", "report"]
"""Where a command works: the id of its screen."""


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
    first: bool = False
    """Whether its keys are taken before a field sees them."""


COMMANDS = (
    Command("study", "enter", "study", "Study the chosen deck.", "study", "home"),
    Command("cram", "c", "cram", "Go through the chosen deck without touching the schedule.", "cram", "home"),
    Command("interview", "i", "interview", "Be questioned against the clock, as in an interview.", "interview", "home"),
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
    Command("begin", "enter", "begin", "Begin the interview as it is set up.", "begin", "interview"),
    Command("next_value", "right,space", "change", "The next value of the row; a topic is ticked or unticked. Digits type the minutes.", "change(1)", "interview"),
    Command("last_value", "left", "", "The value before.", "change(-1)", "interview", False),
    Command("resume", "r", "resume", "Go on with the interview that was interrupted, with the clock as it stood.", "resume", "interview"),
    Command("end_waiting", "x", "end it", "End the interview that was interrupted, and see its report so far.", "end_waiting", "interview"),
    Command("home_from_setup", "escape,q", "home", "Back to the decks.", "home", "interview"),
    Command("send", "f5,ctrl+s,ctrl+enter,ctrl+j", "send", "Send the answer; Ctrl+Enter and Ctrl+S do so too, Enter where the answer is one line.", "send", "question"),
    Command("send_line", "enter", "", "Send the answer of one line, or the options picked.", "send", "question", False),
    Command("ask_hint", "f2", "hint", "Ask for the hint; it costs a point of the score.", "hint", "question"),
    Command("dont_know", "f3", "I don't know", "Say that you do not know; the next question comes.", "dont_know", "question"),
    Command("pause", "escape", "pause", "Stop the clock: the question is covered, the pause stands in the report. From there the interview can be ended.", "pause", "question", True, True),
    Command("scroll_down", "pagedown", "", "Scroll the question down.", "scroll(8)", "question", False, True),
    Command("scroll_up", "pageup", "", "Scroll the question up.", "scroll(-8)", "question", False, True),
    Command("help_in_question", "f1", "help", "Show all keys. The clock goes on.", "help", "question"),
    Command("confirm", "enter", "next", "Take the ticks as they are; the next answer comes.", "confirm", "ticks"),
    Command("back", "left,backspace", "back", "Back to the answer before.", "back", "ticks"),
    Command("scroll_ticks", "space,pagedown", "scroll", "Scroll on.", "page(1)", "ticks"),
    Command("scroll_ticks_up", "pageup", "", "Scroll back.", "page(-1)", "ticks", False),
    Command("done", "enter", "done", "Keep the report, and go home.", "done", "report"),
    Command("schedule", "y", "schedule", "What was missed goes into the schedule, as reviews of kind interview.", "schedule(True)", "report"),
    Command("leave_out", "n", "leave out", "What was missed stays out of the schedule.", "schedule(False)", "report"),
    Command("open_report", "o", "open file", "Open the written report in the browser.", "open_report", "report"),
    Command("scroll_report", "space,pagedown", "scroll", "Scroll on.", "page(1)", "report"),
    Command("scroll_report_up", "pageup", "", "Scroll back.", "page(-1)", "report", False),
    Command("later", "escape,q", "later", "Home, and decide later: the next start shows the report again.", "later", "report"),
    Command("help", "question_mark,f1", "help", "Show all keys.", "help", "everywhere"),
    Command("palette", "ctrl+p", "", "Search all commands.", "command_palette", "everywhere", False),
    Command("quit", "q", "quit", "Leave quizapp.", "app.quit", "home"),
)  # fmt: skip


def commands_of(place: Place) -> tuple[Command, ...]:
    """The commands that work in one place, in the order of the table."""
    return tuple(
        command
        for command in COMMANDS
        # In a question, letters and signs are text.
        if command.place == place
        or (command.place == "everywhere" and not (place == "question" and command.id == "help"))
    )


def bindings(place: Place) -> list[BindingType]:
    """Key bindings of a screen. Ctrl+P is the app's own."""
    return [
        Binding(
            key,
            command.action,
            command.label,
            id=f"{place}.{command.id}.{number}",
            show=False,
            priority=command.first,
        )
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
        "right": "→",
        "left": "←",
        "pagedown": "PgDn",
        "pageup": "PgUp",
        **{f"f{number}": f"F{number}" for number in range(1, 13)},
    }.get(name, name)


class Commands(Provider):
    """The palette: what can be done on the present screen."""

    def _available(self) -> list[Command]:
        place = _place_of(self.screen.id)
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


def _place_of(screen: str | None) -> Place:
    known: dict[str | None, Place] = {place: place for place in get_args(Place)}
    return known.get(screen, "home")


def _enabled(app: App[object], screen: object, action: str) -> bool:
    name = action.partition("(")[0]
    if "." in name:
        return True
    check = getattr(screen, "check_action", None)
    return check is None or bool(check(name, ()))
