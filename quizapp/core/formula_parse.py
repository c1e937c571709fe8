"""Read a formula as people type it: ASCII, Unicode or LaTeX. What has two readings is refused.

Nothing is ever evaluated or looked up here but names of the tables; size and nesting are bounded.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from quizapp.core.formula import (
    Call,
    Constant,
    Factor,
    Formula,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    constant_value,
)
from quizapp.core.formula_functions import FUNCTIONS
from quizapp.core.formula_tokens import MOST_CHARACTERS, Stop, Token, normal, tokens

_MOST_NESTED = 25
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SHOWN = 34
"""Characters of the text above the caret: a notice on a terminal of 80 columns holds 36."""


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a text is no formula."""

    message: str
    """What is wrong and what to write, in one line."""
    text: str
    at: int
    """Where, in characters of the text from 0."""

    def __str__(self) -> str:
        """Three lines: the message, the text, a caret under the place."""
        if not self.text:
            return self.message
        begin = max(0, min(self.at - _SHOWN // 2, len(self.text) - _SHOWN))
        lead = "…" if begin else ""
        shown = lead + self.text[begin : begin + _SHOWN]
        shown += "…" if begin + _SHOWN < len(self.text) else ""
        return f"{self.message}\n{shown}\n{' ' * (self.at - begin + len(lead))}^"


def parse_formula(text: str, variables: Collection[str] | None = None) -> Formula | Misread:
    """The formula that a text states; without given variables every single letter is one."""
    if len(text) > MOST_CHARACTERS:
        return Misread(f"the formula is too long: {len(text):,} characters", "", 0)
    text = normal(text)
    try:
        reader = _Reader(tokens(text, variables))
        tree = reader.sum()
        reader.finish()
    except Stop as stop:
        return Misread(stop.message, text, min(stop.at, len(text)))
    return Formula(tree)


class _Reader:
    """Recursive descent over the words of one formula."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.index = 0
        self.nesting = 0
        self.bars = 0
        """Open `|` since the last bracket: the next one after an operand closes."""

    @property
    def next(self) -> Token:
        return self.words[self.index]

    def take(self) -> Token:
        word = self.next
        self.index += 1
        return word

    def accept(self, *signs: str) -> str:
        if self.next.kind == "sign" and self.next.text in signs:
            return self.take().text
        return ""

    def finish(self) -> None:
        word = self.next
        if word.text in (")", "]", "}"):
            raise Stop(f"this {word.text!r} closes nothing", word.at)
        if word.text == ",":
            raise Stop("a comma stands only between the arguments of min and max", word.at)
        if word.kind != "end":
            raise Stop(f"{word.text!r} is not expected here", word.at)

    def nested(self, read: Callable[[], Node]) -> Node:
        self.nesting += 1
        if self.nesting > _MOST_NESTED:
            raise Stop("it is nested too deeply", self.next.at)
        node = read()
        self.nesting -= 1
        return node

    def sum(self) -> Node:
        terms = [self.product()]
        while sign := self.accept("+", "-"):
            term = self.product()
            terms.append(Minus(term) if sign == "-" else term)
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def product(self) -> Node:
        factors = [Factor(self.signed())]
        divided = False
        while True:
            if sign := self.accept("*", "/"):
                divided = sign == "/"
                factors.append(Factor(self.signed(), divided))
            elif self.starts_factor():
                if divided and not self.next.spaced:
                    say = "write a/(b·c) or (a/b)·c, so that the division can be read in one way"
                    raise Stop(say, self.next.at)
                if self.next.kind == "number":
                    raise Stop(f"write an operator before {self.next.text}", self.next.at)
                factors.append(Factor(self.power()))
            else:
                return factors[0].node if len(factors) == 1 else Product(tuple(factors))

    def starts_factor(self) -> bool:
        word = self.next
        if word.kind == "sign":
            return word.text in ("(", "[", "{", "√") or (word.text == "|" and not self.bars)
        return word.kind != "end"

    def signed(self) -> Node:
        if self.accept("-"):
            return Minus(self.nested(self.signed))
        if self.accept("+"):
            return self.nested(self.signed)
        return self.power()

    def power(self) -> Node:
        return self.raised(self.atom())

    def raised(self, base: Node) -> Node:
        if not self.accept("^"):
            return base
        begin = self.index
        exponent = self.nested(self.signed)
        after = self.next
        bare = self.words[self.index - 1].kind in ("number", "variable", "constant")
        if bare and not after.spaced and after.kind in ("number", "variable", "constant"):
            shown = "".join(word.text for word in self.words[begin : self.index])
            say = f"write ^({shown}{after.text}) or ^({shown})·{after.text}"
            raise Stop(f"{say}, so that the exponent can be read in one way", after.at)
        return Power(base, exponent)

    def atom(self) -> Node:
        word = self.take()
        match word.kind:
            case "number":
                return Number(float(word.text))
            case "variable":
                return Variable(word.text)
            case "constant":
                return Constant(word.text)
            case "function":
                return self.called(word)
            case "frac":
                top = self.nested(self.argument)
                return Product((Factor(top), Factor(self.nested(self.argument), True)))
            case "sqrt":
                return self.root()
        if word.text == "√" and word.kind == "sign":
            return Call("√", (self.nested(self.atom),))
        if word.text in _CLOSING and word.kind == "sign":
            return self.bracketed(word)
        if word.text == "|" and word.kind == "sign":
            self.bars += 1
            inside = self.nested(self.sum)
            if not self.accept("|"):
                raise Stop("this | is not closed", word.at)
            self.bars -= 1
            return Call("abs", (inside,))
        if word.kind == "end":
            say = "something is missing at the end" if self.index > 1 else "the formula is empty"
            raise Stop(say, word.at)
        raise Stop(f"a number, name or bracket is missing before {word.text!r}", word.at)

    def bracketed(self, opening: Token) -> Node:
        bars, self.bars = self.bars, 0
        inside = self.nested(self.sum)
        self.close(opening)
        self.bars = bars
        return inside

    def close(self, opening: Token) -> None:
        wanted = _CLOSING[opening.text]
        if self.accept(wanted):
            return
        if self.next.kind == "end":
            raise Stop(f"this {opening.text!r} is not closed", opening.at)
        if self.next.text == ",":
            raise Stop("a comma stands only between the arguments of min and max", self.next.at)
        raise Stop(f"{wanted!r} is missing before {self.next.text!r}", self.next.at)

    def argument(self) -> Node:
        """What a LaTeX command takes: a group, or one character."""
        word = self.next
        if word.kind == "number" and len(word.text) > 1 and word.text.isdigit():
            rest = Token("number", word.text[1:], word.at + 1, False)
            self.words[self.index] = rest
            return Number(float(word.text[0]))
        if word.text == "{" and word.kind == "sign":
            return self.bracketed(self.take())
        return self.atom()

    def root(self) -> Node:
        if self.next.text == "[" and self.next.kind == "sign":
            order = self.bracketed(self.take())
            inverse = Product((Factor(Number(1.0)), Factor(order, True)))
            return Power(self.nested(self.argument), inverse)
        return Call("√", (self.nested(self.argument),))

    def called(self, name: Token) -> Node:
        """A function with its arguments; a power may stand between, as in tanh²(x)."""
        exponent: Node | None = None
        if self.accept("^"):
            first = self.next
            exponent = self.nested(self.exponent_of_function)
            if isinstance(exponent, Minus):
                say = f"write 1/{name.text}(…), or the inverse function by its name"
                raise Stop(say, first.at)
        opening = self.next
        if opening.kind == "sign" and opening.text in _CLOSING:
            arguments = self.arguments(self.take())
        else:
            arguments = (self.nested(lambda: self.bare_argument(name)),)
        function = FUNCTIONS[name.text]
        if not function.fewest <= len(arguments) <= function.most:
            wanted = "one argument" if function.most == 1 else "two arguments or more"
            raise Stop(f"{name.text} takes {wanted}, not {len(arguments)}", name.at)
        value = Call(name.text, arguments)
        return value if exponent is None else Power(value, exponent)

    def exponent_of_function(self) -> Node:
        return Minus(self.atom()) if self.accept("-") else self.atom()

    def arguments(self, opening: Token) -> tuple[Node, ...]:
        bars, self.bars = self.bars, 0
        found = [self.nested(self.sum)]
        while self.accept(","):
            found.append(self.nested(self.sum))
        self.close(opening)
        self.bars = bars
        return tuple(found)

    def bare_argument(self, name: Token) -> Node:
        """`sin 2x`: numbers and one name with its power; more than that has two readings."""
        minus = bool(self.accept("-"))
        factors: list[Factor] = []
        while self.next.kind == "number":
            factors.append(Factor(self.power()))
        bar = self.next.kind == "sign" and self.next.text == "|" and not self.bars
        root = self.next.kind == "sign" and self.next.text == "√"
        if bar or root or self.next.kind in ("variable", "constant", "function", "frac", "sqrt"):
            factors.append(Factor(self.power()))
        if not factors:
            raise Stop(f"{name.text} needs its argument in brackets: {name.text}(…)", self.next.at)
        if self.next.kind in ("variable", "constant", "number") or self.accept("(", "[", "{"):
            say = f"write {name.text}(…) with brackets, so that it can be read in one way"
            raise Stop(say, name.at)
        argument = factors[0].node if len(factors) == 1 else Product(tuple(factors))
        return Minus(argument) if minus else argument


def finite_constant(text: str) -> float | None:
    """The value of a text such as `2π` or `-1/2`; None where it is none."""
    read = parse_formula(text, ())
    return None if isinstance(read, Misread) else constant_value(read)
