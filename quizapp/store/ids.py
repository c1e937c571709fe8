"""Ids of events."""

import uuid_utils


def new_id() -> str:
    """A UUID version 7: unique across machines, and ordered by the time of its making."""
    return str(uuid_utils.uuid7())
