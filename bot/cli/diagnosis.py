"""What follows from the facts of the house: findings, each with its severity, in words, and what to do. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.office.budgets import STEPS, budget_line
from bot.texts import say
from bot.texts.budgets import TEXTS as BUDGETS
from bot.texts.doctor import REMEDIES, TEXTS
from storage.budgets import BudgetRecord
from storage.health import StuckSends
from storage.leases import LeaseRecord
from storage.mailbox import Depth
from storage.records import WaveRecord

if TYPE_CHECKING:
    from bot.channels.telegram import Delivery

FETCH_LIMIT: Final = timedelta(minutes=3)
DELIVERY_LIMIT: Final = timedelta(minutes=15)
CONFLICT_LIMIT: Final = timedelta(minutes=15)
"""A conflict seen within this time is not over: the poller rests up to half of it between two attempts."""
QUEUE_LIMIT: Final = timedelta(minutes=10)
SENDING_LIMIT: Final = timedelta(minutes=5)
JOB_LIMIT: Final = timedelta(minutes=15)
TICK_LIMIT: Final = timedelta(minutes=5)
RETENTION_LIMIT: Final = timedelta(days=1)
DEAD_LIMIT: Final = timedelta(days=1)
CLOCK_LIMIT: Final = timedelta(seconds=60)
LEAST_FREE: Final = 200_000_000
"""Bytes that have to be free on the disk of the data folder, and twice the size of the database."""

SEVERITY: Final = {"good": 0, "warning": 1, "bad": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: ``state`` good, warning or bad; ``detail`` and ``remedy`` in words; ``data`` for programs."""

    name: str
    state: str
    detail: str
    data: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a house whose database fits. Moments are aware; sizes are in bytes.

    ``processes`` are the living ones; ``database_now`` is the database's own clock, ``None`` if it has none.
    ``free_bytes`` is ``None`` where the disk is not ours. ``write_error`` is empty if a row could be written.
    """

    now: datetime
    processes: Sequence[LeaseRecord] = ()
    database_now: datetime | None = None
    is_webhook: bool = False
    fetched_at: datetime | None = None
    conflict_at: datetime | None = None
    retained_at: datetime | None = None
    write_error: str = ""
    free_bytes: int | None = None
    database_bytes: int = 0
    depths: Sequence[Depth] = ()
    due_since: datetime | None = None
    stuck: Sequence[StuckSends] = ()
    dead_count: int = 0
    dead_at: datetime | None = None
    job_since: datetime | None = None
    waves: Sequence[WaveRecord] = ()
    blanks: Sequence[str] = ()
    budgets: Sequence[BudgetRecord] = ()
    exposed: Sequence[str] = ()

    @property
    def living_since(self) -> datetime | None:
        """Since when the oldest living process works; ``None`` if none lives."""
        return min((process.acquired_at for process in self.processes), default=None)

    @property
    def has_run(self) -> bool:
        """Whether the bot ever fetched on this database."""
        return self.fetched_at is not None

    @property
    def is_in_the_field(self) -> bool:
        """Whether a wave is open, or planned."""
        return any(wave.state != "closed" for wave in self.waves)


def diagnose(facts: Facts) -> list[Finding]:
    """Return every finding about a house whose database fits."""
    return [
        find_writing(facts),
        find_disk(facts),
        find_files(facts),
        find_clock(facts),
        find_process(facts),
        find_conflict(facts),
        find_fetch(facts),
        find_queue(facts),
        find_inbox(facts),
        find_jobs(facts),
        find_waves(facts),
        find_retention(facts),
        find_consent(facts),
        find_budgets(facts),
    ]


def worst(findings: Sequence[Finding]) -> Finding | None:
    """Return the first of the gravest findings; ``None`` if all are good."""
    gravest = max(findings, key=lambda finding: SEVERITY[finding.state], default=None)
    return None if gravest is None or gravest.state == "good" else gravest


def _wrong(name: str, state: str, detail: str, data: Mapping[str, Any], remedy: str = "") -> Finding:
    return Finding(name, state, detail, data, say(REMEDIES[remedy or name]))


def find_writing(facts: Facts) -> Finding:
    """Say whether rows can be written."""
    if facts.write_error:
        detail = say(TEXTS.not_writable, reason=facts.write_error)
        return _wrong("writing", "bad", detail, {"error": facts.write_error})
    return Finding("writing", "good", say(TEXTS.writable), {"error": ""})


def find_disk(facts: Facts) -> Finding:
    """Say whether the disk has room to go on."""
    free = facts.free_bytes
    data = {"free_bytes": free, "database_bytes": facts.database_bytes}
    if free is None:
        return Finding("disk", "good", say(TEXTS.disk_elsewhere), data)
    sizes = {"free": free // 1_000_000, "size": facts.database_bytes // 1_000_000}
    if free < max(LEAST_FREE, 2 * facts.database_bytes):
        return _wrong("disk", "bad", say(TEXTS.disk_full, **sizes), data)
    return Finding("disk", "good", say(TEXTS.disk_free, **sizes), data)


def find_files(facts: Facts) -> Finding:
    """Say which files other accounts of this machine can read."""
    data = {"readable_by_others": list(facts.exposed)}
    if not facts.exposed:
        return Finding("files", "good", say(TEXTS.files_private), data)
    detail = say(TEXTS.files_exposed, names=", ".join(facts.exposed))
    remedy = say(REMEDIES["files"], names=" ".join(facts.exposed))
    return Finding("files", "warning", detail, data, remedy)


def find_clock(facts: Facts) -> Finding:
    """Say whether the machine's clock agrees with the database's."""
    if facts.database_now is None:
        return Finding("clock", "good", say(TEXTS.clock_one), {"difference_seconds": None})
    difference = abs(facts.now - facts.database_now)
    data = {"difference_seconds": round((facts.now - facts.database_now).total_seconds())}
    if difference > CLOCK_LIMIT:
        return _wrong("clock", "bad", say(TEXTS.clock_apart, age=age_text(difference)), data)
    return Finding("clock", "good", say(TEXTS.clock_agrees), data)


def find_process(facts: Facts) -> Finding:
    """Say which processes work on the database."""
    processes = [
        {"host": each.told.get("host"), "pid": each.told.get("pid"), "since": each.acquired_at.isoformat()}
        for each in facts.processes
    ]
    data = {"processes": processes, "has_run": facts.has_run}
    if processes:
        named = "; ".join(say(TEXTS.process, **each) for each in processes)
        return Finding("process", "good", named, data)
    if facts.has_run or facts.is_in_the_field:
        return _wrong("process", "bad", say(TEXTS.process_none), data)
    return _wrong("process", "warning", say(TEXTS.process_never), data)


def find_conflict(facts: Facts) -> Finding:
    """Say whether another program fetches with the same token."""
    at = facts.conflict_at
    data = {"at": None if at is None else at.isoformat()}
    if at is None or facts.now - at > CONFLICT_LIMIT:
        return Finding("conflict", "good", say(TEXTS.conflict_none), data)
    return _wrong("conflict", "bad", say(TEXTS.conflict, age=age_text(facts.now - at)), data)


def find_fetch(facts: Facts) -> Finding:
    """Say when updates were last fetched. A webhook and the page are quiet as long as nobody writes."""
    at, since = facts.fetched_at, facts.living_since
    age = None if at is None else facts.now - at
    data = {
        "at": None if at is None else at.isoformat(),
        "age_seconds": None if age is None else round(age.total_seconds()),
    }
    has_had_time = since is not None and facts.now - since > FETCH_LIMIT
    if age is None:
        if has_had_time and not facts.is_webhook:
            return _wrong("fetch", "bad", say(TEXTS.fetch_unreachable_ever), data)
        return Finding("fetch", "good" if facts.processes else "warning", say(TEXTS.fetch_never), data)
    if age <= FETCH_LIMIT or facts.is_webhook:
        return Finding("fetch", "good", say(TEXTS.fetch_fresh, age=age_text(age)), data)
    if has_had_time:
        return _wrong("fetch", "bad", say(TEXTS.fetch_unreachable, age=age_text(age)), data)
    return Finding("fetch", "warning", say(TEXTS.fetch_stale, age=age_text(age)), data)


def find_queue(facts: Facts) -> Finding:
    """Say what waits to be sent, and whether it has waited too long, or is on its way for too long."""
    ages = [facts.now - depth.oldest_at for depth in facts.depths]
    lanes = [
        {
            "lane": depth.lane,
            "status": depth.status,
            "count": depth.count,
            "age_seconds": round(age.total_seconds()),
        }
        for depth, age in zip(facts.depths, ages, strict=True)
    ]
    living = {process.holder for process in facts.processes}
    stuck = sum(each.count for each in facts.stuck if each.holder in living)
    data = {"lanes": lanes, "stuck": stuck}
    details = "; ".join(
        say(TEXTS.queue_line, lane=depth.lane, status=depth.status, count=depth.count, age=age_text(age))
        for depth, age in zip(facts.depths, ages, strict=True)
    )
    if facts.due_since is not None and facts.now - facts.due_since > QUEUE_LIMIT:
        age_due = age_text(facts.now - facts.due_since)
        return _wrong("queue", "bad", say(TEXTS.queue_stuck, details=details, age=age_due), data)
    if stuck:
        return _wrong("queue", "bad", say(TEXTS.queue_hanging, details=details, count=stuck), data)
    return Finding("queue", "good", details or say(TEXTS.queue_empty), data)


def find_inbox(facts: Facts) -> Finding:
    """Say whether any message made a turn fail."""
    if not facts.dead_count or facts.dead_at is None:
        return Finding("inbox", "good", say(TEXTS.dead_none), {"dead": 0, "last_at": None})
    age = facts.now - facts.dead_at
    data = {"dead": facts.dead_count, "last_at": facts.dead_at.isoformat()}
    detail = say(TEXTS.dead_some, count=facts.dead_count, age=age_text(age))
    return _wrong("inbox", "bad" if age <= DEAD_LIMIT else "warning", detail, data)


def find_jobs(facts: Facts) -> Finding:
    """Say whether a report or an export waits too long."""
    if facts.job_since is None:
        return Finding("jobs", "good", say(TEXTS.jobs_none), {"age_seconds": None})
    age = facts.now - facts.job_since
    data = {"age_seconds": round(age.total_seconds())}
    detail = say(TEXTS.jobs_waiting, age=age_text(age))
    return _wrong("jobs", "bad", detail, data) if age > JOB_LIMIT else Finding("jobs", "good", detail, data)


def find_waves(facts: Facts) -> Finding:
    """Say whether every wave opened and closed at its time."""
    counted = Counter(wave.state for wave in facts.waves)
    counts = {state: counted[state] for state in ("planned", "open", "closed")}
    limit = facts.now - TICK_LIMIT
    unopened = [wave.id for wave in facts.waves if wave.state == "planned" and wave.opens_at < limit]
    unclosed = [wave.id for wave in facts.waves if wave.state == "open" and wave.closes_at < limit]
    data = {**counts, "late": unopened + unclosed, "unopened": unopened, "unclosed": unclosed}
    if not facts.waves:
        return Finding("waves", "good", say(TEXTS.waves_none), data)
    words = [say(TEXTS.waves_counts, **counts)]
    if unopened:
        words.append(say(TEXTS.waves_unopened, numbers=", ".join(map(str, unopened))))
    if unclosed:
        words.append(say(TEXTS.waves_unclosed, numbers=", ".join(map(str, unclosed))))
    if data["late"]:
        return _wrong("waves", "bad", "; ".join(words), data)
    return Finding("waves", "good", words[0], data)


def find_retention(facts: Facts) -> Finding:
    """Say whether what is to be erased by a day is erased."""
    at, since = facts.retained_at, facts.living_since
    data = {"at": None if at is None else at.isoformat()}
    begun = max((moment for moment in (at, since) if moment is not None), default=None)
    if since is not None and begun is not None and facts.now - begun > RETENTION_LIMIT:
        return _wrong("retention", "bad", say(TEXTS.retention_late), data)
    if at is None:
        return Finding("retention", "good", say(TEXTS.retention_never), data)
    return Finding("retention", "good", say(TEXTS.retention_done, age=age_text(facts.now - at)), data)


def find_consent(facts: Facts) -> Finding:
    """Say whether the blanks of the consent notice are filled; without them nobody can be asked."""
    data = {"missing": list(facts.blanks)}
    if facts.blanks:
        detail = say(TEXTS.blanks, names=", ".join(facts.blanks))
        return _wrong("consent", "bad" if facts.is_in_the_field else "warning", detail, data)
    return Finding("consent", "good", say(TEXTS.blanks_none), data)


def judge_delivery(url: str, told: "Delivery", now: datetime) -> Finding:
    """Say whether Telegram delivers updates to our webhook at ``url``, by its own word."""
    data = {"url": told.url, "waiting": told.waiting, "error": told.error}
    if told.url != url:
        detail = say(TEXTS.delivery_elsewhere, url=told.url) if told.url else say(TEXTS.delivery_unset)
        return _wrong("delivery", "warning", detail, data, "delivery_elsewhere")
    if told.failed_at is not None and now - told.failed_at <= DELIVERY_LIMIT:
        age = age_text(now - told.failed_at)
        detail = say(TEXTS.delivery_failed, age=age, error=told.error, count=told.waiting)
        return _wrong("delivery", "bad" if told.waiting else "warning", detail, data)
    return Finding("delivery", "good", say(TEXTS.delivery_good, count=told.waiting), data)


def find_budgets(facts: Facts) -> Finding:
    """Say how many of a month's messages are sent, where an account may send only so many."""
    data = {
        "accounts": [
            {
                "channel": each.channel,
                "account": each.account,
                "sent": each.sent_count,
                "limit": each.message_limit,
            }
            for each in facts.budgets
        ]
    }
    if not facts.budgets:
        return Finding("budgets", "good", say(BUDGETS.none), data)
    detail = " ".join(map(budget_line, facts.budgets))
    if any(each.percent >= STEPS[0] for each in facts.budgets):
        return _wrong("budgets", "warning", detail, data)
    return Finding("budgets", "good", detail, data)


def age_text(age: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    seconds = max(0, round(age.total_seconds()))
    for size, template in ((86400, TEXTS.days), (3600, TEXTS.hours), (60, TEXTS.minutes)):
        if seconds >= size:
            return say(template, count=seconds // size)
    return say(TEXTS.seconds, count=seconds)
