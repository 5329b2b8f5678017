"""The bot where the event loop is not a Unix one: as on Windows, it knows no signal handlers, and uvloop is missing."""

import signal

import pytest

from tests.process.premises import Premises

AS_ON_WINDOWS = """
import asyncio, sys

def unknown(*_):
    raise NotImplementedError

for loop in (asyncio.SelectorEventLoop, asyncio.BaseEventLoop):
    loop.add_signal_handler = loop.remove_signal_handler = unknown
sys.modules["uvloop"] = sys.modules["orjson"] = None
sys.argv = ["khaosat", "run"]

from bot.cli import main

main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_bot_without_signal_handlers_of_the_loop_stops_in_order(
    sqlite_premises: Premises, number: int
) -> None:
    """Ctrl+C or SIGTERM ends it with exit code 0 after what is on its way, with the standard loop and JSON too."""
    await sqlite_premises.furnish(2)
    bot = await sqlite_premises.start("-c", AS_ON_WINDOWS)
    await bot.is_fetching()
    assert await bot.terminate(number) == 0
    assert "stopping: what is on its way is finished first" in bot.log
    assert "Traceback" not in bot.log
