"""Sending what a round concluded to everybody who takes part: the decisions, and the actions as each may read them."""

from dataclasses import replace

from bot.envelopes import encode
from bot.messages import Outbound, OutboundKind
from bot.office.briefing_talk import Talk, action_line, chats_of
from bot.office.briefing_words import agenda_buttons
from bot.office.list_cards import fitting
from bot.office.orders import note_order
from bot.texts import moment_text, say
from bot.texts.briefings import TEXTS
from storage import briefings, mailbox
from storage.briefings import ActionRecord, PersonRecord, RoundRecord
from storage.mailbox import QueuedMessage
from surveys.briefing import Party


async def pass_on(talk: Talk, held: RoundRecord) -> str:
    """Queue the conclusions for everybody, in office hours; each gets them once. Returns what is said of it."""
    turn, calendar = talk.turn, talk.calendar
    people = await briefings.people_of(turn.conn, held.briefing_id, scope=talk.scope)
    chats = await chats_of(turn.conn, people, turn.now)
    decisions = await briefings.notes_of(turn.conn, held.id, briefings.DECISION)
    actions = await briefings.actions_of_round(turn.conn, held.id, scope=talk.scope)
    head = say(
        TEXTS.conclusions,
        at=moment_text(held.at, calendar.zone),
        decisions="\n".join(
            say(TEXTS.decision, number=number, text=each.text) for number, each in enumerate(decisions, 1)
        ),
    )
    leaves_at = calendar.next_office_moment(turn.now)
    queued = []
    for person in people:
        if person.id not in chats:
            continue
        lines = [head, *_actions(talk, person, actions)]
        message = Outbound(OutboundKind.NOTICE, fitting(lines), buttons=agenda_buttons(held.id)[1:])
        chat = chats[person.id]
        queued.append(
            QueuedMessage(
                lane="reply",
                purpose="notice",
                channel=chat.channel,
                address=chat.address,
                message=encode(message)[0],
                created_at=turn.now,
                contact_point_id=chat.contact_point_id,
                not_before=leaves_at,
                key=f"digest:briefing:conclusions:{held.id}:{person.id}",
            )
        )
    count = await mailbox.queue(turn.conn, queued)
    if not count:
        return say(TEXTS.passed_on_before if queued else TEXTS.passed_on_nobody)
    details = {"briefing": held.briefing_id, "count": count}
    await note_order(turn.conn, talk.actor.name, "briefing.pass_on", details, turn.now)
    at = say(TEXTS.passed_on_at, at=moment_text(leaves_at, calendar.zone)) if leaves_at > turn.now else ""
    return say(TEXTS.passed_on, count=count, at=at)


def _actions(talk: Talk, person: PersonRecord, actions: list[ActionRecord]) -> list[str]:
    """Return the actions that somebody reads: a commune those of its own unit, the others all of them."""
    is_commune = person.party == Party.COMMUNES
    own = [each for each in actions if not is_commune or each.owner_unit_id == person.unit_id]
    if not own:
        return []
    head = say(TEXTS.own_actions) if is_commune else TEXTS.all_actions
    return ["", head, *(action_line(replace(each, done_at=None), talk.turn.today) for each in own)]
