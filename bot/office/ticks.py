"""What the office does by itself: tell coordinators, keep progress cards up to date, warn of budgets."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.office import budgets
from bot.office.digests import Digests
from bot.office.live import EVERY, LiveCards
from bot.office.plans.telling import Seats
from bot.office.tellings import renew_tellings
from bot.office.titles import TitlesNow
from storage.database import Database
from surveys.field_period import Calendar

Tick = Callable[[datetime], Awaitable[object]]


def office_ticks(
    database: Database, calendar: Calendar, titles: TitlesNow, wake: Callable[[], None]
) -> Mapping[str, tuple[int, Tick]]:
    """Return the ticks by name, each with its distance in seconds. Each is safe to run at any time."""

    async def warn_of_budgets(now: datetime) -> None:
        await budgets.warn(database, now)

    async def tell_colleagues(now: datetime) -> None:  # noqa: ARG001 - what is told depends on answers alone
        await renew_tellings(database)

    return {
        "budgets": (60, warn_of_budgets),
        "digests": (60, Digests(database, calendar, titles, wake).tell),
        "tellings": (60, tell_colleagues),
        "seats": (60, Seats(database, calendar, wake).tell),
        "live": (EVERY, LiveCards(database, calendar, titles, wake).refresh),
    }
