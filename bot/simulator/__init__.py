"""A Bot API on loopback with phones: the demo, and the tests' network.

It speaks HTTP like Telegram and keeps Telegram's rules; it is never more lenient.
"""

from bot.simulator.browser import Browser, Browsers
from bot.simulator.failures import Fault
from bot.simulator.pacing import Limits
from bot.simulator.phone import Phone
from bot.simulator.simulator import TOKEN, Simulator
from bot.simulator.world import Message

__all__ = ["TOKEN", "Browser", "Browsers", "Fault", "Limits", "Message", "Phone", "Simulator"]
