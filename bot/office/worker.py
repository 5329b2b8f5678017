"""The worker process of ``bot.office.beside``: takes orders from its input, gives results to its output.

An order is a function with its arguments, a result what it returned or raised; each is pickled behind its length in
eight bytes. When the input ends, so does the worker, in the middle of an order too: the bot is gone.
"""

import gc
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, Final

LENGTH: Final = 8


def serve() -> None:
    """Carry out orders until there are no more."""
    leave_keys_to_the_bot()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not disturb the results
    collect_less()
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, orders), daemon=True).start()
    sys.path[:] = pickle.loads(orders.get())  # noqa: S301 - from our own bot
    while True:
        results.write(framed(_carry_out(orders.get())))
        results.flush()


def leave_keys_to_the_bot() -> None:
    """Ctrl+C, and on Windows Ctrl+Break, reach every process of the console: the bot finishes, then ends this one."""
    for name in ("SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def framed(content: bytes) -> bytes:
    """Put the length before what is sent."""
    return len(content).to_bytes(LENGTH, "big") + content


def collect_less() -> None:
    """Look for cycles among objects rarely: those of a report live until it is made, and looking cost a fifth of it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _read(stream: BinaryIO, orders: "queue.SimpleQueue[bytes]") -> None:
    while len(head := stream.read(LENGTH)) == LENGTH:
        orders.put(stream.read(int.from_bytes(head, "big")))
    os._exit(0)


def _carry_out(order: bytes) -> bytes:
    try:
        function, arguments = _open(order)
        return pickle.dumps((function(*arguments), None))
    except Exception as error:  # noqa: BLE001 - raised again where the result is awaited
        error.add_note("".join(traceback.format_exception(error)))
        return _sent(error)


def _open(order: bytes) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    function, arguments = pickle.loads(order)  # noqa: S301 - from our own bot
    return function, arguments


def _sent(error: Exception) -> bytes:
    try:
        content = pickle.dumps((None, error))
        pickle.loads(content)  # noqa: S301 - an error that cannot be made again must not break the bot's reading
    except Exception:  # noqa: BLE001 - as above
        told = RuntimeError(type(error).__name__)
        told.add_note("\n".join(error.__notes__))
        return pickle.dumps((None, told))
    return content


if __name__ == "__main__":
    serve()
