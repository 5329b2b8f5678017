"""The sampling frame: units, officials, codes, chats, consent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, true
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class Unit(SQLModel, table=True):
    """An administrative unit. Codes are reused after mergers: the key is code and ``valid_from``."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    id: int | None = serial()
    code: str = Field(index=True)
    name: str
    parent_id: int | None = Field(default=None, foreign_key="units.id")
    valid_from: date
    valid_to: date | None = None  # last day


class Official(SQLModel, table=True):
    """One person on the roster, as the office has them on record."""

    __tablename__ = "officials"
    id: int | None = serial()
    roster_key: str = Field(unique=True)
    full_name: str
    title: str
    unit_id: int = Field(foreign_key="units.id", index=True)
    birth_year: int | None = None
    birth_date: date | None = None
    gender: str = ""
    title_since: date | None = None
    edu: str = ""
    qual: str = ""
    major: str = ""
    pol: str = ""
    qlnn: str = ""
    cert: str = ""  # codes separated by spaces
    phone: str = Field(default="", index=True)  # digits, +84 form
    note: str = ""
    concurrent_titles: str = Field(
        default="", sa_column_kwargs={"server_default": ""}
    )  # codes separated by spaces
    field_of_work: str = Field(default="", sa_column_kwargs={"server_default": ""})
    ethnicity: str = Field(
        default="", sa_column_kwargs={"server_default": ""}
    )  # of a minority or not: only counted
    as_of: date
    left_on: date | None = None


class LinkCode(SQLModel, table=True):
    """A single-use code: ``purpose`` official ties a chat to an official, admin gives a role to whoever uses it.

    ``role`` and what follows say which role, where, for how many days, and who made the code.
    """

    __tablename__ = "link_codes"
    id: int | None = serial()
    purpose: str
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    long_hash: str = Field(unique=True)
    short_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="contact_points.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    role: str = Field(default="", sa_column_kwargs={"server_default": ""})
    unit_id: int | None = Field(default=None, foreign_key="units.id")
    days: int | None = None
    issued_by: str = Field(default="", sa_column_kwargs={"server_default": ""})


class LinkAttempt(SQLModel, table=True):
    """A wrong code from an address: counted to limit the rate."""

    __tablename__ = "link_attempts"
    __table_args__ = (Index("ix_link_attempts_who", "channel", "address", "at"),)
    id: int | None = serial()
    channel: str
    address: str
    at: datetime = Field(sa_type=UtcDateTime)


class ContactPoint(SQLModel, table=True):
    """A chat on a channel. ``card_*`` is the live card as the platform confirmed it: ref, visit, since when.

    ``card_turn`` is the update that led to this visit. ``takes_messages``: a message reaches its owner, who need not
    look at the chat. An official may have a chat on each channel; ``used_at``: when the conversation came here last.
    """

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("channel", "address"), {"sqlite_autoincrement": True})
    id: int | None = serial()
    channel: str
    address: str
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    pending_official_id: int | None = Field(default=None, foreign_key="officials.id")
    pending_code_id: int | None = Field(default=None)
    created_at: datetime = Field(sa_type=UtcDateTime)
    linked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminders_off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    card_ref: str = ""
    card_visit: int = 0
    card_response_id: int | None = None
    card_sent_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # when this visit was first shown
    card_first_ref: str = Field(default="", sa_column_kwargs={"server_default": ""})  # and in which message
    card_turn: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    takes_messages: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    offered: str = Field(default="", sa_column_kwargs={"server_default": ""})  # to be typed next, as JSON
    office_step: str = ""  # where an administrator stands in a menu that asks for typed input, as JSON


class Administrator(SQLModel, table=True):
    """A chat that may give orders, by its ``Grant`` rows. An erased chat leaves the number alone."""

    __tablename__ = "administrators"
    id: int | None = serial()
    contact_point_id: int | None = Field(default=None, foreign_key="contact_points.id", unique=True)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the last right ended


class Grant(SQLModel, table=True):
    """A role that an administrator has, for a unit with all below it, or for everything (no unit)."""

    __tablename__ = "grants"
    id: int | None = serial()
    administrator_id: int = Field(foreign_key="administrators.id", index=True)
    role: str
    unit_id: int | None = Field(default=None, foreign_key="units.id")
    granted_at: datetime = Field(sa_type=UtcDateTime)
    granted_by: str = ""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConsentEvent(SQLModel, table=True):
    """Append-only proof of consent: ``given refused withdrawn erased``, with the text's version and hash."""

    __tablename__ = "consent_events"
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", index=True)
    action: str
    version: str
    text_sha256: str
    channel: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class DataRequest(SQLModel, table=True):
    """The register of data subjects' requests (NĐ 356/2025): ``copy withdraw erase``, and the days due."""

    __tablename__ = "data_requests"
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", index=True)
    kind: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    answer_due: date
    act_due: date
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
