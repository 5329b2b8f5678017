"""Who is this? Codes, the platform's contact button, and "is that you?". A stranger learns nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button, InboundKind, Outbound
from bot.texts import day_text, say
from bot.texts.identity import SAYING_NO, SAYING_YES, TEXTS
from bot.texts.keyboard import KEYBOARD
from bot.texts.office import TEXTS as OFFICE
from storage import administrators, frame, identity, office
from storage.frame import FoundCode
from storage.records import OfficialRecord
from storage.responses import Person
from surveys.replies import read_assent

ATTEMPTS_AN_HOUR: Final = 5
ATTEMPTS_OF_ALL: Final = 200
"""Wrong codes an hour of all chats together where anybody opens as many as they like: from then on no short code is
tried, which might be guessed. The long code of a link is."""
LEAVE: Final = "roimay"
YES: Final = "i.yes"
NO: Final = "i.no"


def ask_for_code(turn: Turn) -> list[Outbound]:
    """What a stranger hears, whoever they are."""
    if not turn.caps.shares_phone:
        return [turn.notice(say(TEXTS.welcome_by_code))]
    return [turn.notice(say(TEXTS.welcome_stranger), keyboard="contact")]


async def take_code(turn: Turn, person: Person | None, code: str) -> list[Outbound] | None:
    """Try a code, typed or from a deep link. ``None``: it is this person's own again, simply welcome them back."""
    inbound = turn.inbound
    since = turn.now - timedelta(hours=1)
    if await frame.attempts_since(turn.conn, inbound.channel, inbound.address, since) >= ATTEMPTS_AN_HOUR:
        return [turn.notice(say(TEXTS.too_many_attempts))]
    if not turn.caps.knows_people and looks_like_code(code):
        tried = await frame.attempts_since(turn.conn, inbound.channel, None, since)
        if tried >= ATTEMPTS_OF_ALL:
            return [turn.notice(say(TEXTS.too_many_attempts))]
    found = await frame.find_code(turn.conn, code, turn.now)
    if found is not None and person is not None and found.used_by == person.contact_point.id:
        return (
            None
            if person.official is not None and person.official.id == found.official_id
            else _unknown(turn)
        )
    if found is None or found.state != "live":
        await frame.record_attempt(turn.conn, inbound.channel, inbound.address, turn.now)
        return _unknown(turn)
    chat_id = await _chat(turn)
    if found.purpose == "admin":
        if not await frame.use_code(turn.conn, found.id, chat_id, turn.now):
            return _unknown(turn)
        return [turn.notice(await _grant(turn, person, chat_id, found), keyboard="remove")]
    assert found.official_id is not None
    if person is not None and person.official is not None and person.official.id == found.official_id:
        if await frame.use_code(turn.conn, found.id, chat_id, turn.now):
            await _note_claim(turn, found.id, found.official_id, chat_id)
        return None
    official = (await frame.officials_by_id(turn.conn, [found.official_id]))[found.official_id]
    await identity.await_confirmation(turn.conn, chat_id, official.id, found.id)
    return [*_take_keyboard_away(turn, TEXTS.code_taken), _ask(turn, official)]


async def take_contact(turn: Turn, person: Person | None) -> list[Outbound] | None:
    """Match a shared phone number to the roster; it counts only if it is the sender's own."""
    inbound = turn.inbound
    if not inbound.contact_owner or inbound.contact_owner != inbound.sender:
        return [turn.notice(say(TEXTS.contact_not_own, share=KEYBOARD.share_contact))]
    since = turn.now - timedelta(hours=1)
    if await frame.attempts_since(turn.conn, inbound.channel, inbound.address, since) >= ATTEMPTS_AN_HOUR:
        return [turn.notice(say(TEXTS.too_many_attempts))]
    official = await frame.officials_by_phone(turn.conn, inbound.contact_phone)
    if official is None:
        await frame.record_attempt(turn.conn, inbound.channel, inbound.address, turn.now)
        return [turn.notice(say(TEXTS.contact_unknown), keyboard="remove")]
    if person is not None and person.official is not None and person.official.id == official.id:
        return None
    await identity.await_confirmation(turn.conn, await _chat(turn), official.id, None)
    return [*_take_keyboard_away(turn, TEXTS.contact_taken), _ask(turn, official)]


