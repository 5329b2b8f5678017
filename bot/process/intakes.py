"""Taking in what comes on every channel: connect, then listen for ever. None keeps another one waiting."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from bot.channels.building import TOKEN_SETTINGS
from bot.clock import Clock
from bot.messages import Account, Channel, FailureKind, Hear, SendError
from bot.texts.identity import COMMANDS

log = logging.getLogger(__name__)

CONNECT_AGAIN_AFTER: Final = timedelta(seconds=1)  # and twice as long each time, up to
CONNECT_AGAIN_AT_LATEST: Final = timedelta(seconds=15)
REFUSED_AGAIN_AT_LATEST: Final = timedelta(minutes=5)
"""A token that the platform does not know is mended by a setting and a restart; one refusal may be the platform's."""

Remember = Callable[[str, Account], Awaitable[None]]
While = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]


class Intakes:
    """All channels of a process. ``remember`` is told who the bot is on each; ``while_held`` lets work go on or not."""

    def __init__(
        self, channels: Sequence[Channel], hear: Hear, clock: Clock, remember: Remember, while_held: While
    ) -> None:
        self._channels = channels
        self._hear = hear
        self._clock = clock
        self._remember = remember
        self._while_held = while_held
        self.connecting_count = 0
        """Channels that are asking their platform for the bot's name; not those that wait to ask again."""

    def start(self) -> asyncio.Task[None]:
        """Begin with every channel at once; the task never returns: it raises what broke a channel."""
        self.connecting_count = len(self._channels)
        return asyncio.create_task(self._run(), name="intake")

    async def _run(self) -> None:
        intakes = [asyncio.create_task(self._listen_to(channel)) for channel in self._channels]
        try:
            await asyncio.gather(*intakes)
        finally:
            for intake in intakes:
                if not intake.cancelling():  # a second time it would not even finish its answers
                    intake.cancel()
            await asyncio.gather(*intakes, return_exceptions=True)

    async def _listen_to(self, channel: Channel) -> None:
        await self._connect(channel)
        await self._while_held(lambda: channel.listen(self._hear))

    async def _connect(self, channel: Channel) -> None:
        """Learn the bot's name on a channel and publish its commands, trying again until the platform answers."""
        wait = CONNECT_AGAIN_AFTER
        while True:
            try:
                account = await channel.open()
                await channel.publish_commands(tuple(COMMANDS.items()))
                await self._remember(channel.name, account)
            except SendError as error:
                failure = error
            else:
                name = f"@{account.username}" if account.username else account.link_base
                log.info("running as %s", name)
                return
            finally:
                self.connecting_count -= 1
            _explain_no_connection(channel.name, failure, wait)
            await self._clock.sleep(wait.total_seconds())
            self.connecting_count += 1
            is_refused = failure.kind is FailureKind.UNAUTHORIZED
            wait = min(wait * 2, REFUSED_AGAIN_AT_LATEST if is_refused else CONNECT_AGAIN_AT_LATEST)


def _explain_no_connection(channel: str, error: SendError, wait: timedelta) -> None:
    """Say in one line what is wrong and what to do; never the token."""
    reason = f"{error.kind} {error.detail}".strip()
    if error.kind is FailureKind.UNAUTHORIZED:
        setting = TOKEN_SETTINGS.get(channel, "its settings")
        reason = f"{channel.capitalize()} does not know this token: check {setting}"
    log.warning("no connection: %s; trying again in %.0f s", reason, wait.total_seconds())
