"""The pictures that a form shows beside questions and choices: found among the files that came with it."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from surveys.attachments import SHOWN, recognise
from surveys.problems import Note
from surveys.questionnaire import ItemType, Questionnaire
from surveys.xlsform.draft import Draft

LIMIT: Final = 2 * 1024 * 1024
"""Bytes of one picture: everybody who is asked is sent it."""
COLUMN: Final = "image"


@dataclass(slots=True)
class Pictures:
    """The bytes by the name that the form has for them, and what is to be known of those that are not there."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def hung_in(self, form: Questionnaire) -> Questionnaire:
        """Return the form with the hash of each of its pictures, by name."""
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(self.files.items())}
        return replace(form, pictures=hashes) if hashes else form


def find_pictures(rows: Iterable[Draft], attachments: Mapping[str, bytes]) -> Pictures:
    """Return the pictures that rows of questions and choices name; capitals of a name do not matter."""
    known = {_folded(name): content for name, content in attachments.items()}
    found = Pictures()
    told: set[str] = set()
    for row in rows:
        name = row.text(COLUMN)
        if not name or name in found.files or name in told:
            continue
        content = known.get(_folded(name))
        if content is None:
            fault: Note | None = row.note("picture_missing", COLUMN, found=name[:80])
        else:
            fault = _fault(row, name, content)
        if content is not None and fault is None:
            found.files[name] = content
        elif fault is not None:
            told.add(name)
            found.notes.append(fault)
    return found


def _fault(row: Draft, name: str, content: bytes) -> Note | None:
    """Say why a file cannot be shown, if it is so."""
    kind = recognise(content, ItemType.IMAGE)
    if kind is None or kind.ending not in SHOWN:
        return row.note("picture_unreadable", COLUMN, found=name[:80])
    if len(content) > LIMIT:
        limit = f"{LIMIT // 1024 // 1024} MB"
        return row.note("picture_too_large", COLUMN, found=name[:80], limit=limit)
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
