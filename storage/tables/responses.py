"""Responses: the answers of record, their revisions, paradata, the packed projection."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import ChannelNumber, Milliseconds, UtcDateTime, serial


class Response(SQLModel, table=True):
    """One filled questionnaire: ``status`` in_progress, completed, amended, stopped."""

    __tablename__ = "responses"
    __table_args__ = (
        Index("ix_responses_progress", "wave_id", "unit_id", "status"),  # live counts never leave it
        {"sqlite_autoincrement": True},  # an erased number is never given again
    )
    id: int | None = serial()
    case_id: int = Field(foreign_key="cases.id", unique=True)
    wave_id: int = 0  # of the case; copied at the beginning, it never changes
    unit_id: int = 0  # of the case, likewise
    status: str = Field(default="in_progress", index=True)
    screen: str = ""
    visit: int = 1
    tries: int = 0
    seed: int = Field(default=0, sa_type=BigInteger)
    # In which language its person reads the questions; empty until they have chosen, or if the form has but one.
    language: str = Field(default="", sa_column_kwargs={"server_default": ""})
    answered_count: int = 0  # answers that are not empty
    required_answered: int = 0  # kept by every save: counting partials needs no form
    required_total: int = 0
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # what the roster knew at the beginning
    started_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """The table of record. ``value`` empty: seen and left empty. Absent: never answered."""

    __tablename__ = "answers"
    __table_args__ = {"sqlite_with_rowid": False}
    response_id: int = Field(foreign_key="responses.id", primary_key=True)
    item: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class PackedResponse(SQLModel, table=True):
    """The projection beside the table of record: what counts of a response, as ``surveys.projection`` packs it.

    Written in the transaction that stores the answers; it can be made again from the record at any time.
    """

    __tablename__ = "packed_responses"
    __table_args__ = {"sqlite_with_rowid": False}  # a wave's rows lie side by side
    wave_id: int = Field(primary_key=True)
    response_id: int = Field(foreign_key="responses.id", primary_key=True)
    packed: bytes = Field(sa_type=LargeBinary)


class AnswerRevision(SQLModel, table=True):
    """Every value that an answer ever had, the first included."""

    __tablename__ = "answer_revisions"
    id: int | None = serial()
    response_id: int = Field(foreign_key="responses.id", index=True)
    item: str
    value: str = Field(sa_type=Text)
    revised_at: datetime = Field(sa_type=Milliseconds)
    channel: str = Field(default="", sa_type=ChannelNumber)


class Paradatum(SQLModel, table=True):
    """What happened when: ``event`` shown, answered, corrected, rejected, skipped, stopped, submitted …."""

    __tablename__ = "paradata"
    id: int | None = serial()
    response_id: int = Field(foreign_key="responses.id", index=True)
    event: str
    screen: str = ""
    item: str = ""
    channel: str = Field(default="", sa_type=ChannelNumber)
    at: datetime = Field(sa_type=Milliseconds)
