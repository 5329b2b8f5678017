"""From needs to a plan: what a plan is made from, the plans, who has a seat and what became of it."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class PlanningInput(SQLModel, table=True):
    """A workbook as it was imported, never changed: ``kind`` catalogue, limits, succession or learning.

    ``value``: what was understood of a catalogue or of limits, as JSON; those name nobody. Of a workbook that names
    people the bytes are not kept.
    """

    __tablename__ = "planning_inputs"
    id: int | None = serial()
    kind: str
    sha256: str
    filename: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    value: str = ""
    as_of: date
    imported_at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlannedPostRow(SQLModel, table=True):
    """An official is planned for a title (quy hoạch). ``ended_at``: a later workbook names them no more."""

    __tablename__ = "planned_posts"
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", index=True)
    title: str
    term: str = ""
    decision: str = ""
    input_id: int | None = Field(default=None, foreign_key="planning_inputs.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LearningRow(SQLModel, table=True):
    """What an official learns or has learned: ``state`` under_way or completed.

    ``seat_id``: the seat of an approved plan that it comes from.
    """

    __tablename__ = "learning"
    id: int | None = serial()
    official_id: int = Field(foreign_key="officials.id", index=True)
    state: str
    course: str = ""
    criterion: str = ""
    level: str = ""
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    periods: int = 0
    evidence: str = ""
    input_id: int | None = Field(default=None, foreign_key="planning_inputs.id")
    seat_id: int | None = Field(default=None, foreign_key="plan_seats.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlanRow(SQLModel, table=True):
    """A version of a year's plan: ``state`` draft, approved or replaced. Only drafts change.

    ``grounds``: of which wave, standards and workbooks it was made, ``inputs`` what the plan was worked out from and
    can be worked out from again, ``plan`` the plan itself, ``catalogue`` its courses, all as JSON.
    """

    __tablename__ = "plans"
    id: int | None = serial()
    year: int
    state: str = "draft"
    as_of: date
    wave_id: int | None = Field(default=None, foreign_key="waves.id")
    grounds: str
    inputs: str
    catalogue: str
    plan: str
    job_id: int | None = Field(default=None, unique=True)  # that made it: done twice, it makes one
    actor: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: str = ""
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    codes: str = ""  # of each class, as JSON: who scans it when the class ends has completed it


class PlanSeat(SQLModel, table=True):
    """A person's seat in a class of an approved plan.

    ``details`` and ``reasons``: when and where, and why, as the person is told. ``state``: planned, told, confirmed,
    declined (with ``reason``), completed or missed.
    """

    __tablename__ = "plan_seats"
    __table_args__ = (UniqueConstraint("plan_id", "class_number", "official_id"),)
    id: int | None = serial()
    plan_id: int = Field(foreign_key="plans.id", index=True)
    class_number: int
    course: str
    course_name: str
    official_id: int = Field(foreign_key="officials.id", index=True)
    details: str
    reasons: str
    first: date
    last: date
    state: str = "planned"
    reason: str = ""
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    evidence: str = ""
