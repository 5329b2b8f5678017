"""The files that people sent as answers, for whoever may have the answers by name."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Final

from bot.messages import Outbound
from bot.office.made import document
from bot.texts import say
from bot.texts.office import TEXTS
from storage import attachments
from storage.database import Database
from storage.scope import Scope
from surveys.replies import file_number
from surveys.reporting.sent_files import ZIP_LIMIT, archive_name, in_parts, zip_files

PARTS_AT_MOST: Final = 10
"""Archives that one order sends into a chat; more are fetched from the command line."""


async def archives(
    database: Database, wave_id: int, names: Collection[str], scope: Scope, limit: int = ZIP_LIMIT
) -> AsyncIterator[tuple[bytes, int, int]]:
    """Make the archives of a wave's files that count: each with its place, from 1 on, and how many there are."""
    async with database.read() as conn:
        held = await attachments.files_of_wave(conn, wave_id, scope=scope)
    wanted = set(names)
    sizes = {name: size for name, size in held.items() if name in wanted}
    parts = list(in_parts(sizes, limit))
    for place, part in enumerate(parts, start=1):
        files = []
        for name in part:
            async with database.read() as conn:
                files.append((name, await attachments.bytes_of(conn, file_number(name))))
        yield zip_files(files), place, len(parts)


async def messages(
    database: Database, wave_id: int, names: Collection[str], scope: Scope, at: datetime
) -> list[Outbound]:
    """Return the archives as messages, named by the local moment ``at``; of very many the first ones."""
    made = []
    async for content, place, count in archives(database, wave_id, names, scope):
        name = archive_name(wave_id, at, place, count)
        template = TEXTS.files_caption if count <= PARTS_AT_MOST else TEXTS.files_many
        made.append(document(name, content, say(template, number=wave_id, place=place, count=count), wave_id))
        if place == PARTS_AT_MOST:
            break
    return made
