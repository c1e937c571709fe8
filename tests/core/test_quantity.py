import math
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import units
from quizapp.core.quantity import Quantity, convert, format_quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.25", 0.25, ""),
        ("1/4", 0.25, ""),
        ("-3", -3, ""),
        ("−3", -3, ""),
        ("1e-6", 1e-6, ""),
        ("1.03e8 B", 103_000_000, "B"),
        ("98 MiB", 98, "MiB"),
        ("98MiB", 98, "MiB"),
        ("2^32", 2**32, ""),
        ("2**32", 2**32, ""),
        ("2^32 - 1", 2**32 - 1, ""),
        ("2^-3^2", 2**-9, ""),
        ("-2^2", -4, ""),
        ("10⁻⁶", 1e-6, ""),
        ("10²", 100, ""),
        ("4·10^6", 4_000_000, ""),
        ("4×10^6", 4_000_000, ""),
        ("1,000,000", 1_000_000, ""),
        ("1_000_000", 1_000_000, ""),
        ("1,234.5", 1234.5, ""),
        ("25%", 25, "%"),
        ("25 %", 25, "%"),
        (r"$25\,\%$", 25, "%"),
        ("≈ 0.1 GB", 0.1, "GB"),
        ("~3", 3, ""),
        ("$1/4$", 0.25, ""),
        (r"\frac{1}{4}", 0.25, ""),
        (r"$\dfrac{1}{4}$", 0.25, ""),
        (r"$10^{-6}$", 1e-6, ""),
        (r"$2\sqrt{2}$", math.sqrt(8), ""),
        (r"$98\text{ MiB}$", 98, "MiB"),
        (r"$\infty$", math.inf, ""),
        ("∞", math.inf, ""),
        ("-∞", -math.inf, ""),
        ("sqrt(2)", math.sqrt(2), ""),
        ("√2", math.sqrt(2), ""),
        ("√(1/4)", 0.5, ""),
        ("sqrt(16)", 4, ""),
        ("π", math.pi, ""),
        ("2π", 2 * math.pi, ""),
        ("e^-1", math.exp(-1), ""),
        ("1 - 1/e", 1 - math.exp(-1), ""),
        ("124M", 124_000_000, ""),
        ("110k steps", 110_000, "steps"),
        ("7B parameters", 7_000_000_000, "parameters"),
        ("7B", 7, "B"),
        ("25.6 million parameters", 25_600_000, "parameters"),
        ("4×", 4, "×"),
        ("2 GB/s", 2, "GB/s"),
        ("312 TFLOPS", 312, "TFLOPS"),
    ],
)
def test_reads_numbers_as_people_write_them(text: str, value: float, unit: str) -> None:
    quantity = parse_quantity(text)
    assert isinstance(quantity, Quantity), quantity
    assert quantity.value == pytest.approx(value, rel=1e-15)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    "text", ["1,000,000", "2^32", "4·10^6", "sqrt(16)", "2^-1*4", "124M", "98 MiB"]
)
def test_keeps_integers_exact(text: str) -> None:
    quantity = parse_quantity(text)
    assert isinstance(quantity, Quantity)
    assert type(quantity.value) is int


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0,25", "',25' follows it; write a decimal point, not a comma"),
        ("5 gb", "'gb' is no unit that is known here; did you mean 'GB'?"),
        ("3 layers are enough", "'layers are enough' is no unit that is known here"),
        ("1 is larger", "'is larger' is no unit that is known here"),
        ("10-20", "it reads as a range or a sum; give one number"),
        ("1/2π", "write 1/(2π) or (1/2)·π, so that it can be read in one way"),
        ("1/0", "it divides by zero"),
        ("∞/∞", "it is no definite number"),
        ("(-1)^0.5", "it is no real number"),
        ("sqrt(-1)", "it is no real number"),
        ("(1", "a bracket is not closed"),
        ("2^", "a number is missing"),
        ("the slope", "expected a number at 'the slope'"),
        ("__import__(0)", "expected a number at '__import__(0)'"),
    ],
)
def test_says_in_one_line_why_a_text_is_no_number(text: str, reason: str) -> None:
    assert parse_quantity(text) == f"cannot read {text!r} as a number: {reason}"


def test_an_empty_text_is_no_number() -> None:
    assert parse_quantity(" ") == "no number given"


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "9^9^9",
        "2^2^2^2^2^2^2",
        "1e999999999",
        "10^-400",
        "1e400",
        "9" * 1_000_000,
        "(" * 190 + "1",
        "√" * 190 + "2",
        "9^300*" * 30 + "9",
        "((((((9^9)^9)^9)^9)^9)^9)^9",
    ],
)
def test_refuses_what_would_outgrow_it_at_once(text: str) -> None:
    start = time.perf_counter()
    assert isinstance(parse_quantity(text), str)
    assert time.perf_counter() - start < 0.05


