"""What each bot sends counts against its month."""

import logging
from collections import Counter
from collections.abc import Mapping

from bot.channels.zalo.events import NAME
from bot.clock import Clock
from storage import budgets
from storage.database import Database

logger = logging.getLogger(__name__)


class Counting:
    """Counts messages in the database; ``limit`` a bot and month, 0 counts nothing."""

    def __init__(self, database: Database, clock: Clock, limit: int) -> None:
        self._database = database
        self._clock = clock
        self._limit = limit
        self._uncounted: Counter[str] = Counter()

    async def begin(self, names: Mapping[str, str]) -> None:
        """Write down what each bot (by its id, with its name) may send from now on, whatever held before."""
        for bot_id, name in names.items():
            await self._count(bot_id, name, 0)

    async def note_sent(self, bot_id: str, name: str) -> None:
        """Count a message that was sent. What cannot be written now is written with the next one: nobody waits."""
        if self._limit:
            await self._count(bot_id, name, 1)

    async def _count(self, bot_id: str, name: str, count: int) -> None:
        count += self._uncounted.pop(bot_id, 0)
        try:
            async with self._database.begin() as conn:
                await budgets.spend(
                    conn, (NAME, bot_id), count, self._clock.now(), limit=self._limit, name=name
                )
        except Exception as error:  # noqa: BLE001  a count is no reason to lose what was sent
            logger.warning("a message was not counted (%s)", type(error).__name__)
            self._uncounted[bot_id] += count
