"""The files that people sent as answers, as .zip: each under the name that stands in the table of answers."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from surveys.attachments import FILES
from surveys.questionnaire import Questionnaire
from surveys.reporting.answers import AnswerRow

ZIP_LIMIT: Final = 45_000_000
"""Bytes of files in one .zip: more than a chat carries is parted."""
_DAY: Final = (1980, 1, 1, 0, 0, 0)  # when somebody sent a file is told by the table alone


def file_names(form: Questionnaire, rows: Iterable[AnswerRow]) -> list[str]:
    """Return the names of all files that count as answers, in the order of the table."""
    asked = [item.name for item in form.questions() if item.type in FILES]
    return [row.answers[item] for row in rows for item in asked if row.answers.get(item)]


def in_parts(sizes: Mapping[str, int], limit: int = ZIP_LIMIT) -> Iterator[list[str]]:
    """Part files, by their sizes, into as few archives as their order allows."""
    part: list[str] = []
    total = 0
    for name, size in sizes.items():
        if part and total + size > limit:
            yield part
            part, total = [], 0
        part.append(name)
        total += size
    if part:
        yield part


def zip_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive; pictures, sounds and films are packed already, so they are put in as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _DAY), content)
    return buffer.getvalue()


def archive_name(wave: int, now: datetime, place: int, count: int) -> str:
    """Return what an archive is called; of several with its number."""
    part = f"-{place}" if count > 1 else ""
    return f"tep-dinh-kem-dot-{wave}-{now:%Y%m%d-%H%M}{part}.zip"
