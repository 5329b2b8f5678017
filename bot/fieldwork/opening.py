"""Opening a wave: its cases are drawn, its choice lists fixed."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.series import ACTOR, must_wait, plan_next
from storage import cases, frame, office
from storage.frame import Post
from storage.records import WaveRecord
from storage.wave_people import name_people, people_of
from surveys.field_period import (
    Calendar,
)
from surveys.questionnaire import Questionnaire
from surveys.titles import Titles

log = logging.getLogger(__name__)


async def open_due(
    conn: AsyncConnection,
    calendar: Calendar,
    titles: Titles,
    now: datetime,
    *,
    consent_is_complete: bool = True,
) -> list[int]:
    """Open the planned waves whose time has come: draw their cases, fix their choice lists.

    While a blank of the consent notice is unfilled nothing opens; the reason is logged, and stands once per wave
    in the audit log. The next wave of a series is planned when one opens; one that was missed is called off.
    Returns the numbers of the waves opened.
    """
    opened = []
    for wave in await cases.due_to_open(conn, now):
        if await must_wait(conn, wave, calendar, now):
            continue
        if not consent_is_complete:
            await _hold(conn, wave, now)
        elif await _open(conn, wave, calendar, titles, now):
            opened.append(wave.id)
    return opened


async def _open(
    conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, titles: Titles, now: datetime
) -> bool:
    today = now.astimezone(calendar.zone).date()
    people = await people_of(conn, wave)
    posts = await frame.list_posts(conn, today, wave.unit_codes, wave.titles, people=people)
    form = Questionnaire.from_json(await cases.form_definition(conn, wave.form_sha256))
    if not await cases.open_wave(conn, wave.id, now, choice_lists_from(form, posts, titles, today)):
        return False  # another process was faster
    await name_people(conn, wave.id, people)
    count = await cases.draw(conn, wave, today)
    await office.record_order(conn, now, ACTOR, "wave.opened", {"wave": wave.id, "cases": count})
    log.info("wave %d is open with %d cases", wave.id, count)
    await plan_next(conn, wave, calendar, now)
    return True


async def _hold(conn: AsyncConnection, wave: WaveRecord, now: datetime) -> None:
    log.error("wave %d stays closed: a blank of the consent notice is not filled in the settings", wave.id)
    key = f"wave.held:{wave.id}"
    if await office.get_fact(conn, key) is None:
        await office.set_fact(conn, key, "consent", now)
        details = {"wave": wave.id, "reason": "consent notice incomplete"}
        await office.record_order(conn, now, ACTOR, "wave.held", details)


def choice_lists_from(
    form: Questionnaire, posts: Sequence[Post], titles: Titles, day: date
) -> dict[str, list[dict[str, Any]]]:
    """Return the choice lists that the sampling frame gives to a form, by list name, as a wave stores them.

    The list of the item with ``roster`` unit becomes the units of the audience. The list of ``roster`` title keeps
    the form's own choices where they name all titles of the audience; else it becomes the titles that exist on the
    day, and those that somebody holds. Each choice of a title carries its group in the column ``title_group``.
    Groups of titles and fields of work are the office's.
    """
    lists = form.roster_lists()
    given: dict[str, list[dict[str, Any]]] = {}
    if "unit" in lists and posts:
        units = {post.unit_code: post.unit_name for post in posts}
        given[lists["unit"]] = [{"name": code, "label": units[code]} for code in sorted(units)]
    for attribute, labels in (("field_of_work", titles.field_labels), ("title_group", titles.group_labels)):
        if attribute in lists:
            given[lists[attribute]] = [{"name": code, "label": label} for code, label in labels.items()]
    if "title" in lists:
        own = {choice.name: choice.label for choice in form.choice_lists.get(lists["title"], ())}
        held = {post.title for post in posts}
        if not held <= own.keys():
            wanted = held.union(titles.on(day))
            codes = [*(code for code in titles if code in wanted), *sorted(held.difference(titles))]
            own = {code: titles.label(code) for code in codes}
        given[lists["title"]] = [
            {"name": code, "label": label, "columns": {"title_group": titles.group(code)}}
            for code, label in own.items()
        ]
    return given
