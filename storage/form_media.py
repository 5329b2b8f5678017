"""The pictures that published forms show: kept once, by the hash of their bytes, which stands in the form."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import form_media, insert
from surveys.attachments import recognise
from surveys.questionnaire import ItemType, Questionnaire


async def keep_pictures(conn: AsyncConnection, form: Questionnaire, files: Mapping[str, bytes]) -> None:
    """Keep the pictures of a form, by name; one that is held already stays."""
    rows = []
    for name, content in files.items():
        kind = recognise(content, ItemType.IMAGE)
        sha256 = hashlib.sha256(content).hexdigest()
        if kind is not None and form.pictures.get(name) == sha256:
            rows.append({"sha256": sha256, "media_type": kind.media_type, "content": content})
    if rows:
        await conn.execute(insert(conn, form_media).on_conflict_do_nothing(), rows)


async def pictures_of(conn: AsyncConnection, form: Questionnaire) -> dict[str, bytes]:
    """Return the pictures of a form, by name."""
    if not form.pictures:
        return {}
    query = select(form_media.c.sha256, form_media.c.content).where(
        form_media.c.sha256.in_(set(form.pictures.values()))
    )
    held = {row[0]: bytes(row[1]) for row in await conn.execute(query)}
    return {name: held[sha256] for name, sha256 in form.pictures.items() if sha256 in held}
