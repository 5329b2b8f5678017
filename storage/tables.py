"""Every table. Times are aware and stored in UTC; texts are NFC; statuses are the words of the field."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: refused when naive, stored in UTC, read back aware on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn the moment into UTC; raises ``ValueError`` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Mark what SQLite gives back without a zone as UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def _id() -> Any:
    return Field(default=None, primary_key=True)


# --- the sampling frame -----------------------------------------------------------------------------


class Unit(SQLModel, table=True):
    """An administrative unit. Codes are reused after mergers: the key is code and ``valid_from``."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    id: int | None = _id()
    code: str = Field(index=True)
    name: str
    parent_id: int | None = Field(default=None, foreign_key="units.id")
    valid_from: date
    valid_to: date | None = None  # last day


class Official(SQLModel, table=True):
    """One person on the roster, as the office has them on record."""

    __tablename__ = "officials"
    id: int | None = _id()
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
    as_of: date
    left_on: date | None = None


class LinkCode(SQLModel, table=True):
    """A single-use code: ``purpose`` official ties a chat to an official, admin makes an administrator."""

    __tablename__ = "link_codes"
    id: int | None = _id()
    purpose: str
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    long_hash: str = Field(unique=True)
    short_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="contact_points.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LinkAttempt(SQLModel, table=True):
    """A wrong code from an address: counted to limit the rate."""

    __tablename__ = "link_attempts"
    __table_args__ = (Index("ix_link_attempts_who", "channel", "address", "at"),)
    id: int | None = _id()
    channel: str
    address: str
    at: datetime = Field(sa_type=UtcDateTime)


class ContactPoint(SQLModel, table=True):
    """A chat on a channel. ``card_*`` is the live card as the platform confirmed it: ref, visit, date."""

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("channel", "address"), {"sqlite_autoincrement": True})
    id: int | None = _id()
    channel: str
    address: str
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    pending_official_id: int | None = Field(default=None, foreign_key="officials.id")
    pending_code_id: int | None = Field(default=None)
    created_at: datetime = Field(sa_type=UtcDateTime)
    linked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminders_off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    card_ref: str = ""
    card_visit: int = 0
    card_response_id: int | None = None
    card_sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    office_step: str = ""  # where an administrator stands in a menu that asks for typed input, as JSON


class Administrator(SQLModel, table=True):
    """A chat that may give orders. ``role``: admin, analyst or cadre."""

    __tablename__ = "administrators"
    id: int | None = _id()
    contact_point_id: int = Field(foreign_key="contact_points.id", unique=True)
    role: str = "admin"
    granted_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConsentEvent(SQLModel, table=True):
    """Append-only proof of consent: ``given refused withdrawn erased``, with the text's version and hash."""

    __tablename__ = "consent_events"
    id: int | None = _id()
    official_id: int = Field(foreign_key="officials.id", index=True)
    action: str
    version: str
    text_sha256: str
    channel: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class DataRequest(SQLModel, table=True):
    """The register of data subjects' requests (NĐ 356/2025): ``copy withdraw erase``, and the days due."""

    __tablename__ = "data_requests"
    id: int | None = _id()
    official_id: int = Field(foreign_key="officials.id", index=True)
    kind: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    answer_due: date
    act_due: date
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


# --- the instrument and its waves -------------------------------------------------------------------


class FormVersion(SQLModel, table=True):
    """A published questionnaire: immutable, known by the hash of its canonical JSON."""

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("form_id", "version"),)
    sha256: str = Field(primary_key=True)
    form_id: str = Field(index=True)
    version: str
    title: str
    definition: str = Field(sa_type=Text)
    published_at: datetime = Field(sa_type=UtcDateTime)


