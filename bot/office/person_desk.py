"""One person of the list in the chat: looked for, and what is typed or tapped of them, until it is shown as a dry run.

What was said stands in what was handed in, which of it is to be typed now in the chat's row: nothing is in memory.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import from36
from bot.conversation.turns import Turn
from bot.office import orders, person_cards, titles
from bot.office.actor import Actor
from bot.office.draft import asked
from bot.office.menu import PAGE, Card, message
from bot.office.people import PersonOrder, held_person, row_after, row_of
from bot.office.person_cards import NAMES
from bot.office.rights import Right
from bot.office.upload_desk import READ, queue
from bot.texts import say
from bot.texts.people import TEXTS
from bot.texts.problems import word_what
from bot.texts.titles import TEXTS as TITLES
from bot.texts.uploads import PERSON as WORDS
from storage import desk, frame, uploads
from storage.records import OfficialRecord, UnitRecord
from storage.responses import Person
from storage.scope import Scope
from storage.uploads import PERSON, UploadRecord
from surveys.spelling import fold_words
from surveys.titles import nearest_titles

SEARCH: Final = "person.search"
TYPE: Final = "person.type"
"""What may be typed now: words to search, or the attribute of what was handed in."""
NEW: Final = "+"
"""Before the group of a title that nobody knew, in a button."""
LONGEST: Final = 300  # letters of what is typed


@dataclass(frozen=True, slots=True)
class Talk:
    """Something that an administrator tapped or typed about one person."""

    turn: Turn
    person: Person
    actor: Actor

    @property
    def conn(self) -> AsyncConnection:
        """The transaction of the turn."""
        return self.turn.conn

    @property
    def chat(self) -> int:
        """The chat's contact point."""
        return self.person.contact_point.id

    @property
    def scope(self) -> Scope:
        """The units whose people may be changed."""
        return self.actor.units(Right.ROSTER)


