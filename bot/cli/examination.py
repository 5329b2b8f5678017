"""What the doctor looks at: facts are gathered here, judged in ``diagnosis``. Nothing is changed, nothing raises."""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cli.actor import everything
from bot.cli.diagnosis import SENDING_LIMIT, Facts, Finding, diagnose, judge_delivery
from bot.cli.failures import CommandError, InputWrong
from bot.cli.house import House, open_database, settings_or_wrong, working_calendar
from bot.cli.zalo import examine_zalo
from bot.office.details import office_details
from bot.texts import say
from bot.texts.doctor import REMEDIES, TEXTS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.settings import Settings
    from storage.database import Database
    from storage.records import WaveRecord

OTHERS: Final = 0o077
"""The rights of other accounts in a file's mode."""


async def examine() -> list[Finding]:
    """Look at everything; what depends on a database that does not fit is left out."""
    try:
        settings = settings_or_wrong()
        database = open_database(settings)
    except InputWrong as error:
        return [Finding("settings", "bad", str(error), remedy=say(REMEDIES["settings"]))]
    house = House(settings, database, datetime.now(UTC))
    try:
        findings = [await examine_database(database)]
        if findings[0].state == "good":
            findings += [*diagnose(await gather_facts(house)), await examine_titles(house)]
            findings.append(await examine_standards(house))
    finally:
        await database.dispose()
    if settings.list_zalo_tokens():
        findings.append(await examine_zalo(settings))
    token = await examine_token(settings)
    if token.data.get("valid") and settings.telegram_webhook_url:
        findings.append(await examine_delivery(settings, house.now))
    return [*findings, token, examine_holidays(house)]


async def gather_facts(house: House) -> Facts:
    """Read all that ``diagnose`` judges by."""
    from bot.process.house_facts import CONFLICT, HEARTBEAT, RETAINED
    from bot.process.whereabouts import is_gone
    from storage import budgets, health, leases, mailbox, office

    write_error = await _try_to_write(house)
    async with house.database.read() as conn:
        held = await leases.list_leases(conn, leases.PROCESS)
        clock = await health.database_clock(conn)
        looked_at = clock or datetime.now(UTC)  # after the leases, which are renewed while we wait
        moments = {key: await office.get_moment(conn, key) for key in (HEARTBEAT, CONFLICT, RETAINED)}
        dead_count, dead_at = await health.dead_updates(conn)
        files = health.database_files(house.database)
        return Facts(
            now=house.now,
            processes=[each for each in held if each.is_current(looked_at) and not is_gone(each.told)],
            database_now=clock,
            is_webhook=_is_brought_everything(house.settings),
            fetched_at=moments[HEARTBEAT],
            conflict_at=moments[CONFLICT],
            retained_at=moments[RETAINED],
            write_error=write_error,
            free_bytes=_free_bytes(house.settings.data_dir, files),
            database_bytes=sum(each.stat().st_size for each in files),
            depths=await mailbox.depths(conn),
            due_since=await health.oldest_due(conn, house.now),
            stuck=await health.stuck_sends(conn, house.now - SENDING_LIMIT),
            dead_count=dead_count,
            dead_at=dead_at,
            job_since=await health.oldest_job(conn),
            waves=await _waves(conn),
            budgets=await budgets.list_budgets(conn, house.now),
            blanks=office_details(house.settings).missing(),
            exposed=exposed_files([Path(".env"), house.settings.data_dir, *files]),
        )


async def _waves(conn: "AsyncConnection") -> "list[WaveRecord]":
    """Return every wave; one that is open closes with the last of its cases."""
    from storage import cases, closings

    held = await cases.list_waves(conn)
    return [(await closings.parts_of(conn, wave))[-1] if wave.state == "open" else wave for wave in held]


async def _try_to_write(house: House) -> str:
    """Return why no row can be written; empty if one can."""
    from bot.cli.endings import word_ending
    from storage import health

    try:
        await health.try_to_write(house.database, house.now)
    except Exception as error:
        ending = word_ending(error)
        if ending is None:
            raise
        return str(ending)
    return ""


def _free_bytes(data_dir: Path, files: list[Path]) -> int | None:
    """Return what is free on the volume of the database's file, else of the data folder; ``None`` without either."""
    place = files[0].parent if files else data_dir
    return shutil.disk_usage(place).free if place.is_dir() else None


def exposed_files(paths: list[Path]) -> list[str]:
    """Return those files and folders that other accounts may read, write or enter. Windows has no such modes."""
    import os

    if os.name != "posix":
        return []
    return [str(path) for path in paths if path.exists() and path.stat().st_mode & OTHERS]


async def examine_database(database: "Database") -> Finding:
    """Compare the tables' version with the program's."""
    from bot.cli.endings import word_ending
    from bot.cli.house import check_current
    from storage.database import DatabaseAhead, DatabaseBehind, head

    try:
        await check_current(database)
    except (DatabaseBehind, DatabaseAhead) as error:
        template = TEXTS.behind if isinstance(error, DatabaseBehind) else TEXTS.ahead
        data = {"version": error.version, "head": error.head}
        detail = say(template, version=error.version or "0", head=error.head)
        return Finding("database", "bad", detail, data)
    except Exception as error:
        ending = word_ending(error)
        if ending is None:
            raise
        return Finding("database", "bad", str(ending), {"version": None}, say(REMEDIES["writing"]))
    return Finding(
        "database", "good", say(TEXTS.current, version=head()), {"version": head(), "head": head()}
    )


