"""Accounts of ours: how many messages each has sent in a month, and who was told to write to which."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class MessageBudget(SQLModel, table=True):
    """One account in one month ("2026-11"). ``warned_percent`` is the last share of which somebody was told."""

    __tablename__ = "message_budgets"
    __table_args__ = (UniqueConstraint("channel", "account", "month"),)
    id: int | None = serial()
    channel: str
    account: str
    name: str = ""
    month: str
    sent_count: int = 0
    message_limit: int
    warned_percent: int = 0
    updated_at: datetime = Field(sa_type=UtcDateTime)


class AssignedSeat(SQLModel, table=True):
    """The account of a channel that an official was told to write to: it stands on their slip."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("official_id", "channel"),)
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id")
    channel: str
    account: str
