"""Codes for those who are not linked yet, as the workbook that the office prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Seat
from bot.office.account import Way, deep_link, remembered_account
from bot.office.orders import OrderRefused
from bot.office.seats import seats_for
from bot.texts import say
from bot.texts.handing_out import TEXTS
from bot.texts.places import place_of
from storage import frame
from storage.frame import IssuedCode
from storage.office import record_order
from storage.records import OfficialRecord
from storage.scope import EVERYTHING, Scope
from surveys.problems import Problem
from surveys.reporting.codes_workbook import CodeRow, codes_workbook
from surveys.reporting.texts import CODES
from surveys.spelling import spell
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class HandingOut:
    """What codes are handed out with: the office's ``name``, the ``ways`` by which people come, the easiest first."""

    name: str
    ways: Sequence[Way]
    titles: Titles
    zone: ZoneInfo
    expires_at: datetime


async def handing_out(
    conn: AsyncConnection,
    name: str,
    channels: Sequence[str],
    titles: Titles,
    zone: ZoneInfo,
    *,
    expires_at: datetime,
) -> HandingOut:
    """Return what codes are handed out with: of ``channels``, the easiest first, those whose accounts are known."""
    accounts = [(channel, await remembered_account(conn, channel)) for channel in channels]
    ways = [Way(channel, account) for channel, account in accounts if account is not None]
    return HandingOut(name, ways, titles, zone, expires_at)


@dataclass(frozen=True, slots=True)
class Slips:
    """Codes that were drawn, and what their workbook is made of: the rows of each unit, a label for each way."""

    codes: Sequence[IssuedCode]
    units: Sequence[tuple[str, Sequence[CodeRow]]]
    ways: Sequence[str]


async def issue_workbook(
    conn: AsyncConnection,
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    renew: bool = False,
    only: Sequence[str] = (),
    scope: Scope = EVERYTHING,
) -> tuple[int, bytes]:
    """Issue codes and return how many, with the workbook: the only place where they stand in plain text.

    Each way in has its QR image beside every person.
    ``only``: roster keys of those who get a new code, linked or not; raises ``OrderRefused`` naming every
    unknown one. Nothing is issued, and the workbook is empty bytes, if nobody needs a code.
    """
    slips = await draw_slips(conn, office, now, renew=renew, only=only, scope=scope)
    if not slips.codes:
        return 0, b""
    await keep_slips(conn, slips, office, now, actor=actor, renew=renew, only=only)
    return len(slips.codes), codes_workbook(slips.units, slips.ways)


async def draw_slips(
    conn: AsyncConnection,
    office: HandingOut,
    now: datetime,
    *,
    renew: bool = False,
    only: Sequence[str] = (),
    unit_codes: Sequence[str] = (),
    scope: Scope = EVERYTHING,
) -> Slips:
    """Draw codes and word the slips; nobody can use them before ``keep_slips``. Raises as ``issue_workbook``."""
    today = now.astimezone(office.zone).date()
    keys = await _known_keys(conn, today, only, scope)
    drawn = await frame.draw_codes(
        conn, now, today, renew=renew, unit_codes=unit_codes, roster_keys=keys, scope=scope
    )
    ordered = sorted(drawn, key=lambda code: (code.official.unit_code, code.official.unit_id))
    seats = await seats_of(conn, office, ordered)
    units = [
        (codes[0].official.unit_name, [_row(code, office, seats) for code in codes])
        for codes in (list(group) for _, group in groupby(ordered, key=lambda code: code.official.unit_id))
    ]
    return Slips(ordered, units, [label_of(way) for way in office.ways])


async def keep_slips(
    conn: AsyncConnection,
    slips: Slips,
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    renew: bool = False,
    only: Sequence[str] = (),
) -> None:
    """Let the codes be used from now on, and note the order."""
    await frame.store_codes(conn, slips.codes, now, office.expires_at)
    details = {"count": len(slips.codes), "renew": renew, "expires_at": office.expires_at.isoformat()}
    if only:
        details["only"] = sorted(code.official.roster_key for code in slips.codes)
    await record_order(conn, now, actor, "codes.issue", details)


async def _known_keys(conn: AsyncConnection, today: date, wanted: Sequence[str], scope: Scope) -> set[str]:
    """Return the keys of the roster that are meant, whatever their case; raises ``OrderRefused``."""
    if not wanted:
        return set()
    held = {
        spell(each.roster_key): each.roster_key
        for each in await frame.list_officials(conn, today, scope=scope)
    }
    unknown = [key for key in wanted if spell(key) not in held]
    if unknown:
        raise OrderRefused(*(Problem("unknown_official", parameters={"found": key}) for key in unknown))
    return {held[spell(key)] for key in wanted}


def _row(code: IssuedCode, office: HandingOut, seats: Sequence[Mapping[int, Seat]]) -> CodeRow:
    """Return a person's slip; ``seats`` are, for each way, the accounts that people write to."""
    official = code.official
    links = links_of(code, office, seats)
    message, sms = invitation_by_hand(official, office.name, next(filter(None, links), ""), code.short)
    return CodeRow(
        roster_key=official.roster_key,
        full_name=official.full_name,
        unit=official.unit_name,
        title=office.titles.label(official.title),
        code=code.short,
        links=tuple(links),
        names=tuple(seat.name if (seat := held.get(official.id)) else "" for held in seats),
        phone=official.phone,
        message=message,
        sms=sms,
    )


def links_of(code: IssuedCode, office: HandingOut, seats: Sequence[Mapping[int, Seat]]) -> list[str]:
    """Return a person's link for each way, empty where there is none for them."""
    return [
        deep_link(way.account, code.long, held.get(code.official.id))
        for way, held in zip(office.ways, seats, strict=True)
    ]


async def seats_of(
    conn: AsyncConnection, office: HandingOut, codes: Sequence[IssuedCode]
) -> list[Mapping[int, Seat]]:
    """Return, for each way, the accounts that people write to."""
    people = [code.official.id for code in codes]
    return [await seats_for(conn, way.channel, way.account, people) for way in office.ways]


def invitation_by_hand(official: OfficialRecord, office_name: str, link: str, code: str) -> tuple[str, str]:
    """Return what a coordinator sends to somebody with their code: as a message, and as an SMS without accents."""
    told = {"name": official.full_name, "office": office_name or TEXTS.unnamed_office, "code": code}
    if not link:
        return say(TEXTS.invite_by_code, **told), TEXTS.sms(TEXTS.invite_sms_by_code, **told)
    return say(TEXTS.invite, link=link, **told), TEXTS.sms(TEXTS.invite_sms, link=link, **told)


def label_of(way: Way) -> str:
    """Return what stands above the QR images of a way."""
    place = place_of(way.channel)
    return place[0].upper() + place[1:] if way.account.carries_code else say(CODES.type_code, place=place)
