"""Read out of a typed answer what each marked point of a rubric speaks of.

A phrase belongs to a point where its clause names the point's subject; where it names none, it goes
on about what was named last, or about what the question asks. A clause about something else says
nothing of the point: it stays to be ticked by hand, because likeness tells nothing of truth.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from quizapp.core import units
from quizapp.core.card import Mark, RubricPoint, Sort
from quizapp.core.claim import FACTOR, Claim
from quizapp.core.claim_changes import CHANGE
from quizapp.core.claim_growth import Found, directions, orders, tidy
from quizapp.core.claim_numbers import numbers
from quizapp.core.claim_sides import comparisons, polarities
from quizapp.core.claim_text import (
    Passage,
    Span,
    adverbial,
    clauses,
    content,
    names,
    passages,
    words,
)

_FINDERS: dict[Sort, Callable[[Passage], list[Found]]] = {
    Sort.DIRECTION: directions,
    Sort.ORDER: orders,
    Sort.COMPARE: comparisons,
    Sort.YES: polarities,
}
MOST = 12
"""Claims of one sort that are read in one sentence; nobody says more."""
_OF_WHAT = ("in ", "with ", "of ", "to ", "on ", "over ", "wrt ", "against ", "for ")
_OBJECT = ("the ", "its ", "your ", "our ", "their ")


def read_claims(points: Sequence[RubricPoint], said: str) -> tuple[tuple[Claim, ...], ...]:
    """For each point what a text says of it, in the text's order; nothing for unmarked points."""
    marks = {place: _Subject(point) for place, point in enumerate(points) if point.mark}
    claims: dict[int, list[Claim]] = {place: [] for place in range(len(points))}
    last: frozenset[int] = frozenset()
    for passage in passages(said) if marks else ():
        for sort in dict.fromkeys(each.mark.sort for each in marks.values()):
            asked = {place: each for place, each in marks.items() if each.mark.sort is sort}
            for place, claim in _read(passage, asked, last):
                if claim not in claims[place]:
                    claims[place].append(claim)
        low = passage.low[passage.start : passage.end]
        named = frozenset(place for place, each in marks.items() if each.named(low))
        last = named or last
    return tuple(tuple(claims[place]) for place in range(len(points)))


class _Subject:
    """What a point is about."""

    def __init__(self, point: RubricPoint) -> None:
        assert point.mark is not None
        self.mark: Mark = point.mark
        self.about, self.than = sides_of(point)
        own = own_claim(point)
        self.unit = own.unit if own is not None else None

    def named(self, low: str) -> bool:
        return names(self.about, low) or names(self.than, low)


def _read(
    passage: Passage, asked: dict[int, _Subject], last: frozenset[int]
) -> list[tuple[int, Claim]]:
    """The claims of one sort in a passage, with the points that they belong to."""
    (sort,) = {each.mark.sort for each in asked.values()}
    about = tuple(name for each in asked.values() for name in each.about)
    found = numbers(passage, about) if sort is Sort.NUMBER else _FINDERS[sort](passage)
    fitting = {
        place: [each for each in found if _fits(each.claim, subject)][:MOST]
        for place, subject in asked.items()
    }
    found = [each for each in found if any(each in fits for fits in fitting.values())][:MOST]
    places = [(each.claim.start, each.claim.end) for each in found]
    parts = clauses(passage, places, between=sort is not Sort.NUMBER)
    if sort is Sort.NUMBER:
        found = _without_zeros(passage, found, parts)
    taken = [span for each in found for span in each.own]
    read = []
    for each in found:
        candidates = {p: s for p, s in asked.items() if each in fitting[p]}
        index = next(
            (i for i, part in enumerate(parts) if part[0] <= each.claim.start < part[1]), None
        )
        if index is None or not candidates:
            continue
        for place in _owners(passage, each, parts[: index + 1], candidates, last, taken):
            claim = _sided(passage, each, parts[index], candidates[place])
            if claim is not None and _within(passage, each, parts[index], candidates[place]):
                read.append((place, claim))
    return read


