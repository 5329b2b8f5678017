"""Every query that can be narrowed is: to a part, to the rest, to nothing; and the parts add up to the whole."""

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

import storage
from storage import (
    administrators,
    assisted,
    attachments,
    audit,
    briefings,
    cases,
    closings,
    desk,
    differences,
    extracts,
    fieldwork,
    frame,
    modes,
    office,
    planning,
    projections,
    reachable,
    situations,
    standings,
    wave_people,
)
from storage.database import Database
from storage.frame.posts import in_audience
from storage.instruments import form_of
from storage.records import WaveRecord
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.sql import attachments as attachments_table
from storage.sql import (
    audit_log,
    briefing_actions,
    briefing_people,
    briefing_rounds,
    contact_points,
    learning,
    officials,
    plan_seats,
    planned_posts,
    plans,
    responses,
    units,
    waves,
)
from storage.sql import briefings as briefings_table
from storage.sql import cases as cases_table
from surveys.field_period import Every
from surveys.planning import Catalogue, Learning, LearningState, Plan, PlannedPost
from surveys.projection import Layout
from surveys.roster.values import Roster, RosterRow
from surveys.situations import Bank
from tests.bot.answered_wave import answer_wave
from tests.bot.office_chat import ROSTER, UNITS, furnish, link_official
from tests.surveys.situations.banks import bank

NOW: Final = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER: Final = NOW + timedelta(days=14)
TODAY: Final = date(2026, 11, 24)
PART: Final = "09529"

Query = Callable[[AsyncConnection, WaveRecord, Scope], Awaitable[int]]


