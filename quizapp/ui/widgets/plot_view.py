"""The curves of a demo, drawn in the terminal; their numbers stand in the demo's full view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import Vertical

from quizapp.core.evidence import Plotted, Recorded, Run
from quizapp.ui.measured_text import unit_name, unit_of

if TYPE_CHECKING:
    from textual_plot import PlotWidget

STYLES = ("$text-accent", "$text-success", "$text-primary", "$text-error", "$text-warning")
"""Neighbours apart in hue: accent and warning are both orange in most themes."""
MARKERS = "ox+*#"


class PlotView(Vertical):
    """Draws a run's curves, or its live memory where it has none; else it takes no room.

    The plotting widget and numpy are loaded with the first curve, so that no start waits for them.
    """

    DEFAULT_CSS = """
    PlotView { height: 12; display: none; }
    PlotView.-curves { display: block; }
    PlotView PlotWidget > .plot--axis { color: $secondary; }
    PlotView PlotWidget > .plot--tick { color: $foreground; text-style: none; }
    PlotView PlotWidget #legend { border: none; padding: 0 1; background: $background; }
    """

    def show_run(self, run: Run | None) -> None:
        """Draw the run's curves; where there are none, its first course of live memory."""
        findings = run.findings if run else ()
        curves = [item for item in findings if isinstance(item, Plotted) and item.x]
        courses = [item for item in findings if isinstance(item, Recorded) and item.operations]
        self.show(curves or courses[:1])

    def show(self, drawn: Sequence[Plotted | Recorded]) -> None:
        """Draw these together."""
        self.set_class(bool(drawn), "-curves")
        if drawn:
            self.call_after_refresh(self._plot, drawn)

    async def _plot(self, drawn: Sequence[Plotted | Recorded]) -> None:
        from textual_plot import PlotWidget

        plots = self.query(PlotWidget)
        if plots:
            plot = plots.first()
        else:
            plot = PlotWidget(allow_pan_and_zoom=False)
            plot.can_focus = False
            await self.mount(plot)
            plot.margin_top, plot.margin_left = 1, 9
        plot.clear()
        below = next((_below(each) for each in drawn if _below(each)), "")
        plot.margin_bottom = 3 if below else 2
        plot.set_xlabel(below)
        for number, each in enumerate(drawn):
            if isinstance(each, Recorded):
                self._course(plot, each)
            else:
                self._curve(plot, each, number)

    def _style(self, number: int) -> str:
        name = STYLES[number % len(STYLES)].removeprefix("$")
        return self.app.theme_variables.get(name, "white")

    def _curve(self, plot: PlotWidget, curve: Plotted, number: int) -> None:
        from textual_plot import HiResMode, LegendLocation

        style, label = self._style(number), curve.label or None
        match curve.mark:
            case "bar":
                plot.bar(curve.x, curve.y, bar_style=style)
            case "scatter":
                marker = MARKERS[number % len(MARKERS)]
                plot.scatter(curve.x, curve.y, marker=marker, marker_style=style, label=label)
            case _:
                mode = HiResMode.BRAILLE
                plot.plot(curve.x, curve.y, line_style=style, hires_mode=mode, label=label)
        if label and not _below(curve):
            plot.show_legend(LegendLocation.TOPRIGHT)

    def _course(self, plot: PlotWidget, course: Recorded) -> None:
        """Live memory by operation; each phase in a style of its own, a line where one begins."""
        from textual_plot import HiResMode, LegendLocation

        power = unit_of(max(map(abs, course.live)))
        points = [
            (at, live / 1024**power)
            for at, live in zip(course.operations, course.live, strict=True)
        ]
        names = list(dict.fromkeys(course.phases))
        labelled: set[str] = set()
        ends = (*course.starts[1:], course.operations[-1] + 1)
        for name, start, end in zip(course.phases, course.starts, ends, strict=False):
            # From the last point before it, so that the line does not break.
            before = [point for point in points if point[0] < start][-1:]
            part = before + [point for point in points if start <= point[0] < end]
            label = None if name in labelled else f"{name}, {unit_name(power)}"
            labelled.add(name)
            x, y = [point[0] for point in part], [point[1] for point in part]
            style = self._style(names.index(name))
            plot.plot(x, y, line_style=style, hires_mode=HiResMode.BRAILLE, label=label)
            if start > 1 and len(course.phases) <= 8:
                plot.add_v_line(start, line_style=self._style(names.index(name)))
        plot.show_legend(LegendLocation.TOPLEFT)


def _below(drawn: Plotted | Recorded) -> str:
    """What stands below the axis; a legend would hide bars."""
    if isinstance(drawn, Recorded):
        return f"operations: {drawn.label}"
    return drawn.label if drawn.mark == "bar" else ""
