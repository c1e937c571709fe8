"""Which question comes next: the plan's part, or what the last answer asks for.

A strong answer leads to its follow-ups while a dig is due, and raises the level; a weak one leads
to a simpler question on the same idea, then on. The shares of topics bound all of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from quizapp.core.card import Kind
from quizapp.core.interview_answer import STRONG, WEAK, score
from quizapp.core.interview_items import Answer, Asked, Candidate, Lead, Stage
from quizapp.core.interview_level import target_level
from quizapp.core.interview_plan import budget_ms, grace_ms
from quizapp.core.interview_scope import Scope
from quizapp.core.interview_state import Interview

DEEPEST = 3
"""Follow-ups in a row."""
LEAST_CLOSING_MS = 20_000
"""A closing question needs so much time."""
_KINDS = {Kind.RECALL: 4, Kind.NUMBER: 3, Kind.FORMULA: 3, Kind.CHOICE: 2, Kind.CLOZE: 1}
"""How readily a core question takes each kind: the nearer to what is asked aloud, the more."""
_WARM_UP_MINUTES = 3
_DRAWS = 4
"""While a dig is due, the first of so many draws that two follow-ups can come after is taken."""


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
        if self._scope.left_ms <= 0:
            return None
        for found in (self._deeper, self._simpler, self._part, self._core, self._shortest):
            asked = found()
            if asked is not None:
                return asked
        return None

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self.interview)

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
    def _last(self) -> Answer | None:
        return next((each for each in self.interview.answers[::-1] if each.asked.card), None)

    @cached_property
    def _random(self) -> Random:
        turn = len(self.interview.answers) + len(self.interview.skipped)
        return Random(f"{self.interview.setup.seed}:{turn}")

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        """The topic that is most behind its share first; a little chance decides near ones."""
        lags = {t: lag + self._random.uniform(0, 0.3) for t, lag in self._scope.behind.items()}
        return tuple(sorted(lags, key=lambda topic: -lags[topic]))

    def _deeper(self) -> Asked | None:
        """A follow-up of the last answer, while it was strong and a dig is due or goes on."""
        last = self._last
        if last is None or (score(last) or 0) < STRONG or last.asked.depth >= DEEPEST:
            return None
        digging = last.asked.stage is Stage.DIG
        if not digging and not self._is_due(Stage.DIG):
            return None
        found = [each for each in self._scope.after(last.asked.card) if self._scope.allows(each)]
        more = DEEPEST - last.asked.depth - 1
        deep = {each.card: self._scope.depth((each,), more) for each in found}
        longest = max(deep.values(), default=0)
        if not found or (not digging and not longest and not self._dig_is_late):
            return None
        # Two follow-ups are a dig; a third is worth no easier question.
        enough = min(longest, 1)
        picked = self._pick([e for e in found if deep[e.card] >= enough], last.asked.level + 1)
        return self._ask(picked, Stage.DIG, Lead.DEEPER) if picked else None

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
        same = [each for each in self._scope.open.get(last.asked.topic, ()) if each.level < level]
        for group in (simpler, same):
            found = [
                each
                for each in group
                if each.kind is not Kind.CODE
                and self._scope.is_open(each)
                and self._scope.allows(each)
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
                    each
                    for each in self._scope.open[topic]
                    if fits(each) and self._scope.allows(each, stage)
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
                for each in self._scope.open[topic]
                if each.kind is not Kind.CODE and self._scope.allows(each)
            ]
            level = 1 if first else self._level(topic)
            if picked := self._pick(found, level):
                return self._ask(picked, Stage.WARM_UP if first else Stage.CORE)
        return None

    def _shortest(self) -> Asked | None:
        """Where no first question fits an interview this short: the shortest, in what is left."""
        if self._last is not None:
            return None
        every = [each for left in self._scope.open.values() for each in left]
        shortest = min(every, key=lambda each: each.budget_s, default=None)
        return self._ask(shortest, Stage.CORE) if shortest else None

    def _pick(self, found: Sequence[Candidate], level: int) -> Candidate | None:
        """One of them by chance, among those nearest to a level."""
        if not found:
            return None
        gap = min(abs(each.level - level) for each in found)
        near = [each for each in found if abs(each.level - level) == gap]
        weights = [_KINDS.get(each.kind, 1) for each in near]
        drawn = self._random.choices(near, weights, k=_DRAWS)
        if not self._is_due(Stage.DIG):
            return drawn[0]
        return next((each for each in drawn if self._scope.depth((each,), 2) == 2), drawn[0])

    def _ask(self, candidate: Candidate, stage: Stage, lead: Lead = Lead.PLAN) -> Asked:
        budget = min(budget_ms(candidate, stage), self._scope.left_ms)
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
