"""The packed projection: what counts of a response as a short run of bytes, and a wave of them as a matrix."""

from surveys.projection.layout import Layout, Slot
from surveys.projection.packing import Standing, answered_count_of, pack, pack_interview, standing_of

__all__ = ["Layout", "Slot", "Standing", "answered_count_of", "pack", "pack_interview", "standing_of"]
