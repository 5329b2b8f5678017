"""The independent checker: what people did and saw, held against the tables.

It finds what is lost, doubled, stored wrongly or left behind. An empty list is a clean bill.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Final, Protocol

from tests.chaos.archive import Rows, file_rows, rows_of
from tests.chaos.hours import Stay, local_time
from tests.process.form import QUESTIONS, is_asked, violations
from tests.process.official import Journal, Official, discrepancies

ANSWERS: Final = (
    "SELECT c.roster_key, a.item, a.value FROM answers a "
    "JOIN responses r ON r.id = a.response_id JOIN cases c ON c.id = r.case_id"
)
REVISIONS: Final = (
    "SELECT v.id, c.roster_key, v.item, v.value FROM answer_revisions v "
    "JOIN responses r ON r.id = v.response_id JOIN cases c ON c.id = r.case_id ORDER BY v.id"
)
UNFINISHED: Final = (
    "SELECT c.roster_key, COALESCE(r.status, 'nothing') FROM cases c LEFT JOIN responses r ON r.case_id = c.id "
    "WHERE r.status IS NULL OR r.status NOT IN ('completed', 'amended')"
)
LEFT_BEHIND: Final = {
    "messages under way": "SELECT status, purpose, id FROM outbox WHERE status IN ('queued', 'claimed', 'sending')",
    "cards owed": "SELECT contact_point_id, turn FROM owed_cards",
    "dead updates": "SELECT update_id FROM inbox WHERE status = 'dead'",
    "jobs not done": "SELECT id, kind, error FROM jobs WHERE done_at IS NULL OR error <> ''",
    "people in two chats": (
        "SELECT official_id, COUNT(*) FROM contact_points WHERE official_id IS NOT NULL "
        "GROUP BY official_id HAVING COUNT(*) > 1"
    ),
    "contacts made twice": (
        "SELECT case_id, purpose, number, COUNT(*) FROM contact_attempts WHERE result IN ('sent', 'unknown') "
        "GROUP BY case_id, purpose, number HAVING COUNT(*) > 1"
    ),
    "one response of two": "SELECT case_id, COUNT(*) FROM responses GROUP BY case_id HAVING COUNT(*) > 1",
}
OFFICE_HOURS: Final = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
AT_MOST: Final = {"invitations": 1, "repetitions": 1, "reminders": 2}
"""Of the reminders one is ordered, and one was due while everything stood still."""


class Witness(Protocol):
    """Somebody who kept a journal."""

    journal: Journal


async def findings(url: str, officials: Mapping[str, Witness]) -> list[str]:
    """Return everything that is wrong, by roster key where it is somebody's."""
    found = [f"{name}: {rows}" for name, query in LEFT_BEHIND.items() if (rows := await rows_of(url, query))]
    found += [f"{key} could not finish: {status}" for key, status in await rows_of(url, UNFINISHED)]
    answers = _by_key(await rows_of(url, ANSWERS))
    revisions: dict[str, list[tuple[str, str]]] = {}
    for _, key, item, value in await rows_of(url, REVISIONS):
        revisions.setdefault(key, []).append((item, value))
    for key, official in officials.items():
        own = _that_count(answers.get(key, {}))
        wrong = [
            *discrepancies(official.journal, own, revisions.get(key, [])),
            *violations(own),
            *_seen_twice(official),
        ]
        found += [f"{key}: {problem}" for problem in wrong]
    if url.startswith("sqlite"):
        found += broken(url.removeprefix("sqlite:///"))
    return found


def broken(path: str) -> list[str]:
    """Return what SQLite itself finds wrong with a file."""
    checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
    return [str(row) for check in checks for row in file_rows(path, check) if row != ("ok",)]


def torn(snapshot: Path, url: str) -> list[str]:
    """Return what is wrong with a copy made in the middle: broken, or not the beginning of what happened after."""
    found = broken(str(snapshot))
    before, after = file_rows(str(snapshot), REVISIONS), file_rows(url.removeprefix("sqlite:///"), REVISIONS)
    if before != after[: len(before)]:
        found.append(f"a copy with {len(before)} revisions is not how the history of {len(after)} began")
    return found


def at_night(officials: Mapping[str, Official], stays: Sequence[Stay]) -> list[str]:
    """Return the invitations and reminders that came outside office hours."""
    came = (
        (key, local_time(stays, moment.at))
        for key, official in officials.items()
        for moment in official.phone.chat.story
        if moment.kind == "sent" and moment.message_id in official.journal.contacts
    )
    return [f"{key}: written to at {at}" for key, at in came if not _is_office_hour(at.time())]


def _is_office_hour(at: time) -> bool:
    return any(start <= at <= end for start, end in OFFICE_HOURS)


def _seen_twice(official: Witness) -> Iterator[str]:
    """Tell of invitations and reminders that came more often than they may."""
    seen = official.journal
    counts = {"invitations": seen.invitations, "repetitions": seen.repetitions, "reminders": seen.reminders}
    for what, messages in counts.items():
        if len(messages) > AT_MOST[what]:
            yield f"{len(messages)} {what}"


def _by_key(rows: Rows) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    doubled = Counter((key, item) for key, item, _ in rows)
    for key, item, value in rows:
        twice = "" if doubled[key, item] == 1 else " (stands twice)"
        found.setdefault(key, {})[item] = value + twice
    return found


def _that_count(answers: dict[str, str]) -> dict[str, str]:
    """Leave out what the form does not ask of somebody with these answers: it is kept, and does not count."""
    asked = {question.item for question in QUESTIONS if is_asked(question, answers)}
    return {item: value for item, value in answers.items() if item in asked}


def snapshot_of(database: Path, to: Path) -> Path:
    """Copy a database and its WAL as they lie there; nobody may write meanwhile."""
    to.mkdir(parents=True, exist_ok=True)
    for name in (database.name, f"{database.name}-wal"):
        source = database.with_name(name)
        if source.exists():
            (to / name).write_bytes(source.read_bytes())
    return to / database.name


def tear(database: Path, garbage: bytes) -> None:
    """Append garbage to a WAL, as a crash of the machine leaves it."""
    wal = database.with_name(f"{database.name}-wal")
    if wal.exists():
        with wal.open("ab") as file:
            file.write(garbage)
