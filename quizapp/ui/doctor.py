"""`quizapp doctor`: versions, device, paths, and whether the progress is sound."""

from __future__ import annotations

import asyncio
import platform
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from quizapp.lab.protocol import Ready
from quizapp.ui.document import print_json
from quizapp.ui.study_text import counted

if TYPE_CHECKING:
    from quizapp.lab.client import Lab
    from quizapp.settings import Settings
    from quizapp.ui.desk import Desk

PACKAGES = ("textual", "sqlmodel", "alembic", "fsrs-rs-python", "markdown-it-py", "torch", "numpy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    ok: bool
    text: str


def examine(
    settings: Settings,
    open_desk: Callable[[], Desk | str],
    lab: Lab,
    *,
    rebuild: bool,
    json: bool,
) -> int:
    """Print the report; returns 1 where something is wrong."""
    findings = [*_versions(), *_paths(settings), _device(lab), *_progress(open_desk, rebuild)]
    if json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        width = max(len(finding.name) for finding in findings) + 2
        for finding in findings:
            mark = "✓" if finding.ok else "✗"
            sys.stdout.write(f"{mark} {finding.name:<{width}}{finding.text}\n")
    return 0 if all(finding.ok for finding in findings) else 1


def _versions() -> list[Finding]:
    findings = [
        Finding("quizapp", True, version("quizapp")),
        Finding("python", True, f"{platform.python_version()} at {sys.executable}"),
        Finding("sqlite", True, sqlite3.sqlite_version),
    ]
    for name in PACKAGES:
        try:
            findings.append(Finding(name, True, version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, False, f"not installed: pip install {name}"))
    return findings


def _paths(settings: Settings) -> list[Finding]:
    exists = settings.config_file.exists()
    config = f"{settings.config_file}{'' if exists else ' (none: defaults are in force)'}"
    return [
        Finding("settings", True, config),
        Finding("database", True, settings.database),
        *(
            Finding("content", path.exists(), f"{path}{'' if path.exists() else ' does not exist'}")
            for path in settings.content
        ),
    ]


def _device(lab: Lab) -> Finding:
    async def ask() -> Finding:
        try:
            reply = await lab.start()
        finally:
            await lab.close()
        if isinstance(reply, Ready):
            return Finding("device", True, f"{reply.device} (torch {reply.torch})")
        return Finding("device", False, reply.message)

    return asyncio.run(ask())


def _progress(open_desk: Callable[[], Desk | str], rebuild: bool) -> list[Finding]:
    desk = open_desk()
    if isinstance(desk, str):
        return [Finding("progress", False, desk)]
    try:
        integrity = desk.store.integrity()
        findings = [Finding("integrity", not integrity, "; ".join(integrity) or "sound")]
        if rebuild:
            count = desk.store.rebuild()
            findings.append(Finding("rebuild", True, f"{count} memories rebuilt from the log"))
        differences = desk.store.prove()
        text = "equal to a replay of the log"
        if differences:
            text = f"{len(differences)} differences, first: {differences[0]}"
            text += " (quizapp doctor --rebuild mends them)"
        findings.append(Finding("cache", not differences, text))
        problems = desk.library.problems
        cards = counted(len(desk.library.cards), "card")
        cards += f" in {counted(len(desk.library.decks), 'deck')}"
        if problems:
            cards += f"; {len(problems)} problems, first: {problems[0]}"
        findings.append(Finding("library", not problems, cards))
        return findings
    finally:
        desk.close()
