"""What may be ordered, from the chat and from the command line: checked, carried out, written into the audit log.

``OrderRefused`` carries every ``Problem`` at once; nothing is stored then. Waves are planned in ``planning``, and put
off, reopened and joined in ``adjusting``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.office.ordering import (
    OrderRefused,
    asks_somebody,
    find_wave,
    is_all_within,
    note_order,
    refusal_text,
    require_all_of,
    unknown_titles,
    unknown_units,
)
from bot.office.planning import OpenedWave, WaveOrder, change_wave, open_wave
from storage import desk, form_media, instruments, series
from storage.scope import EVERYTHING, Scope
from surveys.content import built_in_forms
from surveys.field_period import Calendar
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire

__all__ = [
    "OpenedWave",
    "OrderRefused",
    "WaveOrder",
    "asks_somebody",
    "change_wave",
    "close_wave",
    "find_wave",
    "is_all_within",
    "note_order",
    "open_wave",
    "publish_built_in_forms",
    "publish_form",
    "refusal_text",
    "remind_now",
    "require_all_of",
    "stop_series",
    "unknown_titles",
    "unknown_units",
]

NO_FILES: Final[Mapping[str, bytes]] = {}

# --- forms ------------------------------------------------------------------------------------------


async def publish_form(
    conn: AsyncConnection,
    form: Questionnaire,
    actor: str,
    now: datetime,
    pictures: Mapping[str, bytes] = NO_FILES,
) -> bool:
    """Publish a version, with the pictures that it shows; False if it already is.

    Raises ``FormTakenError`` if another one has its name.
    """
    is_new = await instruments.publish(conn, form, now)
    await form_media.keep_pictures(conn, form, pictures)
    if is_new:
        details = {"form_id": form.form_id, "version": form.version, "sha256": form.sha256}
        await note_order(conn, actor, "form.publish", details, now)
    return is_new


async def publish_built_in_forms(
    conn: AsyncConnection, actor: str, now: datetime
) -> list[tuple[Questionnaire, bool]]:
    """Publish the forms that come with the program; returns each with whether it is new."""
    published = []
    for name, content in built_in_forms():
        from surveys.xlsform import read_form  # noqa: PLC0415 - and openpyxl, which a running bot never needs

        form = read_form(content, name)
        assert isinstance(form, Questionnaire), form  # the tests keep the built-in forms clean
        published.append((form, await publish_form(conn, form, actor, now)))
    return published


# --- waves ------------------------------------------------------------------------------------------


async def close_wave(
    conn: AsyncConnection,
    number: int,
    calendar: Calendar,
    actor: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
) -> bool:
    """Close a wave now; False if it already is. Raises ``OrderRefused`` for an unknown one.

    A planned wave of a series is left out: the one after it is planned instead.
    """
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope=scope)
    if wave.state == "closed":
        return False
    if not await desk.cancel_planned(conn, number, now):
        await fieldwork.close_now(conn, wave, now)
    await note_order(conn, actor, "wave.close", {"wave": number}, now)
    if wave.state == "planned":
        await fieldwork.plan_next(conn, wave, calendar, now)
    return True


async def stop_series(
    conn: AsyncConnection, number: int, actor: str, now: datetime, *, scope: Scope = EVERYTHING
) -> list[int] | None:
    """End the series of a wave (any wave of it); returns the planned waves called off, ``None`` if it had ended.

    An open wave goes on to its closing. Raises ``OrderRefused`` for an unknown wave, or one of no series.
    """
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope=scope)
    if wave.series_id is None:
        raise OrderRefused(Problem("no_series", parameters={"found": str(number)}))
    called_off = await series.end_series(conn, wave.series_id, now)
    if called_off is not None:
        await note_order(conn, actor, "series.stop", {"wave": number, "called_off": called_off}, now)
    return called_off


async def remind_now(
    conn: AsyncConnection,
    number: int,
    calendar: Calendar,
    actor: str,
    now: datetime,
    *,
    token: str,
    any_hour: bool = False,
    scope: Scope = EVERYTHING,
) -> int:
    """Queue a reminder to everybody of a scope who is linked and has not finished; returns how many were queued.

    ``token`` names this order: given twice, it queues nothing more (the prefix keeps it apart from the plan's
    numbers). Unless ``any_hour`` they leave in office
    hours. Raises ``OrderRefused`` for a wave that is not open.
    """
    wave = await find_wave(conn, number, scope=scope)
    if wave.state != "open":
        raise OrderRefused(Problem("wave_not_open", parameters={"found": str(number)}))
    count = await fieldwork.remind_now(
        conn,
        wave,
        calendar,
        now,
        token=f"now-{token}",
        any_hour=any_hour,
        scope=scope,
        by=int(actor) if actor.isdecimal() else 0,
    )
    if count:
        await note_order(conn, actor, "wave.remind", {"wave": number, "count": count}, now)
    return count
