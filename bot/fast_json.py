"""JSON as bytes: by orjson where it is installed (the extra ``speed``), else by the standard library."""

import json
from typing import Any

try:
    import orjson
except ImportError:

    def dumps(value: Any) -> bytes:
        """Write a value as compact JSON in UTF-8."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(text: bytes | str) -> Any:
        """Read JSON; raises ``ValueError``."""
        return json.loads(text)

else:

    def dumps(value: Any) -> bytes:
        """Write a value as compact JSON in UTF-8."""
        return orjson.dumps(value)

    def loads(text: bytes | str) -> Any:
        """Read JSON; raises ``ValueError``."""
        return orjson.loads(text)
