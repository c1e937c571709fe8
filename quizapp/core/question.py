"""One question on the screen, as a value: asked, then answered, then graded."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never
from unicodedata import normalize

from quizapp.core import confidence, pace, rubric
from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    Option,
    RecallCard,
    RubricPoint,
)
from quizapp.core.cloze import grade_cloze, split_answer
from quizapp.core.evidence import Run
from quizapp.core.grading import Assessment, grade_choice, grade_number
from quizapp.core.parameters import as_json
from quizapp.core.quantity import parse_quantity
from quizapp.core.review import CardMemory, Grade
from quizapp.core.session import shown_order
from quizapp.core.verdict import Verdict

if TYPE_CHECKING:  # only an answer in words waits for its code
    from quizapp.core.claim_grading import Heard

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SEPARATORS = ",;./&+()、"
"""What people put between or behind the letters of options."""


class Stage(StrEnum):
    """What the learner sees."""

    ASKED = "asked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Question:
    """A card, the order in which its options are shown, and what the learner did so far."""

    card: Card
    memory: CardMemory
    asked_ms: int
    order: tuple[int, ...] = ()
    """Positions of the options in the file, in the order shown."""
    stage: Stage = Stage.ASKED
    picked: frozenset[str] = frozenset()
    """Keys of options, in the order of the file."""
    typed: str = ""
    tried: Run | None = None
    """Of a typed function: its run on the cases of the card."""
    hinted: bool = False
    duration_ms: int = 0
    confidence: int | None = None
    """In percent, as the learner said before the verdict."""
    touched: frozenset[int] = frozenset()
    """Positions of the rubric's points that her words touch."""
    ticked: frozenset[int] = frozenset()
    """Positions of the rubric's points that she named, as she says."""
    corrected: frozenset[int] = frozenset()
    """Positions whose ticks she set herself: no measurement sets them again."""
    heard: "tuple[Heard, ...]" = ()
    """What her words claim about marked points, and what was measured."""

    @property
    def options(self) -> tuple[tuple[str, Option], ...]:
        """Shown letters with their options."""
        if not isinstance(self.card, ChoiceCard):
            return ()
        options = self.card.options
        return tuple((LETTERS[shown], options[place]) for shown, place in enumerate(self.order))

    @property
    def letters(self) -> str:
        """The letters that pick an option now."""
        return LETTERS[: len(self.order)] if self.stage is Stage.ASKED else ""

    @property
    def parameters(self) -> str:
        """The drawn parameters, as the log keeps them."""
        return as_json(self.card.values)

    @property
    def points(self) -> tuple[tuple[str, RubricPoint], ...]:
        """The rubric's points that the learner ticks, with their letters, once all is shown."""
        if self.stage is Stage.ASKED or not isinstance(self.card, RecallCard):
            return ()
        return tuple(zip(rubric.LETTERS, self.card.rubric, strict=False))

    @property
    def answer(self) -> str:
        """What was answered, as the log keeps it."""
        if self.points:
            return rubric.written(self.typed, self.card.rubric, self.ticked, self._heard_lines())
        return self.typed or " ".join(sorted(self.picked))

    def stands_against(self, heard: "Heard") -> bool:
        """Whether she corrected what was made of a reading."""
        ticks = heard.ticks
        return heard.place in self.corrected and ticks is not (heard.place in self.ticked)

    def _heard_lines(self) -> dict[int, str]:
        if not self.heard:
            return {}
        from quizapp.core.claim_grading import line_of

        return {
            each.place: line_of(each) + (f" · {CORRECTED}" if self.stands_against(each) else "")
            for each in self.heard
        }


CORRECTED = "corrected by the learner"
"""How the log marks a reading against which her own tick stands."""


def ask(card: Card, memory: CardMemory, now_ms: int) -> Question:
    """Put a card on the screen. The shuffle of its options is fixed by card and repetition."""
    count = len(card.options) if isinstance(card, ChoiceCard) else 0
    return Question(card, memory, now_ms, shown_order(count, f"{card.id}:{memory.reps}"))


