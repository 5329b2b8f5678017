"""The regular briefing: its rhythm, its people, its rounds, what was proposed, decided and agreed to be done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class Briefing(SQLModel, table=True):
    """A briefing that recurs (``every`` month or quarter), for a unit with all below it or for everything."""

    __tablename__ = "briefings"
    id: int | None = serial()
    unit_id: int | None = Field(default=None, foreign_key="units.id")
    every: str
    first_at: datetime = Field(sa_type=UtcDateTime)  # the others follow from it by the calendar
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BriefingPerson(SQLModel, table=True):
    """Somebody of a party (``cadre``, ``training``, ``communes``): an official, or an administrator who is none.

    After an erasure neither is known; the number stays where their actions and words refer to it.
    """

    __tablename__ = "briefing_people"
    id: int | None = serial()
    briefing_id: int = Field(foreign_key="briefings.id", index=True)
    party: str
    official_id: int | None = Field(default=None, foreign_key="officials.id", index=True)
    administrator_id: int | None = Field(default=None, foreign_key="administrators.id", index=True)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BriefingRound(SQLModel, table=True):
    """One meeting. ``wave_id`` is its pulse, ``figures`` what came of it and of the review, small cells hidden."""

    __tablename__ = "briefing_rounds"
    __table_args__ = (UniqueConstraint("briefing_id", "number"),)
    id: int | None = serial()
    briefing_id: int = Field(foreign_key="briefings.id", index=True)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    wave_id: int | None = None
    figures: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    agenda_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    concluded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BriefingNote(SQLModel, table=True):
    """A text of a round: a ``proposal`` of what to speak of, or a ``decision``."""

    __tablename__ = "briefing_notes"
    id: int | None = serial()
    round_id: int = Field(foreign_key="briefing_rounds.id", index=True)
    kind: str
    text: str
    person_id: int | None = Field(default=None, foreign_key="briefing_people.id")
    created_at: datetime = Field(sa_type=UtcDateTime)


class BriefingAction(SQLModel, table=True):
    """What somebody is to do until a day. ``reminded``: the last reminder, before or after that day.

    ``report`` is what the owner said of it; of a file that they sent the platform's reference stands until its bytes
    are fetched.
    """

    __tablename__ = "briefing_actions"
    id: int | None = serial()
    round_id: int = Field(foreign_key="briefing_rounds.id", index=True)
    text: str
    person_id: int | None = Field(default=None, foreign_key="briefing_people.id", index=True)
    due: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded: str = ""
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    report: str = ""
    evidence_name: str = ""
    evidence_channel: str = ""
    evidence_address: str = ""
    evidence_ref: str = ""
    evidence: bytes | None = Field(default=None, sa_type=LargeBinary)
