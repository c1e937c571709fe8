"""The blocks of one card: its sections, and the lists and fences in them, by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|$)")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*")


@dataclass(frozen=True, slots=True)
class Block:
    """One block at the top level of the card."""

    kind: str
    """Type of the Markdown token without `_open`: paragraph, fence, bullet_list…"""
    tag: str
    markup: str
    info: str
    begin: int
    """First line, counted from 0 in the card."""
    end: int
    """Line after the last."""
    content: str = ""
    """Code of a fence."""
    items: tuple[tuple[int, int], ...] = ()
    """Lines of the items of a list."""

    @property
    def is_list(self) -> bool:
        return self.kind in ("bullet_list", "ordered_list")

    @property
    def is_comment(self) -> bool:
        text = self.content.strip()
        return self.kind == "html_block" and text.startswith("<!--") and text.endswith("-->")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, as the author wrote it."""

    text: str
    line: int
    """Counted from 0 in the card."""
    column: int
    """Where the text begins, from 1."""
    mark: str
    """`x` or a space where it is a task, else empty."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks under one `###`; the first section of a card has no heading."""

    heading: str
    """Line of the heading, or empty."""
    line: int
    """Its line, counted from 0 in the card."""
    blocks: tuple[Block, ...]


class Outline:
    """One card's text, parsed into blocks once. Line 0 is its `##` heading."""

    def __init__(self, text: str) -> None:
        # A lone carriage return is a line break to Markdown, but not to editors, which count lines.
        self.lines = text.replace("\r\n", "\n").replace("\r", " ").split("\n")
        tokens = _markdown().parse("\n".join(["", *self.lines[1:]]))
        self.blocks = tuple(_blocks(tokens))

    def sections(self) -> list[Section]:
        """What stands before the first `###`, then every section in order."""
        sections: list[Section] = []
        heading, line = "", 0
        blocks: list[Block] = []
        for block in self.blocks:
            if block.kind == "heading" and block.tag == "h3":
                sections.append(Section(heading, line, tuple(blocks)))
                heading, line, blocks = self.lines[block.begin], block.begin, []
            else:
                blocks.append(block)
        return [*sections, Section(heading, line, tuple(blocks))]

    def text(self, blocks: tuple[Block, ...]) -> str:
        """The author's text of neighbouring blocks, without comments."""
        lines: list[str] = []
        at = blocks[0].begin if blocks else 0
        for block in blocks:
            if block.is_comment:
                at = block.end
                continue
            lines += self.lines[at : block.end]
            at = block.end
        return "\n".join(lines).strip("\n").rstrip()

    def items(self, block: Block) -> list[Item]:
        """The items of a list, with what marks them as tasks."""
        return [self._item(begin, end) for begin, end in block.items]

    def _item(self, begin: int, end: int) -> Item:
        first, *others = self.lines[begin:end]
        bullet = _BULLET.match(first)
        indent = at = bullet.end() if bullet else 0
        task = _TASK.match(first, at)
        if task:
            at = task.end()
        lines = [first[at:]]
        for line in others:
            lines.append(line[min(indent, len(line) - len(line.lstrip())) :])
        text = "\n".join(lines).strip()
        return Item(text, begin, at + 1, task[1].lower() if task else "")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # Blocks are all that is asked of it; display mathematics is one, whatever stands inside.
    parser = MarkdownIt("commonmark").use(dollarmath_plugin, double_inline=True)
    return parser.disable("inline")


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    items: list[tuple[int, int]] = []
    opened: Token | None = None
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1 and token.map:
            items.append((token.map[0], token.map[1]))
        if token.level or not token.map:
            if opened and token.level == 0 and token.type.endswith("_list_close"):
                yield _block(opened, tuple(items))
                items = []
            continue
        if token.type.endswith("_list_open"):
            opened = token
        else:
            yield _block(token, ())


def _block(token: Token, items: tuple[tuple[int, int], ...]) -> Block:
    begin, end = token.map or (0, 0)
    kind = token.type.removesuffix("_open")
    return Block(
        kind, token.tag, token.markup, token.info.strip(), begin, end, token.content, items
    )
