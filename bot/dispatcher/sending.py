"""One message to its channel, and the verdict on it."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.pacing import Pace
from bot.dispatcher.verdicts import Verdict
from bot.envelopes import decode
from bot.messages import Channel, FailureKind, Outbound, SendError, Sent
from storage.mailbox import ClaimedMessage

log = logging.getLogger(__name__)


class Sender:
    """Sends claimed messages. ``halted_until``: nothing may leave before, the token was refused.

    ``cards_on_wire``: the chat (channel, address) of each card that began to be sent and is not recorded yet, by
    message.
    """

    def __init__(self, channels: Mapping[str, Channel], clock: Clock, pace: Pace) -> None:
        self._channels = channels
        self._clock = clock
        self._pace = pace
        self.halted_until: datetime | None = None
        self.cards_on_wire: dict[int, tuple[str, str]] = {}

    def is_halted(self, now: datetime) -> bool:
        """Say whether everything waits."""
        return self.halted_until is not None and self.halted_until > now

    async def attempt(self, message: ClaimedMessage) -> Verdict:
        """Send a message once and judge the result; a bug in a channel fails the message and nothing else."""
        channel = self._channels.get(message.channel)
        if channel is None:
            return self._judge(message, SendError(FailureKind.REFUSED, retryable=False, detail="no channel"))
        if message.is_card:
            self.cards_on_wire[message.id] = (message.channel, message.address)
        try:
            sent = await _send(channel, message.address, decode(message.message, message.attachment))
        except SendError as error:
            return self._judge(message, error)
        except Exception as error:
            log.exception("message %s of case %s could not be sent", message.id, message.case_id)
            broken = SendError(FailureKind.REFUSED, retryable=False, detail=type(error).__name__)
            return self._judge(message, broken)
        return verdicts.judge_sent(message, sent, self._clock.now())

    def _judge(self, message: ClaimedMessage, error: SendError) -> Verdict:
        now = self._clock.now()
        verdict = verdicts.judge_failure(message, error, now)
        if verdict.pause_bulk_until is not None:
            self._pace.pause_bulk(verdict.pause_bulk_until)
        if verdict.halt_until is not None:
            if not self.is_halted(now):
                log.error("channel %s refuses the token: everything waits, nothing is lost", message.channel)
            self.halted_until = verdict.halt_until
        return verdict


async def _send(channel: Channel, address: str, message: Outbound) -> Sent:
    """Send one message; a card whose old message is gone is sent anew."""
    try:
        return await channel.send(address, message)
    except SendError as error:
        if error.kind is not FailureKind.GONE or not message.edit_ref or not message.text:
            raise
    return await channel.send(address, replace(message, edit_ref="", tap_id="", toast=""))
