"""The packed projection is kept true: what the turns write is what the record says, and nobody counts who left."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import AnswerTap, MoveTap
from bot.conversation.interviewer import Interviewer
from bot.conversation.ledger import BatchLedger
from bot.conversation.restoring import restore
from bot.messages import Inbound, InboundKind
from storage import cases, erasure, extracts, projections, responses
from storage.database import Database, migrations_config
from storage.responses import NewResponse, Person, create_response
from storage.sql import packed_responses
from storage.sql import responses as response_rows
from surveys import interview as engine
from surveys.interview import Status
from surveys.projection import Layout, Standing, pack_interview
from surveys.projection.matrix import Matrix
from surveys.questionnaire import ItemType
from tests.storage.archive import DAY, NOW, Field, begin, consent, link, open_field
from tests.surveys.interview_forms import commune_form

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
COMMUNE: Final = commune_form()
FORM: Final = COMMUNE.form
LAYOUT: Final = Layout.of(FORM)
KEYS: Final = ("LT01", "LT02", "LT03", "LT04", "LT05")
TURNS: Final = 60
GOOD: Final = {ItemType.INTEGER: "7", ItemType.DATE: "2/9/1975", ItemType.DECIMAL: "2,5"}
JUNK: Final = ("abc", "99", "", "khong", "1 2 3", "sửa 1", "sửa 3", "dừng", "bỏ qua", "quay lại")
VERBS: Final = ("next", "back", "skip", "stop", "resume", "confirm", "review", "submit")


def seeing(person: Person) -> Person:
    """The same, in whose chat the card of the open question stands."""
    assert person.response is not None
    own = person.response
    chat = replace(person.contact_point, card_visit=own.visit, card_response_id=own.id)
    return replace(person, contact_point=chat)


@dataclass
class Wave:
    """People who answer at random, each by the real turns of an interview, saved batch by batch."""

    database: Database
    chance: random.Random
    field: Field
    now: datetime = NOW
    update_id: int = 0

    async def take_turns(self) -> None:
        """Let everybody do one thing; all of it is saved at once. Some hours pass."""
        self.now += timedelta(hours=self.chance.randint(1, 4))
        async with self.database.begin() as conn:
            people = await self.people(conn)
            ledger = BatchLedger()
            for person in people.values():
                self.update_id += 1
                inbound = self.next_act(person)
                turned = Interviewer(ZONE).take_turn(seeing(person), FORM, inbound, self.now)
                ledger.record(turned)
            await responses.save(conn, ledger.drain())

    async def people(self, conn: AsyncConnection) -> dict[str, Person]:
        """Load everybody, by chat."""
        return await responses.load(conn, "telegram", [f"chat-{key}" for key in KEYS], self.now)

    def next_act(self, person: Person) -> Inbound:
        """Choose what a person does: mostly the right thing, now and then anything."""
        assert person.response is not None
        draw, visit, own = self.chance, person.response.visit, person.response.id
        view = engine.view(restore(person, FORM, self.now, ZONE))
        if draw.random() < 0.12:
            return self.inbound(person, text=draw.choice(JUNK))
        if draw.random() < 0.12 or not view.prompts or view.place != "question":
            wanted = {"stopped": "resume", "review": "submit", "note": "next", "done": "review"}
            verb = draw.choice((*VERBS, "jump")) if draw.random() < 0.4 else wanted.get(view.place, "next")
            return self.inbound(person, data=MoveTap(own, visit, verb, draw.randrange(14)).encode())
        pending = [prompt for prompt in view.prompts if not prompt.value] or list(view.prompts)
        prompt = draw.choice(pending)
        if not prompt.options:
            good = {"birth": "1980", "years": "0"}.get(prompt.item.name) or GOOD.get(prompt.item.type, "lời")
            return self.inbound(person, text=good)
        if prompt.item.type is ItemType.SELECT_MULTIPLE and prompt.value and draw.random() < 0.5:
            return self.inbound(person, data=MoveTap(own, visit, "next").encode())
        listed = [choice.name for choice in FORM.choices(prompt.item)]
        place = listed.index(draw.choice(prompt.options).name)
        return self.inbound(
            person, data=AnswerTap(own, visit, prompt.index, place, draw.random() < 0.8).encode()
        )

    def inbound(self, person: Person, text: str = "", data: str = "") -> Inbound:
        """Make what arrives."""
        address = person.contact_point.address
        return Inbound(
            channel="telegram",
            update_id=self.update_id,
            kind=InboundKind.TAP if data else InboundKind.TEXT,
            address=address,
            sender=address,
            sent_at=self.now,
            text=text,
            data=data,
        )


async def begin_wave(database: Database, seed: int = 1) -> Wave:
    """Let five officials link, agree and begin."""
    async with database.begin() as conn:
        field = await open_field(conn, closes_at=NOW + 40 * DAY, questionnaire=FORM)
        for key in KEYS:
            await link(conn, field, key)
            await consent(conn, field, key, "given")
            interview = engine.begin(FORM, COMMUNE.facts, NOW.astimezone(ZONE).date(), seed).interview
            packed = pack_interview(interview)
            new = NewResponse(field.cases[key], interview.screen, seed, COMMUNE.facts, NOW, packed)
            await create_response(conn, new)
    return Wave(database, random.Random(seed), field)


async def packed_rows(conn: AsyncConnection) -> dict[tuple[int, int], bytes]:
    """Return everything packed, by wave and response."""
    rows = await conn.execute(select(packed_responses))
    return {(row.wave_id, row.response_id): bytes(row.packed) for row in rows}


async def kept_counts(conn: AsyncConnection) -> list[tuple[int, ...]]:
    """Return what each save keeps of a response beside its answers."""
    columns = response_rows.c
    query = select(
        columns.id,
        columns.wave_id,
        columns.unit_id,
        columns.answered_count,
        columns.required_answered,
        columns.required_total,
    )
    return [tuple(row) for row in await conn.execute(query.order_by(columns.id))]


def plain_counts(people: dict[str, Person], item: str) -> dict[str, int]:
    """Count the choices of an item over the answers that count, by the oracle beside the form."""
    found: Counter[str] = Counter()
    for person in people.values():
        found.update(COMMUNE.effective(person.answers)[item].split())
    return {choice.name: found[choice.name] for choice in FORM.choices(FORM.items[item])}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_projection_is_what_the_record_says(database: Database, seed: int) -> None:
    """After any answers, corrections, pauses and submissions the stored bytes are those made from the record anew."""
    wave = await begin_wave(database, seed)
    seen: set[str] = set()
    for turn in range(TURNS):
        await wave.take_turns()
        if turn % 20 != 19:
            continue
        async with database.begin() as conn:
            stored, counts = await packed_rows(conn), await kept_counts(conn)
            assert await projections.rebuild(conn, wave.field.wave.id, FORM, ZONE) == len(KEYS)
            assert await packed_rows(conn) == stored
            assert await kept_counts(conn) == counts
            matrix = await projections.load_matrix(conn, wave.field.wave.id, LAYOUT)
            people = await wave.people(conn)
        for item in ("title", "concurrent", "c01_i", "c02_i", "topics", "top", "form"):
            assert matrix.counts(item) == plain_counts(people, item)
        seen |= {person.response.status for person in people.values() if person.response}
    assert seen >= {Status.IN_PROGRESS.value, Status.COMPLETED.value}


def content(matrix: Matrix) -> Counter[bytes]:
    """Return the rows of a matrix, in no order."""
    return Counter(matrix.packed[place].tobytes() for place in range(len(matrix)))


async def finished_wave(database: Database) -> tuple[Wave, dict[str, bytes]]:
    """Play for a while; return the wave and each person's packed bytes by roster key."""
    wave = await begin_wave(database, 2)
    for _ in range(30):
        await wave.take_turns()
    async with database.read() as conn:
        people = await wave.people(conn)
        rows = await packed_rows(conn)
    wave_id = wave.field.wave.id
    own = {}
    for key in KEYS:
        response = people[f"chat-{key}"].response
        assert response is not None
        own[key] = rows[wave_id, response.id]
    return wave, own


