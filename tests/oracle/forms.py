"""Small forms of our own that try what public forms seldom hold: functions, days, empty values, filters."""

from collections.abc import Iterable
from typing import Final

HEADER: Final = "type | name | label | relevant | constraint | calculation | choice_filter | required"
QUESTIONS: Final = (
    "text | t | T",
    "integer | n | N",
    "integer | m | M",
    "decimal | d | D",
    "date | day | Day",
    "select_one colour | one | One",
    "select_multiple colour | many | Many",
)
CHOICES: Final = (
    "colour | red | Đỏ | warm",
    "colour | blue | Xanh | cold",
    "colour | 1 | Một | cold",
    "colour | 01 | Không một | warm",
)


def form_of(name: str, rows: Iterable[str]) -> str:
    """Return a form of the questions above with more rows, as Markdown."""
    lines = [
        "| survey |",
        *(f"| | {row} |" for row in (HEADER, *QUESTIONS, *rows)),
        "| choices |",
        *(f"| | {row} |" for row in ("list_name | name | label | kind", *CHOICES)),
        "| settings |",
        "| | form_id | form_title | version |",
        f"| | {name} | {name} | 1 |",
    ]
    return "\n".join(lines)


def calculating(name: str, sources: Iterable[str]) -> str:
    """Return a form that works out each of the expressions."""
    return form_of(name, (f"calculate | c{at} | | | | {source} | |" for at, source in enumerate(sources, 1)))


def asking(name: str, conditions: Iterable[str]) -> str:
    """Return a form with a question under each of the conditions, and a constraint on it."""
    return form_of(
        name, (f"text | q{at} | Q{at} | {source} | | | |" for at, source in enumerate(conditions, 1))
    )


