"""Read the lists of a card's `### Parameters`, each problem at its own line."""

import keyword
import math
import re
from collections import Counter
from collections.abc import Callable

from quizapp.core.parameters import shown

Report = Callable[[int, int, str], None]
"""Takes line within the fence (from 0), column (from 1) and message of a problem."""

# YAML 1.1 wants a point and a sign in it: 1.0e-3.
_FLOAT_AS_TEXT = re.compile(r"[-+]?\d+(?:\.\d*)?[eE][-+]?\d+")
FORM = "parameters are one ```yaml fence of lists: batch: [16, 32]"


def read_parameters(text: str, report: Report) -> dict[str, tuple[object, ...]]:
    """The lists that a text in YAML gives; what is wrong is reported and left out."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line, mark.column) if mark else (0, 0)
        last = max(text.count("\n") - 1, 0)
        report(min(row, last), column + 1, f"the parameters are no YAML: {error.problem}")
        return {}
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        say = f"the parameters are no YAML: {(str(error).splitlines() or ['?'])[0]}"
        report(0, 1, say)
        return {}
    if not isinstance(values, dict) or not values:
        report(0, 1, FORM)
        return {}
    keys = [key for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    places = {str(key.value): (key.start_mark.line, key.start_mark.column + 1) for key in keys}
    found: dict[str, tuple[object, ...]] = {}
    counts = Counter(str(key.value) for key in keys)
    for name, given in values.items():
        trouble = _trouble(name, given)
        if counts[str(name)] > 1:
            trouble = f"parameter {name!r} is given twice; join its lists"
        if trouble:
            report(*places.get(str(name), (0, 1)), trouble)
        else:
            found[name] = tuple(given)
    return found


def _is_one_line(text: str) -> bool:
    return len(text.splitlines()) <= 1 and text.encode(errors="ignore").decode() == text


def _trouble(name: object, given: object) -> str:
    named = isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name)
    if not named or not isinstance(given, list):
        return f"parameter {name!r} must be a Python name with a list of values"
    if not given:
        return f"parameter {name!r} has no values"
    for value in given:
        plain = value is not None and isinstance(value, str | bool | int | float)
        if not plain or (isinstance(value, float) and not math.isfinite(value)):
            held = shown(value) if isinstance(value, float) else f"a {type(value).__name__}"
            say = "each value is one number, one text, true or false"
            return f"parameter {name!r} holds {held}; {say}"
        if isinstance(value, str) and not _is_one_line(value):
            return f"parameter {name!r} holds a text that is not one line of characters"
        if isinstance(value, str) and _FLOAT_AS_TEXT.fullmatch(value):
            mended = f"{float(value):.1e}"
            return f"parameter {name!r} holds {value}, which YAML reads as text; write {mended}"
    text, count = Counter(shown(value) for value in given).most_common(1)[0]
    return f"parameter {name!r} lists {text} twice" if count > 1 else ""
