"""The report of an interview as Markdown, and the files that it is written to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.core.interview_report import Score
from quizapp.ui.interview_words import anchor, clock, scale

if TYPE_CHECKING:
    from quizapp.ui.interview_sheet import Line, Sheet

FOLDER = "interviews"
"""Beside the progress file."""
BAR = 20
"""Characters of a full bar."""
_FENCES = re.compile(r"`{3,}")


def folder_of(database: Path) -> Path:
    """Where the reports of a progress file lie."""
    return database.absolute().parent / FOLDER


def save(sheet: Sheet, folder: Path) -> tuple[Path, Path] | str:
    """Write both files and give their paths; or say in a line why they could not be written."""
    began = re.sub(r"[^\d-]", "", sheet.began.replace(" ", "-"))
    name = f"{began}-{sheet.role}-{sheet.id[-6:]}"
    paths = folder / f"{name}.md", folder / f"{name}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return trouble(folder, error)
    # Jinja2 is loaded for the page alone.
    from quizapp.ui.interview_page import html

    for path, text in zip(paths, (markdown(sheet), html(sheet)), strict=True):
        if said := write(path, text):
            return said
    return paths


def write(path: Path, text: str) -> str:
    """Write a file whole or not at all; says why it could not be, or nothing."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return trouble(path, error)
    return ""


def trouble(path: Path, error: OSError) -> str:
    """Why a report is in no file, as a line."""
    why = error.strerror or str(error)
    return f"{path}: the report was not written ({why}); --report N --html FILE writes it elsewhere"


def bar(score: float | None) -> str:
    """A score, 0 to 4, as a row of blocks."""
    full = round((score or 0.0) / 4 * BAR)
    return "█" * full + "░" * (BAR - full)


def number(score: float | None) -> str:
    """A score with the digits worth reading."""
    return "–" if score is None else f"{score:.1f}"


def of_four(score: float | None) -> str:
    """A score with its scale."""
    return "not graded" if score is None else f"{score:.1f} of 4"


def percent(part: float | None) -> str:
    """A probability in percent."""
    return "–" if part is None else f"{100 * part:.0f} %"


def change(points: float | None) -> str:
    """How a score changed."""
    return "nothing to compare with" if points is None else f"{points:+.1f}"


def recalled(seen: int, cards: int) -> str:
    """How much of a topic memory can be asked about."""
    return f"{seen} of {cards} cards seen"


def markdown(sheet: Sheet, *, links: bool = True) -> str:
    """The report as Markdown; without links for a terminal, which would print where they lead."""
    return "\n".join(_markdown(sheet, links)) + "\n"


def _markdown(sheet: Sheet, links: bool) -> Iterator[str]:
    found = sheet.report
    yield f"# Interview {sheet.number}: {sheet.title}, {sheet.began}"
    yield ""
    used = f"{clock(found.used_ms)} used"
    yield f"{sheet.minutes} minutes, level {sheet.level}; {used}. {sheet.ending}"
    yield ""
    if found.overall is None:
        yield "**Overall: nothing was graded.**"
    else:
        yield f"**Overall: {number(found.overall)} of 4**, {anchor(found.overall)}."
    yield ""
    yield f"Scores: {scale()}."
    yield ""
    yield (
        f'Hints {found.hints}, "I don\'t know" {found.unknown}, over the time {found.over}, '
        f"moved on {found.moved_on}."
    )
    for note in sheet.notes:
        yield ""
        yield note
    if found.waiting:
        yield ""
        yield f"Not confirmed yet: questions {_numbers([place + 1 for place in found.waiting])}."
    yield from _scores("Topic", list(found.topics.items()))
    yield from _scores("Level", [(str(level), own) for level, own in found.levels.items()])
    yield from _study(sheet, links)
    yield from _readiness(sheet)
    yield from _trends(sheet)
    yield ""
    yield "## Questions"
    for line in sheet.lines:
        yield from _line(line)


def _scores(name: str, scores: Sequence[tuple[str, Score]]) -> Iterator[str]:
    if scores:
        yield from (
            "",
            f"## {name}s",
            "",
            f"| {name} | Score | | Graded |",
            "| --- | --- | --- | --- |",
        )
    for title, own in scores:
        yield f"| {title} | {number(own.mean)} | {bar(own.mean)} | {own.graded} of {own.asked} |"


