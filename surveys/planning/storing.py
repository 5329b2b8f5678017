"""The values of this room as JSON and back: plans, catalogues, limits are kept as they were understood."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

_FORMAT: Final = 1
_Value = TypeVar("_Value")


def to_json(value: object) -> str:
    """Write a frozen value of this room down, the same value always as the same text."""
    written = {"format": _FORMAT, "value": _plain(value)}
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: type[_Value], text: str) -> _Value:
    """Read a value that was written down. Raises ``ValueError`` for one of another format."""
    raw = json.loads(text)
    if raw["format"] != _FORMAT:
        raise ValueError(f"{kind.__name__} of format {raw['format']}")
    value: _Value = _read(kind, raw["value"])
    return value


def _plain(value: Any) -> Any:
    """Return a value as JSON has it. What is as it is by default is left out."""
    if is_dataclass(value):
        return {
            each.name: _plain(held)
            for each in fields(value)
            if (held := getattr(value, each.name)) != each.default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _read(kind: Any, raw: Any) -> Any:
    """Return a value of a kind from what JSON has."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if raw is None else _read(next(k for k in get_args(kind) if k is not NoneType), raw)
    if origin is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(raw) if inner[-1] is Ellipsis else inner
        return tuple(_read(each, part) for each, part in zip(kinds, raw, strict=True))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        made: Any = kind
        return made(**{name: _read(hints[name], part) for name, part in raw.items()})
    if issubclass(kind, Enum):
        return kind(raw)
    if issubclass(kind, date):
        return date.fromisoformat(raw)
    return raw
