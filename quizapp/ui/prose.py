"""Markdown as lines of styled text: one pass, one widget, one frame.

Textual's own Markdown widget mounts a widget for each block (19 ms and three frames for a card);
this draws the same text as one `Content`, in the theme's colours.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from textual.content import Content

from quizapp.ui import mathtext
from quizapp.ui.highlight import highlight_plugin

Block = Callable[[int], list[Content]]
"""A block of prose: lays itself out in a width of cells."""

MATH = "$text-accent"
CODE = "$text-warning"
LINK = "$text-primary underline"
MARKED = "bold $text-success underline"
QUIET = "$text-muted"
_EMPTY = Content("")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(highlight_plugin)
    return parser.use(dollarmath_plugin, allow_space=False, allow_digits=False)


def blocks(markdown: str) -> list[Block]:
    """The blocks of a Markdown text, to be laid out in any width."""
    return list(_blocks(_parser().parse(markdown)))


def lay_out(parts: Sequence[Block], width: int) -> list[Content]:
    """Lines of at most `width` cells, one empty line between blocks."""
    lines: list[Content] = []
    for part in parts:
        laid = part(max(width, 8))
        if lines and laid:
            lines.append(_EMPTY)
        lines.extend(laid)
    return lines


def lines(markdown: str, width: int) -> list[Content]:
    """A Markdown text as lines of at most `width` cells."""
    return lay_out(blocks(markdown), width)


def plain(markdown: str, width: int = 78) -> str:
    """A Markdown text without markup, for line mode and pipes."""
    return "\n".join(line.plain.rstrip() for line in lines(markdown, width))


def wrapped(
    content: Content, width: int, first: str = "", rest: str | None = None
) -> list[Content]:
    """Text wrapped behind a first-line marker, later lines indented to match."""
    marker = Content.styled(first, QUIET) if first else _EMPTY
    indent = " " * marker.cell_length if rest is None else rest
    room = max(width - marker.cell_length, 8)
    laid = [line.rstrip() for line in content.wrap(room)] or [_EMPTY]
    return [marker + laid[0], *(Content(indent) + line for line in laid[1:])]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _closing(tokens, index)
        inside = tokens[index + 1 : end]
        match token.type:
            case "heading_open":
                yield _paragraph(inside[0], "bold")
            case "paragraph_open":
                yield _paragraph(inside[0])
            case "bullet_list_open" | "ordered_list_open":
                yield _list(token, inside)
            case "blockquote_open":
                yield _quote(inside)
            case "table_open":
                yield _table(inside)
            case "fence" | "code_block":
                yield _code(token.content, token.info.strip().split(" ")[0])
            case "math_block" | "math_block_label":
                yield _formula(token.content.strip())
            case "hr":
                yield lambda width: [Content.styled("─" * width, QUIET)]
            case _:
                if token.content:
                    yield _text(token.content)
        index = end + 1


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Index of the token that closes the one at `index`, or itself."""
    if tokens[index].nesting != 1:
        return index
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _paragraph(inline: Token, style: str = "") -> Block:
    parts = _inline(inline.children or [])

    def lay(width: int) -> list[Content]:
        laid: list[Content] = []
        for part in parts:
            if isinstance(part, Content):
                content = part.stylize(style) if style else part
                laid.extend(wrapped(content, width))
            else:
                laid.extend(_formula(part)(width))
        return laid

    return lay


def _inline(tokens: Sequence[Token]) -> list[Content | str]:
    """Runs of text, and between them the formulas (as LaTeX) that need several rows."""
    parts: list[Content | str] = []
    run: list[Content] = []
    styles: list[str] = []

    def add(text: str, *more: str) -> None:
        run.append(Content.styled(text, " ".join((*styles, *more))))

    def flush() -> None:
        content = Content("").join(run).rstrip()
        if content.plain.strip():
            parts.append(content)
        run.clear()

    for token in tokens:
        match token.type:
            case "strong_open":
                styles.append("bold")
            case "em_open":
                styles.append("italic")
            case "s_open":
                styles.append("strike")
            case "link_open":
                styles.append(LINK)
            case "mark_open":
                styles.append(MARKED)
            case "strong_close" | "em_close" | "s_close" | "link_close" | "mark_close":
                styles.pop()
            case "code_inline":
                add(token.content, CODE)
            case "softbreak":
                add(" ")
            case "hardbreak":
                add("\n")
            case "math_inline" | "math_inline_double":
                drawn = mathtext.one_row(token.content)
                if drawn is not None:
                    add(drawn, MATH)
                elif mathtext.rows(token.content) is None:
                    add(token.content, CODE)
                else:
                    flush()
                    parts.append(token.content)
            case _:
                add(token.content)
    flush()
    return parts


