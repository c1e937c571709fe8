"""The sign and the colour of each verdict; its word always stands beside them."""

from quizapp.core.verdict import Verdict
from quizapp.ui.prose import QUIET

GOOD = "$text-success"
BAD = "$text-error"
UNSURE = "$text-warning"
SIGNS: dict[Verdict, tuple[str, str]] = {
    Verdict.CONFIRMED: ("✓", GOOD),
    Verdict.REFUTED: ("✗", BAD),
    Verdict.CLOSE: ("≈", UNSURE),
    Verdict.INCONCLUSIVE: ("?", UNSURE),
    Verdict.NOT_RUN: ("·", QUIET),
    Verdict.ERROR: ("!", BAD),
    Verdict.TIMED_OUT: ("!", BAD),
}
