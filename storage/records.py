"""What the archive hands out: frozen rows, named as their tables' columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, FromClause

R = TypeVar("R")


def record(cls: type[R], row: Mapping[Any, Any]) -> R:
    """Build a record from a row that carries columns of the same names (others are ignored)."""
    return cls(**{name: row[name] for name in cast("Any", cls).__slots__})


def columns_of(cls: type[Any], of: FromClause) -> list[ColumnElement[Any]]:
    """Return the columns of a table (or of the query ``of``) in the order of a record's fields: ``cls(*row)``."""
    return [of.c[name] for name in cls.__slots__]


def split(row: Sequence[Any], *classes: type[Any]) -> list[Sequence[Any]]:
    """Cut a row of a join into one piece a record, each as wide as the record has fields."""
    pieces: list[Sequence[Any]] = []
    start = 0
    for cls in classes:
        end = start + len(cls.__slots__)
        pieces.append(row[start:end])
        start = end
    return pieces


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as valid from ``valid_from`` to ``valid_to`` (last day; ``None`` while it lasts)."""

    id: int
    code: str
    name: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """An official with the unit's code and name. Coded columns hold codes of ``surveys.roster``."""

    id: int
    roster_key: str
    full_name: str
    title: str
    unit_id: int
    unit_code: str
    unit_name: str
    birth_year: int | None
    birth_date: date | None
    gender: str
    title_since: date | None
    edu: str
    qual: str
    major: str
    pol: str
    qlnn: str
    cert: str
    phone: str
    note: str
    concurrent_titles: str
    field_of_work: str
    ethnicity: str
    as_of: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ContactPointRecord:
    """A chat: whose it is, whether it is open, and the live card as the platform confirmed it.

    ``used_at``: when the conversation came to this chat last. ``takes_messages``: what is sent reaches its owner.
    """

    id: int
    channel: str
    address: str
    official_id: int | None
    pending_official_id: int | None
    pending_code_id: int | None
    created_at: datetime
    linked_at: datetime | None
    blocked_at: datetime | None
    reminders_off_at: datetime | None
    card_ref: str
    card_visit: int
    card_response_id: int | None
    card_sent_at: datetime | None
    card_first_ref: str
    office_step: str
    used_at: datetime | None = None
    takes_messages: bool = True
    offered: str = ""
    card_turn: int = 0


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One consent event: ``action`` given, refused, withdrawn or erased."""

    official_id: int
    action: str
    version: str
    text_sha256: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WaveRecord:
    """One wave; empty audience lists mean everybody. ``number_in_series`` is 1 for the first of a series.

    ``closes_at`` is when it closes for whoever has no later closing of their own.

    Its choice lists are no part of it: those of the whole country are 150 KB, which every turn would read.
    """

    id: int
    form_sha256: str
    unit_codes: tuple[str, ...]
    titles: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    reminders: str
    any_hour: bool
    state: str
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    series_id: int | None
    number_in_series: int | None
    is_pilot: bool
    extended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One official in one wave; ``official_id`` is ``None`` once unlinked or erased.

    ``closes_at`` is set if the case closes later than its wave.
    """

    id: int
    wave_id: int
    official_id: int | None
    roster_key: str
    unit_id: int
    title: str
    invited_at: datetime | None
    begun_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    postponed_until: datetime | None
    outcome: str
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """Where a filled questionnaire stands; ``language`` is empty until one was chosen."""

    id: int
    case_id: int
    status: str
    screen: str
    visit: int
    tries: int
    seed: int
    facts: Mapping[str, str]
    required_answered: int
    required_total: int
    started_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    language: str = ""


def wave_record(row: Mapping[Any, Any]) -> WaveRecord:
    """Build a wave from its row: the JSON lists become tuples."""
    plain = {name: row[name] for name in WaveRecord.__slots__}
    plain["unit_codes"] = tuple(plain["unit_codes"])
    plain["titles"] = tuple(plain["titles"])
    return WaveRecord(**plain)
