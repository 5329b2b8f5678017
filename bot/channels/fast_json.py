"""JSON as bytes: by orjson where it is installed (extra ``speed``), else by the standard library, with the same result.

What is written is compact UTF-8. Values are what JSON knows: ``None``, booleans, integers of 64 bits, finite floats,
strings, lists and tuples, dicts with string keys. A string that UTF-8 cannot hold (half of a surrogate pair, which
Telegram does let through) is written with escapes, and read again as it was. Of a number with more than 64 bits, which
neither Telegram nor this bot writes, only the magnitude is sure to be read.
"""

import json
from typing import Any, NoReturn

try:
    import orjson
except ImportError:  # the extra is not installed
    HAS_ORJSON = False
else:
    HAS_ORJSON = True
    _AS_THE_STANDARD_LIBRARY = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def dumps(value: Any) -> bytes:
    """The compact JSON of a value. Raises ``TypeError`` for a value that JSON does not know."""
    if HAS_ORJSON:
        try:
            return orjson.dumps(value, option=_AS_THE_STANDARD_LIBRARY)
        except TypeError:
            pass  # a lone surrogate, or a value that the standard library refuses as well
    return standard_dumps(value)


def loads(text: bytes) -> Any:
    """The value of a JSON text in UTF-8. Raises ``ValueError`` when it is none, or is nested too deeply to be read."""
    if HAS_ORJSON:
        try:
            return orjson.loads(text)
        except ValueError:
            pass  # an escaped lone surrogate, or a text that the standard library refuses as well
    return standard_loads(text)


def standard_dumps(value: Any) -> bytes:
    """``dumps`` by the standard library alone."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def standard_loads(text: bytes) -> Any:
    """``loads`` by the standard library alone."""
    try:
        return json.loads(text.decode(), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
