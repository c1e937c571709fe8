"""Cards: what the learner is asked, and everything the author wrote beside it.

A card is a value read from Markdown. Its identity is its id alone: text, file and order may
change, and its history stays.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from quizapp.core.quantity import Quantity

if TYPE_CHECKING:  # a session without formulas does not wait for their code
    from quizapp.core.formula import Formula

CardId = NewType("CardId", str)


class Kind(StrEnum):
    """How a card is answered; it follows from the shape of the card's text."""

    CHOICE = "choice"
    NUMBER = "number"
    FORMULA = "formula"
    CODE = "code"
    RECALL = "recall"
    CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a claimed value may lie from the measured one; the widest bound counts."""

    rtol: float = 0.0
    """Relative to the measured value."""
    atol: float = 0.0
    """Absolute, in the unit of the answer."""
    se: float = 0.0
    """In standard errors of the measured value, which the demo reports."""


DEFAULT_TOLERANCE = Tolerance(rtol=0.01)
EXACT = Tolerance()
FORMULA_TOLERANCE = Tolerance(rtol=1e-9)
"""Of float64; it is also the narrowest that a formula can have."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The PyTorch program that measures what the card claims."""

    code: str
    line: int
    """Line of the file that holds the first line of the code."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice."""

    key: str
    """Letter in the order of the file: a, b, c… The demo names options by it."""
    text: str
    """Markdown."""
    correct: bool
    line: int
    value: Quantity | None = None
    """The number that the text states, where it is one."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer that people give, and what is wrong with it."""

    value: str
    sentence: str
    line: int


class Sort(StrEnum):
    """What a sentence can say that a computation decides."""

    NUMBER = "number"
    DIRECTION = "direction"
    """It rises, falls or stays."""
    ORDER = "order"
    """The power with which it grows: 2 where it quadruples when the other doubles."""
    COMPARE = "compare"
    """One thing against another."""
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a rubric's point says that the demo measures."""

    sort: Sort
    quantity: str
    """The name that `measure` reports it under."""
    about: tuple[str, ...] = ()
    """What a sentence must name to be about it; empty: the words of the point's own text."""
    than: tuple[str, ...] = ()
    """Of a comparison: names of its second side."""
    within: tuple[str, ...] = ()
    """Names of what it grows with, where a sentence may speak of several."""
    tolerance: Tolerance | None = None


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """One key point that an interviewer listens for."""

    text: str
    wordings: tuple[str, ...]
    """Accepted wordings."""
    line: int
    mark: Mark | None = None
    """None where it says nothing that is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBase:
    """What every kind of card has."""

    id: CardId
    deck: str
    """Name of the deck: its file's name without `.md`."""
    file: str
    line: int
    """Line of the card's heading."""
    hash: str
    """blake2b of the card's text; evidence is bound to it."""
    question: str
    """Markdown: the heading, then what stands before the options and sections."""
    level: int = 1
    """1 screening, 2 working engineer, 3 senior or research."""
    tags: tuple[str, ...] = ()
    was: tuple[CardId, ...] = ()
    """Ids that this card had before."""
    verify: bool = True
    """False where the author said `{verify=none}`."""
    hint: str = ""
    why: str = ""
    source: str = ""
    demo: Demo | None = None
    mistakes: tuple[Mistake, ...] = ()
    rubric: tuple[RubricPoint, ...] = ()
    follow_ups: tuple[CardId, ...] = ()
    parameters: dict[str, tuple[object, ...]] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    """The combination of parameters that this text was written out for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceCard(CardBase):
    """A task list: one marked option is a single choice, several are a multiple choice."""

    options: tuple[Option, ...]
    multiple: bool
    tolerance: Tolerance = DEFAULT_TOLERANCE
    """Applies to options that state numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCard(CardBase):
    """A typed number with an optional unit."""

    answer: Quantity
    answer_text: str
    """The answer as the author wrote it."""
    answer_line: int
    tolerance: Tolerance = DEFAULT_TOLERANCE


@dataclass(frozen=True, slots=True)
class Domain:
    """A variable of a formula, and the interval in which it is tried."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCard(CardBase):
    """A typed formula, compared by its values."""

    answer: "Formula"
    answer_text: str
    """The answer as the author wrote it, with its dollar signs."""
    answer_line: int
    domains: tuple[Domain, ...]
    """All variables that an answer may use."""
    tolerance: Tolerance = FORMULA_TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallCard(CardBase):
    """An answer in words, graded by the learner against the card's answer and rubric."""

    answer: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A wrong version of a code card's function, and what is wrong with it."""

    code: str
    sentence: str
    line: int
    """Line of the file that holds the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard(CardBase):
    """A function to write: it runs beside the reference on the inputs that the demo gives."""

    name: str
    """Of the function."""
    signature: str
    """What the learner begins with: the `def` with its docstring."""
    reference: str
    """The author's function, whole."""
    reference_line: int
    """Line of the file that holds its first line."""
    variants: tuple[Variant, ...] = ()
    tolerance: Tolerance | None = None
    """For floating-point results; None takes the defaults of each dtype."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One hidden span of a cloze: `==vanishing|shrinking==`."""

    wordings: tuple[str, ...]
    """What is accepted, as written; the first is shown."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClozeCard(CardBase):
    """A sentence with hidden spans; its question holds them as `==span==`."""

    gaps: tuple[Gap, ...]
    tolerance: Tolerance | None = None
    """Applies to gaps that state numbers; None: whole numbers are exact, others get 1 %."""


Card = ChoiceCard | NumberCard | FormulaCard | CodeCard | RecallCard | ClozeCard


def kind_of(card: Card) -> Kind:
    """The kind of a card."""
    match card:
        case ChoiceCard():
            return Kind.CHOICE
        case NumberCard():
            return Kind.NUMBER
        case FormulaCard():
            return Kind.FORMULA
        case CodeCard():
            return Kind.CODE
        case RecallCard():
            return Kind.RECALL
        case ClozeCard():
            return Kind.CLOZE
