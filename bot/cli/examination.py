"""What the doctor looks at, one finding each: nothing is changed, nothing raises."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.cli.failures import CommandError, InputWrong
from bot.cli.house import House, office_details, open_database, settings_or_wrong, working_calendar
from bot.texts import say
from bot.texts.doctor import TEXTS

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database

FETCH_LIMIT: Final = timedelta(minutes=5)
QUEUE_LIMIT: Final = timedelta(minutes=10)
JOB_LIMIT: Final = timedelta(minutes=15)
TICK_LIMIT: Final = timedelta(minutes=5)
FETCH_KEY: Final = "last_fetch.telegram"
"""The fact in which the running house notes when updates were last fetched."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: ``state`` good, warning or bad; ``detail`` in words; ``data`` for programs."""

    name: str
    state: str
    detail: str
    data: Mapping[str, Any] = field(default_factory=dict)


async def examine() -> list[Finding]:
    """Look at everything; what depends on a database that does not fit is left out."""
    try:
        settings = settings_or_wrong()
        database = open_database(settings)
    except InputWrong as error:
        return [Finding("settings", "bad", str(error))]
    house = House(settings, database, datetime.now(UTC))
    try:
        first = await examine_database(database)
        findings = [first]
        if first.state == "good":
            findings += [
                await examine_fetch(house),
                await examine_queue(house),
                await examine_inbox(house),
                await examine_jobs(house),
                await examine_waves(house),
                await examine_standards(house),
            ]
    finally:
        await database.dispose()
    return [*findings, await examine_token(settings), examine_consent(settings), examine_holidays(house)]


async def examine_database(database: "Database") -> Finding:
    """Compare the tables' version with the program's."""
    from bot.cli.endings import word_ending
    from bot.cli.house import check_current
    from storage.database import DatabaseAhead, DatabaseBehind
    from storage.revisions import head

    try:
        await check_current(database)
    except (DatabaseBehind, DatabaseAhead) as error:
        template = TEXTS.behind if isinstance(error, DatabaseBehind) else TEXTS.ahead
        data = {"version": error.version, "head": error.head}
        return Finding("database", "bad", say(template, version=error.version or "0", head=error.head), data)
    except Exception as error:
        ending = word_ending(error)
        if ending is None:
            raise
        return Finding("database", "bad", str(ending), {"version": None})
    return Finding(
        "database", "good", say(TEXTS.current, version=head()), {"version": head(), "head": head()}
    )


async def examine_token(settings: "Settings") -> Finding:
    """Ask Telegram whether the token is good, if it can be reached."""
    from bot.cli.telegram import ask_account

    if not settings.telegram_token.get_secret_value().strip():
        return Finding("token", "bad", say(TEXTS.tokenless), {"set": False})
    try:
        account = await ask_account(settings)
    except InputWrong as error:
        return Finding("token", "bad", str(error), {"set": True, "valid": False})
    except CommandError as error:
        detail = say(TEXTS.unchecked, reason=str(error))
        return Finding("token", "warning", detail, {"set": True, "valid": None})
    data = {"set": True, "valid": True, "username": account.username}
    return Finding("token", "good", say(TEXTS.good_account, username=account.username), data)


async def examine_fetch(house: House) -> Finding:
    """Say when updates were last fetched."""
    from storage import office

    async with house.database.read() as conn:
        fact = await office.get_fact(conn, FETCH_KEY)
    if fact is None:
        return Finding("fetch", "warning", say(TEXTS.fetch_never), {"at": None, "age_seconds": None})
    fetched_at = datetime.fromisoformat(fact.value)
    age = house.now - fetched_at
    is_fresh = age <= FETCH_LIMIT
    template = TEXTS.fetch_fresh if is_fresh else TEXTS.fetch_stale
    data = {"at": fetched_at.isoformat(), "age_seconds": round(age.total_seconds())}
    return Finding("fetch", "good" if is_fresh else "bad", say(template, age=age_text(age)), data)