async def test_who_withdraws_or_is_erased_is_in_no_matrix(database: Database) -> None:
    """Withdrawing and erasing take exactly that person out, at once; consent given again brings the first back."""
    wave, own = await finished_wave(database)
    wave_id, officials = wave.field.wave.id, wave.field.officials
    everybody = Counter(own.values())
    async with database.begin() as conn:
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == everybody
        await erasure.withdraw(conn, officials["LT01"], wave.now)
        left = everybody - Counter([own["LT01"]])
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == left
        await erasure.erase(conn, officials["LT02"], wave.now)
        left -= Counter([own["LT02"]])
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == left
        assert len(await packed_rows(conn)) == len(KEYS) - 1
        await consent(conn, wave.field, "LT01", "given", wave.now)
        left += Counter([own["LT01"]])
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == left
        await projections.rebuild(conn, wave_id, FORM, ZONE)
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == left


async def test_who_refuses_counts_only_if_submitted_before(database: Database) -> None:
    """A refusal takes out what was begun; a questionnaire that was submitted before it keeps counting."""
    wave, own = await finished_wave(database)
    wave_id = wave.field.wave.id
    async with database.begin() as conn:
        for key in KEYS:
            await consent(conn, wave.field, key, "refused", wave.now)
        kept = Counter(packed for packed in own.values() if packed[0] == Standing.COMPLETED)
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == kept
    assert 0 < kept.total() < len(KEYS)


