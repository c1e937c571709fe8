"""Lines of text out and in: what every command without a screen does with its terminal."""

from __future__ import annotations

import asyncio
from typing import TextIO

from quizapp.ui.prose import Block, lay_out

WIDTH = 78


class EndOfInput(Exception):
    """stdin ended, or the learner asked to stop."""


class LineMode:
    """Plain text only: no cursor movement, no colour, one answer a line."""

    def __init__(self, reader: TextIO, writer: TextIO) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, text: str = "") -> None:
        """Write a line."""
        self.writer.write(f"{text}\n")
        self.writer.flush()

    def show(self, parts: list[Block]) -> None:
        """Write blocks of prose."""
        for line in lay_out(parts, WIDTH):
            self.say(line.plain.rstrip())

    async def ask(self, prompt: str) -> str:
        """One line of input, while demos go on running. Raises EndOfInput."""
        self.writer.write(prompt)
        self.writer.flush()
        text = await asyncio.to_thread(self.reader.readline)
        if not text:
            self.say()
            raise EndOfInput
        return text.strip()

    async def raw(self) -> str:
        """One line as it was typed. Raises EndOfInput."""
        text = await asyncio.to_thread(self.reader.readline)
        if not text:
            raise EndOfInput
        return text.rstrip("\r\n")
