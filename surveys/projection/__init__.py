"""The packed projection: what counts of a response as a short run of bytes, and a wave of them as a matrix."""

from surveys.projection.layout import Layout, Slot
from surveys.projection.packing import Standing, pack

__all__ = ["Layout", "Slot", "Standing", "pack"]
