"""What a demo reported beside its verdicts, each as one row of text."""

from collections.abc import Collection, Iterator

from quizapp.core.evidence import Measured, Plotted, Recorded, Run, Shown
from quizapp.core.roofline import Placed

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def rows_of(run: Run, used: Collection[str] = (), *, drawn: bool) -> Iterator[Shown]:
    """Rows that were shown, quantities that no point of the rubric has `used`, live memory and
    rooflines; curves too where nothing draws them."""
    for finding in run.findings:
        match finding:
            case Shown():
                yield finding
            case Measured(name, value, unit) if name not in used:
                truth = "true" if value else "false"
                text = truth if isinstance(value, bool) else f"{value:.6g}"
                yield Shown(name, f"{text} {unit}".rstrip())
            case Recorded():
                yield Shown(finding.label, course_text(finding))
            case Placed():
                yield Shown("roofline", str(finding))
            case Plotted() if not drawn and finding.x:
                yield Shown(f"plot {finding.label}".strip(), curve_text(finding))


def course_text(course: Recorded) -> str:
    """The most in each phase: "forward up to 28 KiB, backward up to 35.2 KiB"."""
    most: dict[str, int] = {}
    for name, peak in zip(course.phases, course.peaks, strict=True):
        most[name] = max(most.get(name, peak), peak)
    return ", ".join(f"{name} up to {amount(peak)}" for name, peak in most.items())


def curve_text(curve: Plotted) -> str:
    """Range and extremes of a curve: what a picture shows at a glance."""
    low, high = min(curve.y), max(curve.y)
    at_low, at_high = (curve.x[curve.y.index(y)] for y in (low, high))
    points = "1 point" if len(curve.x) == 1 else f"{len(curve.x)} points"
    span = f"x from {min(curve.x):.4g} to {max(curve.x):.4g}"
    return f"{points}, {span}; y from {low:.4g} at x = {at_low:.4g} to {high:.4g} at {at_high:.4g}"


def amount(count: float) -> str:
    """Bytes in the largest unit of which there is one: "35.2 KiB"."""
    power = unit_of(count)
    return f"{count / 1024**power:.4g} {_UNITS[power]}"


def unit_of(count: float) -> int:
    """Power of 1,024 of that unit."""
    return max(i for i in range(len(_UNITS)) if abs(count) >= 1024**i or i == 0)


def unit_name(power: int) -> str:
    """Its name: "KiB"."""
    return _UNITS[power]
