"""The demo: a whole field period with simulated officials, over the real bot, in under a minute."""

from bot.demo.play import run_demo

__all__ = ["run_demo"]