def _without_zeros(passage: Passage, found: list[Found], parts: list[Span]) -> list[Found]:
    """Without the word zero beside another number: "half of its outputs are zero"."""
    kept = []
    for begin, end in parts:
        inside = [each for each in found if begin <= each.claim.start < end]
        spoken = [
            each for each in inside if each.claim.value or passage.low[each.claim.end - 1] == "0"
        ]
        kept += spoken or inside
    return kept


def _fits(claim: Claim, subject: _Subject) -> bool:
    """Whether a number can be the quantity asked for: bytes for bytes, layers for layers."""
    if claim.sort is not Sort.NUMBER or subject.unit is None:
        return True
    given, wanted = claim.unit, subject.unit
    counted = units.is_count(given) and given not in ("x", "times", "time")
    if counted or (units.is_count(wanted) and given):
        return given.removesuffix("s") == wanted.removesuffix("s")
    same = {"bits": "bytes", "a share": "a bare number"}
    kinds = [units.dimension(unit) for unit in (given, wanted)]
    return len({same.get(kind, kind) if kind else "a bare number" for kind in kinds}) == 1


def _owners(
    passage: Passage,
    found: Found,
    parts: list[Span],
    candidates: dict[int, _Subject],
    last: frozenset[int],
    taken: list[Span],
) -> list[int]:
    """The points that a claim in the last of some clauses is about; claims stand at `taken`."""
    here = _without(passage, parts[-1], [])
    before = here[: max(found.claim.start - parts[-1][0], 0)]
    for text in (before, here):
        if named := [place for place, subject in candidates.items() if subject.named(text)]:
            return named
    if not found.own:
        return []  # a mere "does not": it must say what does not
    if _is_foreign(passage, found, parts[-1]):
        return []
    for part in reversed(parts[:-1]):
        text = CHANGE.sub(" ", _without(passage, part, taken))
        if named := [place for place, subject in candidates.items() if subject.named(text)]:
            return named
        if content(text) and not adverbial(text):
            return []
    if last and found.claim.sort is not Sort.YES:  # "no" answers the question, wherever it stands
        return [place for place in candidates if place in last]
    return list(candidates) if len(candidates) == 1 else []


def _without(passage: Passage, part: Span, own: Sequence[Span]) -> str:
    """A clause in small letters, with blanks for its conditions and for a claim's own words."""
    text = list(passage.low[part[0] : part[1]])
    hidden = [*((each.start, each.end) for each in passage.conditions), *own]
    for start, end in hidden:
        for at in range(max(start, part[0]), min(end, part[1])):
            text[at - part[0]] = " "
    return "".join(text)


def _is_foreign(passage: Passage, found: Found, part: Span) -> bool:
    """Whether the clause of a claim names a subject, which is then not the point's."""
    text = _without(passage, part, found.own)
    until = found.claim.end - part[0]
    if found.sides is not None:
        until = found.claim.start - part[0]
    if content(CHANGE.sub(" ", text[:until])):
        return True
    after = text[until:].lstrip()
    return found.sides is None and after.startswith(_OBJECT) and bool(content(after))


def _within(passage: Passage, found: Found, part: Span, subject: _Subject) -> bool:
    """Whether a claim speaks of the growth with the right other quantity, or does not say."""
    if not subject.mark.within:
        return True
    after = passage.low[found.claim.end : max(part[1], found.claim.end)].lstrip()
    spoken = [after] if after.startswith(_OF_WHAT) else []
    spoken += [
        passage.low[each.start : each.end]
        for each in passage.conditions
        if part[0] <= each.start < part[1] or found.claim.start <= each.start < found.claim.end
    ]
    text = CHANGE.sub(" ", " ".join(spoken))
    if names(subject.mark.within, text):
        return True
    named = [word for word in content(text) if len(word) > 1 and not names(subject.about, word)]
    return not named


