"""What colleagues are told of a situation: counted and hidden in a process of its own, kept for the turns to read."""

from collections.abc import Sequence

from bot.office.beside import worker
from storage import situations
from storage.database import Database
from surveys.situations import Told


async def renew_tellings(database: Database) -> int:
    """Renew what may be told of the situations that enough people have answered since; returns of how many."""
    async with database.read() as conn:
        used = await situations.bank_in_use(conn)
        waiting = await situations.to_tell(conn, used.bank) if used is not None else []
    if not waiting:
        return 0
    async with worker() as carry:
        told = await carry(hide_all, [(each.situation.code, each.chosen) for each in waiting])
    async with database.begin() as conn:
        for each, found in zip(waiting, told, strict=True):
            await situations.keep_telling(conn, each.situation, found)
    return len(waiting)


def hide_all(counted: Sequence[tuple[str, tuple[int, ...]]]) -> list[Told]:
    """Hide small cells of each situation, for a worker process."""
    from surveys.situations.results import told_of  # noqa: PLC0415 - the library of arrays

    return [told_of(code, chosen) for code, chosen in counted]
