"""A form tried in one's own chat before it is published: the cards of an interview, marked, and no answer stored.

What was said so far stands in the chat's row and is played anew each time. Callback data: ``q.F.begin.<number>`` begins
with what was handed in, ``q.F.end.<number>`` ends; ``q.F.<data of a card>`` is a tap on one of its buttons.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.callbacks import from36, to36
from bot.conversation import preview
from bot.conversation.beginning import roster_facts
from bot.conversation.turns import Turn
from bot.messages import Button, Outbound
from bot.office.actor import Actor
from bot.office.draft import asked
from bot.office.menu import Card, message
from bot.office.upload_desk import READ, may_take_in, queue
from bot.texts import say
from bot.texts.trying import TEXTS
from storage import desk, uploads
from storage.responses import Person
from storage.uploads import FORM, UploadRecord
from surveys.questionnaire import Questionnaire

TRY: Final = "form.try"
"""What may be typed now: the answer to a trial's question."""
MOST: Final = 400
"""What is said in one trial; then it is over."""
LONGEST: Final = 1000  # letters of an answer


async def take(turn: Turn, person: Person, actor: Actor, step: str, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap of a trial; ``None`` if it makes no sense any more."""
    if not may_take_in(actor, FORM):
        return None
    order, *rest = arguments or [""]
    if order in ("begin", "end"):
        number = from36(rest[0]) if rest else None
        upload = await _form_of(turn, person, number)
        if upload is None:
            return message(say(TEXTS.over))
        if order == "end":
            await desk.swap_step(turn.conn, person.contact_point.id, step, "")
            return await queue(turn, upload, READ, TEXTS.left)
        return await _play(turn, person, upload, [])
    trial = asked(step)
    upload = await _form_of(turn, person, trial.get("upload")) if trial.get("ask") == TRY else None
    if upload is None:
        return message(say(TEXTS.over))
    return await _play(turn, person, upload, trial["said"], preview.TAPPED + ".".join(arguments))


async def take_text(turn: Turn, person: Person, actor: Actor, step: str) -> Card | None:
    """Take what was typed, if a form is being tried; else ``None``."""
    trial = asked(step)
    if trial.get("ask") != TRY or not may_take_in(actor, FORM):
        return None
    upload = await _form_of(turn, person, trial.get("upload"))
    if upload is None:
        return message(say(TEXTS.over))
    return await _play(turn, person, upload, trial["said"], preview.TYPED + turn.inbound.text[:LONGEST])


async def _form_of(turn: Turn, person: Person, number: Any) -> UploadRecord | None:
    """Return a form that was handed in from this chat and waits."""
    if not isinstance(number, int):
        return None
    upload = await uploads.find(turn.conn, number, person.contact_point.id)
    is_there = upload is not None and upload.kind == FORM and upload.status == "shown"
    return upload if is_there and upload is not None and upload.decided.get("form") else None


async def _play(turn: Turn, person: Person, upload: UploadRecord, said: list[str], act: str = "") -> Card:
    """Play a trial up to now, let one thing more be said, and draw the card of wherever it stands."""
    form = Questionnaire.from_json(upload.decided["form"])
    facts = roster_facts(person.official, turn.today, turn.titles) if person.official else {}
    moment = turn.now.astimezone(turn.zone)
    played = preview.replayed(form, said, act, facts=facts, moment=moment, caps=turn.caps)
    kept = [*said, act] if played.has_moved else said
    if len(kept) > MOST:
        return message(say(TEXTS.over))
    before = await desk.read_step(turn.conn, person.contact_point.id)
    after = json.dumps({"ask": TRY, "upload": upload.id, "said": kept}, ensure_ascii=False)
    await desk.swap_step(turn.conn, person.contact_point.id, before, after)
    card = preview.card_of(played, turn.now, turn.zone)
    return _marked(card, upload)


def _marked(card: Outbound, upload: UploadRecord) -> Card:
    """Mark a card of an interview as one of a trial, and lead its buttons here."""
    rows = tuple(tuple(replace(button, data=f"q.F.{button.data}") for button in row) for row in card.buttons)
    leave = (Button(TEXTS.leave_button, f"q.F.end.{to36(upload.id)}"),)
    return Card(f"{say(TEXTS.trial)}\n\n{card.text}", (*rows, leave), picks=card.picks)
