"""The process beside the bot that makes reports."""

import signal

import pytest

from bot.office.worker import leave_keys_to_the_bot


def test_the_keys_that_stop_the_bot_do_not_end_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C and, on Windows, Ctrl+Break reach both: the worker's work would be lost, and the bot ends it anyway."""
    ctrl_break = getattr(signal, "SIGBREAK", signal.SIGTERM)  # elsewhere another one stands for it
    monkeypatch.setattr(signal, "SIGBREAK", ctrl_break, raising=False)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, ctrl_break)}
    try:
        leave_keys_to_the_bot()
        assert [signal.getsignal(number) for number in before] == [signal.SIG_IGN] * 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
