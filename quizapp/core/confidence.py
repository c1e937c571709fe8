"""How sure a learner says she is before she sees the verdict, in percent.

A right answer given in doubt is Hard: it would not have survived an interviewer's "are you sure?".
How fast it came counts for nothing by itself, because a quick answer may be a quick guess.
"""

STEPS = (50, 60, 70, 80, 90, 100)
DOUBT = 60
"""At most this sure is a doubt; 50 is a coin."""


def after(sure: int | None) -> int | None:
    """The next step: nothing said, 50, 60 … 100, and nothing again."""
    if sure is None:
        return STEPS[0]
    return next((step for step in STEPS if step > sure), None)


def is_doubt(sure: int | None) -> bool:
    """Whether a right answer was a guess by the learner's own word."""
    return sure is not None and sure <= DOUBT


def parse_confidence(text: str) -> int | str:
    """`%80` or `% 80`, as line mode takes it; or why it is none."""
    digits = text.strip().removeprefix("%").strip()
    if digits.isascii() and digits.isdigit() and STEPS[0] <= int(digits[:4]) <= STEPS[-1]:
        return int(digits)
    return f"How sure you are goes from {STEPS[0]} to {STEPS[-1]}: %{STEPS[3]}"
