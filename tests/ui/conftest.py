"""A whole app over a small deck, a temporary log, a fake lab and a fixed clock."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from quizapp.core.schedule import Scheduler
from quizapp.decks.library import Library
from quizapp.settings import own_folder
from quizapp.store.log import Store
from quizapp.store.open import open_store
from quizapp.store.problem import StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.desk import Desk
from quizapp.ui.parts import Parts
from quizapp.ui.request import Request
from tests.fakes import Clock, FakeLab

DECK = Path(__file__).parent / "deck.md"


class Bench:
    """Everything round one app; a second `app()` over the same progress is a restart."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.content.mkdir()
        self.deck = self.content / "deck.md"
        shutil.copy(DECK, self.deck)
        self.database = folder / "progress.db"
        self.clock = Clock()
        self.lab = FakeLab()
        self.themes: list[str] = []
        self._ids = itertools.count(1)

    def store(self) -> Store:
        """Open the log."""
        store = open_store(self.database, Scheduler(), migrations=own_folder("db"))
        assert isinstance(store, Store)
        return store

    def desk(self) -> Desk:
        """Library and log, joined."""
        library = Library([self.content], base=self.content)
        library.load()
        return Desk(
            library,
            self.store(),
            Scheduler(),
            self.clock,
            new_id=lambda: f"{next(self._ids):08d}",
            errors=StoreError,
        )

    def app(self, request: Request | None = None, **parts: object) -> QuizApp:
        """The app, at home or studying."""
        made = Parts(
            open_desk=self.desk,
            lab=lambda: self.lab,  # type: ignore[arg-type,return-value]  # a fake lab
            now=self.clock,
            request=request,
            save_theme=self.themes.append,
            **parts,  # type: ignore[arg-type]
        )
        return QuizApp(made)

    def study(self) -> QuizApp:
        """The app, studying everything."""
        return self.app(Request())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench in a temporary folder."""
    return Bench(tmp_path)
