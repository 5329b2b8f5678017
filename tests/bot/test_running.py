"""How the running bot is told to stop, on every system."""

import asyncio
import signal
from typing import Any

import pytest

from bot.running import _stop_by_signal


@pytest.mark.parametrize("has_handlers", [True, False], ids=["unix", "windows"])
async def test_a_signal_stops_it(monkeypatch: pytest.MonkeyPatch, has_handlers: bool) -> None:
    """SIGTERM is heard with the loop's own handlers and, as on Windows, without them."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def refuse(*_: Any) -> None:
        raise NotImplementedError

    if not has_handlers:
        monkeypatch.setattr(loop, "add_signal_handler", refuse, raising=False)
    try:
        _stop_by_signal(loop, stopped.set)
        signal.raise_signal(signal.SIGTERM)
        await stopped.wait()
    finally:
        for number, handler in before.items():
            if has_handlers:
                loop.remove_signal_handler(number)
            signal.signal(number, handler)