async def take_confirmation(turn: Turn, person: Person) -> tuple[bool, list[Outbound]]:
    """Hear whether it is them. Returns whether the chat is now tied to the official, and what to say if not."""
    official = person.pending_official
    assert official is not None
    chat = person.contact_point
    is_tap = turn.inbound.kind is InboundKind.TAP
    said = None if is_tap else read_assent(turn.inbound.text, yes=SAYING_YES, no=SAYING_NO)
    if (is_tap and turn.inbound.data == YES) or said:
        code_id = chat.pending_code_id
        if code_id is not None and not await frame.use_code(turn.conn, code_id, chat.id, turn.now):
            await identity.forget_confirmation(turn.conn, chat.id)
            return False, _unknown(turn)
        await frame.link(turn.conn, chat.id, official.id, turn.now)
        await _note_claim(turn, code_id, official.id, chat.id)
        return True, []
    if (is_tap and turn.inbound.data == NO) or said is False:
        await identity.forget_confirmation(turn.conn, chat.id)
        return False, [turn.notice(say(TEXTS.denied))]
    again = _ask(turn, official)
    return False, [replace(again, text=again.text + "\n\n" + say(TEXTS.confirm_again))]


async def leave(turn: Turn, person: Person) -> list[Outbound]:
    """Let the chat go, which stands on a machine that is not its owner's: it belongs to nobody then."""
    await frame.unlink(turn.conn, person.contact_point.id, turn.now)
    details = {"chat": person.contact_point.id}
    await office.record_order(turn.conn, turn.now, "chat", "chat.left", details)
    return [turn.notice(say(TEXTS.left))]


def looks_like_code(text: str) -> bool:
    """Whether somebody seems to be typing a code: about eight letters and digits, a dash or spaces at most."""
    code = frame.code_in(text)
    plain = frame.normalise_code(code)
    return 6 <= len(plain) <= 10 and plain.isascii() and (len(code.split()) <= 2 or code != text)


async def _chat(turn: Turn) -> int:
    """The number of the chat, which is made when it is needed for the first time."""
    inbound = turn.inbound
    made = await frame.ensure_contact_points(
        turn.conn, inbound.channel, [inbound.address], turn.now, takes_messages=turn.caps.writes_first
    )
    return made[inbound.address].id


async def _note_claim(turn: Turn, code_id: int | None, official_id: int, chat_id: int) -> None:
    """Note which chat became an official's: by a code, or by a phone number (``None``)."""
    action = "phone.matched" if code_id is None else "code.claimed"
    details = {"code": code_id, "official": official_id, "chat": chat_id}
    await office.record_order(turn.conn, turn.now, "chat", action, details)


async def _grant(turn: Turn, person: Person | None, chat_id: int, code: FoundCode) -> str:
    """Give the chat the role of a code, and note who claimed it; returns what its owner hears."""
    expires_at = turn.now + timedelta(days=code.days) if code.days else None
    number = await administrators.grant_administration(
        turn.conn,
        chat_id,
        turn.now,
        code.role,
        unit_id=code.unit_id,
        expires_at=expires_at,
        by=code.issued_by,
    )
    official = None if person is None or person.official is None else person.official.id
    details = {"code": code.id, "administrator": number, "chat": chat_id, "official": official}
    await office.record_order(turn.conn, turn.now, str(number), "admin.claimed", details)
    if code.role == administrators.OWNER:
        return say(OFFICE.claimed)
    given = (await administrators.grants_of(turn.conn, [number], turn.now))[number]
    unit = next((each.unit_name for each in given if each.unit_id == code.unit_id), None)
    role = OFFICE.roles.get(code.role, code.role)
    if unit:
        role = say(OFFICE.role_in_unit, role=role, unit=unit)
    day = "" if expires_at is None else day_text(expires_at.astimezone(turn.zone).date())
    return say(OFFICE.claimed_role, role=role, until=say(OFFICE.until, day=day) if day else "")


def _unknown(turn: Turn) -> list[Outbound]:
    return [turn.notice(say(TEXTS.code_unknown))]


def _take_keyboard_away(turn: Turn, text: str) -> list[Outbound]:
    """Take the contact button away, which stands below the chat of whoever was asked for a code."""
    return [] if turn.command or not turn.caps.shares_phone else [turn.notice(say(text), keyboard="remove")]


def _ask(turn: Turn, official: OfficialRecord) -> Outbound:
    text = say(
        TEXTS.confirm,
        name=official.full_name,
        title=turn.titles.label(official.title),
        unit=official.unit_name,
    )
    return turn.notice(
        text,
        (Button(TEXTS.confirm_yes, YES, style="primary", typed=TEXTS.typed_yes),),
        (Button(TEXTS.confirm_no, NO, typed=TEXTS.typed_no),),
    )
