"""What the time of a right answer says of it: slow is Hard, quick and sure is Easy, else nothing.

Time is weak evidence, so that the bounds are wide and the plain rule is Good. An interviewer who
waits three times as long as the question needs has seen a search, not a memory. Easy nearly doubles
what a review adds to the interval (FSRS-6's w16 is 1.87), so that, given too often, it brings cards
back too late. It takes a card in review, an answer that was not among options to recognise, a
quarter of the time, and 90 % or more said beforehand. Speed alone may be a quick guess.
"""

from quizapp.core.card import Card, ChoiceCard, Kind, RecallCard, kind_of
from quizapp.core.review import Grade, Phase

WORD_MS = 500
"""To read a word: 120 a minute, half of what people read in easy prose, as this has formulas."""
TYPED_WORD_MS = 1_500
"""To write a word of an answer in sentences: 40 a minute, an ordinary typist."""
ANSWER_MS = {
    Kind.CHOICE: 20_000,  # to weigh the options, which are read already
    Kind.CLOZE: 30_000,  # to find the words and type them
    Kind.NUMBER: 60_000,  # an estimate on paper, in three or four steps
    Kind.RECALL: 60_000,  # to order the points; the words themselves are counted
    Kind.FORMULA: 90_000,  # a derivation of a few lines, and its spelling
    Kind.CODE: 300_000,  # ten lines, and a run in the head
}
"""To answer a card of each kind once it is read, for somebody who knows the matter."""
SLOW = 3
"""Budgets from which a right answer is Hard."""
QUICK = 4
"""Part of a budget, a quarter, below which a right answer may be Easy."""
SURE = 90
"""In percent, said beforehand, from which a quick answer may be Easy."""
AWAY_MS = 600_000
"""Longer than ten minutes she left the desk, which says nothing.

Three budgets of a function lie beyond, so that no function is Hard for its time: an editor and a
cup of coffee look alike.
"""


def budget_ms(card: Card, written: str = "") -> int:
    """The time that a card should need: to read question and options, and to answer."""
    texts = [card.question]
    if isinstance(card, ChoiceCard):
        texts += [option.text for option in card.options]
    budget = ANSWER_MS[kind_of(card)] + WORD_MS * words(" ".join(texts))
    return budget + TYPED_WORD_MS * words(written) if isinstance(card, RecallCard) else budget


def words(text: str) -> int:
    """Words between spaces; two characters of Chinese, Japanese or Korean are one as well."""
    wide = sum("\u2e80" <= character <= "\uffef" for character in text)
    plain = "".join(character if character < "\u2e80" else " " for character in text)
    return len(plain.split()) + wide // 2


def grade_of(card: Card, phase: Phase, took_ms: int, sure: int | None, written: str = "") -> Grade:
    """Hard, Good or Easy for an answer that was right without a hint and without doubt."""
    budget = budget_ms(card, written)
    if phase is not Phase.NEW and SLOW * budget < took_ms <= AWAY_MS:
        return Grade.HARD  # a new card has no memory to be slow: working it out is Good
    recalled = phase is Phase.REVIEW and not isinstance(card, ChoiceCard)
    if recalled and QUICK * took_ms < budget and sure is not None and sure >= SURE:
        return Grade.EASY
    return Grade.GOOD


def reason(grade: Grade, card: Card, took_ms: int, written: str = "") -> str:
    """Why the time of an answer made it Hard or Easy, in a line; nothing for another grade."""
    match grade:
        case Grade.HARD:
            good = clock(SLOW * budget_ms(card, written))
            return f"Hard suggested: took {clock(took_ms)}; up to {good} is Good."
        case Grade.EASY:
            return f"Easy suggested: sure, and took {clock(took_ms)}."
        case _:
            return ""


def clock(ms: int) -> str:
    """A time in minutes and seconds: "45 s", "3 min 20 s", "2 min"."""
    minutes, seconds = divmod(max(round(ms / 1000), 1), 60)
    parts = [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else ""]
    return " ".join(part for part in parts if part)
