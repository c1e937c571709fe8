"""The words of a formula: one spelling for `**` and `^`, `·` and `×`, `x²` and `\\frac`."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from quizapp.core.formula_functions import ALIASES, CONSTANTS
from quizapp.core.formula_names import accented, canonical, drawn, is_variable, known, pieces
from quizapp.core.nearest import did_you_mean

MOST_CHARACTERS = 600
_MOST_LETTERS = 2
_SIGNS = {
    **dict.fromkeys("·×⋅∙∗", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–‐‑", "-"),
    "∣": "|",
    "½": "(1/2)",
    "¼": "(1/4)",
    "¾": "(3/4)",
}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣⁿ", "0123456789+-()xn", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff01-\uff5e]")
_SPACES = ("quad", "qquad", "left", "right", "displaystyle", "bigl", "bigr", "big")
_PRODUCTS = ("cdot", "times", "ast")
_TOKEN = re.compile(
    r"""(?P<space>\s+|\\[,;:!\ ])
      |(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
      |\\(?P<accent>hat|bar|tilde)\s*(?:\{\s*\\?(?P<under>[^\W\d_]+)\s*\}
         |\\(?P<under2>[A-Za-z]+)|(?P<under3>[^\W\d_]))
      |\\(?P<style>mathrm|operatorname|text|mathbf|boldsymbol|mathit)\s*\{(?P<styled>[^\W\d_]\w*)\}
      |\\(?P<command>[A-Za-z]+)(?P<index>_(?:[0-9]+|[A-Za-z]|\{[A-Za-z0-9]+\}))?
      |(?P<name>(?:[^\W\d_][\u0302-\u0304]?)+(?:_(?:[0-9]+|[^\W\d_]+|\{\w+\})|[0-9]+)?(?![_]))
      |(?P<odd>\w+)
      |(?P<sign>\*\*|[-+*/^()\[\]{}|,√])""",
    re.VERBOSE,
)


class Stop(Exception):
    """Why a text is no formula, and where; turned into a value by `parse_formula`."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula."""

    kind: str
    """`number`, `variable`, `constant`, `function`, `frac`, `sqrt`, `sign` or `end`."""
    text: str
    """A sign, a literal, or the name in its one spelling."""
    at: int
    """Where it begins, in characters from 0."""
    spaced: bool
    """Whether white space stands before it."""


def tokens(text: str, variables: Collection[str] | None) -> list[Token]:
    """All words of a text in its NFC form, and an end; raises Stop."""
    if "=" in text:  # before the names on its left, which mean nothing here
        raise Stop(_unexpected("="), text.index("="))
    if mixed := re.search("[0-9][½¼¾]", text):
        raise Stop("write 2.5 or 2·½, so that it can be read in one way", mixed.start())
    plain, places = _plain(text)
    found: list[Token] = []
    position, spaced = 0, False
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if match is None:
            raise Stop(_unexpected(plain[position]), places[position])
        if match["space"] or match["command"] in _SPACES:
            spaced = True
        else:
            made = _tokens_of(match, variables, places, spaced)
            found.extend(made)
            spaced = False
        position = match.end()
    return [*found, Token("end", "", places[-1], spaced)]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with raised and lowered characters written out, and where each one came from."""
    plain: list[str] = []
    places: list[int] = []
    run = ""
    for at, character in enumerate(text):
        kind = "^" if character in _RAISED else "_" if character in _LOWERED else ""
        if run and kind != run:
            plain.append(")" if run == "^" else "}")
            places.append(at)
        if kind and kind != run:
            opened = "^(" if kind == "^" else "_{"
            plain.extend(opened)
            places.extend([at, at])
        written = (
            _RAISED.get(character) or _LOWERED.get(character) or _SIGNS.get(character, character)
        )
        plain.extend(written)
        places.extend([at] * len(written))
        run = kind
    if run:
        plain.append(")" if run == "^" else "}")
        places.append(len(text))
    return "".join(plain), [*places, len(text)]


def _tokens_of(
    match: re.Match[str], variables: Collection[str] | None, places: list[int], spaced: bool
) -> list[Token]:
    at = places[match.start()]
    if match["number"]:
        return [Token("number", match["number"], at, spaced)]
    if sign := match["sign"]:
        return [Token("sign", {"**": "^"}.get(sign, sign), at, spaced)]
    if match["accent"]:
        name = accented(
            canonical(match["under"] or match["under2"] or match["under3"]), match["accent"]
        )
        return [_named(name, variables, at, spaced)]
    if match["odd"]:
        raise Stop(unknown(match["odd"], variables), at)
    if match["styled"]:
        return [_named(match["styled"], variables, at, spaced)]
    command = match["command"]
    if command in ("frac", "dfrac", "tfrac") and not match["index"]:
        return [Token("frac", command, at, spaced)]
    if command == "sqrt" and not match["index"]:
        return [Token("sqrt", command, at, spaced)]
    if command in _PRODUCTS and not match["index"]:
        return [Token("sign", "*", at, spaced)]
    if command in ("vert", "lvert", "rvert", "mid"):
        return [Token("sign", "|", at, spaced)]
    if command:
        return [_named(command + (match["index"] or ""), variables, at, spaced)]
    return _names(match, variables, places, spaced)


def _named(name: str, variables: Collection[str] | None, at: int, spaced: bool) -> Token:
    plain = _unbraced(name)
    meaning = known(plain, variables)
    if meaning is None:
        raise Stop(unknown(plain, variables), at)
    return Token(meaning.kind, meaning.name, at, spaced)


def _names(
    match: re.Match[str], variables: Collection[str] | None, places: list[int], spaced: bool
) -> list[Token]:
    """A name; or a run of letters that holds several, as in xy or 2πx."""
    name, at = match["name"], places[match.start()]
    if known(_unbraced(name), variables):
        return [_named(name, variables, at, spaced)]
    letters, underscore, _ = name.partition("_")
    if underscore and len(letters) > 1:  # the subscript belongs to the last letter, as in xy_1
        parts = pieces(letters[:-1], variables)
        parts = [*parts, name[len(letters) - 1 :]] if parts else []
    else:
        parts = pieces(name, variables)
    if variables is None and sum(len(part) == 1 for part in parts) > _MOST_LETTERS:
        parts = []  # a misspelt function, not a product of letters that no one declared
    if not parts or not known(_unbraced(parts[-1]), variables):
        raise Stop(unknown(name, variables), at)
    if "e" in parts[:-1]:
        rest = name[sum(map(len, parts[: parts.index("e") + 1])) :]
        raise Stop(f"write e^{rest} or e·{rest}, so that {name!r} can be read in one way", at)
    made: list[Token] = []
    begin = match.start()
    for part in parts:
        made.append(_named(part, variables, places[begin], spaced and not made))
        begin += len(part)
    return made


def _unbraced(name: str) -> str:
    return name.replace("{", "").replace("}", "")


def unknown(name: str, variables: Collection[str] | None) -> str:
    """What to say of a name that means nothing here."""
    allowed = " and ".join(drawn(each) for each in variables or ())
    if is_variable(canonical(name)) and variables:
        return f"unexpected variable {name!r}: the answer is a formula in {allowed}"
    words = [*(variables or ()), *ALIASES, *CONSTANTS, "pi", "Phi", "phi"]
    guess = did_you_mean(name, words)
    return f"unknown name {name[:40]!r}" + (
        guess or "; known are exp, log, sqrt, abs, min, max, sigmoid, tanh, …"
    )


def _unexpected(character: str) -> str:
    match character:
        case "=":
            return "give the right side alone, what stands after '='"
        case "'" | "′" | "’":
            return "a prime cannot be read; write the derivative out"
        case "<" | ">" | "≤" | "≥":
            return "a comparison cannot be read; sign, max and relu make steps"
        case _:
            return f"{character!r} is no part of a formula"


def normal(text: str) -> str:
    """The text as it is read and shown: NFC, on one line, without dollar signs round it.

    Mathematical italics and full-width letters, which pages and input methods give, become plain.
    """
    inside = " ".join(text.split())
    if len(inside) > 1 and inside[0] == inside[-1] == "$":
        inside = inside.strip("$").strip()
    return unicodedata.normalize("NFC", _STYLED.sub(_unstyled, inside))


def _unstyled(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])
