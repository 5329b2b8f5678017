"""A synthetic wave of any size, straight into the tables of either database: what the counting benchmarks read.

The form is the built-in one (59 questions; a respondent answers some 40); the answers are
drawn at random with a fixed seed. Units: 99. One person in ten did not finish, one in fifty refused or withdrew. Each
answer stands in the table of record, each response in the packed projection too.
"""

import os
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import insert

from storage import cases, instruments
from storage.database import Database
from storage.sql import units
from surveys.content import built_in_forms
from surveys.interview import Evaluation, Interview, Status, required_progress
from surveys.interview.evaluation import in_form_order
from surveys.projection import pack_interview
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire
from surveys.xlsform import read_form
from tests.postgres import PostgresServer

PEOPLE: Final = int(os.environ.get("KHAOSAT_BENCH_PEOPLE", "200000"))
"""Respondents of the synthetic wave; fewer for a quick look."""

UNITS: Final = 99
WAVE: Final = 1
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
NOW: Final = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
TODAY: Final = date(2026, 12, 1)
SEED: Final = 2014
FINISHED, SKIPPED, REFUSED, WITHDRAWN = (
    0.9,
    0.2,
    0.1,
    0.01,
)  # of all; of optional questions; of unfinished; of all
TEMPLATES: Final = 4_000
"""Different responses drawn; the others repeat them (a count takes as long for equal ones)."""


# --- one respondent after another -------------------------------------------------------------------


def bench_form() -> Questionnaire:
    """Return the built-in form with the units of the synthetic roster as its communes."""
    name, content = built_in_forms()[0]
    form = read_form(content, name)
    assert isinstance(form, Questionnaire)
    return form.with_choice_lists({"commune": tuple(Choice(code, f"Unit {code}") for code in unit_codes())})


def unit_codes() -> list[str]:
    """Return the codes of the units."""
    return [f"{number:05d}" for number in range(1, UNITS + 1)]


@dataclass(frozen=True, slots=True)
class Template:
    """One drawn response; many respondents share it."""

    number: int
    answers: dict[str, str]
    status: str
    required: tuple[int, int]
    packed: bytes
    refuses: bool
    withdraws: bool

    @property
    def row(self) -> tuple[Any, ...]:
        """Its row in ``bench_templates``."""
        get = self.answers.get
        facts = (
            get(name, "") for name in ("a_title", "a_gender", "b_edu", "b_qual", "b_pol", "b_qlnn", "b_cert")
        )
        birth = get("a_birth") or "1975"
        counts = (sum(map(bool, self.answers.values())), *self.required)
        unit = int(get("a_commune") or 1)
        marks = (int(self.refuses), int(self.withdraws))
        return (self.number, unit, self.status, *counts, self.packed, *marks, int(birth), *facts)


def draw_templates(form: Questionnaire, count: int) -> list[Template]:
    """Draw responses at random, the same each time."""
    chance = random.Random(SEED)
    return [_draw_template(form, number, chance) for number in range(count)]


def _draw_template(form: Questionnaire, number: int, chance: random.Random) -> Template:
    answers: dict[str, str] = {}
    is_finished = chance.random() < FINISHED
    asked = list(form.questions())
    for item in asked if is_finished else asked[: chance.randrange(3, len(asked))]:
        now = Evaluation(form, answers, TODAY)
        if now.is_relevant(item):
            is_skipped = not now.is_required(item) and chance.random() < SKIPPED
            answers[item.name] = "" if is_skipped else _draw_answer(now, item, chance)
    status = Status.COMPLETED if is_finished else Status.IN_PROGRESS
    interview = Interview(form, answers, "@done" if is_finished else "e_prop", status=status, today=TODAY)
    return Template(
        number,
        answers,
        status.value,
        required_progress(interview),
        pack_interview(interview),
        refuses=not is_finished and chance.random() < REFUSED,
        withdraws=chance.random() < WITHDRAWN,
    )


def _draw_answer(now: Evaluation, item: Item, chance: random.Random) -> str:
    names = [choice.name for choice in now.options(item) if choice.name != "none"]
    match item.type:
        case ItemType.SELECT_ONE:
            return chance.choice(names)
        case ItemType.SELECT_MULTIPLE:
            return in_form_order(now, item, chance.sample(names, chance.randint(1, min(3, len(names)))))
        case ItemType.INTEGER:
            low, high = (1962, 1998) if item.name == "a_birth" else (0, 9)
            return str(chance.randint(low, high))
        case _:
            return f"Ý kiến {chance.randrange(10_000)}"


# --- into the tables --------------------------------------------------------------------------------

