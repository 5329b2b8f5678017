"""A synthetic wave of any size, straight into the tables of either database: what the counting benchmarks read.

The form is the built-in one (59 questions; a respondent answers some 40); the answers are
drawn at random with a fixed seed. Units: 99. One person in ten did not finish, one in fifty refused or withdrew. Each
answer stands in the table of record, each response in the packed projection too.

Everybody is on the roster with the levels and the title that they answer, but for three in a hundred of whom the roster
says otherwise; was invited, and half of them reminded. The wave is open; ``close`` closes it.
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
from sqlalchemy import insert, update

from storage import cases, instruments
from storage.database import Database
from storage.sql import units, waves
from surveys.content import built_in_forms
from surveys.disposition import CaseFacts, outcome
from surveys.interview import Evaluation, Interview, Status, required_progress
from surveys.interview.rostered import in_form_order
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
DATED: Final = 0.7  # of the dates on the roster: known to the day
TEMPLATES: Final = 4_000
"""Different responses drawn; the others repeat them (a count takes as long for equal ones)."""

MAJORS: Final = ("Luật", *(f"Ngành {number}" for number in range(1, 60)))
ATTRIBUTES: Final = ("title", "gender", "edu", "qual", "major", "pol", "qlnn", "cert")


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
    """One drawn response; many respondents share it. ``held``: what the roster has on record of them."""

    number: int
    answers: dict[str, str]
    held: dict[str, str]
    status: str
    required: tuple[int, int]
    packed: bytes
    refuses: bool
    withdraws: bool

    @property
    def row(self) -> tuple[Any, ...]:
        """Its row in ``bench_templates``."""
        counts = (sum(map(bool, self.answers.values())), *self.required)
        marks = (int(self.refuses), int(self.withdraws), self.outcome)
        facts = (self.held[name] for name in ATTRIBUTES)
        return (self.number, int(self.held["unit"]), self.status, *counts, self.packed, *marks, *facts)

    @property
    def outcome(self) -> str:
        """What its case comes to."""
        answered = sum(map(bool, self.answers.values()))
        facts = CaseFacts(
            is_linked=True,
            has_refused=self.refuses,
            has_withdrawn=self.withdraws,
            is_completed=self.status == Status.COMPLETED,
            answered_count=answered,
            required_answered=self.required[0],
            required_count=self.required[1],
        )
        return outcome(facts).value


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
        _draw_held(form, answers, chance),
        status.value,
        required_progress(interview),
        pack_interview(interview),
        refuses=not is_finished and chance.random() < REFUSED,
        withdraws=chance.random() < WITHDRAWN,
    )


def _draw_held(form: Questionnaire, answers: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Return what is on record: what was answered, and something of whoever did not come so far."""
    held = {}
    for item in form.questions():
        if item.roster in (*ATTRIBUTES, "unit"):
            codes = [choice.name for choice in form.choice_lists.get(item.choice_list or "", ())]
            held[item.roster] = answers.get(item.name) or (chance.choice(codes) if codes else "")
    born = answers.get("a_birth") or str(chance.randint(1962, 1998))
    known = held["gender"] if held["gender"] != "na" else chance.choice(("nam", "nu"))
    return held | {"birth_year": born, "gender": known}


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
            return chance.choice(MAJORS) if item.roster == "major" else f"Ý kiến {chance.randrange(10_000)}"


def _draw_person(number: int, template: Template, place: int, chance: random.Random) -> tuple[Any, ...]:
    """Draw the dates on record of somebody, and in what the roster errs (``slip`` 1 to 3 of 100)."""
    slip = chance.randrange(100)
    year = int(template.held["birth_year"]) + (slip == 3)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    since = date(2004, 1, 1) + timedelta(days=chance.randrange(22 * 365))
    since = since if chance.random() < DATED else since.replace(day=1)
    return (
        number,
        place,
        slip,
        year,
        day if chance.random() < DATED else None,
        since if chance.random() < FINISHED else None,
    )


# --- into the tables --------------------------------------------------------------------------------