def _study(sheet: Sheet, links: bool) -> Iterator[str]:
    yield from ("", "## Study first", "")
    if not sheet.study:
        yield "Nothing that was graded was missed."
    for place, each in enumerate(sheet.study, start=1):
        title = f"[{_label(each.title)}]({each.file})" if links and each.file else each.title
        yield (
            f"{place}. {title}: card `{each.card}` on {each.topic}"
            + (f", {each.where}" if each.where else "")
            + f"; scored {each.score} (question {_numbers(sorted(each.places))})."
            + (
                f" Before it: {', '.join(f'`{card}`' for card in each.before)}."
                if each.before
                else ""
            )
        )
    if sheet.study:
        topics = " ".join(dict.fromkeys(each.topic for each in sheet.study))
        yield from ("", f"`quizapp study {topics}` asks them.")


def _readiness(sheet: Sheet) -> Iterator[str]:
    yield from ("", "## Readiness", "")
    yield "What memory predicts and what the interview showed are two things."
    yield from ("", f"| Topic | Recall predicted on {sheet.readiness_day} | Interview |")
    yield "| --- | --- | --- |"
    for each in sheet.readiness:
        memory = f"{percent(each.recall)} ({recalled(each.seen, each.cards)})"
        yield f"| {each.topic} | {memory} | {of_four(each.score)} |"


def _trends(sheet: Sheet) -> Iterator[str]:
    if not sheet.earlier:
        return
    yield from ("", "## Trend", "")
    yield (
        f"Against {len(sheet.earlier)} earlier, the last from {sheet.earlier[-1]}; change to the "
        "mean of the last three."
    )
    yield from ("", "| Topic | Earlier | Now | Change |", "| --- | --- | --- | --- |")
    for each in sheet.trends:
        before = ", ".join(number(mean) for mean in each.earlier) or "–"
        yield f"| {each.topic} | {before} | {number(each.now)} | {change(each.change)} |"


def _line(line: Line) -> Iterator[str]:
    heading, _, body = line.question.partition("\n")
    yield from ("", f"### {line.number}. {heading}", "")
    yield f"*{about(line)}*"
    if body.strip():
        yield from ("", body.strip())
    for key, text, right in line.options:
        yield from ("",) if key == "a" else ()
        yield f"- {key}) {text}" + (" ✓ right" if right else "")
    yield from ("", f"**{outcome(line)}**")
    if line.unknown:
        yield from ("", "You said that you do not know.")
    elif line.said:
        yield from ("", "Your answer:", "", *_fenced(line.said))
    else:
        yield from ("", "Nothing was answered.")
    if line.message:
        yield from ("", f"{line.message} {judged(line)}".strip())
    if line.points:
        yield ""
    for point in line.points:
        yield f"- {'✓ named' if point.named else '✗ missed'}: {point.text}"
        if point.heard:
            yield f"  - read: {point.heard}"
    if line.answer and not line.options:
        yield from ("", "Model answer:", "", line.answer)
    if line.why:
        yield from ("", "Why:", "", line.why)
    if line.evidence:
        yield from ("", f"Measured{f' on {line.device}' if line.device else ''}:", "")
        yield from (f"- {each}" for each in line.evidence)
    if line.source:
        yield from ("", f"Source: {line.source}")


def about(line: Line) -> str:
    """Where a question stood: "core, optimizers, level 2, number, card `x`"."""
    parts = [line.stage]
    if line.card:
        parts += [line.topic, f"level {line.level}", line.kind, f"card `{line.card}`"]
    return ", ".join(parts)


def outcome(line: Line) -> str:
    """Score, time and hints of a question in a line."""
    if line.score is not None:
        parts = [f"Score {line.score} of 4 ({anchor(line.score)})"]
    else:
        parts = ["Not graded"]
    if line.waiting:
        parts.append("not confirmed yet")
    parts.append(f"{clock(line.spent_ms)} of {clock(line.budget_ms)}, {line.timing}")
    if line.hints:
        parts.append(f"{line.hints} hint" + ("s" if line.hints > 1 else ""))
    return "; ".join(parts)


def judged(line: Line) -> str:
    """How an answer was read, and what it was compared with."""
    if not line.claimed or line.options:
        return ""
    against = "measured" if line.measured else "the card says"
    within = f" (tolerance {line.tolerance})" if line.tolerance else ""
    return f"Read as {line.claimed}; {against} {line.truth}{within}."


def _fenced(text: str) -> tuple[str, str, str]:
    longest = max((len(found) for found in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return fence, text, fence


def _label(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