async def examine_queue(house: House) -> Finding:
    """Say what waits to be sent, and since when."""
    from storage import health, mailbox

    async with house.database.read() as conn:
        depths = await mailbox.depths(conn)
        due_at = await health.oldest_due(conn, house.now)
    lanes = [
        {
            "lane": depth.lane,
            "status": depth.status,
            "count": depth.count,
            "age_seconds": round((house.now - depth.oldest_at).total_seconds()),
        }
        for depth in depths
    ]
    if not depths:
        return Finding("queue", "good", say(TEXTS.queue_empty), {"lanes": lanes})
    details = "; ".join(
        say(
            TEXTS.queue_line,
            lane=depth.lane,
            status=depth.status,
            count=depth.count,
            age=age_text(house.now - depth.oldest_at),
        )
        for depth in depths
    )
    is_stuck = due_at is not None and house.now - due_at > QUEUE_LIMIT
    if is_stuck:
        return Finding("queue", "bad", say(TEXTS.queue_stuck, details=details), {"lanes": lanes})
    return Finding("queue", "good", details, {"lanes": lanes})


async def examine_inbox(house: House) -> Finding:
    """Say whether any message made a turn fail."""
    from storage import health

    async with house.database.read() as conn:
        count = await health.dead_count(conn)
    if not count:
        return Finding("inbox", "good", say(TEXTS.dead_none), {"dead": 0})
    return Finding("inbox", "warning", say(TEXTS.dead_some, count=count), {"dead": count})


async def examine_jobs(house: House) -> Finding:
    """Say whether a report or an export waits too long."""
    from storage import health

    async with house.database.read() as conn:
        asked_at = await health.oldest_job(conn)
    if asked_at is None:
        return Finding("jobs", "good", say(TEXTS.jobs_none), {"age_seconds": None})
    age = house.now - asked_at
    is_stuck = age > JOB_LIMIT
    template = TEXTS.jobs_stuck if is_stuck else TEXTS.jobs_waiting
    data = {"age_seconds": round(age.total_seconds())}
    return Finding("jobs", "bad" if is_stuck else "good", say(template, age=age_text(age)), data)


async def examine_waves(house: House) -> Finding:
    """Say whether every wave opened and closed at its time."""
    from storage import cases

    async with house.database.read() as conn:
        known = await cases.list_waves(conn)
    counted = Counter(wave.state for wave in known)
    counts = {state: counted[state] for state in ("planned", "open", "closed")}
    limit = house.now - TICK_LIMIT
    late = [
        wave.id
        for wave in known
        if (wave.state == "planned" and wave.opens_at < limit)
        or (wave.state == "open" and wave.closes_at < limit)
    ]
    data = {**counts, "late": late}
    if not known:
        return Finding("waves", "good", say(TEXTS.waves_none), data)
    words = say(TEXTS.waves_counts, **counts)
    if late:
        numbers = ", ".join(map(str, late))
        return Finding("waves", "bad", say(TEXTS.waves_late, counts=words, numbers=numbers), data)
    return Finding("waves", "good", words, data)


async def examine_standards(house: House) -> Finding:
    """Say whether the office's own standards can be used, and whether every unit they name has an official."""
    from bot.cli.reports import own_standards
    from storage import frame

    path = house.settings.standards_file
    if path is None:
        return Finding("standards", "good", say(TEXTS.standards_none), {"file": None})
    data = {"file": str(path)}
    try:
        standards = own_standards(house)
    except InputWrong as error:
        return Finding("standards", "bad", "\n".join(error.lines), data)
    async with house.database.read() as conn:
        held = {official.unit_code for official in await frame.list_officials(conn, house.today)}
    named = set(standards.unit_regions).union(*(each.units or () for each in standards.overrides))
    if named <= held:
        return Finding("standards", "good", say(TEXTS.standards_good, path=path), data)
    units = ", ".join(sorted(named - held))
    return Finding("standards", "warning", say(TEXTS.standards_nobody, path=path, units=units), data)


def examine_consent(settings: "Settings") -> Finding:
    """Say whether the blanks of the consent notice are filled."""
    missing = office_details(settings).missing()
    if missing:
        detail = say(TEXTS.blanks, names=", ".join(missing))
        return Finding("consent", "warning", detail, {"missing": list(missing)})
    return Finding("consent", "good", say(TEXTS.blanks_none), {"missing": []})


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


def age_text(age: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    seconds = max(0, round(age.total_seconds()))
    for size, template in ((86400, TEXTS.days), (3600, TEXTS.hours), (60, TEXTS.minutes)):
        if seconds >= size:
            return say(template, count=seconds // size)
    return say(TEXTS.seconds, count=seconds)
