"""SECURITY.md promises nothing that no test shows."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
TEXT: Final = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED: Final = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
PROMISES: Final = [line for line in TEXT.splitlines() if line.startswith("| **")]


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_test_of_a_promise_exists(path: str, name: str) -> None:
    """Every test that is named stands where it is said to stand."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_promise_names_its_test() -> None:
    """Each row of the table of promises ends with at least one test."""
    assert len(PROMISES) > 10
    assert [line for line in PROMISES if "::test_" not in line] == []