def inline(markdown: str) -> Content:
    """One line of Markdown as text that wraps wherever it is put: an option, a title."""
    return _joined(_parser().parseInline(markdown)[0].children or [])


def _joined(tokens: Sequence[Token]) -> Content:
    """Inline tokens as one run; a formula that needs several rows stands as its source."""
    parts = _inline(tokens)
    return Content(" ").join(
        part if isinstance(part, Content) else Content.styled(part, CODE) for part in parts
    )


def _formula(tex: str) -> Block:
    drawn = mathtext.rows(tex)
    if drawn is None:
        return _code(tex, "latex")
    return lambda width: [
        Content.styled(f"    {row}", MATH) if len(row) + 4 <= width else Content.styled(row, MATH)
        for row in drawn
    ]


def _code(code: str, language: str) -> Block:
    def lay(width: int) -> list[Content]:
        from textual.highlight import highlight

        laid: list[Content] = []
        for line in highlight(code.rstrip("\n"), language=language or "text").split("\n"):
            laid.extend(Content("  ") + piece for piece in line.wrap(max(width - 2, 8)) or [line])
        return laid

    return lay


def _text(text: str) -> Block:
    return lambda width: wrapped(Content(text), width)


def _quote(inside: Sequence[Token]) -> Block:
    parts = list(_blocks(inside))
    bar = Content.styled("▌ ", QUIET)
    return lambda width: [bar + line for line in lay_out(parts, width - 2)]


def _list(token: Token, inside: Sequence[Token]) -> Block:
    items: list[tuple[str, list[Block], bool]] = []
    number = int(token.attrGet("start") or 1)
    index = 0
    while index < len(inside):
        end = _closing(inside, index)
        body = inside[index + 1 : end]
        marker = "• " if token.type.startswith("bullet") else f"{number}. "
        tight = any(part.type == "paragraph_open" and part.hidden for part in body)
        items.append((marker, list(_blocks(body)), tight))
        number += 1
        index = end + 1

    def lay(width: int) -> list[Content]:
        laid: list[Content] = []
        for marker, parts, tight in items:
            room = width - len(marker)
            body = (
                [line for part in parts for line in part(room)] if tight else lay_out(parts, room)
            )
            first, *rest = body or [_EMPTY]
            laid.append(Content.styled(marker, QUIET) + first)
            laid.extend(Content(" " * len(marker)) + line for line in rest)
        return laid

    return lay


def _table(inside: Sequence[Token]) -> Block:
    rows: list[list[Content]] = []
    for token, following in pairwise(inside):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            cell = _joined(following.children or [])
            rows[-1].append(cell.stylize("bold") if token.type == "th_open" else cell)

    def lay(width: int) -> list[Content]:
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return []
        widest = [
            max(row[column].cell_length for row in rows if column < len(row))
            for column in range(columns)
        ]
        room = width - 2 * (columns - 1)
        while sum(widest) > room and max(widest) > 6:
            widest[widest.index(max(widest))] -= 1
        laid: list[Content] = []
        for position, row in enumerate(rows):
            cells = [cell.wrap(size) or [_EMPTY] for cell, size in zip(row, widest, strict=False)]
            for line in range(max(len(cell) for cell in cells)):
                laid.append(
                    Content("  ").join(
                        _padded(cell[line] if line < len(cell) else _EMPTY, size)
                        for cell, size in zip(cells, widest, strict=False)
                    )
                )
            if position == 0:
                laid.append(Content.styled("  ".join("─" * size for size in widest), QUIET))
        return laid

    return lay


def _padded(content: Content, width: int) -> Content:
    return content.rstrip().pad_right(max(width - content.rstrip().cell_length, 0))
