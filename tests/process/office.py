"""What an administrator does in the chat."""

from functools import partial
from typing import Final

from tests.phone import Phone

TAPS: Final = ("Báo cáo", "Nghị định 30", "Ẩn số liệu nhỏ")


async def order_report(chief: Phone) -> None:
    """Tap from the menu to a report with names."""
    await chief.says("/quantri")
    for label in TAPS:
        await chief.waits_until(partial(_offers, label))
        await chief.taps(next(each for each in chief.buttons if each.startswith(label)))


def _offers(label: str, phone: Phone) -> bool:
    return any(each.startswith(label) for each in phone.buttons)
