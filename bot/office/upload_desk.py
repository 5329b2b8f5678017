"""What is handed in from the chat: a file is noted, and each tap becomes work that is done beside the turn.

Callback data: ``q.l`` says how a list is sent; ``q.L.<verb>.<number>[.<token>]`` is about what was handed in: ``x``
leaves it, ``y`` takes it in as it was shown, ``u`` undoes; ``p.<number>.<question>[.<candidate>|.n]`` says who one
person of a list is, ``a`` and ``b`` that all others who are asked about are held, or new.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from bot.callbacks import from36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.menu import Card, message, to_menu
from bot.office.rights import Right
from bot.texts import say
from bot.texts.briefings import BOOK
from bot.texts.lists import TEXTS
from bot.texts.people import TEXTS as PEOPLE
from bot.texts.uploads import UPLOADS
from storage import desk, frame, office, uploads
from storage.responses import Person
from storage.uploads import (
    ACTIONS,
    FILE,
    FORM,
    LIST,
    PERSON,
    PLAN,
    PLAN_EDIT,
    PLAN_RESULTS,
    SENT,
    SITUATIONS,
    UNDO,
    UploadRecord,
)
from surveys.reporting.numbers import number_text

READ: Final = "list.read"
APPLY: Final = "list.apply"
UNDO_IMPORT: Final = "list.undo"
"""The kinds of the jobs that examine what was handed in, take it in, and set that back."""

ACTIONS_NAME: Final = "bieu-viec-giao-ban"
"""How the name of a workbook of actions begins: whoever prepares briefings alone may send nothing else."""

SUFFIXES: Final = frozenset({".xlsx", ".xls", ".ods", ".csv", ".md", ".zip"})
LONGEST_NAME: Final = 80  # letters
MEGABYTE: Final = 1024 * 1024
_NOT_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff*]")


def may_take_in(actor: Actor, kind: str) -> bool:
    """Say whether somebody may take in what is of a kind: of their units, or what is of all units."""
    if kind == ACTIONS:
        return actor.may(Right.BRIEF)
    if kind == PERSON:
        return actor.may(Right.ROSTER)
    if kind == FILE:
        return any(map(actor.may_everywhere, (Right.ROSTER, Right.SITUATIONS, Right.PLAN)))
    own = {SITUATIONS: Right.SITUATIONS} | dict.fromkeys((PLAN, PLAN_EDIT, PLAN_RESULTS), Right.PLAN)
    return actor.may_everywhere(own.get(kind, Right.ROSTER))


def kind_to_read(actor: Actor, name: str) -> str:
    """Return as what a file of somebody is read: whatever it is, or a workbook of actions by its name; '' if not."""
    if may_take_in(actor, FILE):
        return FILE
    return ACTIONS if actor.may(Right.BRIEF) and name.lower().startswith(ACTIONS_NAME) else ""


def clean_name(name: str) -> str:
    """Return a file's name without folders and without signs that would disturb a text; short enough for a card."""
    bare = _NOT_IN_NAMES.sub("", PurePosixPath(name.replace("\\", "/")).name).strip()
    stem, suffix = PurePosixPath(bare).stem, PurePosixPath(bare).suffix
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" if len(suffix) < 10 else bare[:LONGEST_NAME]