async def test_chunks_lose_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many responses one query brings, the matrix holds each of them once."""
    wave, own = await finished_wave(database)
    async with database.read() as conn:
        for size in (1, 2, 1000):
            monkeypatch.setattr(projections, "CHUNK", size)
            found = await projections.load_matrix(conn, wave.field.wave.id, LAYOUT)
            assert content(found) == Counter(own.values())
        assert len(await projections.load_matrix(conn, 999, LAYOUT)) == 0


async def test_a_response_that_is_not_packed_is_never_missed(database: Database) -> None:
    """Without its packed form a response stops the loading; making the projection anew repairs it."""
    wave, own = await finished_wave(database)
    wave_id = wave.field.wave.id
    async with database.begin() as conn:
        assert await projections.is_whole(conn, wave_id, LAYOUT)
        some = select(packed_responses.c.response_id).limit(1).scalar_subquery()
        await conn.execute(delete(packed_responses).where(packed_responses.c.response_id == some))
        with pytest.raises(projections.ProjectionMissing, match="5 responses, 4 of them packed"):
            await projections.load_matrix(conn, wave_id, LAYOUT)
        assert not await projections.is_whole(conn, wave_id, LAYOUT)
        await projections.rebuild(conn, wave_id, FORM, ZONE)
        assert await projections.is_whole(conn, wave_id, LAYOUT)
        assert content(await projections.load_matrix(conn, wave_id, LAYOUT)) == Counter(own.values())


async def test_bytes_of_another_layout_are_refused(database: Database) -> None:
    """A packed row that is too long or too short for the form is told, not read as something else."""
    wave, _ = await finished_wave(database)
    for spoilt in (b"\x00", b"\x02" * (LAYOUT.size + 1)):
        async with database.begin() as conn:
            one = select(packed_responses.c.response_id).limit(1).scalar_subquery()
            change = update(packed_responses).where(packed_responses.c.response_id == one)
            await conn.execute(change.values(packed=spoilt))
            assert not await projections.is_whole(conn, wave.field.wave.id, LAYOUT)
            with pytest.raises(projections.ProjectionMisfit, match=f"layout has {LAYOUT.size}"):
                await projections.load_matrix(conn, wave.field.wave.id, LAYOUT)


async def test_a_response_knows_its_wave_and_unit(database: Database) -> None:
    """A response carries the wave and the unit of its case, so that progress is counted without a join."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await begin(conn, field, "LT03")
        await begin(conn, field, "LT03")
        ((_, wave_id, unit_id, *_),) = await kept_counts(conn)
        assert wave_id == field.wave.id
        drawn = {case.id: case.unit_id for case in await cases.list_cases(conn, field.wave.id)}
        assert unit_id == drawn[field.cases["LT03"]]
        assert len(await packed_rows(conn)) == 1


