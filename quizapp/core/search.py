"""The search language: `deck:gpu -is:new level:2..3 "layer norm" or tag:init due:<3`.

Terms side by side must all hold, `or` between them binds weaker, `-` denies a term, and what is no
field is text to be found in the card. Quotation marks keep a term together. A query is read once
and then asked of each card; nothing here raises, whatever is typed.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from fnmatch import translate

from quizapp.core.card import CardId, Kind
from quizapp.core.nearest import nearest
from quizapp.core.review import CardMemory, Phase
from quizapp.core.strength import is_due, is_leech, is_weak

LEVELS = (1, 3)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a card without reading it in full."""

    card: CardId
    deck: str
    tags: tuple[str, ...]
    kind: Kind
    level: int
    text: str
    """What is searched: its heading and question, casefolded."""
    memory: CardMemory
    recall: float | None
    """Predicted now, 0 to 1; None for a card that is new."""
    verified: bool
    """Whether its present text was verified."""


Test = Callable[[Entry], bool]
_Read = Callable[[str, "Known"], "Test | str"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a query is read against."""

    day: int
    """The present study day."""
    decks: Collection[str] = ()
    """Names of decks; where none are given, any name is taken."""
    tags: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A search that can be asked of cards."""

    text: str
    ways: tuple[tuple[Test, ...], ...]
    """Any of them must hold, with all of its terms; none at all finds every card."""

    def finds(self, entry: Entry) -> bool:
        """Whether a card is one of those searched for."""
        return not self.ways or any(all(term(entry) for term in way) for way in self.ways)


_TERM = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"|([^\s"]+))')
_NUMBER = r"(-?[0-9]{1,9}(?:\.[0-9]{1,9})?|-?\.[0-9]{1,9})(%?)"
_COMPARED = re.compile(rf"(<=|>=|<|>|=|)\s*{_NUMBER}")
_RANGE = re.compile(rf"(?:{_NUMBER})?\.\.(?:{_NUMBER})?")


def read_query(text: str, known: Known) -> Query | str:
    """A query from what was typed; or, in one line, what cannot be understood."""
    if text.count('"') % 2:
        return 'a quotation mark is not closed: "two words"'
    ways: list[tuple[Test, ...]] = []
    way: list[Test] = []
    for match in _TERM.finditer(text):
        minus, field, quoted, bare = match.groups()
        if field is None and _unfinished(bare):
            continue
        if not minus and field is None and bare is not None and bare.lower() == "or":
            if not way:
                return 'nothing stands before "or"; write \'"or"\' to search for the word'
            ways.append(tuple(way))
            way = []
            continue
        value = quoted if quoted is not None else bare
        test = _term(field, value, known)
        if isinstance(test, str):
            return test
        way.append(_denied(test) if minus else test)
    if way:
        ways.append(tuple(way))
    elif ways:
        return 'nothing stands behind "or"; write \'"or"\' to search for the word'
    return Query(text, tuple(ways))


def _unfinished(word: str | None) -> bool:
    """Whether a word is the beginning of a term, as it stands there while one is typed."""
    return word == "-" or (
        word is not None and word[-1] == ":" and word[:-1].removeprefix("-").lower() in _FIELDS
    )


def _term(field: str | None, value: str, known: Known) -> Test | str:
    if field is None:
        words = value.casefold()
        return lambda entry: words in entry.text or words in entry.card
    read = _FIELDS.get(field.lower())
    if read is None:
        near = nearest(field, _FIELDS)
        hint = f"did you mean {near}:?" if near else f"there are {_listed(_FIELDS)}"
        text = f"{field}:{_shown(value)}"
        return f'no field {field}:; {hint} (quote "{text}" to search for the text)'
    return read(value, known)


def _denied(test: Test) -> Test:
    return lambda entry: not test(entry)


def _word(
    field: str, names: Callable[[Known], Collection[str]], of: Callable[[Entry], Collection[str]]
) -> _Read:
    """A field whose value is one of some names; `*` stands for anything."""

    def read(value: str, known: Known) -> Test | str:
        wanted = value.casefold()
        if "*" in wanted:
            match = re.compile(translate(wanted.replace("[", "[[]").replace("?", "[?]"))).match
            return lambda entry: any(match(name.casefold()) for name in of(entry))
        there = names(known)
        if there and wanted not in {name.casefold() for name in there}:
            return _no(field, value, there)
        return lambda entry: any(wanted == name.casefold() for name in of(entry))

    return read


