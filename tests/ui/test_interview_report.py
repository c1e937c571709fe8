"""The report of an interview: Markdown, the page, the list, and what cannot be written."""

from __future__ import annotations

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from quizapp.core.card import RecallCard
from quizapp.store.problem import StoreError
from quizapp.ui.interview_page import html
from quizapp.ui.interview_report import bar, folder_of, markdown, save
from quizapp.ui.interview_sheet import Sheet, as_data
from quizapp.ui.interviews import print_interviews, print_report
from quizapp.ui.request import InterviewRequest
from tests.fakes import measured
from tests.store.examples import unprivileged
from tests.ui.conftest import Bench
from tests.ui.test_interviewing import answer, begun, through, until

CONTENT = Path(__file__).parent / "interviews"
SAID = "<b>bold</b> & <script>alert(1)</script> ```\n# no heading"
BLOCKS = {"p", "pre", "ul", "ol", "table", "h1", "h2", "h3", "article"}
VOID = {"meta", "rect", "line", "circle", "polyline", "br", "hr", "img"}


@pytest.fixture
def held(bench: Bench) -> Bench:
    """A bench whose library holds two topics and a role."""
    bench.deck.unlink()
    shutil.copytree(CONTENT, bench.content, dirs_exist_ok=True)
    return bench


def reported(bench: Bench) -> Sheet:
    """The second of two interviews: one answer in words, one measured, one unknown, a hint."""
    first = begun(bench)
    through(bench, first)
    for item in first.reviews:
        first.assess(item.place, item.question.ticked)
    assert first.finish() is None
    bench.clock.advance(days=2)
    second = begun(bench, InterviewRequest("tester", seed=5, allow_due=True))
    until(bench, second, RecallCard)
    second.hint()
    answer(bench, second, SAID)
    second.dont_know()
    while not second.over:
        question = second.question
        if question is not None:
            second.hint()
        if question is not None and question.card.demo is not None:
            second.measured(question.card, measured(0.25))
            answer(bench, second, "0.3")
        else:
            answer(bench, second)
    second.assess(second.reviews[0].place, frozenset({0}))
    assert second.finish() is None
    return second.sheet()


