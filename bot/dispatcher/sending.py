"""One message to its channel. Whatever goes wrong comes back as a ``SendError``."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.clock import Clock
from bot.dispatcher.adapting import adapt
from bot.messages import FailureKind, Outbound, Outlet, SendError, Sent
from storage.budgets import Account, account_of

log = logging.getLogger(__name__)

FIRST_HALT = 1.0  # seconds: a single refusal of the token may be the platform's own mistake
LONGEST_HALT = 60.0


class Sender:
    """Sends messages. While the token of an account is refused all of it waits, each time twice as long."""

    def __init__(self, channels: Mapping[str, Outlet], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._halts: dict[
            Account, tuple[float, float]
        ] = {}  # how long, and until when of the monotonic clock

    def halted_until(self, account: Account) -> float:
        """Return until when nothing leaves by an account, of the monotonic clock."""
        return self._halts.get(account, (0.0, 0.0))[1]

    async def send(self, channel: str, address: str, message: Outbound) -> Sent:
        """Send a message once; a card whose old message is gone is sent anew. Raises ``SendError``."""
        try:
            sent = await self._send(channel, address, message)
        except SendError as error:
            if error.kind is FailureKind.UNAUTHORIZED:
                self._begin_halt(account_of(channel, address))
            raise
        self._halts.pop(account_of(channel, address), None)
        return sent

    async def _send(self, name: str, address: str, message: Outbound) -> Sent:
        channel = self._channels.get(name)
        if channel is None:
            raise SendError(FailureKind.REFUSED, retryable=False, detail="no channel")
        adapted = adapt(message, channel.caps)
        if adapted is None:
            return Sent()
        message = adapted
        try:
            return await channel.send(address, message)
        except SendError as error:
            is_shown_anew = message.edit_ref and message.text and not message.edits_only
            if error.kind is not FailureKind.GONE or not is_shown_anew:
                raise
        except Exception as error:
            log.exception("a %s could not be sent", message.kind)
            raise SendError(FailureKind.REFUSED, retryable=False, detail=type(error).__name__) from None
        return await channel.send(address, replace(message, edit_ref="", tap_id="", toast=""))

    def _begin_halt(self, account: Account) -> None:
        now = self._clock.monotonic()
        halt, until = self._halts.get(account, (0.0, 0.0))
        if now < until:
            return  # it was on its way when the halt began
        halt = min(max(FIRST_HALT, halt * 2), LONGEST_HALT)
        self._halts[account] = (halt, now + halt)
        told = "channel %s refuses the token: what leaves by it waits %.0f s, nothing is lost"
        log.error(told, account[0], halt)