async def take_file(turn: Turn, person: Person, actor: Actor) -> Card:
    """Note a file that was sent; what it is named and how big it is decides whether it is fetched."""
    file = turn.inbound.file
    assert file is not None
    name, limit = clean_name(file.name), turn.caps.file_limit
    kind = kind_to_read(actor, name)
    if not kind:
        return message(say_not_taken(actor))
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        return message(say(TEXTS.wrong_kind, name=name))
    if file.size > limit:
        sizes = {"size": -(-file.size // MEGABYTE), "limit": limit // MEGABYTE}
        return message(say(TEXTS.too_big, name=name, **sizes))
    chat = person.contact_point
    waiting = await uploads.waiting_for(turn.conn, chat.id, name)
    if waiting is not None and may_take_in(actor, FORM):
        sent = [*waiting.decided.get(SENT, ()), {"name": name, "ref": file.ref}]
        return await read_again(turn, waiting, {**waiting.decided, SENT: sent})
    number = await uploads.receive(
        turn.conn,
        chat.id,
        (turn.inbound.channel, turn.inbound.address),
        file.ref,
        name,
        as_of=turn.now.astimezone(turn.zone).date(),
        now=turn.now,
        kind=kind,
    )
    upload = await uploads.find(turn.conn, number, chat.id)
    assert upload is not None
    await office.queue_job(turn.conn, READ, {"upload": number}, turn.now, chat.id)
    return list_cards.received(upload)


def say_not_taken(actor: Actor) -> str:
    """Say why a list is not taken: without the right, or because a list is of all units; and what is taken."""
    reason = say(TEXTS.not_all if actor.may(Right.ROSTER) else TEXTS.not_taken)
    return f"{reason} {say(BOOK.by_name, name=ACTIONS_NAME)}" if actor.may(Right.BRIEF) else reason


async def take(turn: Turn, person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap of somebody who may change the list; ``None`` if it makes no sense any more."""
    if verb == "l":
        return await _ask_for_list(turn, actor)
    if len(arguments) < 2 or (number := from36(arguments[1])) is None:
        return None
    upload = await uploads.find(turn.conn, number, person.contact_point.id)
    if upload is None or not may_take_in(actor, upload.kind):
        return None
    texts = UPLOADS[upload.kind]
    order, rest = arguments[0], arguments[2:]
    if upload.status == "applied":
        return await _undo(turn, upload) if order == "u" else list_cards.applied(upload, turn.now, turn.zone)
    if upload.status not in ("received", "shown"):
        return message(say(texts.settled))
    if order == "x":
        await uploads.change(turn.conn, upload, "dropped")
        return message(say(texts.dropped, name=upload.filename))
    if order == "y" and len(rest) == 1 and upload.status == "shown":
        return await queue(turn, upload, APPLY, texts.applying, token=rest[0])
    if order == "p" and upload.decided.get("questions"):
        return await _take_answer(turn, upload, rest)
    if order in ("a", "b") and upload.kind == LIST:
        decided = {**upload.decided, "same_all": order == "a", "different_all": order == "b"}
        return await read_again(turn, upload, decided)
    return None


async def _take_answer(turn: Turn, upload: UploadRecord, rest: Sequence[str]) -> Card | None:
    """Note who one person of a list is, and ask about the next one; without an answer, ask once more."""
    questions = upload.decided["questions"]
    place = from36(rest[0]) if rest else None
    if place is None or place >= len(questions):
        return None
    if len(rest) == 1:
        return list_cards.ask_person(upload, place)
    mine, candidates = questions[place]["key"], questions[place]["candidates"]
    same = {key: held for key, held in upload.decided.get("same", {}).items() if key != mine}
    different = [key for key in upload.decided.get("different", ()) if key != mine]
    if rest[1] == "n":
        different.append(mine)
    elif rest[1].isdecimal() and int(rest[1]) < len(candidates):
        same[mine] = candidates[int(rest[1])][0]
    else:
        return None
    decided = {**upload.decided, "same": same, "different": different}
    if place + 1 == len(questions):
        return await read_again(turn, upload, decided)
    await uploads.change(turn.conn, upload, "shown", decided=decided)
    return list_cards.ask_person(replace(upload, decided=decided), place + 1)


async def read_again(turn: Turn, upload: UploadRecord, decided: Mapping[str, Any]) -> Card:
    """Let a list be read again by what was said of it."""
    await uploads.change(turn.conn, upload, "received", decided=decided, token="")
    changed = replace(upload, status="received", decided=decided, token="")
    return await queue(turn, changed, READ, UPLOADS[upload.kind].reading_again)


async def _ask_for_list(turn: Turn, actor: Actor) -> Card:
    today = turn.now.astimezone(turn.zone).date()
    scope = actor.units(Right.ROSTER)
    people = await frame.count_officials(turn.conn, today, scope=scope)
    units = len(await frame.list_units(turn.conn, today, scope=scope))
    held = (
        say(TEXTS.held, people=number_text(people), units=number_text(units)) if people else TEXTS.held_none
    )
    rows: tuple[tuple[Button, ...], ...] = (
        (Button(PEOPLE.find_button, "q.E.s"), Button(PEOPLE.add_button, "q.E.n")),
        to_menu(),
    )
    if not scope.is_everything:
        return Card(say(TEXTS.part, held=held), rows)
    if not turn.caps.file_limit:
        return Card(say(TEXTS.elsewhere, held=held), rows)
    card = Card(say(TEXTS.ask, held=held, limit=turn.caps.file_limit // MEGABYTE), rows)
    return replace(card, picks="file") if turn.caps.picks_files else card


async def _undo(turn: Turn, upload: UploadRecord) -> Card:
    assert upload.applied_at is not None
    if turn.now >= upload.applied_at + UNDO:
        return message(say(UPLOADS[upload.kind].undo_late))
    return await queue(turn, upload, UNDO_IMPORT, UPLOADS[upload.kind].undoing)


async def queue(turn: Turn, upload: UploadRecord, kind: str, said: str, **more: str) -> Card:
    """Queue work on what was handed in, once; the steps are told by editing the tapped message."""
    about = {"upload": upload.id}
    if not await desk.is_waiting(turn.conn, kind, about, upload.contact_point_id, upload.created_at):
        parameters = {**about, "card": turn.inbound.card_ref, **more}
        await office.queue_job(turn.conn, kind, parameters, turn.now, upload.contact_point_id)
    return Card(say(said, name=upload.filename))