@given(st.text(max_size=60) | st.text("0123456789.,eE+-*/^()√π ·kMB%", max_size=60))
def test_any_text_gives_a_quantity_or_a_reason(text: str) -> None:
    quantity = parse_quantity(text)
    if isinstance(quantity, str):
        assert quantity
        assert "\n" not in quantity
    else:
        assert not math.isnan(float(quantity.value))


@given(st.floats(allow_nan=False), st.sampled_from(["", "B", "MiB", "s", "%", "GB/s", "steps"]))
def test_a_formatted_float_reads_back_to_the_printed_digits(value: float, unit: str) -> None:
    again = parse_quantity(format_quantity(Quantity(value, unit)))
    assert isinstance(again, Quantity), again
    assert again.unit == unit
    assert again.value == pytest.approx(value, rel=5.1e-6, abs=1e-323)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_formatted_integer_reads_back_exactly(value: int) -> None:
    assert parse_quantity(format_quantity(Quantity(value))) == Quantity(value)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(0.25), "0.25"),
        (Quantity(1024), "1024"),
        (Quantity(103_000_000, "B"), "103,000,000 B"),
        (Quantity(1.03e8, "B"), "1.03e8 B"),
        (Quantity(1e-6), "1e-6"),
        (Quantity(100_352.0, "B"), "100,352 B"),
        (Quantity(2**200), "1.60694e60"),
        (Quantity(10**400), "1e400"),
        (Quantity(-math.inf), "-∞"),
        (Quantity(math.nan), "nan"),
        (Quantity(25, "%"), "25 %"),
    ],
)
def test_formats_for_people(quantity: Quantity, text: str) -> None:
    assert format_quantity(quantity) == text


@pytest.mark.parametrize(
    ("quantity", "unit", "value"),
    [
        (Quantity(98, "MiB"), "B", 102_760_448),
        (Quantity(1, "MB"), "MiB", 1e6 / 2**20),
        (Quantity(8, "bits"), "B", 1),
        (Quantity(1, "nat"), "bits", math.log2(math.e)),
        (Quantity(25, "%"), "", 0.25),
        (Quantity(0.25), "%", 25),
        (Quantity(7, "parameters"), "", 7),
        (Quantity(1, "TFLOPS"), "FLOP/s", 10**12),
        (Quantity(2, "GB/s"), "MB/ms", 2),
        (Quantity(1, "hours"), "s", 3600),
        (Quantity(5, "µs"), "ns", 5000),
    ],
)
def test_converts_units(quantity: Quantity, unit: str, value: float) -> None:
    converted = convert(quantity, unit)
    assert isinstance(converted, Quantity), converted
    assert converted.unit == unit
    assert converted.value == pytest.approx(value, rel=1e-12)


def test_whole_results_of_whole_numbers_stay_exact() -> None:
    assert convert(Quantity(98, "MiB"), "B") == Quantity(102_760_448, "B")
    converted = convert(Quantity(98, "MiB"), "B")
    assert isinstance(converted, Quantity)
    assert type(converted.value) is int


def test_says_why_a_conversion_is_impossible() -> None:
    assert convert(Quantity(2, "s"), "B") == "s cannot be turned into B"
    assert convert(Quantity(2), "B") == "a bare number cannot be turned into B"
    assert (
        convert(Quantity(2, "s"), "sconds")
        == "'sconds' is no unit that is known here; did you mean 'seconds'?"
    )


def test_neither_import_nor_equal_units_load_pint() -> None:
    program = (
        "import sys; from quizapp.core.quantity import *;"
        "convert(parse_quantity('1 MiB'), 'MiB'); sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_units_that_differ_by_a_prefix_are_turned_as_pint_turns_them() -> None:
    names = sorted({*units._SPELLINGS.values(), "mebibyte / second", "gigaflop / second"})
    registry = units._registry()
    pairs = [
        (one, other)
        for one in names
        for other in names
        if units._scale(one)[1] == units._scale(other)[1]
    ]
    assert len(pairs) > 500
    for one, other in pairs:
        size, wanted = units._scale(one)[0], units._scale(other)[0]
        expected = registry.Quantity(1.0, one).to(other).magnitude
        assert float(size / wanted) == pytest.approx(expected, rel=1e-14), (one, other)


def test_units_that_differ_by_a_prefix_do_without_pint() -> None:
    code = (
        "import sys; sys.modules['pint'] = None\n"
        "from quizapp.core.units import factor\n"
        "print(factor('MiB', 'B'), factor('min', 'ms'), factor('%', ''), factor('GB/s', 'MB/s'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1048576.0", "60000.0", "0.01", "1000.0"]
