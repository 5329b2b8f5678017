"""Every update once, every card that is owed, and every message to send."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import ChannelNumber, Milliseconds, UtcDateTime, serial


class InboxRow(SQLModel, table=True):
    """Each update once. The payload is kept only of a dead one (the turn raised)."""

    __tablename__ = "inbox"
    __table_args__ = {"sqlite_with_rowid": False}
    channel: str = Field(primary_key=True, sa_type=ChannelNumber)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    address: str = ""
    status: str = "done"  # done or dead
    payload: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    received_at: datetime = Field(sa_type=Milliseconds)


class OwedCard(SQLModel, table=True):
    """A chat whose live card does not show yet what was stored: the card is drawn again from the response.

    ``turn`` is the update that the card answers: a newer turn replaces it, so that the settling of an older card
    leaves the debt standing. ``holder`` is the process that sends it; when that one is dead, another redraws it.
    """

    __tablename__ = "owed_cards"
    contact_point_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    turn: int = Field(sa_type=BigInteger)
    holder: str = ""


class OutboxRow(SQLModel, table=True):
    """A message that cannot be drawn again. ``status`` queued, claimed, sending, sent, failed, dropped or unknown.

    Claimed is not sent: only what is ``sending`` may have been on the wire when its process died. A reply that was
    sent leaves no row; of what else is settled the text and the attachment are gone.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "status", "lane", "id"),
        Index("ix_outbox_window", "status", "lane", "not_before", "not_after"),
    )
    id: int | None = serial()
    key: str | None = Field(default=None, unique=True)  # "reminder:{case}:{n}": any ticks, one row
    lane: str  # reply or bulk
    purpose: str = ""  # reply, invitation, reminder, document …
    number: int = 0  # of the reminder
    channel: str
    address: str
    contact_point_id: int | None = Field(default=None, index=True)
    case_id: int | None = Field(default=None, index=True)
    message: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # an Outbound without its attachment
    attachment: bytes | None = Field(default=None, sa_type=LargeBinary)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_by: str = ""
    status: str = "queued"
    attempt_count: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_ref: str = ""
    error: str = ""


class ContactAttempt(SQLModel, table=True):
    """An invitation or reminder that left (CCSG): ``result`` sent, failed, unknown or dropped."""

    __tablename__ = "contact_attempts"
    id: int | None = serial()
    case_id: int = Field(foreign_key="cases.id", index=True)
    contact_point_id: int | None = Field(default=None, index=True)
    purpose: str
    number: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
    result: str
