"""What /trogiup says: what this person can do now, and nothing else."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation import consent
from bot.conversation.turns import Turn
from bot.office.actor import Actor
from bot.office.menu import labels_of
from bot.texts import moment_text, say
from bot.texts.consent import ConsentNotice
from bot.texts.help import TEXTS
from storage import briefings
from storage.responses import Person


async def tell_help(turn: Turn, person: Person, notice: ConsentNotice | None) -> str:
    """Return what this person can do now; who takes part in a briefing is told what may be typed about it."""
    official_id = person.official.id if person.official is not None else None
    seats = await briefings.seats_of(turn.conn, official_id, person.administrator_id, only_now=True)
    text = help_text(person, notice, turn.now, turn.zone)
    return f"{text}\n{say(TEXTS.briefing)}" if seats else text


def help_text(person: Person, notice: ConsentNotice | None, now: datetime, zone: ZoneInfo) -> str:
    """Return where the person stands, how to go on, their rights over their data, and the orders they may give."""
    lines = [say(TEXTS.title)]
    if person.official is not None:
        lines += [_standing(person, notice, zone), *_rights(person, notice)]
    if person.grants:
        lines += _orders(Actor.of_person(person, now, zone))
    return "\n".join(lines)


def _standing(person: Person, notice: ConsentNotice | None, zone: ZoneInfo) -> str:
    if person.wave is None or person.case is None or notice is None:
        return say(TEXTS.nothing_open)
    closes_at = moment_text(person.wave.closes_at, zone)
    if not consent.is_given(person, notice):
        return say(TEXTS.refused if consent.is_refused(person) else TEXTS.to_consent, closes_at=closes_at)
    response = person.response
    if response is None:
        return say(TEXTS.to_begin, closes_at=closes_at)
    if response.status in ("completed", "amended"):
        return say(TEXTS.sent, closes_at=closes_at)
    return say(
        TEXTS.under_way,
        answered=response.required_answered,
        total=response.required_total,
        closes_at=closes_at,
    )


def _rights(person: Person, notice: ConsentNotice | None) -> list[str]:
    has_agreed = notice is not None and consent.is_given(person, notice)
    reminders = TEXTS.no_reminders if person.contact_point.reminders_off_at is None else TEXTS.reminders
    agreed = (TEXTS.withdraw, TEXTS.situations) if has_agreed else ("", "")
    offered = (TEXTS.see, agreed[0], TEXTS.erase, reminders, agreed[1])
    return [say(line) for line in offered if line]


def _orders(actor: Actor) -> list[str]:
    orders = "; ".join(labels_of(actor))
    return [say(TEXTS.orders, orders=orders)] if orders else []
