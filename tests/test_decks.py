"""The decks that ship, held to what an interviewer and a reader may expect of them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from quizapp.core.card import Card, ChoiceCard, Kind, RecallCard, kind_of
from quizapp.decks.library import Library
from quizapp.settings import own_folder

CONTENT = own_folder("content")
DECKS = ("activations", "optimizers", "initialization", "leakage", "gpu-memory")


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    library = Library([CONTENT])
    library.load()
    read = [library.card(name) for name in library.cards]
    return [card for card in read if not isinstance(card, tuple) and card.deck in DECKS]


def test_each_deck_is_long_enough_for_a_week(cards: list[Card]) -> None:
    sizes = Counter(card.deck for card in cards)
    assert {deck: sizes[deck] >= 30 for deck in DECKS} == dict.fromkeys(DECKS, True)
    assert len(cards) >= 160


def test_the_mix_of_kinds(cards: list[Card]) -> None:
    kinds = Counter(kind_of(card) for card in cards)
    share = {kind: kinds[kind] / len(cards) for kind in Kind}
    assert share[Kind.CHOICE] <= 0.35
    assert share[Kind.NUMBER] >= 0.20
    assert share[Kind.FORMULA] >= 0.08
    assert share[Kind.CODE] >= 0.08
    assert share[Kind.CLOZE] <= 0.10
    assert share[Kind.RECALL] >= 0.20
    numbers = [card for card in cards if kind_of(card) is Kind.NUMBER]
    assert sum(bool(card.parameters) for card in numbers) >= len(numbers) / 2


def test_levels_are_about_40_40_20(cards: list[Card]) -> None:
    levels = Counter(card.level for card in cards)
    shares = [levels[level] / len(cards) for level in (1, 2, 3)]
    assert shares == pytest.approx([0.4, 0.4, 0.2], abs=0.06)


def test_follow_ups_let_an_interviewer_dig(cards: list[Card]) -> None:
    assert sum(len(card.follow_ups) for card in cards) >= 40
    beyond = [
        other
        for card in cards
        for other in card.follow_ups
        if other not in {each.id for each in cards if each.deck == card.deck}
    ]
    assert beyond


def test_every_card_says_why_and_where_from(cards: list[Card]) -> None:
    assert [card.id for card in cards if not card.why or not card.source] == []
    assert [card.id for card in cards if card.demo is None] == []


def test_numbers_formulas_and_functions_name_the_usual_mistakes(cards: list[Card]) -> None:
    for card in cards:
        if kind_of(card) in (Kind.NUMBER, Kind.FORMULA):
            assert len(card.mistakes) >= 2, card.id
        elif kind_of(card) is Kind.CODE:
            assert len(getattr(card, "variants", ())) >= 2, card.id


def test_recall_cards_have_three_to_six_points_with_wordings(cards: list[Card]) -> None:
    for card in cards:
        if isinstance(card, RecallCard):
            assert 3 <= len(card.rubric) <= 6, card.id
            assert all(point.wordings for point in card.rubric), card.id


def test_the_right_option_is_not_given_away_by_its_length(cards: list[Card]) -> None:
    """By guessing the longest option one may do a little better than by chance, not more."""
    single = [card for card in cards if isinstance(card, ChoiceCard) and not card.multiple]
    longest = chance = 0.0
    for card in single:
        lengths = [len(option.text) for option in card.options]
        right = next(len(option.text) for option in card.options if option.correct)
        longest += (right == max(lengths)) / lengths.count(max(lengths))
        chance += 1 / len(lengths)
    assert longest <= 1.5 * chance


def test_no_option_says_all_or_none_of_the_others(cards: list[Card]) -> None:
    of_others = re.compile(r"\b(all|none|both) of (the above|these|them)\b", re.IGNORECASE)
    options = [option for card in cards if isinstance(card, ChoiceCard) for option in card.options]
    assert [option.text for option in options if of_others.search(option.text)] == []


def test_ids_are_names(cards: list[Card]) -> None:
    assert [card.id for card in cards if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", card.id)] == []


def test_no_card_repeats_another(cards: list[Card]) -> None:
    said = {card.id: " ".join(card.question.split()) for card in cards}
    alike = {
        (one, other)
        for one, other in combinations(said, 2)
        if fuzz.ratio(said[one], said[other]) >= 85
    }
    # One question, of functions each of which one is to know.
    assert alike == {
        ("sigmoid-derivative-formula", "silu-derivative-formula"),
        ("tanh-derivative-formula", "silu-derivative-formula"),
    }


@pytest.mark.parametrize("deck", DECKS)
def test_a_deck_begins_with_a_page_for_readers(deck: str) -> None:
    text = (CONTENT / f"{deck}.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: ")
    assert len(text[: text.index("\n## ")].split()) >= 100
