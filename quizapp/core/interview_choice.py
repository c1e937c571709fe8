"""Which question comes next: the plan's part, or what the last answer asks for.

A strong answer leads to its follow-ups while a dig is due, and raises the level; a weak one leads
to a simpler question on the same idea, then on. The shares of topics bound all of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from quizapp.core.card import CardId, Kind
from quizapp.core.interview_answer import STRONG, WEAK, score
from quizapp.core.interview_items import Answer, Asked, Candidate, Lead, Stage
from quizapp.core.interview_level import target_level
from quizapp.core.interview_plan import RECOVERY_S, budget_ms, grace_ms, largest_ms
from quizapp.core.interview_shares import behind, debt
from quizapp.core.interview_state import Interview

DEEPEST = 3
"""Follow-ups in a row."""
LEAST_CLOSING_MS = 20_000
"""A closing question needs so much time."""
_KINDS = {Kind.RECALL: 4, Kind.NUMBER: 3, Kind.FORMULA: 3, Kind.CHOICE: 2, Kind.CLOZE: 1}
"""How readily a core question takes each kind: the nearer to what is asked aloud, the more."""
_WARM_UP_MINUTES = 3


def next_question(interview: Interview) -> Asked | None:
    """What is asked next; None where nothing more is, and the interview is over."""
    plan, answers = interview.setup.plan, interview.answers
    if not answers and plan.opening_ms:
        return _prompt(interview, Stage.OPENING, interview.setup.role.opening, plan.opening_ms)
    if answers and answers[-1].asked.stage is Stage.CLOSING:
        return None
    found = Choice(interview).next()
    if found is not None:
        return found
    budget = min(plan.closing_ms, plan.total_ms - interview.clock.used_ms)
    if budget < LEAST_CLOSING_MS:
        return None
    return _prompt(interview, Stage.CLOSING, interview.setup.role.closing, budget)


def _prompt(interview: Interview, stage: Stage, prompts: Sequence[str], budget: int) -> Asked:
    prompt = Random(f"{interview.setup.seed}:{stage}").choice(prompts)
    return Asked(stage, budget, grace_ms(budget), interview.clock.used_ms, prompt=prompt)


@dataclass(frozen=True)
class Choice:
    """The choice of one question, as the interview stands."""

    interview: Interview

    def next(self) -> Asked | None:
        """The next question on a card; None where none can be asked in the time that is left."""
        if self.left_ms <= 0:
            return None
        for found in (self._deeper, self._simpler, self._part, self._core, self._shortest):
            asked = found()
            if asked is not None:
                return asked
        return None

    @cached_property
    def left_ms(self) -> int:
        """Time left for questions on cards."""
        return self.interview.setup.plan.questions_ms - self.interview.clock.used_ms

    @cached_property
    def _room_ms(self) -> int:
        """The longest budget that a question may have now."""
        return min(self.left_ms, self._largest_ms)

    @cached_property
    def _largest_ms(self) -> int:
        return largest_ms(self.interview.setup.plan.total_ms)

    @cached_property
    def _scored(self) -> tuple[tuple[str, int], ...]:
        """Topic and score of each answer that has one."""
        return tuple(
            (each.asked.topic, worth)
            for each in self.interview.answers
            if (worth := score(each)) is not None
        )

    def _level(self, topic: str) -> int:
        return target_level(self.interview.setup.level, self._scored, topic)

    @cached_property
    def _asked(self) -> frozenset[CardId]:
        return frozenset((*self.interview.asked, *self.interview.skipped))

    @cached_property
    def _last(self) -> Answer | None:
        return next((each for each in self.interview.answers[::-1] if each.asked.card), None)

    @cached_property
    def _random(self) -> Random:
        turn = len(self.interview.answers) + len(self.interview.skipped)
        return Random(f"{self.interview.setup.seed}:{turn}")

    # Topics and their shares

    @cached_property
    def _open(self) -> dict[str, list[Candidate]]:
        """Of each topic: what may still be asked. Questions of late only where no other is left."""
        asked, recent = self._asked, self.interview.setup.recent
        found: dict[str, list[Candidate]] = {}
        for topic, candidates in self.interview.setup.pool.by_topic.items():
            left = [each for each in candidates if each.card not in asked]
            fresh = [each for each in left if each.card not in recent] if recent else left
            found[topic] = fresh or left
        return found

    def _is_open(self, candidate: Candidate) -> bool:
        card = candidate.card
        if card in self._asked:
            return False
        return card not in self.interview.setup.recent or candidate in self._open[candidate.topic]

    @cached_property
    def _counted(self) -> dict[str, int]:
        """Questions asked of each topic that the shares count: those with more to ask."""
        counts = {
            topic: 0
            for topic, left in self._open.items()
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
        return tuple(own[topic] for topic in self._counted)

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        """Topics with more to ask, the one that is most behind its share first, nearly."""
        counts = tuple(self._counted.values())
        lag = {
            topic: behind(counts, self._shares, place) + self._random.uniform(0, 0.3)
            for place, topic in enumerate(self._counted)
        }
        rest = tuple(topic for topic in self._open if topic not in lag)
        return (*sorted(lag, key=lambda topic: -lag[topic]), *rest)

    def _allowed(self, candidate: Candidate, stage: Stage = Stage.CORE) -> bool:
        """Whether it fits the time left and leaves enough to bring the shares back after it."""
        budget = budget_ms(candidate, stage)
        if budget > self._room_ms:
            return False
        if candidate.topic not in self._counted:
            return True
        now, then = self._debts[candidate.topic]
        takes, each = budget + grace_ms(budget), 1000 * RECOVERY_S
        if then < now and (takes <= each or now * each > self.left_ms):
            return True
        return then * each <= max(self.left_ms - takes, 0)

    @cached_property
    def _debts(self) -> dict[str, tuple[int, int]]:
        """For each topic, the debt to the shares now, and after one more question on it."""
        counts = tuple(self._counted.values())
        now = debt(counts, self._shares)
        found = {}
        for place, topic in enumerate(self._counted):
            then = (*counts[:place], counts[place] + 1, *counts[place + 1 :])
            found[topic] = (now, debt(then, self._shares))
        return found

    # What comes next

    def _deeper(self) -> Asked | None:
        """A follow-up of the last answer, while it was strong and a dig is due or goes on."""
        last = self._last
        if last is None or (score(last) or 0) < STRONG or last.asked.depth >= DEEPEST:
            return None
        digging = last.asked.stage is Stage.DIG
        if not digging and not self._is_due(Stage.DIG):
            return None
        found = [each for each in self._after(last.asked.card) if self._allowed(each)]
        left = DEEPEST - last.asked.depth - 1
        deep = {each.card: self._depth(each.card, left) for each in found}
        longest = max(deep.values(), default=0)
        if not found or (not digging and not longest and not self._dig_is_late):
            return None
        # Two follow-ups are a dig; a third is worth no easier question.
        enough = min(longest, 1)
        picked = self._pick([e for e in found if deep[e.card] >= enough], last.asked.level + 1)
        return self._ask(picked, Stage.DIG, Lead.DEEPER) if picked else None

    def _after(self, card: CardId | None) -> Iterator[Candidate]:
        """The follow-ups of a card that can be asked; code has a part of its own."""
        for each in self.interview.setup.pool.after(card or CardId("")):
            if each.kind is not Kind.CODE and self._is_open(each):
                yield each

    def _depth(self, card: CardId, most: int, above: tuple[CardId, ...] = ()) -> int:
        """How many follow-ups deep a line from a card could go, no card coming twice."""
        if most == 0:
            return 0
        above = (*above, card)
        depths = (
            1 + self._depth(each.card, most - 1, above)
            for each in self._after(card)
            if each.card not in above
        )
        return max(depths, default=0)

    def _simpler(self) -> Asked | None:
        """After a weak answer, once: a card that leads to it, or any on its topic below it."""
        last = self._last
        if last is None or last.asked.lead is Lead.SIMPLER:
            return None
        worth, card = score(last), last.asked.card
        if worth is None or worth > WEAK or card is None:
            return None
        pool, level = self.interview.setup.pool, last.asked.level
        leading = pool.before.get(card, ())
        simpler = [each for each in leading if each.level <= level]
        simpler += [each for each in pool.after(card) if each.level < level]
        same = [each for each in self._open.get(last.asked.topic, ()) if each.level < level]
        for group in (simpler, same):
            found = [
                each
                for each in group
                if each.kind is not Kind.CODE and self._is_open(each) and self._allowed(each)
            ]
            if picked := self._pick(found, level - 1):
                return self._ask(picked, Stage.CORE, Lead.SIMPLER)
        return None

    def _part(self) -> Asked | None:
        """The estimate, the code or the discussion that is due by now."""
        parts: dict[Stage, Callable[[Candidate], bool]] = {
            Stage.ESTIMATE: lambda each: each.kind is Kind.NUMBER,
            Stage.CODE: lambda each: each.kind is Kind.CODE,
            Stage.DISCUSSION: lambda each: each.kind is Kind.RECALL,
        }
        for stage, fits in parts.items():
            if not self._is_due(stage):
                continue
            for topic in self._topics:
                found = [
                    each for each in self._open[topic] if fits(each) and self._allowed(each, stage)
                ]
                if stage is Stage.ESTIMATE:
                    found = [each for each in found if each.estimate] or found
                level = 3 if stage is Stage.DISCUSSION else self._level(topic)
                if picked := self._pick(found, level):
                    return self._ask(picked, stage)
        return None

    def _core(self) -> Asked | None:
        """A question on the topic that is most behind; the first one of all is a warm-up."""
        first = self._last is None and self.interview.setup.minutes >= _WARM_UP_MINUTES
        for topic in self._topics:
            found = [
                each
                for each in self._open[topic]
                if each.kind is not Kind.CODE and self._allowed(each)
            ]
            level = 1 if first else self._level(topic)
            if picked := self._pick(found, level):
                return self._ask(picked, Stage.WARM_UP if first else Stage.CORE)
        return None

    def _shortest(self) -> Asked | None:
        """Where no first question fits an interview this short: the shortest, in what is left."""
        if self._last is not None:
            return None
        every = [each for left in self._open.values() for each in left]
        shortest = min(every, key=lambda each: each.budget_s, default=None)
        return self._ask(shortest, Stage.CORE) if shortest else None

    def _pick(self, found: Sequence[Candidate], level: int) -> Candidate | None:
        """One of them by chance, among those nearest to a level."""
        if not found:
            return None
        gap = min(abs(each.level - level) for each in found)
        near = [each for each in found if abs(each.level - level) == gap]
        weights = [_KINDS.get(each.kind, 1) for each in near]
        if self._is_due(Stage.DIG):
            weights = [
                weight * (4 if self._depth(each.card, 2) == 2 else 1)
                for weight, each in zip(weights, near, strict=True)
            ]
        return self._random.choices(near, weights)[0]

    def _ask(self, candidate: Candidate, stage: Stage, lead: Lead = Lead.PLAN) -> Asked:
        budget = min(budget_ms(candidate, stage), self.left_ms)
        last, place = self._last, len(self.interview.answers)
        led = last is not None and lead is not Lead.PLAN
        return Asked(
            stage=stage,
            budget_ms=budget,
            grace_ms=grace_ms(budget),
            begun_ms=self.interview.clock.used_ms,
            card=candidate.card,
            topic=candidate.topic,
            level=candidate.level,
            kind=candidate.kind,
            lead=lead,
            depth=last.asked.depth + 1 if last and lead is Lead.DEEPER else 0,
            root=last.asked.root if last and led else place,
        )

    # Parts of the arc

    def _is_due(self, stage: Stage) -> bool:
        """Whether the plan asks for more of a part by now than there was."""
        used = self.interview.clock.used_ms
        wanted = sum(
            part.stage is stage and part.at_ms <= used for part in self.interview.setup.plan.parts
        )
        return wanted > self._done(stage)

    def _done(self, stage: Stage) -> int:
        return sum(
            each.asked.stage is stage and each.asked.depth <= 1 for each in self.interview.answers
        )

    @property
    def _dig_is_late(self) -> bool:
        """Whether a dig of one follow-up is better than none by now."""
        dues = [part.at_ms for part in self.interview.setup.plan.parts if part.stage is Stage.DIG]
        at = dues[min(self._done(Stage.DIG), len(dues) - 1)] if dues else 0
        return self.interview.clock.used_ms - at > self.interview.setup.plan.total_ms / 4
