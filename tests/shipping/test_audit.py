"""The audit of the locked libraries: red for what is known, a word where nothing can be known."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

verdict: Callable[[str, str], tuple[int, list[str]]] = runpy.run_path(
    str(Path(__file__).parents[2] / ".ci" / "audit.py")
)["verdict"]


def report(*packages: dict[str, Any]) -> str:
    """What pip-audit writes as JSON."""
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_known_vulnerability_is_red() -> None:
    """The library, the number of the flaw and the version that mends it are named."""
    flaw = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}
    code, lines = verdict(report({"name": "a", "version": "1.0", "vulns": [flaw]}), "Found 1 vulnerability")
    assert (code, lines) == (1, ["a 1.0: PYSEC-2026-1, mended in 2.0"])


def test_nothing_known_against_any_library_is_green() -> None:
    """It is said how many were looked up, and how many could not be."""
    code, lines = verdict(
        report({"name": "a", "version": "1.0", "vulns": []}, {"name": "b", "skip_reason": "not found"}), ""
    )
    assert (code, lines) == (0, ["audit: no known vulnerability in 1 libraries, 1 unknown to the index"])


@pytest.mark.parametrize(
    ("written", "errors"),
    [
        (report({"name": "a", "skip_reason": "not found"}), "No known vulnerabilities found"),
        ("", "requests.exceptions.ConnectionError: Max retries exceeded"),
        ("", "Timeout"),
    ],
)
def test_an_index_that_does_not_answer_is_no_failure(written: str, errors: str) -> None:
    """Nothing was learnt, and that is what is said: never that there is no vulnerability."""
    code, lines = verdict(written, errors)
    assert code == 0
    assert lines[0].startswith("audit skipped")


def test_a_lock_that_cannot_be_read_is_red() -> None:
    """A fault of ours does not pass as a missing network."""
    code, lines = verdict("", "ERROR:pip_audit._cli:requirement a is not pinned")
    assert code == 1
    assert "not pinned" in lines[0]
