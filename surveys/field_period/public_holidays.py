"""The public holidays of Vietnam as the ``holidays`` package knows them, without the other 250 countries.

Any import of ``holidays.countries.vietnam`` by its name runs its package, which imports every country: 65 ms and 6 MB.
So the one module is loaded from its file; it needs nothing from its siblings.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def public_holidays(years: Sequence[int]) -> Any:
    """Return the holidays of these years: a ``holidays.HolidayBase``, a mapping from date to Vietnamese name."""
    return _module().Vietnam(years=years, language="vi")


@cache
def _module() -> Any:
    import holidays  # noqa: PLC0415 - not needed to read a form or make a report

    path = Path(holidays.__file__).parent / "countries" / "vietnam.py"
    spec = spec_from_file_location("holidays.countries.vietnam", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
