"""Choices as people make them: keys pressed one after another, and letters typed in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.card import CardId
from quizapp.core.confidence import is_doubt
from quizapp.core.grading import Assessment
from quizapp.core.question import (
    Question,
    Stage,
    ask,
    assess,
    more_sure,
    pick,
    pick_line,
    reveal,
    suggested_grade,
)
from quizapp.core.review import CardMemory, Grade
from quizapp.core.verdict import Verdict
from tests.core.test_grading import choice_card

MEMORY = CardMemory(CardId("c"))
SINGLE = replace(
    ask(choice_card(("1", False), ("2", True), ("3", False), ("4", False)), MEMORY, 0),
    order=(2, 0, 3, 1),
)
"""Four options; the right one is shown as d."""
SEVERAL = replace(
    ask(choice_card(("1", True), ("2", False), ("3", True), ("4", True), ("5", False)), MEMORY, 0),
    order=(4, 2, 0, 1, 3),
)
"""Five options; the right ones are shown as b, c and e."""
ENTER, SPACE, SURE = "↵", "␣", "%"
STILL_ASKED, GIVEN_UP = "still asked", "given up"
RIGHT, WRONG = "Right.", "Not this one."
TWO, TWO_AND_WRONG = "Not quite: 2 of 3 right.", "Not quite: 2 of 3 right, 1 wrong."
ONE, ONE_AND_WRONG = "Not quite: 1 of 3 right.", "Not quite: 1 of 3 right, 1 wrong."
ALL_AND_WRONG, ALL = "Not quite: 3 of 3 right, 1 wrong.", "Not quite: 3 of 3 right, 2 wrong."
NONE_RIGHT, BOTH_WRONG = "Not quite: 0 of 3 right, 1 wrong.", "Not quite: 0 of 3 right, 2 wrong."
ONE_AND_BOTH, TWO_AND_BOTH = (
    "Not quite: 1 of 3 right, 2 wrong.",
    "Not quite: 2 of 3 right, 2 wrong.",
)

SINGLE_KEYS: dict[str, list[str]] = {
    RIGHT: [
        "d", "d↵", "d␣", "da", "dabc", "dd", "ddd", "zd", "ed", "Dd", "5d", "1d", "4d", "↵d", "%d",
        "%%%d", "d%", "xyzd", ".d", "-d", "↵↵d", "qd", "kd", "d↵↵",
    ],
    WRONG: [
        "a", "b", "c", "ad", "bd", "cd", "abcd", "a↵", "b␣", "c↵d", "za", "fb", "%a", "Ca", "↵b",
        "a%d", "aa", "add", "4c",
    ],
    GIVEN_UP: ["␣", "␣d", "␣a", "z␣", "%␣", "D␣", "↵␣", "␣␣", "e␣d", "␣↵"],
    STILL_ASKED: ["", "↵", "e", "z", "D", "A", "1", "%", "é", "д", "efg", "?", "↵↵↵", "４", "%%"],
}  # fmt: skip
SEVERAL_KEYS: dict[str, list[str]] = {
    RIGHT: [
        "bce↵", "ceb↵", "ebc↵", "bce␣", "bbbce↵", "abcea↵", "bcdde↵", "bcebb↵", "zbce↵", "bcez↵",
        "b1c2e3↵", "%bce↵", "bc%e%↵", "↵bce↵", "bceB↵", "bce↵a", "bce↵↵", "bce␣d", "aabce↵",
        "bceaadd↵", "bcfe↵", "cccbe↵", "becbcbc↵",
    ],
    TWO: [
        "bc↵", "be↵", "ce↵", "cb␣", "bcee↵", "bceb↵", "bbce↵", "bcBE↵", "bc↵e", "bc␣e↵", "adbcad↵",
        "bcz↵", "e%b↵",
    ],
    TWO_AND_WRONG: [
        "abc↵", "bcd↵", "ace↵", "deb␣", "abcee↵", "bceab↵", "adbcd↵", "cba%↵", "abc↵e",
    ],
    ONE: ["b↵", "c↵", "e␣", "bcc↵", "bceec↵", "aab↵", "e↵bc", "zb↵", "dde␣", "eec␣b↵c"],
    ONE_AND_WRONG: ["ab↵", "dc↵", "ea␣", "abcc↵", "adba↵", "db↵ce", "ab%↵"],
    ONE_AND_BOTH: ["abd↵", "dac↵", "aed␣", "adbcc↵", "debab↵"],
    TWO_AND_BOTH: ["abcd↵", "dace␣", "debabb↵"],
    ALL_AND_WRONG: [
        "abce↵", "bcde↵", "ecbd␣", "abcdde↵", "bceaaa↵", "aabced↵", "daebcd␣", "abcdeaaa↵",
    ],
    ALL: ["abcde↵", "edcba␣", "abcdezz↵", "abcdeaa↵"],
    NONE_RIGHT: ["a↵", "d␣", "abb↵", "daa↵", "bab↵b", "adbbd↵"],
    BOTH_WRONG: ["ad↵", "da␣", "adbb↵", "bbad↵"],
    GIVEN_UP: ["␣", "bb␣", "abab␣", "z␣", "␣bce↵", "%␣", "bcebce␣", "␣↵"],
    STILL_ASKED: [
        "", "↵", "b", "bce", "bb", "bb↵", "abab↵", "abcde", "z↵", "%", "%↵", "BCE↵", "bceecb↵",
        "123", "↵bce", "f↵", "aa↵↵",
    ],
}  # fmt: skip
SINGLE_LINES: dict[str, list[str]] = {
    RIGHT: [
        "d", "D", " d", "d ", "d.", "d)", "(d)", "D.", "d,", "ｄ", "Ｄ", "d d", "dD", "d\t", "d;",
        "+d", "/d/", "d、", "\u00a0d", "（d）",
    ],
    WRONG: ["a", "B", "c)", "(A)", "c.", " b ", "Ａ", "aA"],
    "one option is right, so give one letter": [
        "ab", "a d", "d, a", "abcd", "c/d", "D a", "b&d", "ad.",
    ],
    "the options are a b c d": [
        "e", "z", "1", "4", "lots", "a and d", "d?", "d!", "-d", "option d", "", "  ", ",", "...",
        "ä", "д", "d1", "none", "all", "?", "D:", "d=4", "[d]", "②",
    ],
}  # fmt: skip
SEVERAL_LINES: dict[str, list[str]] = {
    RIGHT: [
        "bce", "b c e", "b, c, e", "b,c,e", "BCE", "B C E", "e c b", "ecb", "b c, e", "b;c;e",
        "b/c/e", "b+c+e", "b & c & e", "(b) (c) (e)", "b. c. e.", "b), c), e)", "bcebce", "b b c e",
        "  bce ", "b\tc\te", "b,,c,e", "ｂｃｅ", "b，c，e", "b、c、e", "Bce", "bce.",
    ],
    TWO: ["bc", "b e", "C,E", "ec", "b, c", "cbcb"],
    TWO_AND_WRONG: ["abc", "b c d", "ace", "D, E, B"],
    ONE: ["b", "C", "e.", "(c)"],
    ONE_AND_WRONG: ["ab", "D C", "a, e"],
    ALL: ["abcde", "a b c d e", "ABCDE", "edcba", "a+b+c+d+e"],
    ALL_AND_WRONG: ["abce", "b c d e", "ECBA"],
    NONE_RIGHT: ["a", "D"],
    BOTH_WRONG: ["ad", "d, a"],
    "the options are a b c d e": [
        "f", "bcef", "b c and e", "all", "none", "bce?", "b-e", "1 2 4", "", " ", "b:c:e",
        "[b, c, e]", "b c è", "everything", "b|c", "bc3",
    ],
}  # fmt: skip


def rows(question: Question, table: dict[str, list[str]]) -> list[tuple[Question, str, str]]:
    return [(question, typed, said) for said, each in table.items() for typed in each]


KEYS = [*rows(SINGLE, SINGLE_KEYS), *rows(SEVERAL, SEVERAL_KEYS)]
LINES = [*rows(SINGLE, SINGLE_LINES), *rows(SEVERAL, SEVERAL_LINES)]


def pressed(question: Question, key: str) -> Question:
    """What a key does to a choice: letters pick, Enter submits what is picked, space reveals."""
    if key == SPACE or (key == ENTER and question.picked):
        return reveal(question, 1)
    return more_sure(question) if key == SURE else pick(question, key, 1)


def judged(question: Question, said: str) -> None:
    """That an answered choice is told this, and given the grade that belongs to it."""
    assessment = assess(question, None)
    assert assessment is not None
    verdict = Verdict.CONFIRMED if said == RIGHT else Verdict.REFUTED
    assert (assessment.verdict, assessment.message) == (verdict, said)
    right = Grade.HARD if is_doubt(question.confidence) else Grade.GOOD
    assert suggested_grade(question, assessment) is (right if said == RIGHT else Grade.AGAIN)


@pytest.mark.parametrize(("question", "keys", "said"), KEYS)
def test_keys(question: Question, keys: str, said: str) -> None:
    for key in keys:
        question = pressed(question, key)
    if said == STILL_ASKED:
        assert question.stage is Stage.ASKED
        assert assess(question, None) is None
    elif said == GIVEN_UP:
        assert question.stage is Stage.ANSWERED
        assert assess(question, None) is None
        assert suggested_grade(question, None) is Grade.AGAIN
    else:
        judged(question, said)


@pytest.mark.parametrize(("question", "line", "said"), LINES)
def test_lines(question: Question, line: str, said: str) -> None:
    answered = pick_line(question, line, 1)
    if isinstance(answered, str):
        assert answered == said
    else:
        judged(answered, said)


def test_what_is_claimed_goes_by_the_file_not_by_the_screen() -> None:
    answered = pick_line(SEVERAL, "B, a", 1)
    assert isinstance(answered, Question)
    assert assess(answered, None) == Assessment(
        Verdict.REFUTED, ONE_AND_WRONG, claimed="c e", truth="a c d"
    )


def test_the_tables_are_of_real_size() -> None:
    for table, least in ((KEYS, 180), (LINES, 130)):
        assert len({(question.order, typed) for question, typed, _ in table}) == len(table) >= least