STAGING: Final = (
    (
        "CREATE TABLE bench_people (id INTEGER PRIMARY KEY, template INTEGER NOT NULL, slip INTEGER,"
        " birth_year INTEGER, birth_date {day}, title_since {day})"
    ),
    "CREATE TABLE bench_answers (template INTEGER NOT NULL, item TEXT NOT NULL, value TEXT NOT NULL)",
    (
        "CREATE TABLE bench_templates (template INTEGER PRIMARY KEY, unit INTEGER, status TEXT, answered INTEGER,"
        " required INTEGER, total INTEGER, packed {blob}, refuses INTEGER, withdraws INTEGER, outcome TEXT,"
        " title TEXT, gender TEXT, edu TEXT, qual TEXT, major TEXT, pol TEXT, qlnn TEXT, cert TEXT)"
    ),
    "CREATE INDEX ix_bench_answers ON bench_answers (template)",
)
FILLING: Final = (
    (
        "INSERT INTO officials (id, roster_key, full_name, title, unit_id, birth_year, birth_date, gender, title_since,"
        " edu, qual, major, pol, qlnn, cert, phone, note, as_of)"
        " SELECT p.id, 'B' || p.id, 'Nguyễn Văn ' || p.id, t.title, t.unit, p.birth_year, p.birth_date, t.gender,"
        " p.title_since, t.edu, CASE WHEN p.slip <> 1 THEN t.qual WHEN t.qual = 'dh' THEN 'cd' ELSE 'dh' END, t.major,"
        " CASE WHEN p.slip <> 2 THEN t.pol WHEN t.pol = 'tc' THEN 'sc' ELSE 'tc' END, t.qlnn, t.cert, '', '',"
        " '2026-12-01' {people}"
    ),
    (
        "INSERT INTO contact_points (channel, address, official_id, created_at, linked_at, card_ref, card_visit,"
        " office_step) SELECT 'telegram', 'chat' || p.id, p.id, {begun}, {begun}, '', 0, '' {people}"
    ),
    (
        "INSERT INTO consent_events (official_id, action, version, text_sha256, channel, at)"
        " SELECT p.id, 'given', '1', '', 'telegram', {begun} {people}"
    ),
    (
        "INSERT INTO cases (id, wave_id, official_id, roster_key, unit_id, title, invited_at, begun_at, refused_at,"
        " withdrawn_at, outcome, is_linked) SELECT p.id, 1, p.id, 'B' || p.id, t.unit, t.title, {begun}, {begun},"
        " CASE WHEN t.refuses = 1 THEN {now} END, CASE WHEN t.withdraws = 1 THEN {now} END, t.outcome, true {people}"
    ),
    (
        "INSERT INTO outbox (key, lane, purpose, number, channel, address, contact_point_id, case_id,"
        " message, created_at, claimed_by, status, attempt_count, sent_at, sent_ref, error)"
        " SELECT 'invitation:' || p.id, 'bulk', 'invitation', 0, 'telegram', 'chat' || p.id, p.id, p.id,"
        " '{{\"text\": \"{text}\"}}', {begun}, '', 'sent', 1, {begun}, '7', '' {people}"
    ),
    (
        "INSERT INTO contact_attempts (case_id, contact_point_id, purpose, number, at, result)"
        " SELECT p.id, p.id, 'invitation', 0, {begun}, 'sent' {people}"
    ),
    (
        "INSERT INTO contact_attempts (case_id, contact_point_id, purpose, number, at, result)"
        " SELECT p.id, p.id, 'reminder', 1, {begun}, 'sent' FROM bench_people p WHERE p.slip % 2 = 0 ORDER BY p.id"
    ),
    (
        "INSERT INTO responses (id, case_id, wave_id, unit_id, status, screen, visit, tries, seed, answered_count,"
        " required_answered, required_total, facts, started_at, updated_at, completed_at) SELECT p.id, p.id, 1, t.unit,"
        " t.status, '@done', 40, 0, p.id, t.answered, t.required, t.total, '{{}}', {begun}, {now},"
        " CASE WHEN t.status = 'completed' THEN {now} END {people}"
    ),
    "INSERT INTO packed_responses (wave_id, response_id, packed) SELECT 1, p.id, t.packed {people}",
    (
        "INSERT INTO answers (response_id, item, value) SELECT p.id, a.item, a.value FROM bench_people p"
        " JOIN bench_answers a ON a.template = p.template ORDER BY p.id, a.item"
    ),
)
INVITATION: Final = "Kính mời đồng chí tham gia khảo sát. " * 8
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
        "bench_people": _draw_people(drawn, people, chance),
        "bench_templates": [template.row for template in drawn],
        "bench_answers": [
            (template.number, item, value) for template in drawn for item, value in template.answers.items()
        ],
    }
    await (_fill_sqlite if database.is_sqlite else _fill_postgres)(database, staged)


async def close(database: Database) -> None:
    """Close the wave; the outcomes of its cases stand already."""
    async with database.begin() as conn:
        await conn.execute(update(waves).where(waves.c.id == WAVE).values(state="closed", closed_at=NOW))


def _draw_people(drawn: list[Template], people: int, chance: random.Random) -> list[tuple[Any, ...]]:
    """Draw everybody, unit by unit, as a roster is taken in and cases are drawn from it."""
    places = [chance.randrange(len(drawn)) for _ in range(people)]
    places.sort(key=lambda place: int(drawn[place].held["unit"]))
    return [_draw_person(number, drawn[place], place, chance) for number, place in enumerate(places, start=1)]


def _statements(*, blob: str, day: str, moment: str) -> tuple[list[str], list[str]]:
    """Word the statements for a database; ``moment`` is a literal with the day and the minute to be put in."""
    texts = {
        "people": PEOPLE_ROWS,
        "now": moment.format("2026-12-01 02:00"),
        "begun": moment.format("2026-11-30 01:15"),
        "text": INVITATION,
    }
    return [each.format(blob=blob, day=day) for each in STAGING], [each.format(**texts) for each in FILLING]


async def _fill_sqlite(database: Database, staged: dict[str, list[tuple[Any, ...]]]) -> None:
    assert database.url.database
    await database.dispose()
    staging, filling = _statements(blob="BLOB", day="TEXT", moment="'{}:00.000000'")
    raw = sqlite3.connect(database.url.database)
    try:
        raw.execute("PRAGMA synchronous = OFF")
        for statement in staging:
            raw.execute(statement)
        for name, rows in staged.items():
            marks = ", ".join("?" * len(rows[0]))
            plain = ([str(each) if isinstance(each, date) else each for each in row] for row in rows)
            raw.executemany(f"INSERT INTO {name} VALUES ({marks})", plain)
        for statement in filling:
            raw.execute(statement)
        for name in CLEARING:
            raw.execute(f"DROP TABLE {name}")
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


async def _fill_postgres(database: Database, staged: dict[str, list[tuple[Any, ...]]]) -> None:
    staging, filling = _statements(blob="BYTEA", day="DATE", moment="timestamptz '{}:00+00'")
    raw = await asyncpg.connect(database.source)
    try:
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
