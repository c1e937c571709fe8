"""Which key points a learner's own words touch, and what her ticks say.

Likeness of texts tells what was touched, never what is right: a contradiction uses the same words.
So points are ticked beforehand, and the learner decides.
"""

import re
from collections.abc import Mapping, Sequence

from quizapp.core.card import RubricPoint
from quizapp.core.review import Grade

TOUCHED_AT = 70.0
"""Likeness, 0 to 100, from which a point counts as touched.

Chosen on 73 sentences of the tests, 369 pairs with a point, 59 of them meant: 4 are found that were
not meant, 2 are missed (at 60, 25 and 0; at 80, 3 and 8). On 130 sentences written afterwards, 627
pairs, 111 meant, 14 are found that were not meant and 22 missed (49 and 8; 6 and 31): one point in
five is left to her to tick.
"""
LETTERS = "abcfglnoprtvwxyz"
"""Letters that tick points; the others are commands once the answer is shown."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    _WORD.findall(
        "a an the of to in on at by for from with without and or nor but is are was were be been "
        "it its that this these those as than then so not no one each every all any some which "
        "what who whose if when where while will would can could may might do does did has have "
        "had there their they you your we i s t only also just more most very too into over under "
        "up down out"
    )
)
_HEARD = "  - read: "
_LONG = 5
"""A word of fewer letters has no forms that are near: "he" and "the" are two words."""
_SAME_WORD = 80.0
"""Likeness from which two words are forms of one: "saturate" and "saturates"."""


def touched(points: Sequence[RubricPoint], said: str) -> frozenset[int]:
    """Positions of the points that a text touches, by their own words or an accepted wording."""
    if not said.strip():
        return frozenset()
    return frozenset(
        place
        for place, point in enumerate(points)
        if max(likeness(phrase, said) for phrase in (point.text, *point.wordings)) >= TOUCHED_AT
    )


def likeness(phrase: str, said: str) -> float:
    """How far a text holds a phrase, 0 to 100: as it stands, or its words in any order."""
    # 20 ms, which only a typed answer has to pay.
    from rapidfuzz import fuzz

    from quizapp.core.wording import plain

    wanted, given = plain(phrase), plain(said)
    words, heard = _words(wanted), _words(given)
    if not words or not heard:
        return 0.0
    found = sum(
        word in heard
        or (len(word) >= _LONG and any(fuzz.ratio(word, other) >= _SAME_WORD for other in heard))
        for word in words
    )
    share = 100.0 * found / len(words)
    # A text shorter than the phrase would be found inside it, whatever it leaves out, and a short
    # phrase inside any text: "He" in "the".
    comparable = 2 * _LONG <= len(wanted) <= len(given)
    return max(share, fuzz.partial_ratio(wanted, given) if comparable else 0.0)


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [word for word in words if word not in _SMALL] or words


def suggested(ticked: int, points: int) -> Grade:
    """All points named is Good, half or more Hard, fewer Again; Easy is the learner's to say."""
    if ticked >= points:
        return Grade.GOOD
    return Grade.HARD if 2 * ticked >= points else Grade.AGAIN


def written(
    said: str,
    points: Sequence[RubricPoint],
    ticked: frozenset[int],
    heard: Mapping[int, str] | None = None,
) -> str:
    """A recall answer as the log keeps it: her words in a line, then the points as a task list.

    `heard` is what was read of a point in her words, with its verdict; it stands below the point.
    """
    rows = []
    for place, point in enumerate(points):
        rows.append(f"- [{'x' if place in ticked else ' '}] {_line(point.text)}")
        if heard and place in heard:
            rows.append(f"{_HEARD}{_line(heard[place])}")
    return "\n".join([_line(said), *rows])


def read(answer: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """What `written` wrote: her words, and every point with whether it was named."""
    said, *rows = answer.split("\n")
    points = (row for row in rows if not row.startswith(_HEARD))
    return said, tuple((row[6:], row[3:4] == "x") for row in points)


def read_heard(answer: str) -> dict[int, str]:
    """By the positions of points, what `written` wrote below them; an older answer has none."""
    heard: dict[int, str] = {}
    place = -1
    for row in answer.split("\n")[1:]:
        if row.startswith(_HEARD):
            heard[place] = row.removeprefix(_HEARD)
        else:
            place += 1
    return heard


def _line(text: str) -> str:
    return " ".join(text.split())
