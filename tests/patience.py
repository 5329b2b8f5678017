"""How long a test may take before it counts as hanging."""

HANGING = 600.0
"""Seconds: for loops and processes whose own work cannot be watched. No busy machine needs so long."""
