"""Situations of a post: the bank as it was imported, who wants a weekly card, the cards and their answers."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class SituationBank(SQLModel, table=True):
    """A workbook as it was imported, never changed. ``value``: what was understood of it, as JSON."""

    __tablename__ = "situation_banks"
    id: int | None = serial()
    sha256: str
    filename: str
    content: bytes = Field(sa_type=LargeBinary)
    value: str
    imported_at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SituationSubscription(SQLModel, table=True):
    """Somebody has chosen to get a card a week: ``state`` on, paused (by themselves, or after silence) or stopped."""

    __tablename__ = "situation_subscriptions"
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", unique=True)
    weekday: int
    hour: int
    state: str = "on"
    changed_at: datetime = Field(sa_type=UtcDateTime)


class SituationCard(SQLModel, table=True):
    """A situation that was sent to somebody: ``state`` open, answered, passed, or over (its answer is nobody's now).

    ``edition`` names the wording and key; ``choice`` is the place of the option in the bank. ``month`` and
    ``title_group`` are those of the answer.
    """

    __tablename__ = "situation_cards"
    __table_args__ = (UniqueConstraint("official_id", "code"), UniqueConstraint("official_id", "week"))
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", index=True)
    week: date
    code: str = Field(index=True)
    edition: str
    title_group: str = ""
    state: str = "open"
    sent_at: datetime = Field(sa_type=UtcDateTime)
    choice: int | None = None
    is_right: bool | None = None
    month: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SituationTally(SQLModel, table=True):
    """Answers of a month that are nobody's any more: so many of a group chose so. Never fewer than five together."""

    __tablename__ = "situation_tallies"
    id: int | None = serial()
    code: str = Field(index=True)
    edition: str
    month: str
    title_group: str
    choice: int
    is_right: bool
    count: int


class SituationTelling(SQLModel, table=True):
    """What colleagues are told of a situation, small cells hidden; ``count``: of how many answers."""

    __tablename__ = "situation_tellings"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    id: int | None = serial()
    code: str
    edition: str
    count: int
    told: str
