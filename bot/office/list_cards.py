"""What the chat shows of what was handed in, a list above all, as pure functions: what is known in, a card out."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.callbacks import to36
from bot.messages import Button
from bot.office.menu import Card, labelled, to_menu
from bot.texts import day_text, moment_text, say
from bot.texts.lists import COLUMN_NAMES, TEXTS
from bot.texts.people import TEXTS as PEOPLE
from bot.texts.titles import TEXTS as TITLES
from bot.texts.uploads import UPLOADS
from storage.uploads import PERSON, UNDO, UploadRecord
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from bot.office.lists import ReadList
    from storage.frame import ImportedOfficial, ImportSummary

NAMED: Final = 10
"""People who are named in each part of a card; the others are counted."""
LINES: Final = 16
"""Lines of what was understood that a card has room for."""
LONGEST: Final = 3_500
"""Letters of a card, of the 4,096 that a message may have."""
MOST_CANDIDATES: Final = 6
"""People held of whom one row may be one, each with a button."""
MANY: Final = 5
"""One in so many who leaves is worth a warning."""


def orders_of(upload: UploadRecord, verb: str, *arguments: str) -> str:
    """Return the callback data of a button about what was handed in."""
    return ".".join(("q", "L", verb, to36(upload.id), *arguments))


def drop(upload: UploadRecord) -> tuple[Button, ...]:
    """Return the row that leaves what was handed in."""
    return (Button(UPLOADS[upload.kind].drop_button, orders_of(upload, "x")),)


def take_in(upload: UploadRecord, token: str) -> tuple[Button, ...]:
    """Return the row that takes in what was shown under a token."""
    return (Button(UPLOADS[upload.kind].apply_button, orders_of(upload, "y", token), style="primary"),)


def received(upload: UploadRecord) -> Card:
    """Say that a file has come, and offer to leave it."""
    return Card(say(UPLOADS[upload.kind].received, name=upload.filename), (drop(upload),))


def ask_person(upload: UploadRecord, place: int) -> Card:
    """Ask who one person of a list is: somebody held, with a button for each who it may be, or somebody new."""
    questions = upload.decided["questions"]
    question, count = questions[place], len(questions)
    taken = {
        key for mine, key in upload.decided.get("same", {}).items() if mine != question["key"]
    }  # somebody held is one person only
    free = [
        (number, key, line)
        for number, (key, line) in enumerate(question["candidates"][:MOST_CANDIDATES])
        if key not in taken
    ]
    told = {"name": upload.filename, "place": place + 1, "count": number_text(count)}
    lines = [say(TEXTS.asked, **told), "", say(TEXTS.asked_person, person=question["person"])]
    lines += [f"• {line}" for _, _, line in free]
    data = to36(place)
    rows: list[tuple[Button, ...]] = [
        (labelled(say(TEXTS.is_button, person=line), orders_of(upload, "p", data, str(number))),)
        for number, _, line in free
    ]
    rows.append((Button(TEXTS.is_new_button, orders_of(upload, "p", data, "n")),))
    if count - place > 1:
        rows.append((Button(TEXTS.same_button, orders_of(upload, "a")),))
        rows.append((Button(TEXTS.different_button, orders_of(upload, "b")),))
    if place:
        rows.append((Button(TEXTS.before_button, orders_of(upload, "p", to36(place - 1))),))
    return Card("\n".join(lines), (*rows, drop(upload)))


def refused(upload: UploadRecord, problems: Sequence[str], count: int, *, has_titles: bool = False) -> Card:
    """Say what is wrong with a list. ``has_titles``: some of it is mended by placing titles."""
    head = say(TEXTS.refused, name=upload.filename, count=number_text(count))
    place = (Button(TITLES.place_button, f"q.T.b.{to36(upload.id)}.0"),)
    rows = (place, drop(upload)) if has_titles else (to_menu(),)
    return Card(fitting([head, *(f"• {line}" for line in problems)]), rows)


def dry_run(
    upload: UploadRecord, read: "ReadList", summary: "ImportSummary", token: str, *, is_again: bool
) -> Card:
    """Show what a list would change, and ask whether it is taken in."""
    head = [say(UPLOADS[upload.kind].again)] if is_again else []
    head += [say(TEXTS.dry, name=upload.filename, as_of=day_text(upload.as_of)), read.counts]
    lines = [*head, *summary_lines(read, summary, upload.as_of, NAMED)]
    understood = understood_lines(read)
    lines += [f"\n{say(TEXTS.understood)}"] if understood else []
    lines += _first(understood, LINES)
    return Card(fitting(lines), (take_in(upload, token), drop(upload)))


def is_shortened(read: "ReadList", summary: "ImportSummary") -> bool:
    """Whether the card cannot show every line of a dry run."""
    parts = (summary.added, summary.changed, summary.left)
    lines = understood_lines(read)
    is_long = sum(map(len, lines)) > LONGEST // 2
    return is_long or len(lines) > LINES or any(len(part) > NAMED for part in parts)


def all_lines(upload: UploadRecord, read: "ReadList", summary: "ImportSummary") -> str:
    """Return the whole dry run as a text, for a file."""
    people = summary_lines(read, summary, upload.as_of, len(read.roster.rows) + len(summary.left))
    return "\n".join(
        [say(TEXTS.all_lines, name=upload.filename), read.counts, *people, *understood_lines(read)]
    )


def summary_lines(read: "ReadList", summary: "ImportSummary", as_of: date, named: int) -> list[str]:
    """Return what a list changes: how many, then who, of each kind so many by name."""
    moved = [each for each in summary.changed if "unit_id" in each.fields]
    changed = [each for each in summary.changed if "unit_id" not in each.fields]
    counts = {
        "added": len(summary.added),
        "changed": len(changed),
        "moved": len(moved),
        "left": len(summary.left),
        "same": len(summary.unchanged),
    }
    lines = [say(TEXTS.counts, **{name: number_text(count) for name, count in counts.items()})]
    held = len(summary.changed) + len(summary.unchanged) + len(summary.left)
    if len(summary.left) * MANY > held:
        told = {"left": number_text(len(summary.left)), "held": number_text(held)}
        lines.append(say(TEXTS.many_leave, **told))
    if summary.held_as_of is not None and as_of < summary.held_as_of:
        lines.append(say(TEXTS.older, held=day_text(summary.held_as_of), as_of=day_text(as_of)))
    units = {row.roster_key: row.unit_name for row in read.roster.rows}
    lines += _part(TEXTS.added, [_named(each) for each in summary.added], named)
    lines += _part(TEXTS.changed, [_changed(each) for each in changed], named)
    lines += _part(
        TEXTS.moved,
        [
            say(TEXTS.person_moved, name=each.full_name, key=each.roster_key, unit=units[each.roster_key])
            for each in moved
        ],
        named,
    )
    lines += _part(TEXTS.left, [_named(each) for each in summary.left], named)
    names = {unit.code: f"{unit.name} ({unit.code})" for unit in read.roster.units if unit.code}
    for template, codes in (
        (TEXTS.new_units, summary.units_added),
        (TEXTS.ended_units, summary.units_closed),
    ):
        called = [names.get(code, code) for code in codes]
        lines += [say(template, units=", ".join(_first(called, named)))] if called else []
    return lines


def understood_lines(read: "ReadList") -> list[str]:
    """Return what was understood rather than read, a line each."""
    return [f"{heading}: {line}" for heading, lines in read.understood for line in lines]


def _named(one: "ImportedOfficial") -> str:
    return say(TEXTS.person, name=one.full_name, key=one.roster_key)


def _changed(one: "ImportedOfficial") -> str:
    columns = ", ".join(COLUMN_NAMES.get(name, name) for name in one.fields)
    return say(TEXTS.person_changed, name=one.full_name, key=one.roster_key, columns=columns)


def _part(heading: str, people: Sequence[str], named: int) -> list[str]:
    return [f"\n**{heading}**", *(f"• {line}" for line in _first(people, named))] if people else []


def _first(lines: Sequence[str], count: int) -> list[str]:
    """Return the first lines, and how many more there are."""
    more = len(lines) - count
    return [*lines[:count], *([say(TEXTS.more, count=number_text(more))] if more > 0 else [])]


def fitting(lines: Iterable[str], last: str = "") -> str:
    """Return so many lines as a message has room for, and the last one."""
    kept: list[str] = []
    room = LONGEST - len(last)
    given = list(lines)
    for place, line in enumerate(given):
        room -= len(line) + 1
        if room < 0:
            kept.append(say(TEXTS.more, count=number_text(len(given) - place)))
            break
        kept.append(line)
    return "\n".join([*kept, *([last] if last else [])])


def applied(upload: UploadRecord, now: datetime, zone: ZoneInfo) -> Card:
    """Say that something was taken in, and until when that can be undone."""
    assert upload.applied_at is not None
    until, texts = upload.applied_at + UNDO, UPLOADS[upload.kind]
    text = say(texts.applied, name=upload.filename, at=moment_text(upload.applied_at, zone))
    more = ((Button(PEOPLE.other_button, "q.E.s"),),) if upload.kind == PERSON else ()
    if now >= until or not texts.undo_button:
        return Card(text, (*more, to_menu()))
    text += "\n" + say(texts.undo_until, until=f"{until.astimezone(zone):%H:%M}")
    return Card(text, ((Button(texts.undo_button, orders_of(upload, "u")),), *more, to_menu()))
