"""ODK's engine as a process: it is asked one line at a time (``engine.mjs``)."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

HERE: Final = Path(__file__).parent
ZONE: Final = "Asia/Ho_Chi_Minh"


class EngineError(Exception):
    """ODK's engine does not take a form or an answer; the text is its own."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What ODK's engine says of one node."""

    is_relevant: bool
    value: str
    holds: bool
    is_required: bool
    options: tuple[str, ...] | None
    label: str | None
    is_read_only: bool


State = Mapping[str, Seen]


def missing() -> str:
    """Say what is not there to run the engine; ``''`` if everything is."""
    if shutil.which("node") is None:
        return "Node 20 or newer is needed to ask ODK's engine: install it, then call make oracle again."
    if not (HERE / "node_modules" / "@getodk").is_dir():
        return "ODK's engine is not installed: make oracle installs it by npm (npm install in tests/oracle)."
    return ""


class Engine:
    """A running engine; use it in a ``with``."""

    def __enter__(self) -> Self:
        """Start the process."""
        self._process = subprocess.Popen(
            ["node", str(HERE / "engine.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TZ": ZONE},
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def load(self, xform: str, attachments: Mapping[str, str] | None = None) -> State:
        """Open a form. Raises ``EngineError``."""
        return self._ask({"load": xform, "attachments": dict(attachments or {})})

    def set(self, reference: str, value: str) -> State:
        """Answer one question. Raises ``EngineError``."""
        return self._ask({"set": reference, "value": value})

    def grow(self, reference: str) -> State:
        """Add an instance to a repeat. Raises ``EngineError``."""
        return self._ask({"grow": reference})

    def _ask(self, request: Mapping[str, Any]) -> State:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("the engine ended")
        answer = json.loads(line)
        if "error" in answer:
            raise EngineError(answer["error"])
        return {reference: _seen(found) for reference, found in answer["state"].items()}


def _seen(found: list[Any]) -> Seen:
    is_relevant, value, holds, is_required, options, label, is_read_only = found
    offered = None if options is None else tuple(options)
    return Seen(is_relevant, value or "", holds, is_required, offered, label, is_read_only)
