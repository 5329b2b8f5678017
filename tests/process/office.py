"""What an administrator does in the chat."""

from functools import partial
from typing import Final

from tests.phone import Message, Phone

TAPS: Final = ("Báo cáo", "Nghị định 30", "Ẩn số liệu nhỏ")


async def order_report(chief: Phone) -> None:
    """Tap from the menu to a report with names."""
    await chief.says("/quantri")
    for label in TAPS:
        await chief.waits_until(partial(_offers, label))
        card = _card(label, chief)
        await chief.taps(next(each for each in card.labels if each.startswith(label)), on=card)


def _card(label: str, phone: Phone) -> Message:
    """Return the newest message with such a button: a menu that came twice stands below the one that went on."""
    return next(card for card in reversed(phone.heard) if any(each.startswith(label) for each in card.labels))


def _offers(label: str, phone: Phone) -> bool:
    return any(each.startswith(label) for card in phone.heard for each in card.labels)
