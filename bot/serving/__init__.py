"""A small HTTP/1.1 server for what comes to us: the webhook, ``/healthz``, ``/metrics``.

It stands behind a proxy that ends TLS.
"""

from bot.serving.crowd import Limits
from bot.serving.exchange import Exchange, Headers, Route, Routes
from bot.serving.health import Health, Metrics, health_routes, serve_health
from bot.serving.server import ListenError, serve

__all__ = [
    "Exchange",
    "Headers",
    "Health",
    "Limits",
    "ListenError",
    "Metrics",
    "Route",
    "Routes",
    "health_routes",
    "serve",
    "serve_health",
]
