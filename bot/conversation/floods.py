"""A chat that sends hundreds of messages in a second: what of a batch is answered, so that nobody else waits. Pure.

A finger cannot do that, and of what was typed at once only the first counts in an interview anyway.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.messages import Inbound, InboundKind

AT_ONCE: Final = 5
"""Messages of one chat that are answered in one batch; of the others, commands that were not given yet."""

_ALWAYS: Final = (InboundKind.BLOCKED, InboundKind.UNBLOCKED)


def part_floods(batch: Sequence[Inbound]) -> tuple[list[Inbound], list[Inbound]]:
    """Part a batch of one channel into what is answered and what is only noted; both stay in order.

    A tap is noted only if it repeats the chat's last one: buttons say what they set.
    """
    answered: list[Inbound] = []
    noted: list[Inbound] = []
    counts: Counter[tuple[str, bool]] = Counter()
    commands: set[tuple[str, str]] = set()
    last_taps: dict[str, tuple[str, str]] = {}
    for inbound in batch:
        is_tap = inbound.kind is InboundKind.TAP
        is_command = inbound.kind is InboundKind.TEXT and inbound.text.startswith("/")
        tap, command = (inbound.data, inbound.card_ref), (inbound.address, inbound.text)
        counts[inbound.address, is_tap] += 1
        is_flood = counts[inbound.address, is_tap] > AT_ONCE and inbound.kind not in _ALWAYS
        if is_tap:
            is_flood = is_flood and last_taps.get(inbound.address) == tap
            last_taps[inbound.address] = tap
        elif is_command:
            is_flood = is_flood and command in commands
            commands.add(command)
        (noted if is_flood else answered).append(inbound)
    return answered, noted
