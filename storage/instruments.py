"""Published questionnaires: immutable, known by the hash of their canonical JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import WaveRecord, record
from storage.sql import form_versions, insert, waves
from surveys.questionnaire import Choice, Questionnaire


class FormTakenError(Exception):
    """This form id and version are published with another content: a changed form needs another version."""

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(f"{form_id} {version} is already published with another content")
        self.form_id = form_id
        self.version = version


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One published version, without its definition."""

    sha256: str
    form_id: str
    version: str
    title: str
    published_at: datetime


_SUMMARY = tuple(form_versions.c[name] for name in FormRecord.__slots__)


async def publish(conn: AsyncConnection, form: Questionnaire, now: datetime) -> bool:
    """Publish a form; False if this very form already is. Raises ``FormTakenError``."""
    query = insert(conn, form_versions).values(
        sha256=form.sha256,
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        definition=form.to_json(),
        published_at=now,
    )
    added = (await conn.execute(query.on_conflict_do_nothing())).rowcount
    if not added and await find(conn, form.sha256) is None:
        raise FormTakenError(form.form_id, form.version)
    return bool(added)


async def published(conn: AsyncConnection) -> list[FormRecord]:
    """Return every published version, by form, newest first."""
    query = select(*_SUMMARY).order_by(form_versions.c.form_id, form_versions.c.published_at.desc())
    return [record(FormRecord, row) for row in (await conn.execute(query)).mappings()]


async def find(conn: AsyncConnection, sha256: str) -> FormRecord | None:
    """Return a published version by its hash."""
    row = (await conn.execute(select(*_SUMMARY).where(form_versions.c.sha256 == sha256))).mappings().first()
    return None if row is None else record(FormRecord, row)


async def latest(conn: AsyncConnection, form_id: str) -> FormRecord | None:
    """Return the version of a form that was published last."""
    query = (
        select(*_SUMMARY)
        .where(form_versions.c.form_id == form_id)
        .order_by(form_versions.c.published_at.desc(), form_versions.c.version.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(FormRecord, row)


async def definition(conn: AsyncConnection, sha256: str) -> str:
    """Return the canonical JSON of a published version. Raises ``LookupError`` for an unknown hash."""
    found = await conn.scalar(select(form_versions.c.definition).where(form_versions.c.sha256 == sha256))
    if found is None:
        raise LookupError(f"no form is published under {sha256}")
    return str(found)


def read_choice_lists(stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Choice, ...]]:
    """Read the choice lists that a wave stored as JSON: name, label and perhaps ``columns`` of each choice."""
    return {
        name: tuple(
            Choice(str(choice["name"]), str(choice["label"]), dict(choice.get("columns", {})))
            for choice in choices
        )
        for name, choices in stored.items()
    }


async def form_of(conn: AsyncConnection, wave: WaveRecord) -> Questionnaire:
    """Return a wave's form with the wave's own choice lists."""
    form = Questionnaire.from_json(await definition(conn, wave.form_sha256))
    stored = await conn.scalar(select(waves.c.choice_lists).where(waves.c.id == wave.id))
    return form.with_choice_lists(read_choice_lists(stored or {}))
