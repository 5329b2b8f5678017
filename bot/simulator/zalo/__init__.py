"""A Zalo Bot API on loopback with phones, as strict as what is known of the real one.

No buttons, no edits, no files; one event a poll, given once; people write first; 50 people and a quota for each bot.
"""

from bot.simulator.zalo.phone import ZaloPhone
from bot.simulator.zalo.simulator import TOKENS, ZaloSimulator

__all__ = ["TOKENS", "ZaloPhone", "ZaloSimulator"]
