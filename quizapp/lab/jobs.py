"""The jobs of a card: its demo, and a learner's function on the demo's cases."""

from quizapp.core.card import Card, CodeCard
from quizapp.core.evidence import Run
from quizapp.core.function import inputs_of
from quizapp.core.verification import seed_of
from quizapp.lab.protocol import Job

ANSWER_SECONDS = 5.0


def demo_job(card: Card, *, seed: int = 0, device: str = "auto", probe: bool = False) -> Job:
    """The job that runs a card's demo, which it must have."""
    assert card.demo is not None
    if isinstance(card, CodeCard):
        return Job(
            card.demo.code,
            seed=seed_of(card, seed),
            device=device,
            parameters=card.values,
            function=card.name,
            reference=card.reference,
            variants=tuple(variant.code for variant in card.variants),
            probe=probe,
        )
    return Job(
        card.demo.code,
        seed=seed_of(card, seed),
        device=device,
        parameters=card.values,
        probe=probe,
    )


def answer_job(
    card: CodeCard, code: str, demo: Run, *, device: str = "auto", seconds: float = ANSWER_SECONDS
) -> Job:
    """The job that calls a learner's function on the cases of a demo's run."""
    return Job(
        code,
        seed=seed_of(card),
        device=device,
        parameters=card.values,
        seconds=seconds,
        function=card.name,
        cases=inputs_of(demo),
    )


def program_of(card: Card) -> str:
    """A card's demo with everything of the card that it calls."""
    assert card.demo is not None
    if not isinstance(card, CodeCard):
        return card.demo.code
    case = f"def case(*args, **kwargs):\n    return {card.name}(*args, **kwargs)"
    return f"{card.reference.rstrip()}\n\n\n{case}\n\n\n{card.demo.code}"
