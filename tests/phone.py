"""The phone that tests hold: the simulator's own."""

from bot.simulator import Fault, Limits, Message, Phone, Simulator

__all__ = ["Fault", "Limits", "Message", "Phone", "Simulator"]
