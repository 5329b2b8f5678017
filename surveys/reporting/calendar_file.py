"""Days as a calendar file (.ics, RFC 5545): whole days only, so that no time zone can shift them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from surveys.workbooks.cells import clean_text

_MOST_OCTETS: Final = 75  # of a line, its end not counted
_PRODUCT: Final = "-//Khao Sat//Ke hoach dao tao//VI"


@dataclass(frozen=True, slots=True)
class WholeDays:
    """What takes place from the first to the last day. ``uid`` is the same in every later file of the same thing.

    ``revision``: a later file of the same ``uid`` has a greater number. ``is_cancelled``: it takes place no more.
    """

    uid: str
    first: date
    last: date
    summary: str
    place: str = ""
    description: str = ""
    revision: int = 0
    is_cancelled: bool = False


def calendar_file(name: str, entries: Iterable[WholeDays], written_at: datetime) -> bytes:
    """Return the file. The same input gives the same bytes. ``written_at``: an aware moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    ]
    stamp = f"{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(entry: WholeDays, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{entry.revision}"
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}"  # the day after the last
    yield f"SUMMARY:{_escaped(entry.summary)}"
    if entry.place:
        yield f"LOCATION:{_escaped(entry.place)}"
    if entry.description:
        yield f"DESCRIPTION:{_escaped(entry.description)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    clean = clean_text(text).replace("\\", "\\\\")
    return clean.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Break a line where it is longer than a calendar may read, never inside a letter."""
    part, octets = "", 0
    for letter in line:
        wide = len(letter.encode())
        if octets + wide > _MOST_OCTETS:
            yield part
            part, octets = " ", 1
        part += letter
        octets += wide
    yield part
