"""Typed answers against a truth: what is right, close, wrong and unreadable, and what is said."""

import pytest

from quizapp.core.card import EXACT, CardId, NumberCard, Tolerance
from quizapp.core.evidence import Answered, Outcome, Run
from quizapp.core.grading import grade_number
from quizapp.core.quantity import Quantity, parse_quantity
from quizapp.core.verdict import Verdict

ONE_PERCENT = Tolerance(rtol=0.01)


def card(truth: str, tolerance: Tolerance) -> tuple[NumberCard, Run]:
    """A card that asks for a truth, and a run that measured it."""
    answer = parse_quantity(truth)
    assert isinstance(answer, Quantity)
    made = NumberCard(
        id=CardId("n"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="How much?",
        answer=answer,
        answer_text=truth,
        answer_line=3,
        tolerance=tolerance,
    )
    found = Answered(answer.value, answer.unit, 1)
    return made, Run(Outcome.FINISHED, (found,), device="CPU")


RIGHT: dict[tuple[str, Tolerance], list[str]] = {
    ("102760448 B", EXACT): [
        "98 MiB", "98MiB", "98 mebibytes", "102760448", "102,760,448", "102_760_448", "102760448 B",
        "102760448 bytes", "102,760,448 bytes", "100352 KiB", "98·2^20", "98 * 2**20 B",
        "98×2²⁰ B", "98 * 1048576", "822083584 bits", "≈ 98 MiB", "= 98 MiB", "$98\\text{ MiB}$",
        "102.760448 MB", "0.102760448 GB", "102760.448 kB",
    ],
    ("98 MiB", ONE_PERCENT): [
        "1.03e8 B", "103 MB", "102.76 MB", "0.103 GB", "0.0957 GiB", "98", "98.5", "97.1 MiB",
        "≈ 0.1028 GB", "~98", "822 Mbit", "0.822 Gbit", "103000000 B", "1.03·10^8 B",
    ],
    ("0.25", ONE_PERCENT): [
        "1/4", "0.25", ".25", "25%", "25 %", "25 percent", "2^-2", "2**-2", "4^-1", "1/2^2", "¼",
        "0.2500", "2.5e-1", "25e-2", "$1/4$", "\\frac{1}{4}", "$\\frac14$", "(1/4)", "0.5^2",
        "0.5²", "1/4.0", "+0.25", "≈0.25", "= 0.25", "0.251", "0.2476", "1 - 3/4", "sqrt(1/16)",
        "√(1/16)", "10^-1 * 2.5",
    ],
    ("4294967296", EXACT): [
        "2^32", "2**32", "4294967296", "4,294,967,296", "4_294_967_296", "65536^2", "16^8",
        "4·2^30", "2³²", "$2^{32}$", "256^4", "4 * 1024^3",
    ],
    ("4000000", EXACT): ["4·10^6", "4e6", "4×10⁶", "4 million", "4M", "4,000,000", "2000^2"],
    ("9.54e-7", Tolerance(rtol=0.02)): [
        "4^-10", "2^-20", "9.5e-7", "9.5·10^-7", "1/1048576", "0.00000095", "0.000000954",
        "9.5×10⁻⁷", "1/2^20", "9.4e-7",
    ],
    ("1.5 s", ONE_PERCENT): ["1.5", "1500 ms", "1.5 seconds", "1.5e6 µs", "0.025 min", "3/2 s"],
    ("312 TFLOPS", ONE_PERCENT): ["312 TFLOP/s", "3.12e14 FLOP/s", "0.312 PFLOPS", "312"],
    ("0", Tolerance(atol=1e-3)): ["0", "-0", "0.0005", "-0.001", "0 %", "1e-4"],
    ("-0.03", ONE_PERCENT): ["-0.03", "−0.03", "-3%", "-3e-2", "-3/100"],
    ("25.6 million parameters", ONE_PERCENT): ["25.6M", "25.6e6", "25557032", "25.6M parameters"],
}  # fmt: skip

CLOSE: dict[tuple[str, Tolerance], list[tuple[str, str]]] = {
    ("0.25", ONE_PERCENT): [
        ("0.26", "Close: 4 % too large."),
        ("0.24", "Close: 4 % too small."),
        ("0.27", "Close: 8 % too large."),
        ("26%", "Close: 4 % too large."),
        ("0.2526", "Close: 1 % too large."),
    ],
    ("98 MiB", ONE_PERCENT): [
        ("98 MB", "Right number, wrong unit: 4.6 % too small; that is the whole difference "
                  "between MB (10^6 bytes) and MiB (2^20 bytes)."),
        ("98000000 B", "4.6 % too small; that is the whole difference between MB"),
        ("100 MB", "Close: 2.7 % too small."),
        ("0.1 GB", "Close: 2.7 % too small."),
        ("≈ 0.1 GB", "Close: 2.7 % too small."),
        ("102.76", "that is the whole difference between MB"),
    ],
    ("80 GB", ONE_PERCENT): [
        ("80 GiB", "Right number, wrong unit: 7.4 % too large; that is the whole difference "
                   "between GB (10^9 bytes) and GiB (2^30 bytes)."),
        ("74.5", "6.9 % too small; that is the whole difference between GB"),
        ("76 GB", "Close: 5 % too small."),
    ],
    ("1024 B", ONE_PERCENT): [("1 kB", "between kB (10^3 bytes) and KiB (2^10 bytes)")],
    ("0", Tolerance(atol=1e-3)): [("0.005", "Close: off by 0.005."), ("-0.01", "off by 0.01")],
    ("1.5 s", ONE_PERCENT): [("1600 ms", "Close: 6.7 % too large.")],
}  # fmt: skip

WRONG: dict[tuple[str, Tolerance], list[tuple[str, str]]] = {
    ("0.25", ONE_PERCENT): [
        ("-0.25", "Not right: the sign is wrong."),
        ("-1/4", "the sign is wrong."),
        ("-25%", "the sign is wrong."),
        ("-3", "the sign is wrong, and the size too"),
        ("0.5", "factor of 2, too large; it is the square root of the right value"),
        ("1/2", "the square root of the right value"),
        ("0.0625", "factor of 4, too small; it is the square of the right value"),
        ("0.125", "off by a factor of 2, too small."),
        ("2.5", "off by a factor of 10^1, too large."),
        ("25", "off by a factor of 10^2, too large"),
        ("0.0025", "off by a factor of 10^2, too small"),
        ("2.5e-9", "off by a factor of 10^8, too small"),
        ("0.3", "Not right: 20 % too large."),
        ("0.2", "20 % too small"),
        ("1", "off by a factor of 4, too large"),
        ("2", "off by a factor of 8, too large"),
        ("0", "off by 0.25"),
        ("∞", "off by inf"),
        ("-∞", "off by inf"),
        ("0.25 s", "The unit does not fit: a bare number asked, seconds given."),
        ("0.25 B", "a bare number asked, bytes given"),
    ],
    ("102760448 B", EXACT): [
        ("98 MB", "4.6 % too small; that is the whole difference between MB"),
        ("25690112", "factor of 4, too small; elements against bytes? a float32 takes 4"),
        ("24.5 MiB", "elements against bytes"),
        ("822083584", "factor of 8, too large; bits against bytes? a byte has 8 bits"),
        ("51380224", "factor of 2, too small; two bytes or four an element"),
        ("196 MiB", "factor of 2, too large; two bytes or four an element"),
        ("98 KiB", "off by a factor of 1.02e+03, too small"),
        ("98 s", "The unit does not fit: bytes asked, seconds given."),
        ("98 ms", "bytes asked, seconds given"),
        ("98 GB/s", "bytes asked, bytes a second given"),
        ("98 TFLOPS", "bytes asked, FLOP/s given"),
        ("98 %", "bytes asked, a share given"),
        ("-98 MiB", "the sign is wrong"),
        ("102760449", "too large"),
        ("10137", "it is the square root of the right value"),
    ],
    ("8 GFLOP", ONE_PERCENT): [
        ("4 GFLOP", "factor of 2, too small; a multiply-add counts as two FLOP"),
        ("16e9", "off by a factor of 2"),
        ("16 GFLOP", "factor of 2, too large; a multiply-add counts as two FLOP"),
        ("8 GFLOPS", "The unit does not fit: FLOP asked, FLOP/s given."),
        ("8 GB", "FLOP asked, bytes given"),
        ("8 MFLOP", "Right number, wrong unit: off by a factor of 10^3, too small."),
    ],
    ("1.5 s", ONE_PERCENT): [
        ("1.5 ms", "Right number, wrong unit: off by a factor of 10^3, too small."),
        ("1.5 min", "Right number, wrong unit: off by a factor of 60, too large."),
        ("1.5 MB", "seconds asked, bytes given"),
        ("1.5 Hz", "seconds asked, hertz given"),
        ("3 s", "off by a factor of 2, too large."),
    ],
    ("4294967296", EXACT): [
        ("2^31", "off by a factor of 2, too small."),
        ("2^32 - 1", "too small"),
        ("65536", "off by a factor of 6.55e+04, too small; it is the square root"),
        ("4e9", "6.9 % too small."),
        ("32", "off by a factor of"),
    ],
    ("100", ONE_PERCENT): [
        ("10", "off by a factor of 10^1, too small; it is the square root of the right value"),
        ("10000", "off by a factor of 10^2, too large; it is the square of the right value"),
        ("104.8576 B", "The unit does not fit: a bare number asked, bytes given."),
    ],
    ("0", Tolerance(atol=1e-3)): [("0.1", "Not right: off by 0.1."), ("-1", "off by 1")],
    ("12 layers", EXACT): [("13", "8.3 % too large"), ("12 s", "a bare number asked, seconds")],
}  # fmt: skip

UNREADABLE = [
    "", " ", "the slope", "a quarter", "twenty", "0,25", "1.000.000", "1 000 000", "1'000", "3 e-6",
    "3 E-6", "1.5 e3", "0.25.", "98 mib", "98 Mib", "98 mb", "98 Mo", "7 B params", "4 G", "1e400",
    "1e-400", "1/0", "0/0", "10-20", "10 - 20 ms", "1/2π", "(1", "1)", "2^", "--3", "3-", "3!",
    "1:4", "1 in 4", "NaN", "x", "x=0.25", ">3", "[1]", "{}", "{{ n }}", "0x10", "9^9^9^9",
    "sqrt(-1)", "log(2)", "__import__('os')", "1; 2", "1, 2", "2 hrs", "5 kWh", "1½", "½½",
    "1" * 201, "√" * 150,
]  # fmt: skip


def table(
    rows: dict[tuple[str, Tolerance], list[tuple[str, str]]],
) -> list[tuple[str, Tolerance, str, str]]:
    return [
        (truth, tolerance, typed, words)
        for (truth, tolerance), typings in rows.items()
        for typed, words in typings
    ]


def grade(truth: str, tolerance: Tolerance, typed: str) -> tuple[Verdict, str]:
    asked, run = card(truth, tolerance)
    read = parse_quantity(typed)
    assert isinstance(read, Quantity), read
    assessment = grade_number(asked, read, run)
    assert assessment.measured
    return assessment.verdict, assessment.message


@pytest.mark.parametrize(
    ("truth", "tolerance", "typed"),
    [(*asked, typed) for asked, typings in RIGHT.items() for typed in typings],
)
def test_right(truth: str, tolerance: Tolerance, typed: str) -> None:
    assert grade(truth, tolerance, typed) == (Verdict.CONFIRMED, "Right.")


@pytest.mark.parametrize(("truth", "tolerance", "typed", "words"), table(CLOSE))
def test_close(truth: str, tolerance: Tolerance, typed: str, words: str) -> None:
    verdict, message = grade(truth, tolerance, typed)
    assert words in message
    assert verdict is (Verdict.REFUTED if "wrong unit" in message else Verdict.CLOSE)


@pytest.mark.parametrize(("truth", "tolerance", "typed", "words"), table(WRONG))
def test_wrong(truth: str, tolerance: Tolerance, typed: str, words: str) -> None:
    verdict, message = grade(truth, tolerance, typed)
    assert verdict is Verdict.REFUTED
    assert words in message


@pytest.mark.parametrize("typed", UNREADABLE)
def test_unreadable(typed: str) -> None:
    reason = parse_quantity(typed)
    assert isinstance(reason, str), reason
    assert reason
    assert "\n" not in reason
