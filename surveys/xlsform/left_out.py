"""What of ODK a chat has not: rows that are left out, and those for which a form is refused."""

from typing import Final

METADATA: Final = frozenset(
    {
        "deviceid",
        "imei",
        "phonenumber",
        "email",
        "simserial",
        "subscriberid",
        "audit",
        "start-geopoint",
    }
)
"""What ODK Collect records of its device and a chat has not: these rows are left out."""

LEFT_OUT_TYPES: Final = frozenset(
    {
        "geotrace",
        "geoshape",
        "barcode",
        "background-audio",
    }
)
"""What a chat cannot ask. Such a row is left out, unless something refers to it."""

UNSUPPORTED_TYPES: Final = frozenset(
    {
        "osm",
        "select_one_external",
        "loop",
    }
)
