"""The office: orders, slow work, what the house remembers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class AuditEntry(SQLModel, table=True):
    """Who ordered what. ``actor``: ``cli:<account>``, the administrator's number, chat or house."""

    __tablename__ = "audit_log"
    id: int | None = serial()
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    action: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class RosterDecision(SQLModel, table=True):
    """What an administrator decided of an answer that differs from the roster: ``decision`` accepted or rejected."""

    __tablename__ = "roster_decisions"
    __table_args__ = (UniqueConstraint("case_id", "attribute", "answer"),)
    id: int | None = serial()
    case_id: int = Field(foreign_key="cases.id")
    attribute: str  # of the roster: qual, pol …
    held: str  # what the roster held then
    answer: str
    decision: str
    decided_at: datetime = Field(sa_type=UtcDateTime)
    actor: str


class StandardsVersion(SQLModel, table=True):
    """A workbook of standards as it was imported, never changed. ``rules``: what was understood of it, as JSON."""

    __tablename__ = "standards_versions"
    id: int | None = serial()
    sha256: str
    filename: str
    content: bytes
    rules: str
    as_of: date  # the first day whose reviews use it
    imported_at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Job(SQLModel, table=True):
    """Slow work that a turn asked for (an export): done by a worker, answered through the outbox."""

    __tablename__ = "jobs"
    id: int | None = serial()
    kind: str
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    contact_point_id: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = ""
    holder: str = Field(default="", sa_column_kwargs={"server_default": ""})  # the process that does it


class HouseFact(SQLModel, table=True):
    """Small things the house remembers: the bot's name, the last successful fetch, the next offset."""

    __tablename__ = "house_facts"
    key: str = Field(primary_key=True)
    value: str
    at: datetime = Field(sa_type=UtcDateTime)
