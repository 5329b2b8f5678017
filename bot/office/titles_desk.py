"""Titles that a list brings and nobody knows, placed by buttons: into a group, or as a spelling of a title known.

Callback data: ``q.T`` lists what the office has placed, ``q.T.x.<code>`` takes it away where nobody has it. About a
list that waits: ``q.T.b.<number>.<place>`` asks of the title at a place (behind the last one: shows all that was said),
``q.T.g.….<group>`` and ``q.T.s.….<title>`` place it, ``q.T.k.…`` leaves it to the file, ``q.T.y.<number>`` stores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.callbacks import from36, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import orders, titles
from bot.office.actor import Actor
from bot.office.list_cards import drop
from bot.office.menu import PAGE, Card, labelled, message, to_menu
from bot.office.rights import Right
from bot.office.titles import Placement
from bot.office.upload_desk import read_again
from bot.texts import day_text, say
from bot.texts.titles import TEXTS
from bot.texts.uploads import UPLOADS
from storage import frame, uploads
from storage.responses import Person
from storage.uploads import LIST, UploadRecord
from surveys.titles import Titles


async def take(turn: Turn, person: Person, actor: Actor, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap about titles; ``None`` if it makes no sense any more."""
    if not actor.may_everywhere(Right.ROSTER):
        return message(say(TEXTS.not_all))
    if not arguments:
        return await _show_placed(turn)
    order, *rest = arguments
    if order == "x":
        return await _take_away(turn, actor, rest)
    number = from36(rest[0]) if rest else None
    upload = await uploads.find(turn.conn, number, person.contact_point.id) if number is not None else None
    if upload is None or upload.kind != LIST or not upload.decided.get("titles"):
        return None
    if upload.status not in ("received", "shown"):
        return message(say(UPLOADS[LIST].settled))
    if order == "y":
        return await _store(turn, actor, upload)
    place = from36(rest[1]) if len(rest) > 1 else None
    if place is None or place > len(upload.decided["titles"]):
        return None
    if order == "b":
        return ask(upload, place, turn.titles)
    placed = _placed_by(order, rest[2:], turn.titles)
    if placed is None or place == len(upload.decided["titles"]):
        return None
    asked = [dict(each) for each in upload.decided["titles"]]
    asked[place]["placed"] = placed
    decided = {**upload.decided, "titles": asked}
    await uploads.change(turn.conn, upload, upload.status, decided=decided)
    return ask(replace(upload, decided=decided), place + 1, turn.titles)


def _placed_by(order: str, rest: Sequence[str], known: Titles) -> Mapping[str, str] | None:
    """Return where a title is placed by a button; ``None`` if nowhere that there is."""
    if order == "k":
        return {}
    if order == "g" and rest and rest[0] in known.groups:
        return {"group": rest[0]}
    return {"same": rest[0]} if order == "s" and rest and rest[0] in known else None


def asked_of(unknown: Sequence[tuple[str, int, tuple[str, ...]]]) -> list[dict[str, Any]]:
    """Return the titles of a list that nobody knows, to be asked of: name, how many have it, the nearest known ones."""
    return [{"name": name, "count": count, "near": list(near)} for name, count, near in unknown]


def ask(upload: UploadRecord, place: int, known: Titles) -> Card:
    """Ask where the title at a place belongs; behind the last one show all that was said."""
    asked = upload.decided["titles"]
    if place >= len(asked):
        return _confirm(upload, known)
    title, data = asked[place], f"{to36(upload.id)}.{to36(place)}"
    told = {"place": place + 1, "total": len(asked), "name": title["name"], "count": title["count"]}
    rows: list[tuple[Button, ...]] = [
        (labelled(say(TEXTS.same_button, title=known.label(code)), f"q.T.s.{data}.{code}"),)
        for code in title["near"]
        if code in known
    ]
    rows += [
        (labelled(say(TEXTS.group_button, group=group.label), f"q.T.g.{data}.{code}"),)
        for code, group in known.groups.items()
    ]
    rows.append((Button(TEXTS.skip_button, f"q.T.k.{data}"),))
    rows += _before(upload, place)
    return Card(say(TEXTS.ask, **told), (*rows, drop(upload)))


def _before(upload: UploadRecord, place: int) -> list[tuple[Button, ...]]:
    data = f"q.T.b.{to36(upload.id)}.{to36(place - 1)}" if place else ""
    return [(Button(TEXTS.before_button, data),)] if data else []


def _placements(upload: UploadRecord) -> list[Placement]:
    return [
        Placement(each["name"], **each["placed"]) for each in upload.decided["titles"] if each.get("placed")
    ]


def _confirm(upload: UploadRecord, known: Titles) -> Card:
    placements, before = _placements(upload), _before(upload, len(upload.decided["titles"]))
    if not placements:
        return Card(say(TEXTS.none_placed, name=upload.filename), (*before, drop(upload)))
    lines = [say(TEXTS.confirm, day=day_text(upload.as_of))]
    for each in placements:
        template = TEXTS.line_same if each.same else TEXTS.line_new
        label = known.label(each.same) if each.same else known.group_labels.get(each.group, each.group)
        lines.append("• " + say(template, name=each.name, label=label))
    yes = (Button(TEXTS.store_button, f"q.T.y.{to36(upload.id)}", style="primary"),)
    return Card("\n".join(lines), (yes, *before, drop(upload)))


async def _store(turn: Turn, actor: Actor, upload: UploadRecord) -> Card | None:
    """Store what was said, and let the list be read again with it."""
    placements = _placements(upload)
    if not placements:
        return None
    added = await titles.place(turn.conn, placements, turn.titles, upload.as_of, turn.now)
    details = {"file": upload.filename, "count": len(added), "titles": dict(added)}
    await orders.note_order(turn.conn, actor.name, "titles.place", details, turn.now)
    kept = {name: value for name, value in upload.decided.items() if name != "titles"}
    return await read_again(turn, upload, kept)


# --- what the office has placed ---------------------------------------------------------------------


async def _show_placed(turn: Turn) -> Card:
    entries = titles.entries_of(await titles.read_placed(turn.conn))
    if not entries:
        return message(say(TEXTS.nothing_placed))
    held = await frame.titles_held(turn.conn)
    lines, rows = [say(TEXTS.placed)], []
    for code, said in entries.items():
        label = turn.titles.label(code)
        if "name" in said:
            group = turn.titles.group_labels.get(said["group"], said["group"])
            lines.append("• " + say(TEXTS.line_new, name=said["name"], label=group))
        lines += ["• " + say(TEXTS.line_same, name=each, label=label) for each in said.get("spellings", ())]
        if "name" not in said or code not in held:
            rows.append((labelled(say(TEXTS.take_away_button, name=label), f"q.T.x.{code}"),))
    return Card("\n".join(lines), (*rows[:PAGE], to_menu()))


async def _take_away(turn: Turn, actor: Actor, rest: Sequence[str]) -> Card | None:
    code = rest[0] if rest else ""
    said = titles.entries_of(await titles.read_placed(turn.conn)).get(code)
    if said is None:
        return None
    if "name" in said and code in await frame.titles_held(turn.conn):
        return message(say(TEXTS.still_held, name=said["name"]))
    await titles.take_away(turn.conn, code, turn.now)
    await orders.note_order(
        turn.conn,
        actor.name,
        "titles.take_away",
        {"file": turn.titles.label(code), "titles": {code: said}},
        turn.now,
    )
    return message(say(TEXTS.taken_away, name=turn.titles.label(code)))
