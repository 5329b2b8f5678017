"""Whom a coordinator reminds by hand: who has not answered and cannot be written to, with a text and a link for each.

Somebody whose chat waits for them (the page) gets its address; who has none, or closed it, gets a code. Codes given
out before stay good: they may lie on somebody's desk.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.office.codes import HandingOut, links_of, seats_of
from bot.office.orders import OrderRefused, find_wave, note_order
from bot.texts import moment_text, say
from bot.texts.handing_out import TEXTS
from storage import cases, frame, reachable
from storage.closings import Time
from storage.frame import IssuedCode
from storage.records import OfficialRecord, WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.standings import CaseStanding
from surveys.problems import Problem
from surveys.reporting.by_hand_workbook import Errand, by_hand_workbook


async def errands_workbook(
    conn: AsyncConnection,
    number: int,
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    scope: Scope = EVERYTHING,
) -> tuple[int, bytes]:
    """Return how many people of a wave are to be reminded by hand, with the workbook; see ``gather_errands``."""
    count, units = await gather_errands(conn, number, office, now, actor=actor, scope=scope)
    return count, by_hand_workbook(units)


Errands = list[tuple[str, list[Errand]]]
"""What is sent by hand, unit by unit."""


async def gather_errands(
    conn: AsyncConnection,
    number: int,
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    scope: Scope = EVERYTHING,
) -> tuple[int, Errands]:
    """Return how many people of a wave are to be reminded by hand, and how; ``OrderRefused`` if it is not open.

    The order is noted, and the codes in the texts are issued: they stand nowhere else in plain text.
    """
    wave = await _open_wave(conn, number, scope)
    chosen = await reachable.by_hand(conn, wave.id, time=Time(after=now), scope=scope)
    standings, errands = await _word(conn, wave, chosen, office, now, actor=actor, scope=scope)
    units = [
        (name, [errands[each.id] for each in some])
        for (_, _, name), some in groupby(sorted(standings, key=_unit), key=_unit)
    ]
    return len(standings), units


async def errand_for(
    conn: AsyncConnection,
    number: int,
    case_id: int,
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    scope: Scope = EVERYTHING,
) -> Errand | None:
    """Return what is sent by hand to one person of a wave; ``None`` if nobody has to.

    The order is noted, and a code in the text is issued. Raises ``OrderRefused`` for a wave that is not open.
    """
    wave = await _open_wave(conn, number, scope)
    if case_id not in await reachable.by_hand(conn, wave.id, time=Time(after=now), scope=scope):
        return None
    _, errands = await _word(conn, wave, [case_id], office, now, actor=actor, scope=scope)
    return errands.get(case_id)


async def _open_wave(conn: AsyncConnection, number: int, scope: Scope) -> WaveRecord:
    wave = await find_wave(conn, number, scope=scope)
    if wave.state != "open":
        raise OrderRefused(Problem("wave_not_open", parameters={"found": str(number)}))
    return wave


async def _word(
    conn: AsyncConnection,
    wave: WaveRecord,
    chosen: Collection[int],
    office: HandingOut,
    now: datetime,
    *,
    actor: str,
    scope: Scope,
) -> tuple[list[CaseStanding], dict[int, Errand]]:
    """Issue the codes that are needed, note the order, and return what is sent, by case."""
    facts = await cases.case_facts(conn, wave.id, chosen, scope=scope)
    standings = [each for each in facts if fieldwork.is_by_hand(each)]
    people = await frame.officials_by_id(conn, [each.official_id or 0 for each in standings], scope=scope)
    homes = {way.channel: way.account.home for way in office.ways}
    lost = {people[each.official_id or 0].roster_key for each in standings if not _home(each, homes)}
    codes = await _issue(conn, lost, office, now, scope)
    links = await _links(conn, office, list(codes.values()))
    telling = _Telling(await fieldwork.form_title(conn, wave), office, homes)
    details = {"wave": wave.id, "count": len(standings), "codes": len(codes)}
    await note_order(conn, actor, "wave.by_hand", details, now)
    return standings, {
        each.id: telling.errand(each, people[each.official_id or 0], codes, links) for each in standings
    }


async def _issue(
    conn: AsyncConnection, keys: Collection[str], office: HandingOut, now: datetime, scope: Scope
) -> dict[int, IssuedCode]:
    if not keys:
        return {}
    day = now.astimezone(office.zone).date()
    issued = await frame.issue_codes(
        conn, now, office.expires_at, day, roster_keys=keys, keeps_old=True, scope=scope
    )
    return {code.official.id: code for code in issued}


async def _links(conn: AsyncConnection, office: HandingOut, codes: Sequence[IssuedCode]) -> dict[int, str]:
    """Return the easiest link of each person with a new code."""
    seats = await seats_of(conn, office, codes)
    return {code.official.id: next(filter(None, links_of(code, office, seats)), "") for code in codes}


def _unit(standing: CaseStanding) -> tuple[str, int, str]:
    return standing.unit_code, standing.unit_id, standing.unit_name


def _home(standing: CaseStanding, homes: Mapping[str, str]) -> str:
    """Return where somebody opens their chat again; empty if they have none that is open."""
    return "" if standing.blocked_at is not None else homes.get(standing.channel, "")


class _Telling:
    """Words an errand. All that is the same for everybody is given once."""

    def __init__(self, form: str, office: HandingOut, homes: Mapping[str, str]) -> None:
        self._common = {
            "form": form,
            "office": office.name or TEXTS.unnamed_office,
        }
        self._office, self._homes = office, homes

    def errand(
        self,
        standing: CaseStanding,
        person: OfficialRecord,
        codes: Mapping[int, IssuedCode],
        links: Mapping[int, str],
    ) -> Errand:
        """Return what is sent to one person."""
        code = codes.get(person.id)
        link = _home(standing, self._homes) or links.get(person.id, "")
        told = {
            **self._common,
            "closes": moment_text(standing.closes_at, self._office.zone),
            "name": person.full_name,
            "link": link,
            "answered": standing.required_answered,
            "total": standing.required_total,
        }
        begun = standing.answered_count > 0
        parts = [TEXTS.remind_begun if begun else TEXTS.remind, TEXTS.remind_link if link else ""]
        sms = [TEXTS.remind_sms, TEXTS.remind_sms_link if link else ""]
        if code is not None:
            told["code"] = code.short
            parts.append(TEXTS.remind_code)
            sms.append(TEXTS.remind_sms_code)
        return Errand(
            person.full_name,
            self._office.titles.label(person.title),
            person.phone,
            _state(standing),
            link,
            say(" ".join(part for part in parts if part), **told),
            TEXTS.sms(" ".join(part for part in sms if part), **told),
        )


def _state(standing: CaseStanding) -> str:
    if standing.contact_point_id is None:
        return TEXTS.state_unlinked
    if standing.blocked_at is not None:
        return TEXTS.state_blocked
    return TEXTS.state_begun if standing.answered_count else TEXTS.state_not_begun
