"""Sentences taken apart for reading claims: clauses, conditions ("when it doubles"), subjects.

Every place is an index into the text as it was given: the lower-case copy has the same length.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from quizapp.core.claim_changes import CHANGE, Change, changes

LONGEST = 4_000
"""Characters of an answer that are read; the rest of a longer one is a paste, not an answer."""

Span = tuple[int, int]

_ONE_SIGN = str.maketrans({"’": "'", "‘": "'", "−": "-", "‐": "-", "‑": "-", "\t": " "})
_END = re.compile(r"[.!?](?=\s|$)|[;\n…]|\b(?:but|while|whereas|although|though|however|yet)\b")
_SOFT = re.compile(
    r",(?=\s)|\s[-–—]+\s|[()]|\b(?:and|or|so|because|since|thus|hence|therefore|then|which)\b"
)
_CONDITION = re.compile(
    r"\b(?:when(?:ever)?|if|as(?! (?:much|many|large|small|big|fast|often|long|high|low|slow|well|"
    r"a\b|o\b|1/|√|sqrt|(?:the )?(?:square|cube|sqrt|root|inver|log|same)))|once|while|"
    r"(?:every|each) time|(?:for|with|at) (?:twice|double|half|\d+(?:\.\d+)?\s?[x×]|[x×]\s?\d))\b"
)
_GERUND = re.compile(
    r"\b(?:doubling|tripling|trebling|quadrupling|halving|quartering|raising|increasing|growing|"
    r"enlarging|lowering|reducing|decreasing|shrinking)\b"
)
_NOUN = re.compile(
    r"\b(?:an?|the|any|every|each) (?:increase|rise|growth|decrease|drop|fall|reduction) "
    r"(?:in|of)\b"
)
_AUXILIARY = re.compile(r"(?:\b(?:is|are|was|were|keeps?|been|be|it|starts?|begins?|stops?) )$")
_LESS = r"(?P<less>lower|smaller|low|small|less|fewer|shorter|narrower|shallower)"
_BEFORE = re.compile(
    rf"(?:^|[,.;:] *|\band +)(?:(?:with|at|for|using|an?|the) +)*"
    rf"(?:{_LESS}|higher|larger|high|large|more|bigger|longer|wider|deeper)\b"
)
_BEHIND = re.compile(rf"[^,;:]{{0,30}}?\b(?:with|at|for|using) (?:an? |the )?{_LESS}\b")
_FALLING = re.compile(
    r"lower|reduc|decreas|shrink|halv|quarter|drop|fall|fell|smaller|less|fewer|declin|diminish"
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        """
a an the of to in on at by for from with without and or nor but is are was were be been being it
its it's that that's this these those they their them there as than then so thus hence we you i he
she one what which who when where while will would can could may might shall should must do does
did has have had not only also just more most very too into over under up down out s t isn't
about around roughly approximately approx nearly almost exactly precisely only even still always
circa some say well think guess believe know because since if get gets become becomes go goes
went going grow grows grew scale scales scaled rise rises increase increases change changes vary
varies behave behaves act acts drop drops fall falls shrink shrinks decrease decreases reach
reaches equal equals means mean cost costs take takes need needs order degree power least most
all both each every any per my answer whole overall basically simply really actually therefore
however rather quite remain remains stay stays keep keeps kept use uses used store stores require
requires much many like equal time times yes no nope yeah sure right correct roughly
""",
    )
)
_PREPOSITIONS = ("for ", "with ", "at ", "in ", "on ", "during ", "after ", "before ", "by ")


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a sentence that sets the scene: "when the context doubles", "raising T"."""

    start: int
    end: int
    change: Change | None
    """What becomes of the other quantity there, where it says by how much."""
    falling: bool
    """Whether the other quantity becomes less."""

    def holds(self, place: int) -> bool:
        """Whether a place lies inside."""
        return self.start <= place < self.end


