"""The people of the three parties: officials by name or by title, administrators who are no officials.

Callback data: ``q.bf.p.<briefing>.<party>[.<page>]`` shows a party, by its place among the three; ``q.bf.a.…
.<official>`` adds somebody found by name (``q.bf.i.…`` asks for it), ``q.bf.t.…[.<title>|.-.<page>]`` everybody with a
title, ``q.bf.m.…[.<administrator>]`` an administrator; ``q.bf.x.<person>`` takes somebody out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.callbacks import from36, number_in, to36
from bot.messages import Button
from bot.office import finding
from bot.office.briefing_talk import Chat, Talk, chats_of, name_of
from bot.office.menu import PAGE, Card, labelled, message, turns
from bot.office.orders import note_order
from bot.texts import say
from bot.texts.briefings import TEXTS
from bot.texts.finding import TEXTS as FINDING
from bot.texts.office import TEXTS as OFFICE
from storage import administrators, briefings, frame
from storage.briefings import PersonRecord
from surveys.briefing import Party

ORDERS: Final = frozenset("paitmx")
PARTIES: Final = tuple(Party)
PAGES: Final = "-"
"""What stands for a page where a title stands else."""


async def take(talk: Talk, order: str, rest: Sequence[str]) -> Card | None:
    """Carry out a tap about people; ``None`` if it makes no sense any more."""
    if order == "x":
        return await _remove(talk, number_in(rest))
    found = await briefings.find_briefing(talk.turn.conn, number_in(rest), scope=talk.scope)
    place = number_in(rest, 1)
    if found is None or found.ended_at is not None or place >= len(PARTIES) or len(rest) < 2:
        return None
    briefing, party, more = found.id, PARTIES[place], rest[2:]
    match order:
        case "p":
            return await show(talk, briefing, party, number_in(more))
        case "i":
            about = {"briefing": briefing, "party": place}
            return await finding.ask(talk.turn, talk.person, "brief.person", _back(briefing, party), **about)
        case "a":
            official = from36(more[0]) if more else None
            known = await frame.officials_by_id(talk.turn.conn, [official or 0], scope=talk.scope)
            return await _add(talk, briefing, party, list(known))
        case "t":
            return await _by_title(talk, briefing, party, more)
        case _:
            return await _by_role(talk, briefing, party, number_in(more))


async def take_name(talk: Talk, wanted: Mapping[str, Any]) -> Card:
    """Look for whom to add by what was typed."""
    data = f"q.bf.a.{wanted['briefing']}.{wanted['party']}"
    back = _back(int(wanted["briefing"]), PARTIES[int(wanted["party"])])
    return await finding.found(talk.turn, talk.scope, lambda each: f"{data}.{to36(each.id)}", back)


async def told_parties(talk: Talk, briefing_id: int) -> tuple[list[str], list[str]]:
    """Return a line and the label of a button for each party: how many there are, how many can be written to."""
    people = await briefings.people_of(talk.turn.conn, briefing_id, scope=talk.scope)
    reached = await chats_of(talk.turn.conn, people, talk.turn.now)
    lines, labels = [], []
    for party in PARTIES:
        own = [each for each in people if each.party == party]
        told = {"party": TEXTS.parties[party], "count": len(own)}
        lines.append(say(TEXTS.party_line, **told, reached=sum(_reaches(each, reached) for each in own)))
        labels.append(say(TEXTS.party_button, **told))
    return lines, labels


async def show(talk: Talk, briefing_id: int, party: Party, page: int = 0, lead: str = "") -> Card:
    """Show the people of a party, a page of them, each with a button that takes them out."""
    people = await briefings.people_of(talk.turn.conn, briefing_id, party, scope=talk.scope)
    reached = await chats_of(talk.turn.conn, people, talk.turn.now)
    shown = people[page * PAGE : (page + 1) * PAGE]
    place, told = PARTIES.index(party), {"party": TEXTS.parties[party], "count": len(people)}
    lines = [_line(each, is_reached=_reaches(each, reached)) for each in shown]
    text = say(TEXTS.people, **told, lines="\n".join(lines)) if people else say(TEXTS.people_none, **told)
    data = f"{briefing_id}.{place}"
    rows: list[tuple[Button, ...]] = [
        (labelled(say(TEXTS.remove_button, name=name_of(each)), f"q.bf.x.{each.id}"),) for each in shown
    ]
    rows += turns(page, len(people), f"q.bf.p.{data}")
    rows += [
        (Button(FINDING.button, f"q.bf.i.{data}"), Button(TEXTS.by_title_button, f"q.bf.t.{data}")),
        (Button(TEXTS.by_role_button, f"q.bf.m.{data}"),),
        (Button(TEXTS.back, f"q.bf.s.{briefing_id}"),),
    ]
    return Card("\n\n".join(part for part in (lead, text) if part), tuple(rows))


def _reaches(each: PersonRecord, chats: Mapping[int, Chat]) -> bool:
    return each.id in chats and chats[each.id].reaches


def _line(each: PersonRecord, *, is_reached: bool) -> str:
    state = TEXTS.gone if each.left_on is not None else "" if is_reached else TEXTS.unreached
    if each.full_name is None:
        return say(TEXTS.person_office, number=each.administrator_id, state=state)
    return say(TEXTS.person, name=each.full_name, unit=each.unit_name, state=state)


def _back(briefing_id: int, party: Party) -> tuple[Button, ...]:
    return (Button(TEXTS.back, f"q.bf.p.{briefing_id}.{PARTIES.index(party)}"),)


async def _add(
    talk: Talk, briefing_id: int, party: Party, officials: Sequence[int], administrator: int | None = None
) -> Card:
    turn = talk.turn
    count = await briefings.add_people(
        turn.conn, briefing_id, party, official_ids=officials, administrator_id=administrator
    )
    if count:
        details = {"briefing": briefing_id, "party": party.value, "count": count}
        await note_order(turn.conn, talk.actor.name, "briefing.people", details, turn.now)
    lead = say(TEXTS.added, count=count) if count else say(TEXTS.added_none)
    return await show(talk, briefing_id, party, lead=lead)


async def _remove(talk: Talk, number: int) -> Card | None:
    turn = talk.turn
    found = await briefings.find_person(turn.conn, number, scope=talk.scope)
    if found is None or await briefings.find_briefing(turn.conn, found.briefing_id, scope=talk.scope) is None:
        return None
    await briefings.remove_person(turn.conn, found.id, turn.now)
    details = {"briefing": found.briefing_id, "party": found.party, "official": found.official_id}
    await note_order(turn.conn, talk.actor.name, "briefing.removed", details, turn.now)
    lead = say(TEXTS.removed, name=name_of(found))
    return await show(talk, found.briefing_id, Party(found.party), lead=lead)


async def _by_title(talk: Talk, briefing_id: int, party: Party, more: Sequence[str]) -> Card:
    """Offer the titles that somebody holds, in the order of the catalogue; add everybody who holds one."""
    turn = talk.turn
    if more and more[0] != PAGES:
        held = await frame.list_officials(turn.conn, turn.today, titles=[more[0]], scope=talk.scope)
        return await _add(talk, briefing_id, party, [each.id for each in held])
    counts: Counter[str] = Counter()
    for post in await frame.list_posts(turn.conn, turn.today, scope=talk.scope):
        counts[post.title] += post.count
    if not counts:
        return Card(say(TEXTS.nobody_left), (_back(briefing_id, party),))
    page, data = number_in(more, 1), f"q.bf.t.{briefing_id}.{PARTIES.index(party)}"
    order = {code: place for place, code in enumerate(turn.titles)}
    listed = sorted(counts.items(), key=lambda each: order.get(each[0], len(order)))
    rows: list[tuple[Button, ...]] = [
        (labelled(say(TEXTS.title_button, title=turn.titles.label(code), count=count), f"{data}.{code}"),)
        for code, count in listed[page * PAGE : (page + 1) * PAGE]
    ]
    rows += turns(page, len(listed), f"{data}.{PAGES}")
    return Card(say(TEXTS.ask_title, party=TEXTS.parties[party]), (*rows, _back(briefing_id, party)))


async def _by_role(talk: Talk, briefing_id: int, party: Party, number: int) -> Card:
    """Offer administrators; one who is an official takes part as that."""
    turn = talk.turn
    known = await administrators.list_administrators(turn.conn, turn.now, scope=talk.scope)
    chosen = next((each for each in known if each.id == number), None)
    if chosen is not None:
        if chosen.official_id is None:
            return await _add(talk, briefing_id, party, (), chosen.id)
        named = await frame.officials_by_id(turn.conn, [chosen.official_id], scope=talk.scope)
        return await _add(talk, briefing_id, party, list(named)) if named else message(say(OFFICE.stale))
    data = f"q.bf.m.{briefing_id}.{PARTIES.index(party)}"
    rows = [
        (labelled(each.full_name or say(OFFICE.nameless, number=each.id), f"{data}.{each.id}"),)
        for each in known[: PAGE * 2]
    ]
    text = say(TEXTS.ask_role, party=TEXTS.parties[party]) if rows else say(TEXTS.nobody_left)
    return Card(text, (*rows, _back(briefing_id, party)))
