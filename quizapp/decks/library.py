"""The decks of one or more folders: scanned once, and read again only where a file changed."""

import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizapp.core.card import Card, CardId
from quizapp.core.nearest import did_you_mean
from quizapp.core.parameters import as_json, combinations, draw, label
from quizapp.core.problem import Problem
from quizapp.decks.front import FrontMatter, front_matter
from quizapp.decks.scan import RawCard, Scan, deck_name, scan, text_hash
from quizapp.decks.walk import ROLES, Fingerprint, Walk

if TYPE_CHECKING:
    from quizapp.decks.roles import Roles

if TYPE_CHECKING:
    from quizapp.decks.proofs import Proofs

_NEXT_CARD = re.compile(rb" {0,3}##(?:[ \t\r\n]|\Z)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A file written this shortly before it was read may be written again within the same tick.
_TICK_NS = 20_000_000


@dataclass(frozen=True, slots=True)
class Deck:
    """One file of cards."""

    name: str
    """The file's name without `.md`."""
    title: str
    """From the front matter, else the name."""
    tags: tuple[str, ...]
    file: str
    """As shown to people."""
    card_ids: tuple[CardId, ...]
    """In the order of the file, without those whose id another card had before."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reload found."""

    added: tuple[CardId, ...] = ()
    changed: tuple[CardId, ...] = ()
    removed: tuple[CardId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it was read."""

    fingerprint: Fingerprint
    settled: bool
    """False where it must be read again whatever `stat` says."""
    scan: Scan
    front: FrontMatter
    problems: tuple[Problem, ...]


class Library:
    """All cards under some roots (folders or files); paths are shown relative to `base`."""

    def __init__(self, roots: Sequence[Path], *, base: Path | None = None) -> None:
        self.roots = tuple(roots)
        self._base = os.path.join(base, "") if base is not None else ""
        self._files: dict[str, _File] = {}
        self._walk_problems: list[Problem] = []
        self._cards: dict[CardId, RawCard] = {}
        self._paths: dict[str, Path] = {}
        self._decks: tuple[Deck, ...] = ()
        self._by_file: dict[str, Deck] = {}
        self._problems: tuple[Problem, ...] = ()
        self._parsed: dict[CardId, tuple[RawCard, dict[str, Card | tuple[Problem, ...]]]] = {}

    @property
    def cards(self) -> Mapping[CardId, RawCard]:
        """Every usable card, in the order of roots, files and lines."""
        return MappingProxyType(self._cards)

    @property
    def decks(self) -> Sequence[Deck]:
        """One for each file that has cards or is meant to, in the order of their paths."""
        return self._decks

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with files and ids; problems inside cards are found by `check`."""
        return self._problems

    @cached_property
    def proofs(self) -> "Proofs":
        """What was recorded beside the decks, read once."""
        from quizapp.decks.proofs import Proofs, folders_of

        return Proofs(folders_of(self.roots), self._shown)

    def load(self) -> None:
        """Scan every file under the roots."""
        self._files.clear()
        self._parsed.clear()
        self.reload()

    def reload(self) -> Changes:
        """Read what changed since the last time; files with an unchanged `stat` are not opened."""
        files: dict[str, _File] = {}
        walk = Walk(self._shown)
        same = True
        for path, fingerprint in walk.files(self.roots):
            known = self._files.get(path)
            if known is None or known.fingerprint != fingerprint or not known.settled:
                known = self._read(path, fingerprint)
                same = False
            files[path] = known
        if same and len(files) == len(self._files) and walk.problems == self._walk_problems:
            return Changes()
        before = self._cards
        self._files, self._walk_problems = files, walk.problems
        self._join()
        return _changes(before, self._cards)

    def card(
        self, card_id: CardId, values: Mapping[str, object] | None = None
    ) -> Card | tuple[Problem, ...]:
        """A card, parsed when first asked for. KeyError for an id that is not in `cards`.

        A card with parameters is written out for `values`, or for the first of each list.
        """
        from quizapp.decks.parse import parse

        raw = self._cards[card_id]
        known = self._parsed.get(card_id)
        if known is None or known[0] != raw:
            known = self._parsed[card_id] = (raw, {})
        key = as_json(values) if values else ""
        if key not in known[1]:
            known[1][key] = parse(raw, tags=self._by_file[raw.file].tags, values=values or None)
        return known[1][key]

    def drawn(self, card_id: CardId, repetition: int) -> Card | tuple[Problem, ...]:
        """A card with the parameters that one repetition asks."""
        card = self.card(card_id)
        if isinstance(card, tuple) or not card.parameters:
            return card
        return self.card(card_id, draw(card.parameters, card_id, repetition))

    def variants(self, card_id: CardId) -> tuple[Card | tuple[Problem, ...], ...]:
        """A card with each combination of its parameters, or with a sample of many."""
        card = self.card(card_id)
        if isinstance(card, tuple) or not card.parameters:
            return (card,)
        return tuple(self.card(card_id, values) for values in combinations(card.parameters))

    def path(self, card_id: CardId) -> Path:
        """The file of a card, to be opened. KeyError for an id that is not in `cards`."""
        return self._paths[self._cards[card_id].file]

    def check(self) -> list[Problem]:
        """Everything that is wrong, in files, in cards and between cards, in order of place."""
        problems = set(self._problems)
        known = {**self._cards, **self._beside()}
        for card_id, raw in self._cards.items():
            parsed = self.card(card_id)
            if isinstance(parsed, tuple):
                problems.update(parsed)
                continue
            problems.update(self._of_variants(parsed))
            for other in parsed.follow_ups:
                if other not in known:
                    say = f"no card has the id {other!r}{did_you_mean(other, known)}"
                    problems.add(_at(raw, f"#{other})", "follow-up-unknown", say))
            for old in parsed.was:
                if old in self._cards:
                    say = f"was={old}: a card with that id is still there, at "
                    say += f"{self._cards[old].file}:{self._cards[old].line}"
                    problems.add(_at(raw, f"was={old}", "was-alive", say))
        return sorted(problems.union(self.roles().problems))

    def roles(self) -> "Roles":
        """The roles of interviews under the roots, with what is wrong with others; read anew."""
        from quizapp.decks.roles import read_roles

        beside = self._beside()
        topics = {deck.name: None for deck in self._decks if deck.card_ids}
        topics |= dict.fromkeys(raw.deck for raw in beside.values())
        return read_roles(self.roots, topics, self._shown)

    def _beside(self) -> Mapping[CardId, RawCard]:
        """The cards of the folders that hold the files given as roots: links may lead there."""
        holding = (root.absolute().parent for root in self.roots if root.is_file())
        # Roles lie in a folder of the one that holds the decks.
        folders = dict.fromkeys(
            folder.parent if folder.name == ROLES else folder for folder in holding
        )
        if not folders:
            return {}
        beside = Library(tuple(folders))
        beside.load()
        return beside.cards

    def _of_variants(self, card: Card) -> list[Problem]:
        """What is wrong with a card only where its parameters take other values."""
        problems: dict[tuple[int, int, str], Problem] = {}
        for values in combinations(card.parameters):
            variant = self.card(card.id, values)
            for problem in variant if isinstance(variant, tuple) else ():
                said = replace(problem, message=f"{problem.message} (with {label(values)})")
                problems.setdefault((problem.line, problem.column, problem.code), said)
        return [*problems.values()]

    def _shown(self, path: str) -> str:
        return path.removeprefix(self._base)

    def _read(self, path: str, fingerprint: Fingerprint) -> _File:
        shown = self._shown(path)
        read_ns = time.time_ns()
        try:
            with open(path, "rb") as stream:
                data = stream.read()
            text = data.decode()
        except OSError as error:
            say = f"cannot be read: {error.strerror or error}"
            return _unread(fingerprint, False, Problem(shown, 1, 1, "file-unreadable", say))
        except UnicodeDecodeError as error:
            before = data[: error.start]
            column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
            say = f"byte 0x{data[error.start]:02x} is no UTF-8; save the file as UTF-8"
            line = before.count(b"\n") + 1
            return _unread(fingerprint, True, Problem(shown, line, column, "file-encoding", say))
        settled = read_ns - fingerprint[0] > _TICK_NS
        scanned = scan(text, shown)
        problems = scanned.problems
        if not text.strip("\ufeff \t\r\n"):
            say = "the file is empty; write a card '## Question?' or remove the file"
            problems += (Problem(shown, 1, 1, "file-empty", say),)
        front = front_matter(scanned)
        if isinstance(front, tuple):
            problems, front = problems + front, FrontMatter()
        return _File(fingerprint, settled, scanned, front, problems)

    def _join(self) -> None:
        """Cards, decks and problems of all files; of two cards with one id the first stays."""
        cards: dict[CardId, RawCard] = {}
        decks: list[Deck] = []
        problems = [*self._walk_problems]
        self._paths = {}
        seen: set[Fingerprint] = set()
        for path, file in self._files.items():
            if file.fingerprint in seen:  # another link to the same file
                continue
            seen.add(file.fingerprint)
            problems += file.problems
            self._paths[file.scan.file] = Path(path)
            own: list[CardId] = []
            for raw in file.scan.cards:
                first = cards.setdefault(raw.id, raw)
                if first is raw:
                    own.append(raw.id)
                else:
                    say = f"id {raw.id!r} is already taken at {first.file}:{first.line}; "
                    say += "give this card another {#id}"
                    problems.append(Problem(raw.file, raw.line, 1, "id-twice", say))
            name = deck_name(path)
            title = file.front.title or name
            decks.append(Deck(name, title, file.front.tags, file.scan.file, tuple(own)))
        self._cards, self._decks = cards, tuple(decks)
        tags_before = {file: deck.tags for file, deck in self._by_file.items()}
        self._by_file = {deck.file: deck for deck in decks}
        for card_id, (raw, _) in [*self._parsed.items()]:
            deck = self._by_file.get(raw.file)
            if deck is None or deck.tags != tags_before.get(raw.file) or card_id not in cards:
                del self._parsed[card_id]
        self._problems = tuple(sorted(problems))


def _unread(fingerprint: Fingerprint, settled: bool, problem: Problem) -> _File:
    return _File(
        fingerprint, settled, Scan(problem.file, "", (), (), ()), FrontMatter(), (problem,)
    )


def _changes(before: Mapping[CardId, RawCard], after: Mapping[CardId, RawCard]) -> Changes:
    return Changes(
        tuple(card_id for card_id in after if card_id not in before),
        tuple(
            card_id
            for card_id, raw in after.items()
            if card_id in before and before[card_id].hash != raw.hash
        ),
        tuple(card_id for card_id in before if card_id not in after),
    )


def _at(raw: RawCard, words: str, code: str, message: str) -> Problem:
    """A problem at the place where some words first stand in a card."""
    at = max(raw.text.find(words), 0)
    line = raw.line + raw.text.count("\n", 0, at)
    return Problem(raw.file, line, at - raw.text.rfind("\n", 0, at), code, message)


def read_card(path: Path, start: int, size: int, hash: str, deck: str) -> RawCard | None:
    """One card by its place in a file, without scanning it; None if it is not there any more.

    `start` and `size` are in bytes, `hash` is its `text_hash`, as in the RawCard of the last scan.
    """
    try:
        with open(path, "rb") as stream:
            before = stream.read(start)
            data = stream.read(size)
            after = stream.read(8)
    except OSError:
        return None
    # What was added right behind the card belongs to it, unless it begins another one.
    whole = not after or (data.endswith(b"\n") and _NEXT_CARD.match(after))
    begins = before in (b"", _BYTE_ORDER_MARK) or before.endswith(b"\n")
    if not (whole and begins) or len(data) != size or text_hash(data) != hash:
        return None
    cards = scan(data.decode(), os.fspath(path)).cards
    if len(cards) != 1 or cards[0].size != size:
        return None
    return replace(cards[0], line=before.count(b"\n") + 1, start=start, deck=deck)
