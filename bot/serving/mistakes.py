"""Mistakes of ours while a request is served: told to the log, never to the client."""

import logging
import traceback

logger = logging.getLogger(__name__)


def log_mistake(what: str, error: BaseException) -> None:
    """Say what went wrong and where; never what a request or the error contained."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s (%s)\n%s", what, type(error).__name__, frames)
