"""A simulated learner whose memory follows weights of its own."""

from random import Random

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade, Moment, Review
from quizapp.core.schedule import DEFAULT_WEIGHTS, Scheduler, retrievability

FORGETFUL = tuple(
    weight * 0.25 if place < 4 else weight for place, weight in enumerate(DEFAULT_WEIGHTS)
)
"""First stabilities a quarter of the usual ones."""
START = 739_000


def studied(weights: tuple[float, ...], days: int, new_a_day: int, seed: int) -> list[Review]:
    """The log of so many days, as the usual schedule asks; one review a card and day."""
    random = Random(seed)
    usual, own = Scheduler(learning_steps=(), relearning_steps=()), Scheduler(weights)
    planned: dict[CardId, CardMemory] = {}
    truth: dict[CardId, CardMemory] = {}
    log: list[Review] = []
    for day in range(START, START + days):
        due = [card for card, memory in planned.items() if memory.due_day <= day]
        new = [CardId(f"c{len(planned) + number}") for number in range(new_a_day)]
        for card in (*due, *new):
            before = truth.get(card)
            if before is None:
                (grade,) = random.choices(tuple(Grade), (2, 2, 5, 1))
            elif random.random() < retrievability(before, day, weights):
                (grade,) = random.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (1, 8, 1))
            else:
                grade = Grade.AGAIN
            number = len(log)
            at = Moment((day - 719_163) * 86_400_000 + 36_000_000 + number, 0, day)
            review = Review(f"r{number:07}", card, at, grade)
            log.append(review)
            planned[card] = usual.after(planned.get(card) or CardMemory(card), review)
            truth[card] = own.after(before or CardMemory(card), review)
    return log


def histories(log: list[Review]) -> dict[CardId, list[int]]:
    """The log as `fold` takes it."""
    flat: dict[CardId, list[int]] = {}
    for review in log:
        values = (review.at.ms, review.at.day, int(review.grade))
        flat.setdefault(review.card, []).extend(values)
    return flat
