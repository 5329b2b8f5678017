"""Which process may do what: rights that are held for a short time and renewed while their holder lives."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class Lease(SQLModel, table=True):
    """One right: ``process:<id>`` for each process that works, ``intake:<channel>`` for the one that polls.

    ``renewal_count`` changes with every renewal: a reader that sees it change knows that the holder lives, whatever
    any clock says. ``told`` says for people, and for processes on the same machine, who the holder is.
    """

    __tablename__ = "leases"
    name: str = Field(primary_key=True)
    holder: str
    told: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    acquired_at: datetime = Field(sa_type=UtcDateTime)
    renewed_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    renewal_count: int = 0