def _no(field: str, value: str, names: Collection[str]) -> str:
    near = nearest(value, names)
    hint = f"did you mean {field}:{near}?" if near else f"there are {_listed(names)}"
    return f"no {field}:{_shown(value)}; {hint}"


def _shown(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def _listed(names: Collection[str]) -> str:
    shown = sorted(names)[:12]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")


def _number(
    field: str,
    of: Callable[[Entry, Known], float | None],
    limits: tuple[float, float] | None = None,
    example: str = "2..3",
) -> _Read:
    """A field that is compared: `3`, `<3`, `>=3`, `2..3`, `2..`, and with a percent sign."""

    def read(value: str, known: Known) -> Test | str:
        bounds = _bounds(value)
        if bounds is None:
            return f"{field}:{_shown(value)} is no number or range; write {field}:{example}"
        low, high, strict = bounds
        if limits is not None and (high < limits[0] or low > limits[1]):
            return f"no {field}:{_shown(value)}; {field} goes from {limits[0]:g} to {limits[1]:g}"

        def test(entry: Entry) -> bool:
            number = of(entry, known)
            if number is None:
                return False
            return low < number < high if strict else low <= number <= high

        return test

    return read


def _bounds(value: str) -> tuple[float, float, bool] | None:
    """Lowest and highest number of a value, and whether both are left out."""
    endless = float("inf")
    if match := _COMPARED.fullmatch(value):
        sign, number = match[1], _value(match[2], match[3])
        low = number if sign in (">", ">=", "=", "") else -endless
        high = number if sign in ("<", "<=", "=", "") else endless
        return low, high, sign in ("<", ">")
    if (match := _RANGE.fullmatch(value)) and value != "..":
        low = _value(match[1], match[2]) if match[1] else -endless
        high = _value(match[3], match[4]) if match[3] else endless
        return low, high, False
    return None


def _value(digits: str, percent: str) -> float:
    return float(digits) / (100 if percent else 1)


def _state(value: str, known: Known) -> Test | str:
    test = _STATES.get(value.lower())
    if test is None:
        return _no("is", value, _STATES)
    return lambda entry: test(entry, known.day)


_STATES: dict[str, Callable[[Entry, int], bool]] = {
    "new": lambda entry, _: entry.memory.phase is Phase.NEW,
    "seen": lambda entry, _: entry.memory.phase is not Phase.NEW,
    "learning": lambda entry, _: entry.memory.phase in (Phase.LEARNING, Phase.RELEARNING),
    "due": lambda entry, day: is_due(entry.memory, day),
    "suspended": lambda entry, _: entry.memory.suspended,
    "buried": lambda entry, day: entry.memory.buried_day == day,
    "flagged": lambda entry, _: entry.memory.flagged,
    "leech": lambda entry, _: is_leech(entry.memory),
    "weak": lambda entry, _: is_weak(entry.memory, entry.recall),
    "verified": lambda entry, _: entry.verified,
    "unverified": lambda entry, _: not entry.verified,
}


def _seen(number: Callable[[CardMemory, Known], float]) -> Callable[[Entry, Known], float | None]:
    """A number of the memory; a new card has none."""

    def of(entry: Entry, known: Known) -> float | None:
        return None if entry.memory.phase is Phase.NEW else number(entry.memory, known)

    return of


_FIELDS: dict[str, _Read] = {
    "deck": _word("deck", lambda known: known.decks, lambda entry: (entry.deck,)),
    "tag": _word("tag", lambda known: known.tags, lambda entry: entry.tags),
    "kind": _word("kind", lambda _: tuple(Kind), lambda entry: (entry.kind,)),
    "id": _word("id", lambda _: (), lambda entry: (entry.card,)),
    "is": _state,
    "level": _number("level", lambda entry, _: entry.level, LEVELS),
    "due": _number("due", _seen(lambda memory, known: memory.due_day - known.day), example="<3"),
    "recall": _number("recall", lambda entry, _: entry.recall, (0, 1), example="<80%"),
    "stability": _number("stability", _seen(lambda memory, _: memory.stability), example="<30"),
    "difficulty": _number("difficulty", _seen(lambda memory, _: memory.difficulty), (1, 10)),
    "reps": _number("reps", lambda entry, _: entry.memory.reps, example=">=5"),
    "lapses": _number("lapses", lambda entry, _: entry.memory.lapses, example=">=3"),
}
FIELDS = tuple(_FIELDS)
"""Names of the fields, as a completion offers them."""
STATES = tuple(_STATES)
"""Values of `is:`."""
