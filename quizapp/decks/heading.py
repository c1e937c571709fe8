"""A card's heading line: its words, and the attributes in braces at its end."""

import re
import unicodedata
from dataclasses import dataclass

_ATTRIBUTE = re.compile(r'[^\s"]+(?:"[^"]*")?')
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One word between the braces: `#id`, `.class`, `key=value` or a bare key."""

    key: str
    """`#` for an id, `.` for a class."""
    value: str | None
    """None where there is no `=`."""
    column: int
    """From 1, in the line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line taken apart."""

    text: str
    """Markdown, without the leading and closing `#` and the attributes."""
    column: int
    """Where the text begins, from 1."""
    attributes: tuple[Attribute, ...] = ()

    @property
    def id(self) -> str:
        """The id that the author gave, or nothing."""
        return next((each.value or "" for each in self.attributes if each.key == "#"), "")

    @property
    def note(self) -> bool:
        """Whether it is marked `{.note}`: prose, not a card."""
        return any(each.key == "." and each.value == "note" for each in self.attributes)


def read_heading(line: str) -> Heading:
    """Take one ATX heading line apart; braces that hold no attributes belong to the text."""
    body = line.rstrip("\r\n")
    begin = len(body) - len(body.lstrip(" "))
    begin += len(body) - begin - len(body[begin:].lstrip("#"))
    text, attributes = attributes_apart(_without_closing(body[begin:].rstrip(" \t")), begin + 1)
    begin += len(text) - len(text.lstrip(" \t"))
    return Heading(text.strip(" \t"), begin + 1, attributes)


def attributes_apart(text: str, column: int) -> tuple[str, tuple[Attribute, ...]]:
    """A line without the braces at its end, and what they hold; it begins at a column, from 1."""
    brace = text.rfind("{") if text.endswith("}") else -1
    apart = brace == 0 or text[brace - 1 : brace] in (" ", "\t")
    if brace < 0 or not apart or "}" in text[brace:-1]:
        return text, ()
    attributes = _attributes(text[brace + 1 : -1], column + brace + 1)
    return (text[:brace] if attributes else text), attributes


def _without_closing(text: str) -> str:
    """The text without a closing run of `#`, which white space sets apart."""
    before = text.rstrip("#")
    closed = before != text and (not before or before[-1] in " \t")
    return before.rstrip(" \t") if closed else text


def _attributes(inside: str, column: int) -> tuple[Attribute, ...]:
    found = [_attribute(match[0], column + match.start()) for match in _ATTRIBUTE.finditer(inside)]
    marked = any(each.key in ("#", ".", "exact") or each.value is not None for each in found)
    return tuple(found) if marked else ()


def _attribute(word: str, column: int) -> Attribute:
    if word[0] in "#.":
        return Attribute(word[0], word[1:], column)
    key, equals, value = word.partition("=")
    return Attribute(key, value.strip('"') if equals else None, column)


def slug(text: str) -> str:
    """An id from a heading's words: letters and digits of any script, lower case, joined by `-`."""
    return _NO_WORD.sub("-", unicodedata.normalize("NFC", text).lower()).strip("-")
