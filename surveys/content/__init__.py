"""What comes with the programme as data: the built-in questionnaires."""

from importlib.resources import files
from typing import Final

_FORMS: Final = ("tna_capxa.md",)


def built_in_forms() -> list[tuple[str, bytes]]:
    """Return the built-in forms as (file name, content), ready for ``surveys.xlsform.read_form``."""
    return [(name, read(name)) for name in _FORMS]


def read(name: str) -> bytes:
    """Return the content of one file of this folder. Raises ``FileNotFoundError``."""
    return files(__name__).joinpath(name).read_bytes()
