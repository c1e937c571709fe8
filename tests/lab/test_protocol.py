"""Messages arrive as they were sent, and a line that is none is a value that says why."""

import math

import pytest

from quizapp.core.evidence import (
    Answered,
    Claimed,
    Decided,
    Measured,
    Plotted,
    Printed,
    Shown,
    Traced,
    Turned,
)
from quizapp.lab.protocol import (
    Cancel,
    Crashed,
    Denied,
    Failed,
    Finished,
    Job,
    Malformed,
    Message,
    Ready,
    TimedOut,
    decode,
    encode,
)

MESSAGES: list[Message] = [
    Job("x = 'σ'\n", 3, "cuda:1", {"batch": 4, "rate": 0.1, "names": ["a", None, True]}, 2.5, 1, 0),
    Cancel(),
    Ready("3.11.7", "2.13.0", "2.4.6", "NVIDIA H200"),
    Printed("a\nb\x00\ud800\U0001f600"),
    Shown("label", "value"),
    Plotted("σ", (0.0, 1.5), (math.inf, -math.inf)),
    Claimed("text", True, "measured 1", 3, 1, 1.0),
    Claimed("text", False, "", 3),
    Claimed("text", True, "", 3, 1.0, 1.0, 0.01, None),
    Turned("option", "b", 3, 9, "σ >= 1", True, -0.5),
    Turned("claim", "text", 3, 9, "", False),
    Answered(2**80, "B", 1),
    Answered(0.1, "", 1, 1e-300),
    Traced((1.5, math.inf), ("x", "β_1"), ((0.0, 1.0), (2.0, 3.0)), 4),
    Decided("b", False, "evidence", 2),
    Measured("peak", 2**40, "B", 3),
    Measured("order", math.inf, "", 3),
    Measured("recovers", True, "", 3),
    Finished("CPU", 0.001),
    Finished("CPU", 0.001, varies=True),
    Failed("ValueError: no", 2, "Traceback"),
    TimedOut(10.0),
    Crashed("killed"),
    Denied("no PyTorch"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_round_trip(message: Message) -> None:
    line = encode(message, 7)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode(line) == (7, message)


def test_integers_stay_integers_and_floats_floats() -> None:
    for value in (3, 3.0):
        decoded = decode(encode(Answered(value, "", 1)))
        assert not isinstance(decoded, Malformed)
        assert isinstance(decoded[1], Answered)
        assert type(decoded[1].measured) is type(value)


def test_nan_survives() -> None:
    decoded = decode(encode(Answered(math.nan, "", 1)))
    assert not isinstance(decoded, Malformed)
    assert isinstance(decoded[1], Answered)
    assert math.isnan(decoded[1].measured)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "not JSON"),
        (b"hello", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "not an object"),
        (b'{"kind": "printed", "text": ""}', "the id 'None' is no integer"),
        (b'{"id": true, "kind": "printed", "text": ""}', "the id 'True' is no integer"),
        (b'{"id": 1, "kind": "shutdown"}', "unknown kind 'shutdown'"),
        (b'{"id": 1, "kind": ["printed"]}', "unknown kind"),
        (b'{"id": 1, "kind": "printed"}', "Printed has ['text'], not []"),
        (b'{"id": 1, "kind": "printed", "text": "", "x": 1}', "Printed has ['text']"),
        (b'{"id": 1, "kind": "printed", "text": 3}', "Printed.text cannot be '3'"),
        (b'{"id": 1, "kind": "timedout", "seconds": true}', "TimedOut.seconds"),
        (b'{"id": 1, "kind": "plotted", "label": "", "x": [1], "y": [null]}', "Plotted.y"),
        (b'{"id": 1, "kind": "plotted", "label": "", "x": [1], "y": []}', "1 x and 0 y"),
        (
            b'{"id": 1, "kind": "traced", "values": [1], "names": ["x"], "at": [[]], "line": 1}',
            "as many coordinates",
        ),
        (
            b'{"id": 1, "kind": "traced", "values": [1], "names": [], "at": [[1]], "line": 1}',
            "as many coordinates",
        ),
        (
            b'{"id": 1, "kind": "traced", "values": [1], "names": ["x"], "at": [1], "line": 1}',
            "Traced.at",
        ),
    ],
)
def test_what_is_no_message(line: bytes, reason: str) -> None:
    decoded = decode(line)
    assert isinstance(decoded, Malformed)
    assert reason in decoded.reason


def test_a_parameter_that_json_cannot_carry() -> None:
    with pytest.raises(TypeError, match="parameter when holds a set: a parameter is a number"):
        encode(Job("", parameters={"when": [{1}]}))
