"""SELECTs of the store."""

from typing import Final

from quizapp.store.history import KEPT
from quizapp.store.rows import MEMORY_COLUMNS
from quizapp.store.runs import RUN_COLUMNS

MEMORY: Final = f"SELECT {MEMORY_COLUMNS} FROM card_memory"
# A card's memory, and whether the log already holds a later event of that card.
CURRENT: Final = f"""
SELECT
    EXISTS (SELECT 1 FROM review
            WHERE card = :card AND ms >= :ms AND (ms > :ms OR id > :id))
    OR EXISTS (SELECT 1 FROM mark
               WHERE card = :card AND ms >= :ms AND (ms > :ms OR id > :id)),
    {MEMORY_COLUMNS}
FROM (SELECT 1) LEFT JOIN card_memory ON card_memory.card = :card"""
COUNTS: Final = """
SELECT (SELECT count(*) FROM review), (SELECT count(*) FROM retraction),
       (SELECT count(*) FROM mark), (SELECT count(*) FROM card_memory),
       (SELECT count(*) FROM demo_run)"""
# Both step from one distinct value to the next in an index, instead of reading every row.
DAYS: Final = f"""
WITH RECURSIVE days (day) AS (
    SELECT min(day) FROM review
    UNION ALL SELECT (SELECT min(day) FROM review WHERE day > days.day) FROM days
    WHERE day IS NOT NULL
)
SELECT day FROM days WHERE EXISTS (SELECT 1 FROM review WHERE day = days.day AND {KEPT})"""
LATEST_RUNS: Final = f"""
WITH RECURSIVE cards (name) AS (
    SELECT min(card) FROM demo_run
    UNION ALL SELECT (SELECT min(card) FROM demo_run WHERE card > cards.name) FROM cards
    WHERE name IS NOT NULL
)
SELECT {RUN_COLUMNS} FROM cards JOIN demo_run ON id = (
    SELECT id FROM demo_run WHERE card = cards.name ORDER BY ms DESC, id DESC LIMIT 1)"""
# Beside max(), SQLite takes the other columns from the row that holds the maximum.
KEPT_RUNS: Final = f"""
SELECT {RUN_COLUMNS.removesuffix(", ms")}, max(ms) FROM demo_run
WHERE card = ? AND card_hash = ? AND parameters = ? GROUP BY device ORDER BY max(ms) DESC"""
