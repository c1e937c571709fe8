"""Ids of events."""

from uuid import UUID

from quizapp.store.ids import new_id


def test_ids_are_ordered_uuids_of_version_7() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(set(ids))
    assert {UUID(id_).version for id_ in ids} == {7}
