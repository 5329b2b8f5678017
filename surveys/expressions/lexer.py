"""Source text into tokens, each with its position."""

import re
from dataclasses import dataclass

from surveys.expressions.nodes import ExpressionError

MAX_LENGTH = 8192
"""Longer sources are refused: the longest real condition seen has some 600 characters."""

_NAME = r"[^\W\d][\w\-]*"
_DOTTED = rf"{_NAME}(?:\.[\w\-]+)*"
_LIST = rf"""instance\(\s*(?:'{_NAME}'|"{_NAME}")\s*\)\s*/\s*root\s*/\s*item\s*\[\s*{_NAME}\s*=\s*"""
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<reference>\$\{{\s*{_DOTTED}\s*\}})
    | (?P<path>(?:current\(\s*\)/)?(?:\.{{1,2}}/)+{_DOTTED}(?:/{_DOTTED})*)
    | (?P<parent>(?:\.\./)*\.\.)
    | (?P<lookup>{_LIST})
    | (?P<column>\]\s*/\s*{_NAME})
    | (?P<name>{_NAME}(?::{_NAME})?)
    | (?P<operator><=|>=|!=|[<>=+\-*(),.])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression. ``kind``: number, string, reference, parent, lookup, column, name, operator or end.

    ``lookup`` is ``instance('list')/root/item[name =``, its text ``list/name``; ``column`` is ``]/column``, which
    closes it.
    """

    kind: str
    text: str
    position: int


def split_tokens(source: str) -> list[Token]:
    """Return the tokens, closed by one of kind ``end``. Raises ``ExpressionError``."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError("expression_too_long", MAX_LENGTH, limit=str(MAX_LENGTH))
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None:
            raise _explain(source, position)
        if found.lastgroup != "space":
            tokens.append(_token(found.lastgroup or "", found.group(), position))
        position = found.end()
    tokens.append(Token("end", "", len(source)))
    return tokens


def _token(kind: str, text: str, position: int) -> Token:
    if kind == "reference":
        return Token("reference", text[2:-1].strip(), position)
    if kind == "path":
        return Token("reference", text.rpartition("/")[2], position)
    if kind == "lookup":
        name, by = re.split("['\"]", text)[1], re.split(r"\[\s*|\s*=", text)[1]
        return Token("lookup", f"{name}/{by}", position)
    if kind == "column":
        return Token("column", text.rpartition("/")[2].strip(), position)
    if kind == "string":
        return Token("string", text[1:-1], position)
    return Token(kind, text, position)


def _explain(source: str, position: int) -> ExpressionError:
    character = source[position]
    if character in "\"'":
        return ExpressionError("unterminated_string", position, found=source[position : position + 20])
    if character == "$":
        return ExpressionError("bad_reference", position, found=source[position : position + 20])
    return ExpressionError("unexpected_character", position, found=character)
