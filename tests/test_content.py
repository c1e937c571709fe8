"""The decks that ship, and the author's guide: everything they claim is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.core.card import Card, FormulaCard, Kind, NumberCard, RecallCard, kind_of
from quizapp.core.interview_role import Role
from quizapp.decks.library import Library
from quizapp.decks.parse import SECTIONS
from quizapp.decks.roles import read_role
from quizapp.settings import own_folder
from quizapp.ui.check import Check, run_check

CONTENT = own_folder("content")


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library([CONTENT])
    library.load()
    return library


@pytest.fixture(scope="module")
def cards(library: Library) -> list[Card]:
    read = [library.card(name) for name in library.cards]
    assert [card for card in read if isinstance(card, tuple)] == []
    return [card for card in read if not isinstance(card, tuple)]


def test_every_card_is_verified_and_no_wrong_version_of_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = Library([CONTENT])
    library.load()
    status = run_check(library, Check(workers=2, mutate=True))
    printed = capsys.readouterr().out
    assert status == 0, printed
    assert "wrong versions refused (100 %)" in printed


def test_every_card_says_why_and_names_its_source(cards: list[Card]) -> None:
    for card in cards:
        assert card.why, card.id
        assert card.source, card.id
        assert card.demo is not None, card.id


def test_numbers_name_mistakes_and_recall_has_a_rubric(cards: list[Card]) -> None:
    for card in cards:
        if isinstance(card, NumberCard | FormulaCard):
            assert card.mistakes, card.id
        if isinstance(card, RecallCard):
            assert 3 <= len(card.rubric) <= 6, card.id


def test_demos_fit_a_narrow_terminal(cards: list[Card]) -> None:
    for card in cards:
        assert card.demo is not None
        for line in card.demo.code.splitlines():
            assert len(line) <= 78, f"{card.id}: {line}"


def test_a_flipped_coefficient_of_a_formula_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = (CONTENT / "activations.md").read_text(encoding="utf-8")
    card = deck[deck.index("## Write the derivative of SiLU") :].split("\n## ")[0]
    right = r"$\sigma(x)+x\,\sigma(x)\,(1-\sigma(x))$"
    for wrong in (right.replace("+", "-"), right.replace("+x", "+2x"), right.replace("1-", "1+")):
        (tmp_path / "deck.md").write_text(card.replace(right, wrong), encoding="utf-8")
        library = Library([tmp_path])
        library.load()
        assert run_check(library, Check(workers=1)) == 1
        printed = capsys.readouterr().out
        assert f"the answer {wrong} is not confirmed: it differs at" in printed


def guide_examples() -> str:
    """The cards of the author's guide, as one deck."""
    guide = (CONTENT / "README.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^````markdown\n(.*?)^````$", guide, re.MULTILINE | re.DOTALL))


def test_the_examples_of_the_guide_are_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guide.md").write_text(guide_examples(), encoding="utf-8")
    library = Library([tmp_path])
    library.load()
    read = [library.card(name) for name in library.cards]
    assert {kind_of(card) for card in read if not isinstance(card, tuple)} == set(Kind)
    assert run_check(library, Check(workers=2, mutate=True)) == 0, capsys.readouterr().out


def test_the_guide_names_every_section() -> None:
    guide = (CONTENT / "README.md").read_text(encoding="utf-8")
    for section in SECTIONS:
        assert f"`### {section}`" in guide


def test_every_role_of_interviews_is_in_order(library: Library) -> None:
    found = library.roles()
    assert found.problems == ()
    assert len(found.roles) >= 3
    for role in found.roles:
        assert len(role.opening) >= 3, role.name
        assert len(role.closing) >= 3, role.name
        assert role.about, role.name


def test_the_role_of_the_guide_can_be_read(library: Library) -> None:
    guide = (CONTENT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```markdown\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert isinstance(read_role(example, "guide.md", [deck.name for deck in library.decks]), Role)
