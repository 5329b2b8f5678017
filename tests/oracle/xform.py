"""An XLSForm as an XForm, and where its items stand there."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.oracle.engine import EngineError


def xform_of(content: bytes, filename: str) -> tuple[str, dict[str, str]]:
    """Return a form as the XForm that pyxform makes of it, and where each item stands in it. Raises ``EngineError``."""
    from pyxform.xls2xform import convert  # noqa: PLC0415

    try:
        result = convert(content, file_type=Path(filename).suffix)
    except Exception as error:  # noqa: BLE001 (a form that pyxform trips over cannot be compared)
        raise EngineError(f"pyxform: {error}") from None
    paths: dict[str, str] = {}
    tree = result._pyxform or {}
    for name, path in _paths(tree.get("children", ()), f"/{tree.get('name', 'data')}"):
        paths.setdefault(name, path)
        paths.setdefault(f"{name}.{path.split('/')[-2]}", path)  # of two groups, or of a loop
    return result.xform, paths


def _paths(children: list[Mapping[str, Any]], above: str) -> Iterator[tuple[str, str]]:
    for child in children:
        name = child.get("name", "")
        if child.get("type") == "loop":
            for column in child.get("columns", ()):
                yield from _paths(child.get("children") or [], f"{above}/{name}/{column['name']}")
        elif child.get("type") in ("group", "repeat", "survey"):
            mark = "[1]" if child["type"] == "repeat" else ""
            yield from _paths(child.get("children") or [], f"{above}/{name}{mark}")
        else:
            yield name, f"{above}/{name}"