class Wave(SQLModel, table=True):
    """One collection event: ``state`` planned, open or closed. Empty audience lists mean everybody."""

    __tablename__ = "waves"
    id: int | None = _id()
    form_sha256: str = Field(foreign_key="form_versions.sha256")
    unit_codes: list[str] = Field(default_factory=list, sa_type=JSON)
    titles: list[str] = Field(default_factory=list, sa_type=JSON)
    choice_lists: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # from the frame, at opening
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    reminders: str = ""  # the plan as typed: "+2d,+4d,-1d@08:30"
    any_hour: bool = False
    state: str = Field(default="planned", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Case(SQLModel, table=True):
    """One official in one wave. ``unit_id`` and ``title`` as of the draw; ``outcome`` frozen at closing."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("wave_id", "official_id"),)
    id: int | None = _id()
    wave_id: int = Field(foreign_key="waves.id", index=True)
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    roster_key: str  # survives the unlinking of the official only until retention ends
    unit_id: int = Field(foreign_key="units.id")
    title: str
    invited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the invitation was sent
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when reminders start to count from
    refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    postponed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = ""


class Response(SQLModel, table=True):
    """One filled questionnaire: ``status`` in_progress, completed, amended, stopped."""

    __tablename__ = "responses"
    __table_args__ = {"sqlite_autoincrement": True}  # an erased number is never given again
    id: int | None = _id()
    case_id: int = Field(foreign_key="cases.id", unique=True)
    status: str = Field(default="in_progress", index=True)
    screen: str = ""
    visit: int = 1
    tries: int = 0
    seed: int = Field(default=0, sa_type=BigInteger)
    required_answered: int = 0  # kept by every save: counting partials needs no form
    required_total: int = 0
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # what the roster knew at the beginning
    started_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """The table of record. ``value`` empty: seen and left empty. Absent: never answered."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_item_value", "item", "value"),)
    response_id: int = Field(foreign_key="responses.id", primary_key=True)
    item: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class AnswerRevision(SQLModel, table=True):
    """Every value that an answer ever had, the first included."""

    __tablename__ = "answer_revisions"
    id: int | None = _id()
    response_id: int = Field(foreign_key="responses.id", index=True)
    item: str
    value: str = Field(sa_type=Text)
    revised_at: datetime = Field(sa_type=UtcDateTime)
    channel: str = ""


class Paradatum(SQLModel, table=True):
    """What happened when: ``event`` shown, answered, corrected, rejected, skipped, stopped, submitted …."""

    __tablename__ = "paradata"
    id: int | None = _id()
    response_id: int = Field(foreign_key="responses.id", index=True)
    event: str
    screen: str = ""
    item: str = ""
    channel: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


# --- the mailbox ------------------------------------------------------------------------------------


class InboxRow(SQLModel, table=True):
    """Each update once. The payload is kept only of a dead one (the turn raised)."""

    __tablename__ = "inbox"
    channel: str = Field(primary_key=True)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    address: str = ""
    status: str = "done"  # done or dead
    payload: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    received_at: datetime = Field(sa_type=UtcDateTime)


class OutboxRow(SQLModel, table=True):
    """A message to send. ``status`` queued, sending, sent, failed, dropped or unknown."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "status", "lane", "id"),
        Index("ix_outbox_window", "status", "lane", "not_before", "not_after"),
    )
    id: int | None = _id()
    key: str | None = Field(default=None, unique=True)  # "reminder:{case}:{n}": any ticks, one row
    lane: str  # reply or bulk
    purpose: str = ""  # reply, toast, invitation, reminder, document …
    number: int = 0  # of the reminder
    channel: str
    address: str
    contact_point_id: int | None = Field(default=None, index=True)
    case_id: int | None = Field(default=None, index=True)
    response_id: int | None = None
    is_card: bool = False  # the live card: once sent, the contact point remembers it
    visit: int = 0  # the interview's visit that the card shows
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
    id: int | None = _id()
    case_id: int = Field(foreign_key="cases.id", index=True)
    contact_point_id: int | None = Field(default=None, index=True)
    purpose: str
    number: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
    result: str


# --- the office -------------------------------------------------------------------------------------


class AuditEntry(SQLModel, table=True):
    """Who ordered what. ``actor``: "cli" or the administrator's number."""

    __tablename__ = "audit_log"
    id: int | None = _id()
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    action: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Job(SQLModel, table=True):
    """Slow work that a turn asked for (an export): done by a worker, answered through the outbox."""

    __tablename__ = "jobs"
    id: int | None = _id()
    kind: str
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    contact_point_id: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = ""


class HouseFact(SQLModel, table=True):
    """Small things the house remembers: the bot's name, the last successful fetch, the next offset."""

    __tablename__ = "house_facts"
    key: str = Field(primary_key=True)
    value: str
    at: datetime = Field(sa_type=UtcDateTime)
