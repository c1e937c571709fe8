"""What may be asked now: open cards that fit the time left and keep to the shares of topics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quizapp.core.card import CardId, Kind
from quizapp.core.interview_items import Candidate, Stage
from quizapp.core.interview_plan import RECOVERY_S, budget_ms, grace_ms, largest_ms
from quizapp.core.interview_shares import behind, debt
from quizapp.core.interview_state import Interview

_RECOVERY_MS = 1000 * RECOVERY_S


@dataclass(frozen=True)
class Scope:
    """The limits of the next question, as an interview stands."""

    interview: Interview
    _found: dict[tuple[str, int], bool] = field(default_factory=dict)
    """By topic and budget, whether such a question is allowed."""

    @cached_property
    def left_ms(self) -> int:
        """Time left for questions on cards."""
        return self.interview.setup.plan.questions_ms - self.interview.clock.used_ms

    @cached_property
    def _largest_ms(self) -> int:
        return largest_ms(self.interview.setup.plan.total_ms)

    @cached_property
    def _asked(self) -> frozenset[CardId]:
        return frozenset((*self.interview.asked, *self.interview.skipped))

    @cached_property
    def open(self) -> dict[str, list[Candidate]]:
        """Of each topic: what was not asked. Questions of late only where no other is left."""
        asked, recent = self._asked, self.interview.setup.recent
        found: dict[str, list[Candidate]] = {}
        for topic, candidates in self.interview.setup.pool.by_topic.items():
            left = [each for each in candidates if each.card not in asked]
            fresh = [each for each in left if each.card not in recent] if recent else left
            found[topic] = fresh or left
        return found

    def is_open(self, candidate: Candidate) -> bool:
        """Whether a candidate is among the open ones."""
        card = candidate.card
        if card in self._asked:
            return False
        return card not in self.interview.setup.recent or candidate in self.open[candidate.topic]

    @cached_property
    def _counts(self) -> dict[str, int]:
        """Questions asked of each topic that the shares count: those with more to ask.

        Code has a part of its own: a topic with nothing but code is as good as asked.
        """
        counts = {
            topic: 0
            for topic, left in self.open.items()
            if any(
                each.kind is not Kind.CODE and 1000 * each.budget_s <= self._largest_ms
                for each in left
            )
        }
        for answer in self.interview.answers:
            if answer.asked.topic in counts:
                counts[answer.asked.topic] += 1
        return counts

    @cached_property
    def _shares(self) -> tuple[int, ...]:
        own = dict(self.interview.setup.role.shares)
        return tuple(own[topic] for topic in self._counts)

    @cached_property
    def behind(self) -> dict[str, float]:
        """How far each topic is behind its share, in questions; asked-out topics last."""
        counts = tuple(self._counts.values())
        lags = dict.fromkeys(self.open, float("-inf"))
        for place, topic in enumerate(self._counts):
            lags[topic] = behind(counts, self._shares, place)
        return lags

    def _debt(self, line: Sequence[Candidate] = ()) -> int:
        """The debt to the shares after some more questions."""
        counts = {**self._counts}
        for each in line:
            if each.topic in counts:
                counts[each.topic] += 1
        return debt(tuple(counts.values()), self._shares)

    def allows(self, candidate: Candidate, stage: Stage = Stage.CORE) -> bool:
        """Whether it fits the time left and leaves enough to bring the shares back after it."""
        key = candidate.topic, budget_ms(candidate, stage)
        if key not in self._found:
            self._found[key] = self._allows(candidate, key[1])
        return self._found[key]

    def _allows(self, candidate: Candidate, budget: int) -> bool:
        if budget > min(self.left_ms, self._largest_ms):
            return False
        if candidate.topic not in self._counts:
            return True
        now, then = self._debt(), self._debt([candidate])
        takes = budget + grace_ms(budget)
        # A question that pays a debt back is welcome, unless it takes the time of two that do.
        if then < now and (takes <= _RECOVERY_MS or now * _RECOVERY_MS > self.left_ms):
            return True
        return then * _RECOVERY_MS <= max(self.left_ms - takes, 0)

    def _allows_all(self, line: Sequence[Candidate]) -> bool:
        """Whether it allows these questions, one after the other."""
        budgets = [budget_ms(each, Stage.DIG) for each in line]
        takes = sum(budget + grace_ms(budget) for budget in budgets)
        if max(budgets) > self._largest_ms or takes > self.left_ms:
            return False
        return self._debt(line) * _RECOVERY_MS <= self.left_ms - takes

    def after(self, card: CardId | None) -> Iterator[Candidate]:
        """The follow-ups of a card that are open; code has a part of its own."""
        for each in self.interview.setup.pool.after(card or CardId("")):
            if each.kind is not Kind.CODE and self.is_open(each):
                yield each

    def depth(self, line: tuple[Candidate, ...], most: int) -> int:
        """How many follow-ups deep a line of questions could go on from its last."""
        depth = 0
        for each in self.after(line[-1].card) if most else ():
            on = (*line, each)
            if each not in line and self._allows_all(on):
                depth = max(depth, 1 + self.depth(on, most - 1))
        return depth
