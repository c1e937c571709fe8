"""Earlier interviews: the list, and the report of one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.ui.document import print_json
from quizapp.ui.interview_log import InterviewLog
from quizapp.ui.interview_report import markdown, number, write
from quizapp.ui.interview_sheet import Sheet, as_data, sheet_of
from quizapp.ui.interview_words import anchor, clock

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk


def sheets(desk: Desk) -> list[Sheet]:
    """The reports of all interviews that were ended, oldest first. Raises the desk's `errors`."""
    from quizapp.store.interviews import finished

    log = InterviewLog(desk)
    loaded = [log.load(each) for each in finished(desk.store)]
    return [sheet_of(log, past) for past in loaded if past is not None]


def print_interviews(desk: Desk, *, json: bool) -> int:
    """List the interviews that were ended."""
    found = sheets(desk)
    if json:
        print_json(
            [
                {
                    "number": each.number,
                    "began": each.began,
                    "role": each.role,
                    "title": each.title,
                    "minutes": each.minutes,
                    "level": each.level,
                    "used_ms": each.report.used_ms,
                    "questions": len(each.lines),
                    "overall": each.report.overall,
                    "weak": each.report.weak,
                }
                for each in found
            ]
        )
        return 0
    for each in found:
        score = each.report.overall
        scored = f"{number(score)} of 4, {anchor(score)}" if score is not None else anchor(score)
        used = f"{clock(each.report.used_ms)} of {each.minutes}:00"
        weak = f"; weak: {', '.join(each.report.weak)}" if each.report.weak else ""
        sys.stdout.write(f"{each.number:3}  {each.began}  {each.title}, {used}: {scored}{weak}\n")
    if not found:
        sys.stdout.write("No interviews yet: quizapp interview begins one.\n")
    return 0


def print_report(desk: Desk, wanted: int, page: Path | None, *, json: bool) -> int:
    """Print the report of an interview as Markdown or JSON, or write it as a page.

    Gives 2 where there is none of that number, 1 where the page could not be written.
    """
    from quizapp.store.interviews import finished

    log, done = InterviewLog(desk), finished(desk.store)
    past = log.load(done[wanted - 1]) if 1 <= wanted <= len(done) else None
    if past is None:
        known = f"the last one is {len(done)}" if done else "there are none yet"
        sys.stderr.write(f"quizapp: no interview {wanted}; {known}: see quizapp interview --list\n")
        return 2
    sheet = sheet_of(log, past)
    if json:
        print_json(as_data(sheet))
    elif page is None:
        sys.stdout.write(markdown(sheet))
    if page is None:
        return 0
    from quizapp.ui.interview_page import html

    if said := write(page, html(sheet)):
        sys.stderr.write(f"quizapp: {said}\n")
        return 1
    if not json:
        sys.stdout.write(f"Written to {page}\n")
    return 0