def _sided(passage: Passage, found: Found, part: Span, subject: _Subject) -> Claim | None:
    """A comparison turned so that the point's first side stands first; other claims as they are."""
    if found.sides is None:
        return found.claim
    claim, low = found.claim, passage.low
    left = low[max(found.sides[0][0], part[0]) : claim.start]
    right = low[claim.end : min(found.sides[1][1], part[1])]
    first = [names(subject.about, text) for text in (left, right)]
    second = [names(subject.than, text) for text in (left, right)]
    if all((first[0], second[0])) or all((first[1], second[1])):
        return None
    if first[0] or (second[1] and not first[1] and not second[0] and not content(left)):
        return claim
    if second[0] or first[1]:
        value = claim.value
        value = tidy(1 / value) if claim.form == FACTOR else -value or 0.0
        return replace(claim, value=value)
    return claim if not content(left) and not content(right) else None


@lru_cache(maxsize=512)
def sides_of(point: RubricPoint) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a point is about, and the second side of a comparison; else the words of its text."""
    mark = point.mark
    assert mark is not None
    if mark.about and (mark.than or mark.sort is not Sort.COMPARE):
        return mark.about, mark.than
    for phrase in (point.text, *point.wordings):
        for passage in passages(phrase):
            for found in _all(passage, mark.sort):
                low, claim = passage.low, found.claim
                if found.sides is not None:
                    left = content(low[passage.start : claim.start])
                    right = content(low[claim.end : passage.end])
                    shared = {*left} & {*right}
                    return (
                        mark.about or tuple(word for word in left if word not in shared),
                        mark.than or tuple(word for word in right if word not in shared),
                    )
                text = _without(passage, (passage.start, passage.end), found.own)
                head = content(CHANGE.sub(" ", text[: claim.start - passage.start]))
                if named := head or content(CHANGE.sub(" ", text)):
                    return tuple(dict.fromkeys(named)), ()
    return mark.about or tuple(dict.fromkeys(content(point.text.lower()))), mark.than


def _all(passage: Passage, sort: Sort) -> list[Found]:
    return numbers(passage) if sort is Sort.NUMBER else _FINDERS[sort](passage)


@lru_cache(maxsize=512)
def own_claim(point: RubricPoint) -> Claim | None:
    """What a point's own text or first wording says; None where that is not exactly one thing."""
    for phrase in (point.text, *point.wordings[:1]):
        if len(said := stated(point, phrase)) == 1:
            return said[0]
    return None


def stated(point: RubricPoint, phrase: str) -> tuple[Claim, ...]:
    """What a phrase of the author's says of the point; it need not name the subject again."""
    mark = point.mark
    assert mark is not None
    every, about = [], []
    for passage in passages(phrase):
        found = _all(passage, mark.sort)
        parts = clauses(passage, [(each.claim.start, each.claim.end) for each in found])
        for each in found:
            claim: Claim | None = each.claim
            if each.sides is not None:
                part = (passage.start, passage.end)
                claim = _sided(passage, each, part, _Sides(point))
            if claim is None:
                continue
            every.append(claim)
            part = next((p for p in parts if p[0] <= claim.start < p[1]), (0, 0))
            if mark.about and names(mark.about, passage.low[part[0] : part[1]]):
                about.append(claim)
    if mark.sort is Sort.YES and mark.about:
        return tuple(dict.fromkeys(about))  # any sentence affirms or denies something
    return tuple(dict.fromkeys(about or every))


class _Sides(_Subject):
    """The two sides of a comparison alone."""

    def __init__(self, point: RubricPoint) -> None:
        assert point.mark is not None
        self.mark = point.mark
        self.about, self.than = sides_of(point)
        self.unit = None


def subject_of(point: RubricPoint) -> tuple[str, str]:
    """How a point's subject, and the second side of a comparison, are named to the learner."""
    mark = point.mark
    assert mark is not None
    about, than = sides_of(point)
    first = mark.about[0] if mark.about else " ".join(about[:3])
    second = mark.than[0] if mark.than else " ".join(than[:3])
    return first, second if words(second) else ""