STAGING: Final = (
    "CREATE TABLE bench_people (id INTEGER PRIMARY KEY, template INTEGER NOT NULL)",
    "CREATE TABLE bench_answers (template INTEGER NOT NULL, item TEXT NOT NULL, value TEXT NOT NULL)",
    (
        "CREATE TABLE bench_templates (template INTEGER PRIMARY KEY, unit INTEGER, status TEXT, answered INTEGER,"
        " required INTEGER, total INTEGER, packed {blob}, refuses INTEGER, withdraws INTEGER, birth INTEGER,"
        " title TEXT, gender TEXT, edu TEXT, qual TEXT, pol TEXT, qlnn TEXT, cert TEXT)"
    ),
    "CREATE INDEX ix_bench_answers ON bench_answers (template)",
)
FILLING: Final = (
    (
        "INSERT INTO officials (id, roster_key, full_name, title, unit_id, birth_year, gender, edu, qual, major, pol,"
        " qlnn, cert, phone, note, as_of) SELECT p.id, 'B' || p.id, 'Nguyễn Văn ' || p.id, t.title, t.unit, t.birth,"
        " t.gender, t.edu, t.qual, '', t.pol, t.qlnn, t.cert, '', '', '2026-12-01' {people}"
    ),
    (
        "INSERT INTO contact_points (channel, address, official_id, created_at, linked_at, card_ref, card_visit,"
        " office_step) SELECT 'telegram', 'chat' || p.id, p.id, {now}, {now}, '', 0, '' {people}"
    ),
    (
        "INSERT INTO cases (id, wave_id, official_id, roster_key, unit_id, title, invited_at, begun_at, refused_at,"
        " withdrawn_at, outcome, is_linked) SELECT p.id, 1, p.id, 'B' || p.id, t.unit, t.title, {now}, {now},"
        " CASE WHEN t.refuses = 1 THEN {now} END, CASE WHEN t.withdraws = 1 THEN {now} END, '', true {people}"
    ),
    (
        "INSERT INTO responses (id, case_id, wave_id, unit_id, status, screen, visit, tries, seed, answered_count,"
        " required_answered, required_total, facts, started_at, updated_at, completed_at) SELECT p.id, p.id, 1, t.unit,"
        " t.status, '@done', 40, 0, p.id, t.answered, t.required, t.total, '{{}}', {now}, {now},"
        " CASE WHEN t.status = 'completed' THEN {now} END {people}"
    ),
    "INSERT INTO packed_responses (wave_id, response_id, packed) SELECT 1, p.id, t.packed {people}",
    (
        "INSERT INTO answers (response_id, item, value) SELECT p.id, a.item, a.value FROM bench_people p"
        " JOIN bench_answers a ON a.template = p.template ORDER BY p.id, a.item"
    ),
)
PEOPLE_ROWS: Final = "FROM bench_people p JOIN bench_templates t ON t.template = p.template ORDER BY p.id"
CLEARING: Final = ("bench_people", "bench_answers", "bench_templates")


async def fill(database: Database, form: Questionnaire, people: int = PEOPLE) -> None:
    """Fill an upgraded, empty database with the synthetic wave."""
    async with database.begin() as conn:
        await instruments.publish(conn, form, NOW)
        order = cases.NewWave(form.sha256, NOW - timedelta(days=1), NOW + timedelta(days=9))
        assert await cases.create_wave(conn, order, NOW) == WAVE
        await cases.open_wave(conn, WAVE, NOW, {})
        rows = [
            {"id": number, "code": code, "name": f"Xã {code}", "valid_from": TODAY}
            for number, code in enumerate(unit_codes(), start=1)
        ]
        await conn.execute(insert(units), rows)
    chance, drawn = random.Random(SEED), draw_templates(form, min(TEMPLATES, people))
    staged = {
        "bench_people": [(number, chance.randrange(len(drawn))) for number in range(1, people + 1)],
        "bench_templates": [template.row for template in drawn],
        "bench_answers": [
            (template.number, item, value) for template in drawn for item, value in template.answers.items()
        ],
    }
    await (_fill_sqlite if database.is_sqlite else _fill_postgres)(database, staged)


def _statements(*, blob: str, now: str) -> tuple[list[str], list[str]]:
    filling = [each.format(people=PEOPLE_ROWS, now=now) for each in FILLING]
    return [each.format(blob=blob) for each in STAGING], filling


async def _fill_sqlite(database: Database, staged: dict[str, list[tuple[Any, ...]]]) -> None:
    assert database.url.database
    await database.dispose()
    staging, filling = _statements(blob="BLOB", now="'2026-12-01 02:00:00.000000'")
    raw = sqlite3.connect(database.url.database)
    try:
        raw.execute("PRAGMA synchronous = OFF")
        index = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'ix_answers_item_value'").fetchone()[
            0
        ]
        raw.execute("DROP INDEX ix_answers_item_value")
        for statement in staging:
            raw.execute(statement)
        for name, rows in staged.items():
            marks = ", ".join("?" * len(rows[0]))
            raw.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        for statement in filling:
            raw.execute(statement)
        for name in CLEARING:
            raw.execute(f"DROP TABLE {name}")
        raw.execute(index)
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


async def _fill_postgres(database: Database, staged: dict[str, list[tuple[Any, ...]]]) -> None:
    staging, filling = _statements(blob="BYTEA", now="timestamptz '2026-12-01 02:00:00+00'")
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    raw = await asyncpg.connect(url)
    try:
        index = await raw.fetchval(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_answers_item_value'"
        )
        await raw.execute("DROP INDEX ix_answers_item_value")
        await raw.execute(
            "SET session_replication_role = replica"
        )  # the rows fit: 8 million need not be checked
        await raw.execute("SET maintenance_work_mem = '512MB'")
        for statement in staging:
            await raw.execute(statement)
        for name, rows in staged.items():
            await raw.copy_records_to_table(name, records=rows)
        for statement in filling:
            await raw.execute(statement)
        for name in CLEARING:
            await raw.execute(f"DROP TABLE {name}")
        await raw.execute(index)
        await raw.execute("VACUUM (ANALYZE)")  # as autovacuum does within a minute
    finally:
        await raw.close()


# --- the two databases ------------------------------------------------------------------------------


@asynccontextmanager
async def filled(kind: str, form: Questionnaire, folder: Path) -> AsyncIterator[Database]:
    """Open a filled database of a kind (``sqlite`` or ``postgresql``); it is gone afterwards."""
    server = PostgresServer() if kind == "postgresql" else None
    try:
        url = await server.create() if server else f"sqlite:///{folder / 'bench.sqlite3'}"
        database = Database(url)
        if server is None:
            await database.upgrade()
        await fill(database, form)
        try:
            yield database
        finally:
            await database.dispose()
    finally:
        if server:
            server.stop()
