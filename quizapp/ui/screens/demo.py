"""A demo in full: its code, everything it reported, its plot and the numbers behind it."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.core.card import Card
from quizapp.core.evidence import Plotted, Printed, Recorded, Run
from quizapp.core.proof import Known
from quizapp.core.verification import Verification
from quizapp.ui.card_text import evidence_blocks
from quizapp.ui.measured_text import amount
from quizapp.ui.prose import QUIET, Block, blocks
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.plot_view import PlotView
from quizapp.ui.widgets.prose_view import ProseView

TABLE_ROWS = 16
F = TypeVar("F", Plotted, Recorded)


class DemoScreen(ModalScreen[None]):
    """Closes on Escape, d or q."""

    BINDINGS: ClassVar = [
        ("escape,d,q", "dismiss", "close"),
        ("t", "table", "numbers"),
        ("down,j", "scroll(3)", "down"),
        ("up,k", "scroll(-3)", "up"),
        ("pagedown,space", "scroll(15)", "page down"),
        ("pageup", "scroll(-15)", "page up"),
    ]

    def __init__(
        self,
        card: Card,
        run: Run | None,
        verification: Verification | None,
        known: Known | None = None,
    ) -> None:
        super().__init__()
        self._card = card
        self._run = run
        self._verification = verification
        self._known = known

    def compose(self) -> ComposeResult:
        """Code, and beside it (below it where that is too narrow) what it reported."""
        with Body():
            with Container(id="halves"):
                yield ProseView(self._code(), id="code")
                with Vertical(id="reported"):
                    yield ProseView(self._evidence())
                    yield ProseView(self._output())
                    yield PlotView(id="curves")
                    yield PlotView(id="course")
            yield ProseView(id="numbers")
            yield Static(Content.styled("Esc closes · t shows the numbers of the plots", QUIET))

    def on_mount(self) -> None:
        """Draw curves and live memory."""
        self.query_one("#curves", PlotView).show(self._found(Plotted))
        self.query_one("#course", PlotView).show(self._found(Recorded)[:1])

    def _found(self, kind: type[F]) -> list[F]:
        findings = self._run.findings if self._run else ()
        return [item for item in findings if isinstance(item, kind)]

    def _evidence(self) -> list[Block]:
        return evidence_blocks(self._card, self._run, self._verification, self._known, whole=True)

    def _code(self) -> list[Block]:
        assert self._card.demo is not None
        return blocks(f"**{self._card.id}**\n\n```python\n{self._card.demo.code.rstrip()}\n```")

    def _output(self) -> list[Block]:
        findings = self._run.findings if self._run else ()
        printed = "".join(item.text for item in findings if isinstance(item, Printed))
        trace = self._run.trace if self._run else ""
        return [_verbatim(text) for text in (printed, trace) if text.strip()]

    def action_table(self) -> None:
        """Show or hide the plot's numbers as a table."""
        numbers = self.query_one("#numbers", ProseView)
        curves: list[Plotted | Recorded] = [*self._found(Plotted), *self._found(Recorded)]
        if not numbers.display and curves:
            numbers.show([part for curve in curves for part in blocks(table_of(curve))])
        else:
            numbers.show([])

    def action_scroll(self, rows: int) -> None:
        """Scroll the page."""
        self.query_one(Body).scroll_rows(rows)


def _verbatim(text: str) -> Block:
    lines = [Content.styled(line, QUIET) for line in text.rstrip("\n").split("\n")]
    return lambda width: [piece for line in lines for piece in line.wrap(width)]


def table_of(curve: Plotted | Recorded) -> str:
    """A curve as a Markdown table of at most 16 evenly spaced points."""
    if isinstance(curve, Recorded):
        head, rows = "operation", [*zip(curve.operations, curve.live, strict=True)]
        cells = [f"| {at} | {amount(live)} |" for at, live in rows]
    else:
        head, cells = "x", [f"| {x:.6g} | {y:.6g} |" for x, y in zip(curve.x, curve.y, strict=True)]
    places = sorted({round(i * (len(cells) - 1) / (TABLE_ROWS - 1)) for i in range(TABLE_ROWS)})
    kept = [cells[place] for place in places if 0 <= place < len(cells)]
    label = curve.label.replace("|", " ") or "y"
    return "\n".join([f"| {head} | {label} |", "|---|---|", *kept])
