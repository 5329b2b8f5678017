"""The instrument, its waves and their cases."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


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


class Series(SQLModel, table=True):
    """The waves of a recurring survey: how often (``every`` month, quarter, year), for whom, for how long."""

    __tablename__ = "series"
    id: int | None = serial()
    form_id: str  # each wave takes the newest version that is published when it is planned
    every: str
    unit_codes: list[str] = Field(default_factory=list, sa_type=JSON)
    titles: list[str] = Field(default_factory=list, sa_type=JSON)
    first_opens_at: datetime = Field(sa_type=UtcDateTime)  # the others follow from it by the calendar
    lasts_seconds: int
    reminders: str = ""
    any_hour: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Wave(SQLModel, table=True):
    """One collection event: ``state`` planned, open or closed. Empty audience lists mean everybody."""

    __tablename__ = "waves"
    __table_args__ = (Index("ix_waves_series", "series_id", "number_in_series", unique=True),)
    id: int | None = serial()
    form_sha256: str = Field(foreign_key="form_versions.sha256")
    series_id: int | None = None
    number_in_series: int | None = None  # 1 is the first
    unit_codes: list[str] = Field(default_factory=list, sa_type=JSON)
    titles: list[str] = Field(default_factory=list, sa_type=JSON)
    choice_lists: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # from the frame, at opening
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    extended_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # when ``closes_at`` was put off last
    reminders: str = ""  # the plan as typed: "+2d,+4d,-1d@08:30"
    any_hour: bool = False
    # Asks only the people that ``WavePerson`` names.
    is_pilot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str = Field(default="planned", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unlinked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # nobody's answers any more
    # Of an unlinked wave: its fieldwork as counted before, see ``storage.fieldwork``.
    tallies: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class WavePerson(SQLModel, table=True):
    """Somebody whom a wave names: asked by a pilot, or left out of it (``is_asked`` is false)."""

    __tablename__ = "wave_people"
    __table_args__ = (UniqueConstraint("wave_id", "official_id"),)
    id: int | None = serial()
    wave_id: int = Field(foreign_key="waves.id", index=True)
    official_id: int = Field(foreign_key="officials.id", index=True)
    is_asked: bool


_HAS_LEFT = text("withdrawn_at IS NOT NULL OR refused_at IS NOT NULL")
_CLOSES_LATER = text("closes_at IS NOT NULL")


class Case(SQLModel, table=True):
    """One official in one wave. ``unit_id`` and ``title`` as of the draw; ``outcome`` frozen at closing."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("wave_id", "official_id"),
        Index(
            "ix_cases_progress", "wave_id", "unit_id", "is_linked", "withdrawn_at"
        ),  # live counts never leave it
        Index("ix_cases_left", "wave_id", sqlite_where=_HAS_LEFT, postgresql_where=_HAS_LEFT),
        Index(
            "ix_cases_later",
            "wave_id",
            "closes_at",
            sqlite_where=_CLOSES_LATER,
            postgresql_where=_CLOSES_LATER,
        ),
    )
    id: int | None = serial()
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
    # Later than the wave's own closing: the time of this case, or of its unit, was extended.
    closes_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    extended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when that was ordered
    outcome: str = ""
    # Whether a chat belongs to the official, as linking, unlinking and drawing leave it: progress counts it.
    is_linked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