OLD_ROWS: Final = (
    "INSERT INTO units (id, code, name, valid_from) VALUES (3, '09505', 'Xã Phú Hòa', '2026-01-01')",
    (
        "INSERT INTO officials (id, roster_key, full_name, title, unit_id, gender, edu, qual, major, pol, qlnn, cert,"
        " phone, note, as_of) VALUES (5, 'LT01', 'An', 'bt', 3, '', '', '', '', '', '', '', '', '', '2026-01-01'),"
        " (6, 'LT02', 'Bình', 'bt', 3, '', '', '', '', '', '', '', '', '', '2026-01-01')"
    ),
    (
        "INSERT INTO contact_points (id, channel, address, official_id, created_at, card_ref, card_visit, office_step)"
        " VALUES (1, 'telegram', 'a', 5, '2026-12-01 02:00:00', '', 0, '')"
    ),
    (
        "INSERT INTO form_versions (sha256, form_id, version, title, definition, published_at)"
        " VALUES ('x', 'commune', '1', 'Phiếu', '{}', '2026-12-01 02:00:00')"
    ),
    (
        "INSERT INTO waves (id, form_sha256, unit_codes, titles, choice_lists, opens_at, closes_at, reminders,"
        " any_hour, state, created_at) VALUES (7, 'x', '[]', '[]', '{}', '2026-12-01 02:00:00', '2026-12-09 02:00:00',"
        " '', false, 'open', '2026-12-01 02:00:00')"
    ),
    (
        "INSERT INTO cases (id, wave_id, official_id, roster_key, unit_id, title, outcome)"
        " VALUES (11, 7, 5, 'LT01', 3, 'bt', ''), (12, 7, 6, 'LT02', 3, 'bt', '')"
    ),
    (
        "INSERT INTO responses (id, case_id, status, screen, visit, tries, seed, required_answered, required_total,"
        " facts, started_at, updated_at) VALUES (21, 11, 'in_progress', 'birth', 2, 0, 1, 1, 9, '{}',"
        " '2026-12-01 02:00:00', '2026-12-01 02:00:00')"
    ),
    "INSERT INTO answers (response_id, item, value) VALUES (21, 'title', 'bt'), (21, 'concurrent', '')",
)


async def test_an_older_database_is_brought_along(empty_url: str) -> None:
    """An upgrade fills in what responses and cases did not know before; the projection is made from the record then."""
    database = Database(empty_url)

    def make_first_tables(conn: Connection) -> None:
        config = migrations_config()
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
            conn.execute(text(statement))

    async with database.begin() as conn:
        await conn.run_sync(make_first_tables)
    await database.upgrade()
    async with database.begin() as conn:
        assert await kept_counts(conn) == [(21, 7, 3, 1, 1, 9)]
        (unit,) = await extracts.progress_by_unit(conn, 7)
        assert (unit.total, unit.linked, unit.started, unit.completed) == (2, 1, 1, 0)
        with pytest.raises(projections.ProjectionMissing):
            await projections.load_matrix(conn, 7, LAYOUT)
        assert await projections.rebuild(conn, 7, FORM, ZONE) == 1
        matrix = await projections.load_matrix(conn, 7, LAYOUT)
    assert matrix.counts("title")["bt"] == 1
    await database.dispose()
