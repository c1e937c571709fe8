"""Parameters: the lists of values that a card is asked with, and the combination that is drawn.

A combination is one value for each name. Which one a review asks follows from card and repetition
alone, so that undo, an edit or a restart shows the same numbers again.
"""

from collections.abc import Mapping, Sequence
from math import gcd, prod
from random import Random

from quizapp.core.nearest import did_you_mean

LIMIT = 64
"""Combinations of one card that are checked; of more, a seeded sample of so many."""


def combinations(
    parameters: Mapping[str, Sequence[object]], limit: int = LIMIT, seed: int = 0
) -> tuple[dict[str, object], ...]:
    """All combinations up to the limit, else a seeded sample; one empty one of no parameters."""
    count = prod(len(values) for values in parameters.values())
    if count <= limit:
        return tuple(_at(parameters, place) for place in range(count))
    random = Random(seed)
    places: set[int] = set()
    while len(places) < limit:
        places.add(random.randrange(count))
    return tuple(_at(parameters, place) for place in sorted(places))


def draw(
    parameters: Mapping[str, Sequence[object]], seed: str, repetition: int = 0
) -> dict[str, object]:
    """The combination of one repetition: neighbours differ, and each comes once in a round."""
    count = prod(len(values) for values in parameters.values())
    if not count:
        return {}
    random = Random(seed)
    first, stride = random.randrange(count), random.randrange(count)
    while gcd(stride, count) > 1:
        stride += 1
    return _at(parameters, (first + repetition * stride) % count)


def kept(
    parameters: Mapping[str, Sequence[object]],
    values: Mapping[str, object],
    seed: str,
    repetition: int,
) -> dict[str, object]:
    """The same combination where its values are still listed, else the one of the repetition."""
    return dict(values) if fits(parameters, values) else draw(parameters, seed, repetition)


def _at(parameters: Mapping[str, Sequence[object]], place: int) -> dict[str, object]:
    """The combination with this number; the last name varies fastest."""
    chosen: dict[str, object] = {}
    for name, values in reversed([*parameters.items()]):
        place, index = divmod(place, len(values))
        chosen[name] = values[index]
    return {name: chosen[name] for name in parameters}


def first(parameters: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """The combination of the first values."""
    return {name: values[0] for name, values in parameters.items()}


def fits(parameters: Mapping[str, Sequence[object]], values: Mapping[str, object]) -> bool:
    """Whether these values are a combination of these parameters."""
    return parameters.keys() == values.keys() and all(
        as_json({name: value}) in [as_json({name: listed}) for listed in parameters[name]]
        for name, value in values.items()
    )


def choose(
    parameters: Mapping[str, Sequence[object]], settings: Sequence[str]
) -> dict[str, object] | str:
    """The combination that `name=value` texts ask for, first values elsewhere; or why none is."""
    chosen = first(parameters)
    for setting in settings:
        name, equals, text = setting.partition("=")
        name, text = name.strip(), text.strip()
        if not equals:
            return f"{setting!r} sets nothing; write name=value"
        if name not in parameters:
            near = did_you_mean(name, parameters)
            known = f"; there are {', '.join(parameters)}" if parameters else "; the card has none"
            return f"no parameter {name!r}{near or known}"
        listed = [value for value in parameters[name] if _reads_as(value, text)]
        if not listed:
            values = ", ".join(shown(value) for value in parameters[name])
            return f"{name} is never {text!r}; its values are {values}"
        chosen[name] = listed[0]
    return chosen


def _reads_as(value: object, text: str) -> bool:
    if text == shown(value):
        return True
    if isinstance(value, str | bool) or not isinstance(value, int | float):
        return False
    try:
        return float(text) == value
    except ValueError:
        return False


def shown(value: object) -> str:
    """One value as an author writes it in the list."""
    return value if isinstance(value, str) else _json(value)


def label(values: Mapping[str, object]) -> str:
    """A combination in words: "batch=32, heads=8"; empty for none."""
    return ", ".join(f"{name}={shown(value)}" for name, value in values.items())


def as_json(values: Mapping[str, object]) -> str:
    """A combination as the log keeps it; equal texts are equal combinations."""
    return _json(dict(values)) if values else "{}"


def _json(value: object) -> str:
    import json  # a card without parameters does without

    return json.dumps(value, ensure_ascii=False, sort_keys=True)