async def _count_audience(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    which = await in_audience(conn, TODAY, scope=scope)
    return len((await conn.execute(officials.select().where(*which))).all())


async def _count_answers(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    return sum([1 async for _ in extracts.answers_of_wave(conn, wave.id, scope=scope)])


async def _count_differences(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    return len(await differences.list_differences(conn, wave, await form_of(conn, wave), TODAY, scope=scope))


async def _count_responses(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    layout = Layout.of(await form_of(conn, wave))
    return len(await projections.load_matrix(conn, wave.id, layout, scope=scope))


async def _count_modes(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    layout = Layout.of(await form_of(conn, wave))
    found = await modes.load_by_mode(conn, wave.id, layout, fewest=1, scope=scope)
    return sum(len(matrix) for matrix in found.values())


async def _count_begun(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    return sum(
        mode.begun for mode in (await fieldwork.fieldwork_of(conn, wave.id, scope=scope)).modes.values()
    )


async def _list_by_id(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    everybody = await frame.list_officials(conn, TODAY)
    return len(await frame.officials_by_id(conn, [each.id for each in everybody], scope=scope))


async def _remindable(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    found = await reachable.remindable_at(
        conn, wave.id, NOW, reminded_before=NOW, closes_after=NOW, after=0, scope=scope
    )
    return len(found)


async def _count_by_key(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    everybody = await frame.list_officials(conn, TODAY)
    found = [await frame.official_by_key(conn, each.roster_key, scope=scope) for each in everybody]
    return len(list(filter(None, found)))


async def _count_asked(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    await conn.execute(update(waves).where(waves.c.id == wave.id).values(is_pilot=True))
    form = await form_of(conn, wave)
    return len(await wave_people.asked_by_pilots(conn, form.form_id, scope=scope))


async def _count_later(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    await closings.extend_cases(conn, wave.id, LATER, NOW, as_of=TODAY)
    return (await closings.count_later(conn, wave.id, scope=scope))[0]


async def _count_joined(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    wave_id = await _second_wave(conn, wave)
    return sum(await cases.count_joined(conn, wave_id, TODAY, known=cases.ALL_KNOWN, scope=scope))


async def _draw(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    return await cases.draw(conn, await _second_wave(conn, wave), TODAY, scope=scope)


async def _second_wave(conn: AsyncConnection, wave: WaveRecord) -> WaveRecord:
    """Plan a wave without a case yet."""
    number = await cases.create_wave(conn, cases.NewWave(wave.form_sha256, NOW, LATER, asks_again=True), NOW)
    made = await cases.find_wave(conn, number)
    assert made is not None
    return made


async def _extend(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    await closings.end_extensions(conn, wave.id)
    return await closings.extend_cases(conn, wave.id, LATER, NOW, as_of=TODAY, scope=scope)


async def _count_found(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    return (await frame.search_officials(conn, "nguyen", 1000, scope=scope))[0]


async def _count_unused(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await frame.issue_codes(conn, NOW, LATER, TODAY, renew=True)
    return (await frame.unused_codes(conn, NOW, scope=scope))[0]


async def _find_cases(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    drawn = await cases.list_cases(conn, wave.id)
    found = [await assisted.find_case(conn, NOW, scope=scope, case_id=each.id) for each in drawn]
    return len(list(filter(None, found)))


async def _find_cases_of_people(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    everybody = await frame.list_officials(conn, TODAY)
    found = [await assisted.case_of(conn, wave.id, each.id, scope=scope) for each in everybody]
    return len(list(filter(None, found)))


async def _noted_by(conn: AsyncConnection) -> list[int]:
    """Let each administrator have noted something, from a chat of their own; returns their numbers."""
    known = await administrators.list_administrators(conn, NOW)
    await conn.execute(audit_log.delete().where(audit_log.c.action == "test"))
    for each in known:
        await office.record_order(conn, NOW, str(each.id), "test", {})
        chat = contact_points.c.id == each.contact_point_id
        await conn.execute(update(contact_points).where(chat).values(official_id=1))
    return [each.id for each in known]


async def _count_entries(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await _noted_by(conn)
    return (await audit.list_entries(conn, audit.AuditQuery(("test",)), 0, 100, scope=scope))[0]


async def _count_actors(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await _noted_by(conn)
    return len(await audit.list_actors(conn, scope=scope))


async def _name_actors(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    return len(await audit.names_of_actors(conn, await _noted_by(conn), scope=scope))


async def _name_people(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    keys = [each.roster_key for each in await frame.list_officials(conn, TODAY)]
    return len({*(await audit.names_of_people(conn, keys, (), scope=scope)).keys()} & {*keys})


async def _meet(conn: AsyncConnection) -> list[briefings.ActionRecord]:
    """Let each commune have a briefing with one official, who has sent a file about one action; returns the actions."""
    for rows in (briefing_actions, briefing_rounds, briefing_people, briefings_table):
        await conn.execute(rows.delete())
    everybody = {each.unit_id: each for each in await frame.list_officials(conn, TODAY)}
    for unit_id, official in everybody.items():
        number = await briefings.create_briefing(conn, Every.MONTH, LATER, unit_id, NOW)
        await briefings.add_people(conn, number, "communes", official_ids=[official.id])
        (person,) = await briefings.people_of(conn, number)
        await briefings.plan_round(conn, number, 1, LATER)
        (held,) = await briefings.rounds_of(conn, number)
        more = {"person_id": person.id, "evidence_name": "x", "evidence": b"x"}
        await briefings.add_action(conn, held.id, "việc", NOW, **more)
    return [
        action
        for each in await briefings.list_briefings(conn)
        for action in await briefings.open_actions(conn, each.id)
    ]


def _of_actions(find: Callable[[AsyncConnection, briefings.ActionRecord, Scope], Awaitable[Any]]) -> Query:
    """Measure what is found, one action after the other."""

    async def measure(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
        return sum([bool(await find(conn, each, scope)) for each in await _meet(conn)])

    return measure


async def _list_briefings(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await _meet(conn)
    return len(await briefings.list_briefings(conn, scope=scope))


async def _ask(conn: AsyncConnection) -> Bank:
    """Let everybody have chosen an hour and answered the same situation; returns the bank."""
    held = bank("a")
    for each in await frame.list_officials(conn, TODAY):
        await situations.choose_hour(conn, each.id, 1, 9, NOW)
        made: dict[str, Any] = {"edition": held.situations[0].edition, "title_group": "dang", "now": NOW}
        if await situations.put_card(conn, each.id, TODAY, "a", **made) is not None:
            card = await situations.open_card(conn, each.id)
            assert card is not None
            await situations.answer_card(conn, card, 1, NOW, is_right=True, month="2026-11")
    return held


async def _count_answered(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    found = await situations.answered_counts(conn, await _ask(conn), scope=scope)
    return sum(each[-1] for each in found)


async def _count_figures(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    held = await _ask(conn)
    await situations.import_bank(conn, b"", "a.xlsx", held, actor="1", now=NOW)
    return sum(each[-1] for each in (await situations.figures_of(conn, scope=scope)).answered)


async def _count_months(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await _ask(conn)
    return sum((await situations.people_by_month(conn, scope=scope)).values())


async def _count_subscribers(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    await _ask(conn)
    return await situations.count_subscribers(conn, scope=scope)


async def _plan(conn: AsyncConnection) -> list[planning.SeatRecord]:
    """Let one official of each commune be planned for a title, learn something and have a seat; returns the seats."""
    for rows in (plan_seats, plans, planned_posts, learning):
        await conn.execute(delete(rows))
    day = LATER.date()
    people = {each.unit_id: each.id for each in await frame.list_officials(conn, TODAY)}.values()
    await planning.replace_planned_posts(conn, [PlannedPost(each, "bt") for each in people], None, NOW)
    learned = [Learning(each, LearningState.COMPLETED, "TC") for each in people]
    await planning.record_learning(conn, learned, NOW)
    number = await planning.keep_draft(
        conn,
        Plan(day.year, ()),
        grounds="",
        inputs="",
        catalogue=Catalogue(()),
        as_of=day,
        wave_id=None,
        actor="1",
        now=NOW,
    )
    seats = [planning.NewSeat(1, "TC", "TC", each, "", "", day, day) for each in people]
    await planning.approve(conn, number, seats, "1", NOW)
    return await planning.seats_of(conn, number)


def _of_plan(find: Callable[[AsyncConnection, Scope], Awaitable[Collection[Any]]]) -> Query:
    """Measure what is found of a plan."""

    async def measure(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
        await _plan(conn)
        return len(await find(conn, scope))

    return measure


def _of_seats(find: Callable[[AsyncConnection, planning.SeatRecord, Scope], Awaitable[Any]]) -> Query:
    """Measure what is found, one seat after the other."""

    async def measure(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
        return sum([bool(await find(conn, each, scope)) for each in await _plan(conn)])

    return measure


async def _count_seats(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    plan_id = (await _plan(conn))[0].plan_id
    return len(await planning.seats_of(conn, plan_id, scope=scope))


async def _replace(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    """Count whom a list without anybody ends: those of its units alone."""
    await _plan(conn)
    before = len(await planning.planned_posts(conn))
    await planning.replace_planned_posts(conn, [], None, NOW, scope=scope)
    return before - len(await planning.planned_posts(conn))


async def _count_files(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> int:
    """Count the files of the wave once everybody who answered has sent one."""
    begun = select(responses.c.id).join(cases_table, cases_table.c.id == responses.c.case_id)
    for number in (await conn.execute(begun.where(cases_table.c.wave_id == wave.id))).scalars().all():
        row = {"response_id": number, "item": "bang", "kind": "image", "state": attachments.KEPT}
        row |= {"name": f"{number}-3.jpg", "size": 3, "content": b"abc", "created_at": NOW}
        await conn.execute(insert(attachments_table).values(row))
    found = await attachments.files_of_wave(conn, wave.id, scope=scope)
    await conn.execute(delete(attachments_table))
    return len(found)


async def _count_women_and_minorities(conn: AsyncConnection, _wave: WaveRecord, scope: Scope) -> int:
    """Count both, once somebody of each commune is of a minority."""
    people = {each.unit_id: each.id for each in await frame.list_officials(conn, TODAY)}.values()
    await conn.execute(update(officials).where(officials.c.id.in_(people)).values(ethnicity="dtts"))
    women, minorities = await planning.women_and_minorities(conn, scope=scope)
    return len(women) + len(minorities or ())


QUERIES: Final[dict[str, Query]] = {
    "in_audience": _count_audience,
    "list_posts": lambda c, _, s: _sum(frame.list_posts(c, TODAY, scope=s)),
    "count_officials": lambda c, _, s: frame.count_officials(c, TODAY, scope=s),
    "list_officials": lambda c, _, s: _len(frame.list_officials(c, TODAY, scope=s)),
    "officials_by_id": _list_by_id,
    "list_units": lambda c, _, s: _len(frame.list_units(c, TODAY, scope=s)),
    "list_requests": lambda c, _, s: _len(frame.list_requests(c, scope=s)),
    "issue_codes": lambda c, _, s: _len(frame.issue_codes(c, NOW, LATER, TODAY, renew=True, scope=s)),
    "draw_codes": lambda c, _, s: _len(frame.draw_codes(c, NOW, TODAY, renew=True, scope=s)),
    "has_counted": lambda c, w, s: desk.has_counted(c, w.id, scope=s, fewest=1),
    "has_cases_in": lambda c, w, s: cases.has_cases_in(c, w.id, scope=s),
    "case_facts": lambda c, w, s: _len(standings.case_facts(c, w.id, scope=s)),
    "case_kinds": lambda c, w, s: _sum(fieldwork.case_kinds(c, w.id, scope=s)),
    "fieldwork_of": _count_begun,
    "modes_of": _count_begun,
    "load_by_mode": _count_modes,
    "load_matrix": _count_responses,
    "answers_of_wave": _count_answers,
    "progress_by_unit": lambda c, w, s: _total(extracts.progress_by_unit(c, w.id, scope=s)),
    "unfinished": lambda c, w, s: _first(extracts.unfinished(c, w.id, 0, 1000, scope=s)),
    "people": lambda c, _, s: _len(differences.people(c, scope=s)),
    "list_differences": _count_differences,
    "by_hand": lambda c, w, s: _len(reachable.by_hand(c, w.id, scope=s)),
    "remindable_at": _remindable,
    "count_remindable_at": lambda c, w, s: reachable.count_remindable_at(
        c, w.id, NOW, reminded_before=NOW, closes_after=NOW, scope=s
    ),
    "official_by_key": _count_by_key,
    "search_officials": _count_found,
    "unused_codes": _count_unused,
    "find_case": _find_cases,
    "case_of": _find_cases_of_people,
    "mode_by_response": lambda c, w, s: _len(modes.mode_by_response(c, w.id, scope=s)),
    "list_entries": _count_entries,
    "list_actors": _count_actors,
    "names_of_actors": _name_actors,
    "names_of_people": _name_people,
    "asked_by_pilots": _count_asked,
    "extend_cases": _extend,
    "count_later": _count_later,
    "closings_of": lambda c, w, s: _len(closings.closings_of(c, w, scope=s)),
    "count_cases": lambda c, w, s: cases.count_cases(c, w.id, scope=s),
    "count_joined": _count_joined,
    "draw": _draw,
    "list_briefings": _list_briefings,
    "find_briefing": _of_actions(lambda c, a, s: briefings.find_briefing(c, a.briefing_id, scope=s)),
    "people_of": _of_actions(lambda c, a, s: briefings.people_of(c, a.briefing_id, scope=s)),
    "find_person": _of_actions(lambda c, a, s: briefings.find_person(c, a.person_id or 0, scope=s)),
    "find_round": _of_actions(lambda c, a, s: briefings.find_round(c, a.round_id, scope=s)),
    "actions_of_round": _of_actions(lambda c, a, s: briefings.actions_of_round(c, a.round_id, scope=s)),
    "open_actions": _of_actions(lambda c, a, s: briefings.open_actions(c, a.briefing_id, scope=s)),
    "find_action": _of_actions(lambda c, a, s: briefings.find_action(c, a.id, scope=s)),
    "evidence_of": _of_actions(lambda c, a, s: briefings.evidence_of(c, a.id, scope=s)),
    "answered_counts": _count_answered,
    "people_by_month": _count_months,
    "count_subscribers": _count_subscribers,
    "figures_of": _count_figures,
    "files_of_wave": _count_files,
    "women_and_minorities": _count_women_and_minorities,
    "people_by_number": _of_plan(lambda c, s: planning.people_by_number(c, scope=s)),
    "planned_posts": _of_plan(lambda c, s: planning.planned_posts(c, scope=s)),
    "replace_planned_posts": _replace,
    "learning_of": _of_plan(lambda c, s: planning.learning_of(c, scope=s)),
    "seats_of": _count_seats,
    "find_seat": _of_seats(lambda c, a, s: planning.find_seat(c, a.id, scope=s)),
    "list_administrators": lambda c, _, s: _len(administrators.list_administrators(c, NOW, scope=s)),
}
"""A measure of what each query finds, by its name."""

YES_OR_NO: Final = ("has_counted", "has_cases_in", "closings_of")


async def _len(found: Awaitable[Any]) -> int:
    return len(await found)


async def _sum(found: Awaitable[Any]) -> int:
    return sum(each.count for each in await found)


async def _total(found: Awaitable[Any]) -> int:
    return sum(each.total for each in await found)


async def _first(found: Awaitable[Any]) -> int:
    count, listed = await found
    assert count == len(listed)
    return int(count)


def narrowable() -> set[str]:
    """Return the public queries of the archive that take a scope."""
    found = set()
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" in module.name:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isroutine):
            is_own = function.__module__ == module.name and not name.startswith("_")
            if is_own and "scope" in inspect.signature(function).parameters:
                found.add(name)
    return found


def test_every_query_with_a_scope_is_tried() -> None:
    """A new one without a line in the table fails here."""
    assert narrowable() == set(QUERIES)


@pytest.fixture
async def answered(database: Database) -> tuple[Database, WaveRecord]:
    """Sixty of 75 officials in fourteen communes have answered; two asked for their data, two have roles."""
    changes = {"LT001": {"b_qual": "sdh"}, "LT060": {"b_qual": "sdh"}}
    wave = await answer_wave(database, NOW, LATER, changes=changes)
    async with database.begin() as conn:
        everybody = await frame.list_officials(conn, TODAY)
        for place, each in enumerate((everybody[0], next(one for one in everybody if one.unit_code == PART))):
            await frame.register_request(
                conn, each.id, "copy", NOW, answer_due=TODAY, act_due=TODAY + timedelta(days=10)
            )
            chats = await frame.ensure_contact_points(conn, "telegram", [str(place)], NOW)
            await administrators.grant_administration(
                conn, chats[str(place)].id, NOW, "coordinator", unit_id=each.unit_id
            )
        for each in everybody[::2]:
            chats = await frame.ensure_contact_points(conn, "telegram", [each.roster_key], NOW)
            await frame.link(conn, chats[each.roster_key].id, each.id, NOW)
    return database, wave


async def test_every_query_finds_the_people_of_its_scope_alone(
    answered: tuple[Database, WaveRecord],
) -> None:
    """Nothing within nothing; a commune and all the others together are the whole, and neither is the other."""
    database, wave = answered
    wrong = {}
    async with database.begin() as conn:
        held = {unit.code: unit.id for unit in await frame.list_units(conn, TODAY)}
        part = Scope(frozenset({held[PART]}), TODAY)
        rest = Scope(frozenset(held.values()) - part.roots - {_top(held)}, TODAY)  # type: ignore[operator]
        for name, query in QUERIES.items():
            found = [await query(conn, wave, each) for each in (NOTHING, part, rest, EVERYTHING)]
            none, some, others, all_of_them = (int(each) for each in found)
            if name == "issue_codes":
                all_of_them = some + others  # each time the others are given out before
            if name == "list_units":
                all_of_them -= 1  # the district is in neither
            adds_up = (some, others) == (1, 1) if name in YES_OR_NO else some + others == all_of_them
            if (
                none
                or not adds_up
                or (name not in ("load_by_mode", "modes_of", "fieldwork_of", "mode_by_response") and not some)
            ):
                wrong[name] = found
    assert wrong == {}


def _top(held: dict[str, int]) -> int:
    return next(number for code, number in held.items() if not code.isdecimal())


async def test_whoever_moves_leaves_the_scope_at_once(database: Database) -> None:
    """Their case was drawn in the old unit; names, counts and reminders follow the person."""
    await furnish(database, NOW)
    async with database.begin() as conn:
        held = {unit.code: unit.id for unit in await frame.list_units(conn, TODAY)}
        old, new = (Scope(frozenset({held[code]}), TODAY) for code in ("09505", "09499"))
        moved = update(officials).where(officials.c.roster_key == "A1")
        await conn.execute(moved.values(unit_id=held["09499"]))
        assert await frame.count_officials(conn, TODAY, scope=old) == 1
        assert await frame.count_officials(conn, TODAY, scope=new) == 2


async def test_a_scope_is_the_tree_of_its_day(database: Database) -> None:
    """A district holds its communes; one that has ended is nobody's, though its code may live on."""
    await furnish(database, NOW)
    async with database.begin() as conn:
        held = {unit.code: unit.id for unit in await frame.list_units(conn, TODAY)}
        district = Scope(frozenset({held["263"]}), TODAY)
        assert len(await frame.list_units(conn, TODAY, scope=district)) == 3
        ended = update(units).where(units.c.id == held["09505"])
        await conn.execute(ended.values(valid_to=TODAY - timedelta(days=1)))
        commune = Scope(frozenset({held["09505"]}), TODAY)
        assert await frame.count_officials(conn, TODAY, scope=commune) == 0


async def test_a_post_that_ends_takes_its_role_along(database: Database) -> None:
    """Moved to another commune by the roster: the role for the old one ends, one from elsewhere stays."""
    await furnish(database, NOW)
    chat = await link_official(database, "A1", "901", NOW)
    async with database.begin() as conn:
        held = {unit.code: unit.id for unit in await frame.list_units(conn, TODAY)}
        for code in ("09505", "263", "09499"):
            await administrators.grant_administration(conn, chat, NOW, "coordinator", unit_id=held[code])
        first = ROSTER.rows[0]
        moved = RosterRow(
            first.roster_key, first.full_name, first.title, "09499", UNITS[2].name, parent=UNITS[0].name
        )
        await frame.import_roster(conn, Roster(UNITS, (moved, *ROSTER.rows[1:])), date(2026, 11, 25), NOW)
        (left,) = await administrators.list_administrators(conn, NOW)
    assert [grant.unit_code for grant in left.grants] == ["263", "09499"]


async def test_a_role_ends_on_its_day(database: Database) -> None:
    """From that moment nobody finds it any more, and the next look ends it for good."""
    await furnish(database, NOW)
    chat = await link_official(database, "A1", "901", NOW)
    async with database.begin() as conn:
        await administrators.grant_administration(conn, chat, NOW, "analyst", expires_at=LATER)
        await administrators.grant_administration(conn, chat, NOW, "dpo")
        before = LATER - timedelta(seconds=1)
        assert not await administrators.has_expired(conn, before)
        (known,) = await administrators.list_administrators(conn, before)
        (later,) = await administrators.list_administrators(conn, LATER)
        assert [len(each.grants) for each in (known, later)] == [2, 1]
        assert await administrators.end_expired(conn, LATER) == 1
        assert not await administrators.has_expired(conn, LATER)


async def test_what_somebody_gave_ends_with_their_own_right(database: Database) -> None:
    """Links that a former administrator made and nobody has used are dead."""
    await furnish(database, NOW)
    chat = await link_official(database, "A1", "901", NOW)
    async with database.begin() as conn:
        number = await administrators.grant_administration(conn, chat, NOW)
        code = await frame.issue_admin_code(conn, NOW, LATER, "analyst", by=str(number))
        await administrators.revoke_administration(conn, number, NOW)
        found = await frame.find_code(conn, code.short, NOW)
    assert found is not None
    assert found.state == "ended"
