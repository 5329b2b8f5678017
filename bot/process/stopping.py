"""Signals that ask the program to stop in order: Ctrl+C and SIGTERM, on Windows Ctrl+C and Ctrl+Break."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

STOP_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
)


@contextmanager
def stop_requested() -> Iterator[asyncio.Event]:
    """Give an event that is set when the program is asked to stop; the signals mean again afterwards what they meant.

    Runs in the main thread, inside a loop.
    """
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    for number in STOP_SIGNALS:
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # the loops of Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, handler or signal.SIG_DFL)  # None: not set from Python