async def take(turn: Turn, person: Person, actor: Actor, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap about one person; ``None`` if it makes no sense any more."""
    talk = Talk(turn, person, actor)
    order, *rest = arguments or [""]
    if order == "s":
        await _await_typing(talk, {"ask": SEARCH})
        return message(say(TEXTS.ask_words))
    if order == "n":
        return await _go_on(talk, await _hand_in(talk, PersonOrder()))
    number = from36(rest[0]) if rest else None
    if number is None:
        return None
    if order in ("o", "e", "g", "b"):
        held = await held_person(talk.conn, number, scope=talk.scope)
        if held is None:
            return message(say(TEXTS.gone))
        return await _take_held(talk, held, order, rest[1:])
    upload = await uploads.find(talk.conn, number, person.contact_point.id)
    if upload is None or upload.kind != PERSON:
        return None
    if upload.status not in ("received", "shown"):
        return message(say(WORDS.settled))
    return await _take_draft(talk, upload, order, rest[1:])


async def _take_held(talk: Talk, held: OfficialRecord, order: str, rest: Sequence[str]) -> Card | None:
    if order == "o":
        return person_cards.person(held, row_of(held), talk.turn.titles)
    if order == "e":
        attribute = _attribute_in(rest)
        if attribute is None:
            return None
        upload = await _hand_in(talk, PersonOrder(held.id))
        return await _ask(talk, upload, attribute)
    upload = await _hand_in(talk, PersonOrder(held.id, leaves=order == "g"))
    return await queue(talk.turn, upload, READ, TEXTS.checking)


async def _take_draft(talk: Talk, upload: UploadRecord, order: str, rest: Sequence[str]) -> Card | None:
    said = PersonOrder.of(upload)
    if order == "t":
        return person_cards.draft(upload, await _draft(talk, upload))
    if order == "k":
        return await _go_on(talk, upload)
    if order == "d":
        return await _go_on(talk, await _keep(talk, upload, replace(said, is_other=True)))
    attribute = _attribute_in(rest)
    if attribute is None:
        return None
    if order == "f":
        page = int(rest[1]) if len(rest) > 1 and rest[1].isdecimal() else 0
        return await _ask(talk, upload, attribute, page=min(page, 10_000))
    if order != "v" or len(rest) != 2:
        return None
    changes = await _chosen(talk, said, attribute, rest[1])
    if changes is None:
        return None
    return await _change(talk, upload, changes)


def _attribute_in(rest: Sequence[str]) -> str | None:
    place = int(rest[0]) if rest and rest[0].isdecimal() and len(rest[0]) < 3 else -1
    return NAMES[place] if 0 <= place < len(NAMES) else None


# --- what was said so far ---------------------------------------------------------------------------


async def _hand_in(talk: Talk, order: PersonOrder) -> UploadRecord:
    chat = talk.chat
    number = await uploads.receive(
        talk.conn,
        chat,
        (talk.turn.inbound.channel, talk.turn.inbound.address),
        "",
        "",
        as_of=talk.turn.today,
        now=talk.turn.now,
        kind=PERSON,
        decided=order.kept(),
    )
    upload = await uploads.find(talk.conn, number, chat)
    assert upload is not None
    return upload


async def _keep(talk: Talk, upload: UploadRecord, order: PersonOrder) -> UploadRecord:
    """Keep what was said; a dry run that was shown before holds no more."""
    await uploads.change(talk.conn, upload, "received", decided=order.kept(), token="")
    return replace(upload, status="received", decided=order.kept(), token="")


async def _change(talk: Talk, upload: UploadRecord, changes: Mapping[str, Any]) -> Card:
    said = PersonOrder.of(upload)
    kept = await _keep(talk, upload, replace(said, changes={**said.changes, **changes}, is_other=False))
    return await _go_on(talk, kept)


async def _go_on(talk: Talk, upload: UploadRecord) -> Card:
    """Ask for what is still needed of somebody new; else let the dry run be made."""
    said = PersonOrder.of(upload)
    for attribute, field in (
        ("full_name", "full_name"),
        ("unit", "unit_code"),
        ("title", "title"),
        ("birth", "birth_year"),
    ):
        if not said.official and field not in said.changes:
            return await _ask(talk, upload, attribute)
    return await queue(talk.turn, upload, READ, TEXTS.checking)


async def _await_typing(talk: Talk, step: Mapping[str, Any]) -> None:
    chat = talk.chat
    before = await desk.read_step(talk.conn, chat)
    await desk.swap_step(talk.conn, chat, before, json.dumps(step) if step else "")


async def _draft(talk: Talk, upload: UploadRecord) -> person_cards.Draft:
    order = PersonOrder.of(upload)
    held = await held_person(talk.conn, order.official, scope=talk.scope)
    return person_cards.Draft(row_of(held) if held else None, row_after(order, held), talk.turn.titles)


# --- asking for an attribute ------------------------------------------------------------------------


async def _ask(
    talk: Talk,
    upload: UploadRecord,
    attribute: str,
    *,
    lead: str = "",
    page: int = 0,
    choices: Sequence[tuple[str, str]] = (),
) -> Card:
    """Ask for an attribute by buttons, by typing, or by both."""
    from surveys.roster import one_person  # noqa: PLC0415 - the libraries of workbooks

    await _await_typing(talk, {"ask": TYPE, "upload": upload.id, "attribute": attribute})
    more: list[tuple[Any, ...]] = []
    if attribute == "unit" and not choices:
        units = await _units(talk)
        choices, more = person_cards.unit_rows(upload, units, page)
    card = person_cards.ask(
        upload,
        await _draft(talk, upload),
        attribute,
        choices or _codes(talk, attribute),
        lead=lead,
        is_needed=attribute in one_person.NEEDED,
    )
    return replace(card, rows=(*card.rows[: len(choices)], *more, *card.rows[len(choices) :]))


def _codes(talk: Talk, attribute: str) -> list[tuple[str, str]]:
    """Return the values of an attribute that are few enough to choose from."""
    from surveys.roster import VOCABULARIES  # noqa: PLC0415 - the libraries of workbooks

    if attribute == "field_of_work":
        return list(talk.turn.titles.field_labels.items())
    return [] if attribute == "cert" else list(VOCABULARIES.get(attribute, {}).items())


async def _units(talk: Talk) -> list[UnitRecord]:
    return list(await frame.list_units(talk.conn, talk.turn.today, scope=talk.scope))


async def _chosen(talk: Talk, said: PersonOrder, attribute: str, value: str) -> Mapping[str, Any] | None:
    """Return what changes by a button; ``None`` if its value is none of the attribute's."""
    from surveys.roster import RosterUnit, one_person  # noqa: PLC0415 - the libraries of workbooks

    if not value:
        return None if attribute in one_person.NEEDED else one_person.choice(attribute, "")
    if attribute == "unit":
        units = {unit.id: unit for unit in await _units(talk)}
        unit = units.get(from36(value) or 0)
        return one_person.in_unit(RosterUnit(unit.code, unit.name)) if unit else None
    if attribute == "title" and value.startswith(NEW):
        return await _new_title(talk, said.typed, value.removeprefix(NEW))
    is_known = value in talk.turn.titles if attribute == "title" else value in dict(_codes(talk, attribute))
    return one_person.choice(attribute, value) if is_known else None


async def _new_title(talk: Talk, name: str, group: str) -> Mapping[str, Any] | None:
    """Place a title that nobody knows into a group, for somebody who may do that; returns who has it now."""
    from surveys.roster import one_person  # noqa: PLC0415 - the libraries of workbooks

    turn = talk.turn
    if not name or group not in turn.titles.groups or not talk.actor.may_everywhere(Right.ROSTER):
        return None
    added = await titles.place(turn.conn, [titles.Placement(name, group)], turn.titles, turn.today, turn.now)
    details = {"count": len(added), "titles": dict(added)}
    await orders.note_order(turn.conn, talk.actor.name, "titles.place", details, turn.now)
    return one_person.choice("title", next(iter(added)))


# --- what is typed ----------------------------------------------------------------------------------


async def take_text(turn: Turn, person: Person, actor: Actor, step: str) -> Card | None:
    """Take what was typed, if something about a person was asked; else ``None``."""
    awaited = asked(step)
    if awaited.get("ask") not in (SEARCH, TYPE) or not actor.may(Right.ROSTER):
        return None
    text = " ".join(turn.inbound.text.split())[:LONGEST]
    if awaited["ask"] == SEARCH:
        return await _search(Talk(turn, person, actor), text)
    upload = await uploads.find(turn.conn, int(awaited.get("upload", 0)), person.contact_point.id)
    attribute = str(awaited.get("attribute"))
    if upload is None or upload.status not in ("received", "shown") or attribute not in NAMES:
        return message(say(WORDS.settled))
    return await _typed(Talk(turn, person, actor), upload, attribute, text)


async def _search(talk: Talk, words: str) -> Card:
    scope = talk.scope
    count, people = await frame.search_officials(talk.conn, words, PAGE, scope=scope)
    if count == 1:
        await _await_typing(talk, {})
        return person_cards.person(people[0], row_of(people[0]), talk.turn.titles)
    return person_cards.finding(words, count, people, talk.turn.titles)


async def _typed(talk: Talk, upload: UploadRecord, attribute: str, text: str) -> Card:
    from surveys.roster import one_person  # noqa: PLC0415 - the libraries of workbooks

    if attribute == "unit":
        return await _typed_unit(talk, upload, text)
    row = (await _draft(talk, upload)).after
    found = one_person.read_attribute(attribute, text, talk.turn.titles, talk.turn.today, row)
    if isinstance(found, list):
        problems = " ".join(word_what(each, "list") for each in found)
        lead = say(TEXTS.wrong, text=text, problems=problems)
        near: list[tuple[str, str]] = []
        if attribute == "title":
            codes = nearest_titles(talk.turn.titles, text, talk.turn.today, most=3)
            near = [(code, talk.turn.titles.label(code)) for code in codes]
            if talk.actor.may_everywhere(Right.ROSTER):
                upload = await _keep(talk, upload, replace(PersonOrder.of(upload), typed=text))
                near += [
                    (f"{NEW}{code}", say(TITLES.new_in_group_button, group=group.label))
                    for code, group in talk.turn.titles.groups.items()
                ]
            lead += "\n" + say(TEXTS.titles_near) if near else ""
        return await _ask(talk, upload, attribute, lead=lead, choices=near)
    await _await_typing(talk, {})
    return await _change(talk, upload, found)


async def _typed_unit(talk: Talk, upload: UploadRecord, text: str) -> Card:
    """Take a unit by a part of its name; several are shown to choose from."""
    from surveys.roster import RosterUnit, one_person  # noqa: PLC0415 - the libraries of workbooks

    wanted = fold_words(text)
    near = [unit for unit in await _units(talk) if wanted and f" {wanted}" in f" {fold_words(unit.name)}"]
    same = [unit for unit in near if fold_words(unit.name) == wanted] or near
    if len(same) == 1:
        await _await_typing(talk, {})
        unit = RosterUnit(same[0].code, same[0].name)
        return await _change(talk, upload, one_person.in_unit(unit))
    if not near:
        return await _ask(talk, upload, "unit", lead=say(TEXTS.unit_unknown, text=text))
    choices, _ = person_cards.unit_rows(upload, near, 0)
    lead = say(TEXTS.unit_many, count=len(near), text=text)
    return await _ask(talk, upload, "unit", lead=lead, choices=choices)