@dataclass(frozen=True)
class Passage:
    """One sentence, or a part of it that can stand alone."""

    raw: str
    """The whole text, as it was written."""
    low: str
    """In small letters, with one sign for each minus and quote; as long as `raw`."""
    start: int
    end: int

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Its conditions, in order; they do not overlap."""
        return tuple(_conditions(self.low, self.start, self.end))

    def condition_at(self, place: int) -> Condition | None:
        """The condition that a place lies in."""
        return next((each for each in self.conditions if each.holds(place)), None)

    def falling(self, at: int) -> bool:
        """Whether what stands at a place is said of the other quantity becoming less."""
        nearest = min(self.conditions, key=lambda each: abs(each.start - at), default=None)
        if nearest is not None:
            return nearest.falling
        before = [match["less"] for match in _BEFORE.finditer(self.low[self.start : at])]
        return bool(before[-1] if before else _BEHIND.match(self.low, at, self.end))


def passages(text: str) -> list[Passage]:
    """A text as passages, at most `LONGEST` characters of it."""
    raw = text[:LONGEST]
    low = "".join(small if len(small := each.lower()) == 1 else each for each in raw)
    low = low.translate(_ONE_SIGN)
    found, start = [], 0
    for match in _END.finditer(low):
        if match[0] == "while" and not low[start : match.start()].strip():
            continue
        found.append(Passage(raw, low, start, match.start()))
        start = match.end()
    found.append(Passage(raw, low, start, len(low)))
    return [each for each in found if low[each.start : each.end].strip()]


def clauses(passage: Passage, claims: list[Span], *, between: bool = True) -> list[Span]:
    """A passage cut at commas and conjunctions, but never inside a claim; and between two claims.

    "and" joins two subjects where what stands before it is too short to be a clause of its own.
    """
    low, start = passage.low, passage.start
    found: list[Span] = []
    ends = sorted(end for _, end in claims)
    for match in _SOFT.finditer(low, passage.start, passage.end):
        at = match.start()
        if any(begin <= at < end for begin, end in claims):
            continue
        closed = any(start < end <= at for end in ends)
        if match[0] in ("and", "or") and not closed and len(low[start:at].split()) < 4:
            continue
        found.append((start, at))
        start = match.end()
    found.append((start, passage.end))
    parts: list[Span] = []
    for begin, end in found:  # what no comma parts is parted where one claim ends
        for _, stop in sorted(claims)[:-1] if between else ():
            later = any(stop <= other < end for other, _ in claims)
            if begin < stop < end and later:
                parts.append((begin, stop))
                begin = stop
        parts.append((begin, end))
    return [part for part in parts if low[part[0] : part[1]].strip()]


def words(text: str) -> list[str]:
    """Words in small letters; `don't` is one."""
    return _WORD.findall(text)


def content(text: str) -> list[str]:
    """The words that name something."""
    return [word for word in words(text) if word not in _FILLERS and not word.isdigit()]


def names(alternatives: tuple[str, ...], text: str) -> bool:
    """Whether a text in small letters holds all words of one of some names."""
    given = words(text)
    return any(
        all(any(_same(word, other) for other in given) for word in wanted)
        for each in alternatives
        if (wanted := words(each.lower()))
    )


def adverbial(text: str) -> bool:
    """Whether a clause begins with a preposition: "for long contexts"."""
    return text.lstrip(" ,").startswith(_PREPOSITIONS)


def _same(word: str, other: str) -> bool:
    """Whether two words are forms of one: "memory" and "memories", "recover" and "recovery"."""
    a, b = (each.removesuffix("'s").removesuffix("'") for each in (word, other))
    if a == b or (min(len(a), len(b)) > 2 and (a + "s" == b or b + "s" == a)):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < 5 or len(long) - len(short) > 3:
        return False
    return long.startswith(short[: max(5, len(short) - 2)])


def _conditions(low: str, start: int, end: int) -> list[Condition]:
    found: list[Condition] = []
    at = start
    while at < end:
        marker = min(
            (
                match
                for pattern in (_CONDITION, _GERUND, _NOUN)
                if (match := pattern.search(low, at, end))
            ),
            key=lambda match: match.start(),
            default=None,
        )
        if marker is None:
            break
        at = marker.end()
        if marker.re is _GERUND and _AUXILIARY.search(low, start, marker.start()):
            continue
        if marker.re is _CONDITION and "," not in low[at:end]:
            near = CHANGE.search(low, at, min(end, at + 80))
            if near is None and not any(changes(low, marker.start(), min(end, at + 40))):
                continue  # "acts as momentum", "once dead it stays dead": it ends nowhere
        found.append(_condition(low, start, end, marker))
        at = max(at, found[-1].end)
    return found


def _condition(low: str, start: int, end: int, marker: "re.Match[str]") -> Condition:
    comma = low.find(",", marker.end(), end)
    limit = comma if comma >= 0 else end
    change: Change | None
    if marker.re is _CONDITION:
        inside = next(iter(changes(low, marker.start(), limit)), None)
        verb = CHANGE.search(low, marker.end(), limit)
        stops = [each.end for each in (inside,) if each] + ([verb.end()] if verb else [])
        stop, change = (max(stops) if stops else limit), inside
        if inside and verb and verb.start() > inside.end:
            stop = inside.end
        said = low[marker.start() : stop]
    else:
        change = next(iter(changes(low, marker.start(), marker.end() + 24)), None)
        if change is not None and change.start > marker.end() + 4:
            change = None
        nexts = [
            match.start()
            for pattern in (CHANGE, _LEADS_TO)
            if (match := pattern.search(low, marker.end() + 1, limit))
        ]
        nexts += [each.start for each in changes(low, marker.end() + 1, limit)]
        stop, said = min([*nexts, limit]), marker[0]
    falling = change.factor < 1 if change is not None else bool(_FALLING.search(said))
    return Condition(marker.start(), max(stop, marker.end()), change, falling)


_LEADS_TO = re.compile(
    r"\b(?:makes?|leads?|gives?|leaves?|has|does|doesn't|means?|causes?|keeps?|will|would|is|are)\b"
)
