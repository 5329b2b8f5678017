"""A small district for the archive's tests: three communes, five officials, one form, one wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import cases, frame, instruments
from storage.cases import NewWave
from storage.database import Database
from storage.records import ConsentRecord, WaveRecord
from storage.responses import NewResponse, create_response
from surveys import interview as engine
from surveys.projection import pack_interview
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.roster.values import Roster, RosterRow, RosterUnit

AS_OF: Final = date(2026, 12, 1)
NOW: Final = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

UNITS: Final = (
    RosterUnit("263", "Huyện Lương Tài"),
    RosterUnit("09505", "Xã Phú Hòa", parent_code="263"),
    RosterUnit("09499", "Xã An Thịnh", parent_code="263"),
    RosterUnit("", "Xã Trung Kênh", parent_name="Huyện Lương Tài"),
)


def official(key: str, name: str, unit: str, title: str = "chu_tich_ubnd", phone: str = "") -> RosterRow:
    """Make a roster row; ``unit`` is a unit's name."""
    code = next(known.code for known in UNITS if known.name == unit)
    return RosterRow(
        roster_key=key,
        full_name=name,
        title=title,
        unit_code=code,
        unit_name=unit,
        parent="Huyện Lương Tài",
        phone=phone,
    )


ROWS: Final = (
    official("LT01", "Nguyễn Văn An", "Xã Phú Hòa", phone="+84912345678"),
    official("LT02", "Trần Thị Bình", "Xã Phú Hòa", title="bi_thu"),
    official("LT03", "Lê Văn Cường", "Xã An Thịnh", phone="+84987654321"),
    official("LT04", "Phạm Thị Dung", "Xã An Thịnh", title="bi_thu", phone="+84987654321"),
    official("LT05", "Vũ Văn Em", "Xã Trung Kênh"),
)
ROSTER: Final = Roster(UNITS, ROWS)


def form(version: str = "1", label: str = "Đồng chí sinh năm nào?") -> Questionnaire:
    """Make a form of one question."""
    item = Item("birth_year", ItemType.INTEGER, label)
    return Questionnaire("thu", version, "Phiếu thử", (Screen("birth_year", (item,)),))


@dataclass(frozen=True)
class Field:
    """What a test needs to name: ids by roster key."""

    wave: WaveRecord
    officials: dict[str, int]
    cases: dict[str, int]


async def load_roster(conn: AsyncConnection, rows: Sequence[RosterRow] = ROWS) -> None:
    """Take the small district in."""
    await frame.import_roster(conn, Roster(UNITS, tuple(rows)), AS_OF, NOW)


async def open_field(
    conn: AsyncConnection,
    *,
    closes_at: datetime = NOW + 10 * DAY,
    questionnaire: Questionnaire | None = None,
) -> Field:
    """Take the roster in and open a wave for everybody at ``NOW``, with the form of one question unless said."""
    asked = questionnaire or form()
    await load_roster(conn)
    await instruments.publish(conn, asked, NOW)
    wave_id = await cases.create_wave(conn, NewWave(asked.sha256, NOW, closes_at), NOW)
    wave = await cases.find_wave(conn, wave_id)
    assert wave is not None
    await cases.draw(conn, wave, AS_OF)
    await cases.open_wave(conn, wave_id, NOW, {})
    opened = await cases.find_wave(conn, wave_id)
    assert opened is not None
    drawn = await cases.list_cases(conn, wave_id)
    people = await frame.list_officials(conn, AS_OF)
    return Field(
        opened,
        {person.roster_key: person.id for person in people},
        {case.roster_key: case.id for case in drawn},
    )


async def link(conn: AsyncConnection, field: Field, key: str, address: str = "") -> int:
    """Tie a chat (named as the roster key unless said) to an official; returns the contact point."""
    address = address or f"chat-{key}"
    made = await frame.ensure_contact_points(conn, "telegram", [address], NOW)
    await frame.link(conn, made[address].id, field.officials[key], NOW)
    return made[address].id


async def consent(conn: AsyncConnection, field: Field, key: str, action: str, at: datetime = NOW) -> None:
    """Append a consent event."""
    event = ConsentRecord(field.officials[key], action, "1", "0" * 64, "telegram", at)
    await frame.record_consents(conn, [event])


async def begin(conn: AsyncConnection, field: Field, key: str) -> int:
    """Begin the response of an official; returns its id."""
    facts = {"unit": "09505"}
    packed = pack_interview(engine.begin(form(), facts, NOW.date(), 7).interview)
    new = NewResponse(field.cases[key], "birth_year", 7, facts, NOW, packed)
    return (await create_response(conn, new)).id


async def count(database: Database, rows: Table) -> int:
    """Count the rows of a table."""
    async with database.read() as conn:
        return int(await conn.scalar(select(func.count()).select_from(rows)) or 0)