async def examine_token(settings: "Settings") -> Finding:
    """Ask Telegram whether the token is good, if it can be reached."""
    from bot.cli.telegram import ask_account

    if _needs_no_token(settings):
        url = settings.web_url or settings.zalo_base_url
        return Finding("token", "good", say(TEXTS.page_alone, url=url), {"set": False})
    if not settings.telegram_token.get_secret_value().strip():
        return Finding("token", "bad", say(TEXTS.tokenless), {"set": False}, say(REMEDIES["token"]))
    try:
        account = await ask_account(settings)
    except InputWrong as error:
        return Finding("token", "bad", str(error), {"set": True, "valid": False})
    except CommandError as error:
        detail = say(TEXTS.unchecked, reason=str(error))
        return Finding("token", "warning", detail, {"set": True, "valid": None})
    data = {"set": True, "valid": True, "username": account.username}
    return Finding("token", "good", say(TEXTS.good_account, username=account.username), data)


async def examine_delivery(settings: "Settings", now: datetime) -> Finding:
    """Ask Telegram whether its deliveries to our webhook arrive: a broken proxy or certificate shows nowhere else."""
    from bot.cli.telegram import ask_delivery

    try:
        told = await ask_delivery(settings)
    except CommandError as error:
        return Finding("delivery", "warning", say(TEXTS.unchecked, reason=str(error)), {"url": None})
    return judge_delivery(settings.telegram_webhook_url, told, now)


def _is_brought_everything(settings: "Settings") -> bool:
    """Whether nothing is fetched: then long silence is no fault."""
    is_page_alone = _needs_no_token(settings) and not settings.list_zalo_tokens()
    return settings.is_delivered_to or is_page_alone


def _needs_no_token(settings: "Settings") -> bool:
    """Whether there are other channels and no Telegram."""
    has_other = bool(settings.web_url or settings.list_zalo_tokens())
    return has_other and not settings.telegram_token.get_secret_value().strip()


async def examine_titles(house: House) -> Finding:
    """Say whether the office's own titles can be used, and whether everybody holds one that exists today."""
    from bot.cli.house import own_titles
    from storage import frame

    path = house.settings.titles_file
    data = {"file": None if path is None else str(path)}
    try:
        titles = own_titles(house)
    except InputWrong as error:
        return Finding("titles", "bad", "\n".join(error.lines), data)
    file = say(TEXTS.titles_built_in) if path is None else say(TEXTS.titles_own, path=path)
    async with house.database.read() as conn:
        held = [
            official.title for official in await frame.list_officials(conn, house.today, scope=everything())
        ]
    wrong = {
        TEXTS.titles_unknown: [code for code in held if code not in titles],
        TEXTS.titles_ended: [c for c in held if c in titles and not titles.by_code[c].covers(house.today)],
    }
    for template, codes in wrong.items():
        if codes:
            named = "; ".join(titles.label(code) for code in dict.fromkeys(codes))
            return Finding(
                "titles", "warning", say(template, file=file, count=len(codes), titles=named), data
            )
    return Finding("titles", "good", say(TEXTS.titles_good, file=file), data)


async def examine_standards(house: House) -> Finding:
    """Say whether the office's own standards can be used, and whether every unit they name has an official."""
    from bot.cli.reports import standards_on
    from storage import frame

    path = house.settings.standards_file
    data: dict[str, Any] = {"file": None if path is None else str(path)}
    try:
        standards = await standards_on(house, house.today)
    except InputWrong as error:
        return Finding("standards", "bad", "\n".join(error.lines), data)
    version = standards.version
    data["version"] = version.number if version else None
    told = say(TEXTS.standards_version, number=version.number) if version else say(TEXTS.standards_no_version)
    if path is None:
        return Finding("standards", "good", f"{say(TEXTS.standards_none)}; {told}", data)
    async with house.database.read() as conn:
        held = {
            official.unit_code
            for official in await frame.list_officials(conn, house.today, scope=everything())
        }
    named = set(standards.unit_regions).union(*(each.units or () for each in standards.overrides))
    if named <= held:
        return Finding("standards", "good", f"{say(TEXTS.standards_good, path=path)}; {told}", data)
    units = ", ".join(sorted(named - held))
    return Finding("standards", "warning", say(TEXTS.standards_nobody, path=path, units=units), data)


def examine_holidays(house: House) -> Finding:
    """Say whether the calendar knows the public holidays of this year and the next."""
    try:
        calendar = working_calendar(house)
    except InputWrong as error:
        return Finding("holidays", "bad", say(TEXTS.holidays_bad, reason=" ".join(error.lines)))
    years = (house.today.year, house.today.year + 1)
    counts = Counter(day.year for day in calendar.holidays)
    data = {"years": {str(year): counts[year] for year in years}}
    unknown = [str(year) for year in years if not counts[year]]
    if unknown:
        detail = say(TEXTS.holidays_missing, years=", ".join(unknown))
        return Finding("holidays", "bad", detail, data)
    detail = say(TEXTS.holidays_good, year=years[-1], count=counts[years[0]])
    return Finding("holidays", "good", detail, data)