ARITHMETIC: Final = (
    "${n} + ${m}",
    "${n} - ${m}",
    "${n} * ${d}",
    "${n} div ${m}",
    "${n} mod ${m}",
    "-${n}",
    "${n} + ${t}",
    "${t} + 1",
    "${n} > ${m}",
    "${n} >= ${t}",
    "${t} < 5",
    "${n} = ${t}",
    "${n} != ${t}",
    "${t} = ''",
    "${n} = ''",
    "${n} = 'a'",
    "${d} = ${n}",
    "1 div 3",
    "2 div 3 * 3",
    "0.1 + 0.2",
    "1000000 * 1000000",
    "0.0000001",
    "${n} div 0",
    "round(${d})",
    "round(${d} * 3, 2)",
    "round(${t})",
    "int(${d})",
    "int(${t})",
    "abs(${d})",
    "number(${t})",
    "number('')",
    "number(' 12 ')",
    "pow(${n}, 2)",
    "sqrt(${n})",
    "exp(${d} div 100)",
    "log(${m})",
    "log10(${m})",
    "sin(${d})",
    "cos(${d})",
    "tan(${d})",
    "asin(0.5)",
    "acos(0.5)",
    "atan(${d})",
    "atan2(${n}, ${m})",
    "pi()",
    "min(${n}, ${m})",
    "max(${n}, ${m}, 5)",
    "sum(${n})",
    "count-non-empty(${n})",
    "exp10(${d} div 100)",
    "ceiling(${d})",
    "floor(${d})",
)
TEXTS: Final = (
    "concat(${t}, '-', ${n})",
    "concat(${d}, true())",
    "string(${n})",
    "string(${d})",
    "string(true())",
    "string-length(${t})",
    "string-length(${n})",
    "substr(${t}, 1)",
    "substr(${t}, 1, 3)",
    "substr(${t}, -2)",
    "substring-before(${t}, ' ')",
    "substring-after(${t}, ' ')",
    "contains(${t}, 'a')",
    "starts-with(${t}, '0')",
    "ends-with(${t}, 'c')",
    "contains(${t}, '')",
    "normalize-space(${t})",
    "translate(${t}, 'abc', 'AB')",
    "join(', ', ${t}, ${n})",
    "join(' ', ${many}, ${one})",
    "coalesce(${t}, ${n})",
    "coalesce('', ${d})",
    "if(${n} > 5, 'lớn', 'nhỏ')",
    "if(${t}, 1, 2)",
    "if(${n}, 1, 2)",
    "boolean(${t})",
    "boolean(${n})",
    "boolean-from-string(${t})",
    "not(${n} > 5)",
    "not(${t})",
    "true() and ${t}",
    "false() or ${n}",
    "regex(${t}, '[0-9]+')",
    "regex(${t}, '^0')",
    "once(${n})",
    "digest(${t}, 'SHA-256')",
    "digest(${t}, 'MD5', 'hex')",
    "base64-decode('YWJj')",
)
SPELLINGS: Final = (
    "number('1e3')",
    "number('+5')",
    "round('4,6')",
    "'4,6' + 1",
    "number('1.2.3')",
    "number('-')",
)
CHOOSING: Final = (
    "selected(${many}, 'red')",
    "selected(${one}, 'red')",
    "selected(${many}, '')",
    "selected(${one}, '')",
    "count-selected(${many})",
    "count-selected(${one})",
    "selected-at(${many}, 0)",
    "selected-at(${many}, 1)",
    "selected-at(${many}, -1)",
    "${one} = 1",
    "${one} = '1'",
    "${many} = 'red'",
    "${one} = ${many}",
    "jr:choice-name(${one}, '${one}')",
    "jr:choice-name(selected-at(${many}, 0), '${many}')",
    "checklist(1, 2, ${n} > 5, ${t} = 'a', ${one} = 'red')",
    "checklist(-1, -1, ${n} > 5)",
    "weighted-checklist(2, 5, ${n} > 5, 2, ${t} = 'a', 3)",
    "if(selected(${many}, ${one}), 'yes', 'no')",
    "string-length(${many})",
    "${many}",
)
DAYS: Final = (
    "${day} + 1",
    "${day} > today()",
    "${day} <= today()",
    "${day} = today()",
    "today() - ${day}",
    "int(${day})",
    "number(${day})",
    "string(${day})",
    "date(${day})",
    "date('2020-02-29') + 1",
    "date(18000)",
    "string(date(18000))",
    "format-date(${day}, '%d/%m/%Y')",
    "format-date(${day}, '%e/%n/%y')",
    "format-date(${day}, '%Y-%m-%d %H:%M:%S')",
    "format-date(today(), '%Y')",
    "format-date(${day}, '%b')",
    "format-date(${day}, '%a')",
    "format-date('', '%Y')",
    "decimal-date-time(${day})",
    "decimal-date-time('1970-01-02T12:00:00.000+07:00')",
    "decimal-time('06:00:00.000+07:00')",
    "int((today() - ${day}) div 365.25)",
    "${day} = ''",
    "${day} = '2026-11-28'",
    "concat(${day}, '')",
    "date(concat('2020-01-', '15'))",
    "format-date-time('2020-01-02T03:04:05.000+07:00', '%H:%M')",
    "${day} < '2000-01-01'",
    "${day} < date('2000-01-01')",
    "date(${t})",
    "if(${day} > date('2000-01-01'), 'a', 'b')",
    "today()",
    "number(format-date(today(), '%Y')) - ${n}",
)
PLACES: Final = (
    "distance('21.0278 105.8342 0 0;10.8231 106.6297 0 0')",
    "distance('21.0278 105.8342 0 0', '10.8231 106.6297 0 0', '0 0 0 0')",
    "area('0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0')",
    "area('21 105 0 0;21.1 105 0 0;21.1 105.1 0 0')",
    "area('0 0 0 0;0 1 0 0')",
)
CONDITIONS: Final = (
    "${t} = 'a' or ${n} > 5 and ${m} < 3",
    "${n} > ${m}",
    "not(selected(${many}, 'red'))",
    "${day} < today()",
    "${t} != ''",
    "${n} != ''",
    "${one} != 'red'",
    "${n} = 0",
    "string-length(${t}) > 3",
    "selected(${many}, 'red') and count-selected(${many}) = 1",
    "${d} >= 0.5",
    "'false'",
    "false()",
    "1",
    "0",
    "number('')",
    "${q2} != 'x'",
)
CONSTRAINTS: Final = tuple(
    f"{kind} | k{at} | K{at} | | {source} | | |"
    for at, (kind, source) in enumerate(
        (
            ("integer", ". > 5"), ("integer", ". >= ${n} and . < 100"), ("decimal", ". * 2 > ${d}"),
            ("text", "regex(., '[a-z]+')"), ("text", "string-length(.) < 4"), ("date", ". <= today()"),
            ("date", ". > ${day}"), ("select_multiple colour", "count-selected(.) <= 2"),
            ("select_multiple colour", "not(selected(., 'red') and count-selected(.) > 1)"),
            ("select_one colour", ". != ${one}"), ("text", ". != ''"), ("text", "."), ("integer", "${k0} < ."),
            ("text", "regex(., '^[0-9]{2,10}$')"), ("text", "contains(., ' ')"), ("integer", ". mod 2 = 0"),
        )
    )
)  # fmt: skip
FILTERS: Final = (
    "select_one colour | f1 | F1 | | | | kind = 'warm' |",
    "select_one colour | f2 | F2 | | | | selected(${many}, name) |",
    "select_multiple colour | f3 | F3 | | | | kind != ${t} or name = ${one} |",
    "text | g1 | G1 | ${f2} != '' | | | |",
    "text | g2 | G2 | selected(${f3}, 'red') | | | |",
    "calculate | g3 | | | | concat(${f1}, '/', ${f2}, '/', ${f3}) | |",
    "calculate | g4 | | | | count-selected(${f3}) | |",
)
NESTED: Final = (
    "begin_group | g | G | ${n} > 5 | | | |",
    "text | in1 | In1 | | | | | yes",
    "begin_group | h | H | ${t} = 'a' | | | |",
    "integer | in2 | In2 | ${m} > 1 | . < 50 | | | ${in1} = 'a'",
    "calculate | in3 | | | | ${n} + ${in2} | |",
    "end_group | | | | | | |",
    "end_group | | | | | | |",
    "calculate | out | | | | concat(${in1}, '-', ${in2}, '-', ${in3}) | |",
    "text | last | Last | ${in3} > 10 | | | |",
    "text | never | Never | ${in1} = '' | | | | ${n} > 3",
)

OWN_FORMS: Final = {
    "arithmetic": calculating("arithmetic", ARITHMETIC),
    "spellings": calculating("spellings", SPELLINGS),
    "texts": calculating("texts", TEXTS),
    "choosing": calculating("choosing", CHOOSING),
    "days": calculating("days", DAYS),
    "places": calculating("places", PLACES),
    "conditions": asking("conditions", CONDITIONS),
    "constraints": form_of("constraints", CONSTRAINTS),
    "filters": form_of("filters", FILTERS),
    "nested": form_of("nested", NESTED),
}
