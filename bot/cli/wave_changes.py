"""``khaosat wave``: what is changed of a wave that was opened: extend, add, reopen."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.printing import print_done
from bot.cli.waves import Number, codes_in, people_with, refused
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.cli.house import House

Closes = Annotated[
    str, typer.Option("--closes", metavar="LÚC", help="Hạn mới: 2026-12-31 (17:00) hoặc 2026-12-31T16:00.")
]
Order = Callable[["House", "AsyncConnection"], Awaitable[str]]


def _run(order: Order) -> None:
    """Carry an order out in one transaction and print what it says."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.orders import OrderRefused

        async with opened() as house:
            try:
                async with house.database.begin() as conn:
                    done = await order(house, conn)
            except OrderRefused as error:
                raise refused(error) from error
        print_done(done)

    run_async(work)


def _closing(house: "House", closes: str) -> datetime:
    from bot.texts.problems import word_problem
    from surveys.field_period import parse_when
    from surveys.problems import Problem

    read = parse_when(closes, house.now, house.settings.zone, is_end=True)
    if isinstance(read, Problem):
        raise InputWrong(word_problem(read, "field"))
    return read


def extend(
    number: Number,
    closes: Closes,
    units: Annotated[
        str, typer.Option("--units", metavar="MÃ,…", help="Chỉ các đơn vị này và đơn vị bên dưới.")
    ] = "",
    people: Annotated[str, typer.Option("--people", metavar="MÃ,…", help="Chỉ những người có mã này.")] = "",
) -> None:
    """Gia hạn một đợt đang mở: cho tất cả, cho vài đơn vị, hoặc cho vài người."""

    async def order(house: "House", conn: "AsyncConnection") -> str:
        from bot.office import adjusting

        if units and people:
            raise InputWrong(TEXTS.units_or_people)
        extension = adjusting.Extension(
            _closing(house, closes), codes_in(units), await people_with(conn, people)
        )
        count = await adjusting.extend_wave(
            conn, number, extension, this_actor(), house.now, day=house.today, scope=everything()
        )
        at = moment_text(extension.closes_at, house.settings.zone)
        return say(TEXTS.wave_extended, number=number, count=count, closes_at=at)

    _run(order)


def add(number: Number) -> None:
    """Hỏi thêm những người mới vào danh sách từ khi đợt mở."""

    async def order(house: "House", conn: "AsyncConnection") -> str:
        from bot.office import adjusting

        day, scope = house.today, everything()
        count = await adjusting.add_joined(conn, number, this_actor(), house.now, day=day, scope=scope)
        left = await adjusting.count_joined(conn, number, house.now, day=day, scope=scope)
        return say(TEXTS.wave_joined, number=number, count=count, others=left.others)

    _run(order)


def reopen(number: Number, closes: Closes) -> None:
    """Mở lại một đợt đã đóng chưa quá 24 giờ."""

    async def order(house: "House", conn: "AsyncConnection") -> str:
        from bot.office import adjusting

        closes_at = _closing(house, closes)
        await adjusting.reopen_wave(conn, number, closes_at, this_actor(), house.now, scope=everything())
        at = moment_text(closes_at, house.settings.zone)
        return say(TEXTS.wave_reopened, number=number, closes_at=at)

    _run(order)
