"""Files that people sent as answers are fetched here, beside the turns; then their turn is taken.

The turn that notes a file stores the platform's reference. The bytes are fetched outside of any transaction, examined,
and stored as what is no answer yet. Then the door hears that the file is here, under a number of its own: the answer
is stored in that turn. A kill at any moment leaves a file that is fetched again, or a turn that is taken again and
counts once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.messages import FailureKind, Hear, Inbound, InboundKind, SendError, SentFile
from storage import attachments
from storage.attachments import RECEIVED, AttachmentRecord
from storage.database import Database
from surveys.attachments import FILES_AT_MOST, LIMITS, recognise
from surveys.questionnaire import ItemType
from surveys.replies import file_name

log = logging.getLogger(__name__)

Fetch = Callable[[str, str, str], Awaitable[bytes]]
"""Returns the bytes of a file: channel, address, the platform's name for it. Raises ``SendError``."""

AT_ONCE: Final = 8
"""Files that are fetched side by side."""
PATIENCE: Final = timedelta(minutes=5)
"""For how long it is tried again to fetch a file while the platform cannot be reached."""
LONGEST: Final = 120.0  # seconds that one attempt may take


class Collecting:
    """Fetches what was sent. ``hear`` is the door; ``may_collect`` says whether it is this process's part."""

    def __init__(
        self, database: Database, fetch: Fetch, hear: Hear, may_collect: Callable[[], bool] = lambda: True
    ) -> None:
        self._database = database
        self._fetch = fetch
        self._hear = hear
        self._may_collect = may_collect

    async def collect(self, now: datetime) -> None:
        """Fetch what waits, and let each file be heard of that is here or cannot be had."""
        if not self._may_collect():
            return
        async with self._database.glance() as conn:
            waiting = await attachments.under_way(conn, AT_ONCE)
        await asyncio.gather(*(self._bring(file, now) for file in waiting))

    async def _bring(self, file: AttachmentRecord, now: datetime) -> None:
        if file.state == RECEIVED and not await self._settle(file, now):
            return
        async with self._database.begin() as conn:
            now_held = await attachments.find(conn, file.id)
        if now_held is None:
            return
        await self._hear([_told(now_held, now)])
        async with self._database.begin() as conn:
            await attachments.drop(conn, file.id)

    async def _settle(self, file: AttachmentRecord, now: datetime) -> bool:
        """Fetch and examine a file; False if it is to be tried again later."""
        kind, content, problem = ItemType(file.kind), b"", ""
        try:
            async with asyncio.timeout(LONGEST):
                content = await self._fetch(file.channel, file.address, file.ref)
        except (SendError, TimeoutError) as error:
            is_passing = not isinstance(error, SendError) or error.retryable
            if is_passing and now - file.created_at < PATIENCE:
                return False
            is_big = isinstance(error, SendError) and error.kind is FailureKind.REFUSED
            problem = "too_big" if is_big else "lost"
            log.warning("the file %d is not fetched: %s", file.id, problem)
        found = await asyncio.to_thread(recognise, content, kind) if content else None
        if not problem:
            problem = "empty" if not content else "too_big" if len(content) > LIMITS[kind] else ""
            problem = problem or ("" if found else "wrong_kind")
        async with self._database.begin() as conn:
            if not problem and await attachments.count_of(conn, file.response_id) > FILES_AT_MOST:
                problem = "too_many"
            if problem or found is None:
                return await attachments.refuse(conn, file, problem)
            name = file_name(file.id, len(content), found.ending)
            return await attachments.keep_content(conn, file, name, found.media_type, content)


def _told(file: AttachmentRecord, now: datetime) -> Inbound:
    """Return what the door hears: the number is negative, as none of a platform is, so it counts once."""
    return Inbound(
        channel=file.channel,
        update_id=-file.id,
        kind=InboundKind.FETCHED,
        address=file.address,
        sender=file.address,
        sent_at=now,
        ref=str(file.response_id),
        text=file.item,
        data=file.error,
        file=SentFile(file.name, file.size, "", file.kind),
    )
