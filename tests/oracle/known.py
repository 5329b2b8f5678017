"""Differences from ODK's web engine that are on purpose, each with the clause that is on our side.

Specifications: XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/), ODK XForms
(https://getodk.github.io/xforms-spec/), ODK's documentation of forms (https://docs.getodk.org/form-operators-functions/).
Where these are silent, JavaRosa decides: it is the engine of ODK Collect, for which forms are written.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared, a pattern found in the expression, the clause; ``form``: only in forms whose name has this."""

    what: str
    pattern: str
    clause: str
    form: str = ""


_BOOLEAN: Final = (
    "ODK XForms, XPath Functions: a node as a boolean is boolean() of its text, so an empty one is false"
)
_REGEX: Final = "ODK's documentation, regex(): true if the string is an exact and complete match"
_DAYS: Final = (
    "JavaRosa, XPathFuncExpr.toNumeric: a day is the whole number of days since 1970-01-01, whatever the zone of the"
    " clock was; ODK's documentation reckons with such days, too (today() - ${birthday})"
)
_COMMA: Final = "JavaRosa, XPathFuncExpr.toNumeric: a comma is a decimal point"
_NUMBER: Final = "XPath 1.0, 4.4 and 3.7: a Number has no exponent and no plus; any other string is NaN"
_LOCALE: Final = "ODK XForms, format-date(): %a and %b are those of the form's locale"
_DECIMAL: Final = "XPath 1.0, 4.2: a number that is an integer is written without a decimal point"
_LOGICAL: Final = "XPath 1.0, 3.4: or and and give true or false"

_WORKED_OUT: Final = (
    "JavaRosa, Recalculate: what a calculation comes to stands, also if the list has no such choice"
)
_TIME: Final = "ODK XForms, time: hours, minutes, seconds and the offset; a default is written so, too"

_EXCEL_DAY: Final = (
    "ODK XForms, date: YYYY-MM-DD; pyxform makes 1900-01-01 00:00:00 of a day of Excel, which is none"
)

KNOWN: Final = (
    Known("value", r"^select_one$", _WORKED_OUT, "select_one_choices_test"),
    Known("calculation", r"div 2$", _WORKED_OUT, "select_one_choices_test"),
    Known("value", r"^time$", _TIME, "default_time_demo"),
    Known("value", r"^date$", _EXCEL_DAY, "xl_date_ambiguous"),
    Known("calculation", r"^(if|boolean|not)\(\$\{\w+\}[,)]", _BOOLEAN),
    Known("calculation", r"(and|or) \$\{\w+\}$", _LOGICAL),
    Known("calculation", r"^regex\(", _REGEX),
    Known("constraint", r"regex\(", _REGEX),
    Known("relevance", r"regex\(", _REGEX),
    Known(
        "calculation",
        r"^\$\{day\} \+ 1$|^(int|number)\(\$\{day\}\)$|^date\('2020-02-29'\) \+ 1$",
        _DAYS,
        "days",
    ),
    Known("calculation", r"date\(18000\)|^today\(\) - \$\{day\}$", _DAYS, "days"),
    Known(
        "calculation",
        r"^date\(\$\{t\}\)$",
        "JavaRosa, XPathFuncExpr.toDate: what is no day is no value",
        "days",
    ),
    Known(
        "calculation",
        r"^decimal-time\(",
        "ODK XForms, decimal-time(): noon is 0.5; the zone is that of today, not of 1970",
    ),
    Known("calculation", r"^format-date\(.*'%[ab]'\)", _LOCALE),
    Known(
        "calculation",
        r"^round\(",
        "XPath 1.0, 4.4, round(): of the two closest, that towards positive infinity",
    ),
    Known("calculation", r"4,6", _COMMA),
    Known("calculation", r"number\('(1e3|\+5)'\)", _NUMBER),
    Known("calculation", r"\$\{d\}", _DECIMAL),
)


def is_known(form: str, what: str, source: str) -> str:
    """Return the clause for a difference that is listed, else ``''``."""
    for known in KNOWN:
        if known.what == what and known.form in form and re.search(known.pattern, source):
            return known.clause
    return ""