class Page(HTMLParser):
    """Reads a page: its tags are closed in their order, and it fetches nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "link", "iframe", "b"), tag
        # Browsers end a paragraph where a block begins, and its style with it.
        assert tag not in BLOCKS or not {"p", "h3", "a", "span"} & {*self.open}
        values = dict(attrs)
        assert "src" not in values
        assert not any(name.startswith("on") for name in values)
        self.ids |= {str(values["id"])} if "id" in values else set()
        self.links += [str(values["href"])] if "href" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_markdown_says_all_that_was_found(held: Bench) -> None:
    text = markdown(reported(held))
    for piece in (
        "# Interview 2: Tester, 2026-11-23 09:",
        "Scores: 0 nothing, 1 heard of it, 2 partly, 3 solid, 4 would teach it.",
        "| alpha | ",
        "## Levels",
        "## Study first",
        "## Readiness",
        "| Topic | Recall predicted on 2026-11-23 | Interview |",
        "Against 1 earlier, the last from 2026-11-21 09:00",
        "- ✓ named: ",
        "- ✗ missed: ",
        "You said that you do not know.",
        "Not right: 20 % too large. Read as 0.3; measured 0.25 (tolerance ± 1 %).",
        "- confirmed: measured 0.250000",
        "0:30 of 1:30, in time",
        "; 1 hint",
        "Model answer:",
    ):
        assert piece in text, piece
    # What she typed stands in a fence that it cannot close.
    assert f"````\n{SAID}\n````" in text
    assert re.search(r"^1\. \[.*\]\(file://.*/(alpha|beta)\.md\): card `", text, re.MULTILINE)


def test_the_page_needs_nothing_else(held: Bench) -> None:
    sheet = reported(held)
    text = html(sheet)
    page = Page(text)
    shown = "".join(page.text)
    assert SAID in shown
    assert "url(" not in text
    assert "@import" not in text
    assert all(link.startswith(("#q", "file:///")) for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids
    assert len(page.ids) == len(sheet.lines) == 10
    assert text.count("<svg") > 10
    assert 'aria-label="4.0 of 4"' in text
    assert "<polyline" in text
    assert "@media print" in text
    for each in sheet.lines:
        assert each.question.partition("\n")[0].replace("==", "") in shown


def test_a_bar_is_as_long_as_its_score() -> None:
    assert bar(0) == bar(None) == "░" * 20
    assert bar(2) == "█" * 10 + "░" * 10
    assert bar(4) == "█" * 20


def test_the_sheet_is_json(held: Bench) -> None:
    sheet = reported(held)
    data = json.loads(json.dumps(as_data(sheet)))
    assert data["report"]["overall"] == sheet.report.overall
    assert data["report"]["topics"]["alpha"]["graded"] == 4
    assert [line["number"] for line in data["lines"]] == [*range(1, 11)]
    assert data["readiness"][0]["topic"] == "alpha"


def test_both_files_lie_beside_the_progress_file(held: Bench) -> None:
    sheet = reported(held)
    saved = save(sheet, folder_of(held.database))
    assert not isinstance(saved, str)
    assert [path.parent for path in saved] == [held.database.parent / "interviews"] * 2
    assert saved[0].read_text(encoding="utf-8") == markdown(sheet)
    assert saved[1].read_text(encoding="utf-8") == html(sheet)
    assert save(sheet, folder_of(held.database)) == saved  # written again, not beside


def test_a_folder_that_is_read_only_is_one_line(held: Bench) -> None:
    sheet = reported(held)
    folder = held.database.parent / "sealed"
    folder.mkdir(mode=0o555)
    held.database.parent.chmod(0o755)
    with unprivileged():
        said = save(sheet, folder)
    assert isinstance(said, str)
    assert "the report was not written (" in said
    assert "\n" not in said
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(held: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = reported(held)
    folder = held.database.parent / "interviews"
    folder.mkdir()
    kept = Path.write_text

    def full(self: Path, text: str, **options: str) -> int:
        """Write to the full device instead; the error is the system's own."""
        return kept(Path("/dev/full"), text, encoding=options["encoding"])

    monkeypatch.setattr(Path, "write_text", full)
    said = save(sheet, folder)
    assert isinstance(said, str)
    assert f"the report was not written ({os.strerror(28)})" in said
    assert list(folder.iterdir()) == []


def test_the_list_and_one_of_it(held: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    reported(held)
    assert print_interviews(held.desk(), json=False) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(
        "  1  2026-11-21 09:00  Tester, 5:00 of 20:00: 3.9 of 4, would teach it"
    )
    assert second.startswith("  2  2026-11-23 09:")
    assert print_interviews(held.desk(), json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["number"] for row in rows] == [1, 2]
    assert rows[0]["overall"] == 31 / 8
    assert print_report(held.desk(), 1, None, json=False) == 0
    assert capsys.readouterr().out.startswith("# Interview 1: Tester, 2026-11-21 09:00")
    page = held.database.parent / "page.html"
    assert print_report(held.desk(), 2, page, json=False) == 0
    assert capsys.readouterr().out == f"Written to {page}\n"
    Page(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_number_that_is_none(
    held: Bench, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_report(held.desk(), 1, None, json=False) == 2
    assert "no interview 1; there are none yet" in capsys.readouterr().err
    reported(held)
    assert print_report(held.desk(), number, None, json=True) == 2
    assert f"no interview {number}; the last one is 2" in capsys.readouterr().err


def test_a_page_that_cannot_be_written(held: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    reported(held)
    assert print_report(held.desk(), 1, held.database / "page.html", json=False) == 1
    assert "the report was not written (Not a directory)" in capsys.readouterr().err


def test_an_interview_that_a_newer_program_wrote_is_left_out(
    held: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    reported(held)
    store = held.store()
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO interview SELECT 'newer', ms + 1, \"offset\", day, role, "
            "json_set(setup, '$.format', 99) FROM interview LIMIT 1"
        )
        connection.execute("INSERT INTO interview_progress VALUES ('newer', 1, '{}')")
    assert print_interviews(held.desk(), json=False) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert begun(held).interview is not None
    with pytest.raises(StoreError, match="append-only"):
        store.rows("DELETE FROM interview")
