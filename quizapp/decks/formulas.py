"""Read the formula of a card, the domains of its variables, and its wrong formulas."""

from dataclasses import dataclass

from quizapp.core.card import Domain, Mistake
from quizapp.core.formula import Formula, variables_of
from quizapp.core.formula_names import canonical, is_variable
from quizapp.core.formula_parse import Misread, finite_constant, parse_formula
from quizapp.decks.attributes import domains_apart
from quizapp.decks.heading import Attribute, read_heading
from quizapp.decks.outline import Section
from quizapp.decks.sections import Report

_LOW, _HIGH = -5.0, 5.0


@dataclass(frozen=True, slots=True)
class ReadFormula:
    """The formula of a card with all its variables."""

    formula: Formula
    domains: tuple[Domain, ...]


class FormulaReader:
    """Reads the section Answer of one card; `line` is that of the card's heading in the file."""

    def __init__(self, section: Section, line: int, report: Report) -> None:
        self.section = section
        self.line = line
        self.report = report

    def read(self, text: str, line: int, mistakes: tuple[Mistake, ...]) -> ReadFormula | None:
        """The formula on a line of the card, or None and what is wrong."""
        given = self._domains()
        formula = parse_formula(text)
        if isinstance(formula, Misread):
            column = 1 + max(text.find(formula.text), 0) + formula.at
            say = f"the formula cannot be read: {formula.message} (a formula in words needs words)"
            self.report(line, column, "formula-form", say)
            return None
        names = dict.fromkeys([*(each.name for each in given), *variables_of(formula)])
        if not names:
            say = "the formula has no variable; write a number without dollar signs"
            self.report(line, 1, "formula-constant", say)
            return None
        known = {each.name: each for each in given}
        domains = tuple(known.get(name) or Domain(name, _LOW, _HIGH) for name in names)
        for mistake in mistakes:
            wrong = parse_formula(mistake.value, tuple(names))
            if isinstance(wrong, Misread):
                say = f"the mistake {mistake.value} cannot be read: {wrong.message}"
                self.report(mistake.line - self.line, 1, "mistake-value", say)
        return ReadFormula(formula, domains)

    def _domains(self) -> list[Domain]:
        found: dict[str, Domain] = {}
        for attribute in domains_apart(read_heading(self.section.heading).attributes)[0]:
            domain = _domain(attribute)
            if isinstance(domain, Domain) and domain.name in found:
                domain = f"{attribute.key} is given twice"
            if isinstance(domain, str):
                self.report(self.section.line, attribute.column, "attribute-value", domain)
            else:
                found[domain.name] = domain
        return list(found.values())


def _domain(attribute: Attribute) -> Domain | str:
    name = canonical(attribute.key)
    if not is_variable(name):
        return f"{attribute.key!r} is no variable: one letter, as in x=-6..6 or β₁=0..1"
    low, _, high = (attribute.value or "").partition("..")
    begin, end = finite_constant(low), finite_constant(high)
    if begin is None or end is None or begin >= end:
        return f"a domain is low..high: {attribute.key}=-6..6, not {attribute.value!r}"
    return Domain(name, begin, end)
