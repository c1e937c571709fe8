"""The report of an interview as one HTML page that needs nothing else, scripts included."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from quizapp.ui.highlight import highlight_plugin
from quizapp.ui.interview_report import (
    about,
    change,
    judged,
    number,
    of_four,
    outcome,
    percent,
    recalled,
)
from quizapp.ui.interview_sheet import Sheet
from quizapp.ui.interview_words import anchor, clock, scale
from quizapp.ui.mathtext import one_row, rows


def html(sheet: Sheet) -> str:
    """The report as a page."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        md=_rendered, inline=_inline, clock=clock, score=number, percent=percent
    )
    environment.filters.update(anchor=anchor, change=change, of_four=of_four)
    template = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        sheet=sheet, scale=scale(), about=about, outcome=outcome, judged=judged, recalled=recalled
    )


def _rendered(text: str) -> Markup:
    """Markdown as HTML; what looks like HTML in it is shown as text."""
    return Markup(_parser().render(text))


def _inline(text: str) -> Markup:
    """The same without paragraphs, for what stands in a line."""
    return Markup(_parser().renderInline(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Markdown as the screen reads it, with formulas as Unicode.

    Nothing may be fetched when the page is opened: pictures become their words.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(highlight_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=_formula)
    return parser.disable("image")


def _formula(tex: str, options: dict[str, bool]) -> str:
    drawn = rows(tex) if options["display_mode"] else None
    if drawn is None:
        return f'<span class="math">{escape(one_row(tex) or tex)}</span>'
    return f'<pre class="math">{escape(chr(10).join(drawn))}</pre>'