def again(question: Question, card: Card) -> Question:
    """The same question after its card was edited: what was typed or picked stays where it fits."""
    fresh = ask(card, question.memory, question.asked_ms)
    keys = {option.key for _, option in fresh.options}
    return replace(
        fresh,
        stage=question.stage,
        picked=question.picked & keys,
        typed=question.typed,
        tried=question.tried,
        hinted=question.hinted,
        duration_ms=question.duration_ms,
        confidence=question.confidence,
        touched=rubric.touched(card.rubric, question.typed) if question.points else frozenset(),
        ticked=question.ticked if card.rubric == question.card.rubric else frozenset(),
        corrected=question.corrected if card.rubric == question.card.rubric else frozenset(),
    )


def pick(question: Question, letter: str, now_ms: int) -> Question:
    """Pick an option by its shown letter: answers a single choice, toggles one of several."""
    chosen = dict(question.options).get(letter)
    if chosen is None or question.stage is Stage.ANSWERED:
        return question
    if isinstance(question.card, ChoiceCard) and question.card.multiple:
        return replace(question, picked=question.picked ^ {chosen.key})
    return reveal(replace(question, picked=frozenset({chosen.key})), now_ms)


def pick_line(question: Question, text: str, now_ms: int) -> Question | str:
    """Answer a choice with its letters in a line, "a c" or "A,C"; or why they cannot be read."""
    line = "".join(" " if each in SEPARATORS else each for each in normalize("NFKC", text))
    letters = dict.fromkeys("".join(line.casefold().split()))
    if not letters or not set(letters) <= set(question.letters):
        return f"the options are {' '.join(question.letters)}"
    if isinstance(question.card, ChoiceCard) and not question.card.multiple and len(letters) > 1:
        return "one option is right, so give one letter"
    for letter in letters:
        question = pick(question, letter, now_ms)
    return reveal(question, now_ms)


def type_answer(question: Question, text: str, now_ms: int) -> Question | str:
    """Answer in writing; or why the text cannot be read, which costs no attempt."""
    text = text.strip()
    if isinstance(question.card, NumberCard) and text:
        read = parse_quantity(text)
        if isinstance(read, str):
            return read
    if isinstance(question.card, FormulaCard) and text:
        from quizapp.core.grading_formula import misread

        if said := misread(question.card, text):
            return said
    if isinstance(question.card, ClozeCard) and text:
        parts = split_answer(question.card, text)
        if isinstance(parts, str):
            return parts
    return reveal(replace(question, typed=text), now_ms)


def answer_code(question: Question, code: str, tried: Run, now_ms: int) -> Question:
    """Answer with a function, which has run; the time is that of its submission."""
    if question.stage is Stage.ANSWERED:
        return question
    return reveal(replace(question, typed=code, tried=tried), now_ms)


def reveal(question: Question, now_ms: int) -> Question:
    """Show the answer, whatever was answered."""
    if question.stage is Stage.ANSWERED:
        return question
    duration = max(now_ms - question.asked_ms, 0)
    answered = replace(question, stage=Stage.ANSWERED, duration_ms=duration)
    if not answered.points:
        return answered
    touched = rubric.touched(question.card.rubric, question.typed)
    return hear(replace(answered, touched=touched, ticked=touched), None)


def hear(question: Question, run: Run | None) -> Question:
    """The same with what a run makes of the claims in her words; what she corrected stays.

    A confirmed claim ticks its point, a refuted one or a contradiction unticks it.
    """
    if not question.typed or not any(point.mark for _, point in question.points):
        return question
    from quizapp.core import claim_grading

    heard = claim_grading.hear(question.card.rubric, question.typed, run)
    if heard == question.heard:
        return question
    open_ = {each.place: each.ticks for each in heard if each.place not in question.corrected}
    ticked = {place for place in question.ticked if place not in open_}
    ticked |= {
        place
        for place, ticks in open_.items()
        if ticks or (ticks is None and place in question.touched)
    }
    return replace(question, heard=heard, ticked=frozenset(ticked))


