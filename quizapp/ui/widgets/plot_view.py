"""The curves of a demo, drawn in the terminal; their numbers stand in the demo's full view."""

from __future__ import annotations

from textual.containers import Vertical

from quizapp.core.evidence import Plotted, Run

STYLES = ("$text-accent", "$text-warning", "$text-success", "$text-error", "$text-primary")


class PlotView(Vertical):
    """Draws a run's curves; takes no room where there are none.

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
        """Draw the run's curves."""
        curves = [item for item in run.findings if isinstance(item, Plotted)] if run else []
        self.set_class(bool(curves), "-curves")
        if curves:
            self.call_after_refresh(self._plot, curves)

    async def _plot(self, curves: list[Plotted]) -> None:
        from textual_plot import HiResMode, LegendLocation, PlotWidget

        plots = self.query(PlotWidget)
        if plots:
            plot = plots.first()
        else:
            plot = PlotWidget(allow_pan_and_zoom=False)
            plot.can_focus = False
            await self.mount(plot)
            plot.margin_top, plot.margin_bottom, plot.margin_left = 1, 2, 9
        plot.clear()
        variables = self.app.theme_variables
        for number, curve in enumerate(curves):
            style = variables.get(STYLES[number % len(STYLES)].removeprefix("$"), "white")
            plot.plot(
                curve.x,
                curve.y,
                line_style=style,
                hires_mode=HiResMode.BRAILLE,
                label=curve.label or None,
            )
        if any(curve.label for curve in curves):
            plot.show_legend(LegendLocation.TOPRIGHT)