def tick(question: Question, place: int) -> Question:
    """Tick a point of the rubric as named, or take its tick back."""
    if not 0 <= place < len(question.points):
        return question
    corrected = question.corrected | {place}
    return replace(question, ticked=question.ticked ^ {place}, corrected=corrected)


def ticked_as(question: Question, ticked: frozenset[int]) -> Question:
    """Tick exactly these points."""
    for place in sorted(question.ticked ^ ticked):
        question = tick(question, place)
    return question


def more_sure(question: Question) -> Question:
    """Say the next step of confidence, before the verdict of an answer that is graded."""
    if not can_say_sure(question):
        return question
    return replace(question, confidence=confidence.after(question.confidence))


def can_say_sure(question: Question) -> bool:
    """Whether it is asked, and its answer will be graded by the app, not by the learner."""
    return question.stage is Stage.ASKED and not isinstance(question.card, RecallCard)


def assess(question: Question, run: Run | None) -> Assessment | None:
    """What is said of the answer; None before it, and for what the learner grades herself."""
    if question.stage is Stage.ASKED:
        return None
    match question.card:
        case ChoiceCard() as card:
            if not question.picked:
                return None
            return grade_choice(card, question.picked)
        case NumberCard() as card:
            typed = parse_quantity(question.typed)
            if not question.typed or isinstance(typed, str):
                return None
            return grade_number(card, typed, run)
        case FormulaCard() as card:
            from quizapp.core.grading_formula import grade_typed

            return grade_typed(card, question.typed, run) if question.typed else None
        case CodeCard() as card:
            if question.tried is None:
                return None
            from quizapp.core.function import grade_code  # no other kind of card needs it

            return grade_code(card, run, question.tried)
        case ClozeCard() as card:
            return grade_cloze(card, question.typed, run)
        case RecallCard():
            return None
        case _:
            assert_never(question.card)


def suggested_grade(question: Question, assessment: Assessment | None) -> Grade:
    """The grade that Enter gives: Good for a right answer, Hard for a close one or after a hint.

    A right answer that the learner doubted is Hard too; a rubric counts the points she named. The
    time makes a right answer Hard or Easy where it says something.
    """
    if not _is_right(question, assessment):
        return _by_answer(question, assessment)
    return pace.grade_of(
        question.card,
        question.memory.phase,
        question.duration_ms,
        question.confidence,
        question.typed,
    )


def suggestion_reason(question: Question, assessment: Assessment | None) -> str:
    """Why the suggested grade is not Good for a right answer, where that is its time."""
    if not _is_right(question, assessment):
        return ""
    grade = suggested_grade(question, assessment)
    return pace.reason(grade, question.card, question.duration_ms, question.typed)


def _is_right(question: Question, assessment: Assessment | None) -> bool:
    """Whether the answer is known to be right, and nothing but its time is left to weigh."""
    known = question.points if assessment is None else assessment.verdict is Verdict.CONFIRMED
    return bool(known) and _by_answer(question, assessment) is Grade.GOOD


def _by_answer(question: Question, assessment: Assessment | None) -> Grade:
    if assessment is None and question.points:
        grade = rubric.suggested(len(question.ticked), len(question.points))
        return min(grade, Grade.HARD) if question.hinted else grade
    if assessment is None:
        recalled = isinstance(question.card, RecallCard)
        return Grade.GOOD if recalled else Grade.AGAIN
    match assessment.verdict:
        case Verdict.CONFIRMED:
            doubted = confidence.is_doubt(question.confidence)
            return Grade.HARD if question.hinted or doubted else Grade.GOOD
        case Verdict.CLOSE:
            return Grade.HARD
        case Verdict.NOT_RUN:
            return Grade.GOOD
        case _:
            return Grade.AGAIN
