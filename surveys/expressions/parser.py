"""Tokens into a tree, by precedence (Pratt 1973): ``or and = != < <= > >= + - * div mod`` and unary minus."""

from surveys.expressions.functions import LAZY, SIGNATURES, UNSUPPORTED
from surveys.expressions.lexer import Token, split_tokens
from surveys.expressions.nodes import (
    Binary,
    Call,
    Column,
    ExpressionError,
    Literal,
    Logical,
    Lookup,
    Negation,
    Node,
    Nodes,
    Own,
    Parent,
    Reference,
)
from surveys.expressions.regex import PatternError, compile_pattern

MAX_DEPTH = 60
"""How deep parentheses and calls may nest."""

MAX_CHAIN = 400
"""How many operators may follow each other: a score of some hundred items is a long sum."""

MAX_PATTERN = 500

_STRENGTH = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_UNARY = 7


class Parser:
    """One pass over the tokens of one expression."""

    def __init__(self, source: str) -> None:
        self._tokens = split_tokens(source)
        self._at = 0
        self._depth = 0

    def read_whole(self) -> Node:
        """Read the expression to its end. Raises ``ExpressionError``."""
        if self._token.kind == "end":
            raise ExpressionError("empty_expression", 0)
        node = self._read(0)
        if self._token.text == ")":
            raise ExpressionError("unbalanced_parenthesis", self._token.position, found=")")
        if self._token.kind != "end":
            raise self._unexpected(self._token)
        return node

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _advance(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        return self._token.kind == "operator" and self._token.text == text

    @staticmethod
    def _unexpected(token: Token) -> ExpressionError:
        if token.kind == "end":
            return ExpressionError("unexpected_end", token.position)
        return ExpressionError("unexpected_token", token.position, found=token.text)

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError("expression_too_deep", self._token.position, limit=str(MAX_DEPTH))

    def _read(self, weakest: int) -> Node:
        """Read operators that bind more strongly than ``weakest``."""
        self._deepen()
        left, links = self._read_operand(), 0
        while (operator := self._operator()) and _STRENGTH[operator] > weakest:
            self._advance()
            right = self._read(_STRENGTH[operator])
            if operator in ("and", "or"):
                left = _join(operator, left, right)
            else:
                left = Binary(operator, left, right)
                links += 1
                if links > MAX_CHAIN:
                    raise ExpressionError("expression_too_deep", self._token.position, limit=str(MAX_CHAIN))
        self._depth -= 1
        return left

    def _operator(self) -> str:
        token = self._token
        return token.text if token.kind in ("operator", "name") and token.text in _STRENGTH else ""

    def _read_operand(self) -> Node:
        token = self._advance()
        if token.kind == "number":
            return _number(token)
        if token.kind == "string":
            return Literal(token.text)
        if token.kind == "reference":
            return Reference(token.text)
        if token.kind == "parent":
            return Parent()
        if token.kind == "lookup":
            return self._read_lookup(token)
        if token.kind == "name":
            return self._read_named(token)
        if token.kind == "operator":
            if token.text == "(":
                return self._read_parenthesis(token)
            if token.text == "-":
                return Negation(self._read(_UNARY))
            if token.text == ".":
                return Own()
        self._at -= 1
        raise self._unexpected(token)

    def _read_parenthesis(self, opening: Token) -> Node:
        node = self._read(0)
        self._close(opening)
        return node

    def _read_lookup(self, opening: Token) -> Node:
        key = self._read(0)
        if self._token.kind != "column":
            raise self._unexpected(self._token)
        choice_list, _, by = opening.text.rpartition("/")
        return Lookup(choice_list, key, self._advance().text, by)

    def _close(self, opening: Token) -> None:
        if self._token.kind == "end":
            raise ExpressionError("unbalanced_parenthesis", opening.position, found="(")
        if not self._is(")"):
            raise self._unexpected(self._token)
        self._advance()

    def _read_named(self, name: Token) -> Node:
        if self._is("("):
            return self._read_call(name)
        if name.text in ("true", "false"):
            return Call(name.text, ())
        if name.text in ("and", "or", "div", "mod") or ":" in name.text:
            raise self._unexpected(name)
        return Column(name.text)

    def _read_call(self, name: Token) -> Node:
        opening = self._advance()
        arguments: list[Node] = []
        places: list[int] = []
        if not self._is(")"):
            places.append(self._token.position)
            arguments.append(self._read(0))
            while self._is(","):
                self._advance()
                places.append(self._token.position)
                arguments.append(self._read(0))
        self._close(opening)
        _check_call(name, arguments)
        if name.text == "regex":
            _check_pattern(arguments[1], places[1])
        if name.text == "count" and isinstance(counted := arguments[0], Reference):
            arguments[0] = Nodes((counted.name,))
        if name.text == "jr:choice-name":
            arguments[1] = _choice_item(arguments[1], places[1])
        if name.text == "pulldata":
            return _pulled(arguments, places)
        return Call(name.text, tuple(arguments))


def _pulled(arguments: list[Node], places: list[int]) -> Node:
    """``pulldata('file', 'column', 'key column', key)`` looks at a file that comes with the form."""
    words = []
    for argument, place in zip(arguments[:3], places, strict=False):
        if not (isinstance(argument, Literal) and isinstance(argument.value, str) and argument.value.strip()):
            raise ExpressionError("pulldata_not_literal", place)
        words.append(argument.value.strip())
    table, column, by = words
    return Lookup(table.removesuffix(".csv"), arguments[3], column, by)


def _number(token: Token) -> Literal:
    if len(token.text) > 30:
        raise ExpressionError("number_too_large", token.position, found=token.text[:30])
    return Literal(float(token.text))


def _join(operator: str, left: Node, right: Node) -> Node:
    """Keep ``a or b or c`` flat, so that a long list of titles is not a deep tree."""
    if isinstance(left, Logical) and left.operator == operator:
        return Logical(operator, (*left.operands, right))
    return Logical(operator, (left, right))


def _check_call(name: Token, arguments: list[Node]) -> None:
    signature = LAZY.get(name.text) or SIGNATURES.get(name.text)
    if name.text in UNSUPPORTED:
        raise ExpressionError("unsupported_function", name.position, function=name.text)
    if signature is None:
        raise ExpressionError("unknown_function", name.position, function=name.text)
    least, most = signature
    if len(arguments) < least or (most is not None and len(arguments) > most):
        expected = f"{least}+" if most is None else str(least) if least == most else f"{least}-{most}"
        raise ExpressionError(
            "wrong_argument_count",
            name.position,
            function=name.text,
            expected=expected,
            found=str(len(arguments)),
        )


def _check_pattern(pattern: Node, position: int) -> None:
    """Refuse a pattern that is not a plain string of the form, or that cannot be compiled."""
    if not (isinstance(pattern, Literal) and isinstance(pattern.value, str)):
        raise ExpressionError("regex_not_literal", position)
    if len(pattern.value) > MAX_PATTERN:
        raise ExpressionError("expression_too_long", position, limit=str(MAX_PATTERN))
    try:
        compile_pattern(pattern.value)
    except PatternError as error:
        raise ExpressionError("bad_regex", position, found=pattern.value, reason=str(error)) from None


def _choice_item(argument: Node, position: int) -> Node:
    """``jr:choice-name(code, '${item}')`` names the item in quotes, as pyxform and JavaRosa want it."""
    if isinstance(argument, Reference):
        return argument
    if isinstance(argument, Literal) and isinstance(argument.value, str):
        tokens = split_tokens(argument.value)
        if len(tokens) == 2 and tokens[0].kind == "reference":
            return Reference(tokens[0].text)
    raise ExpressionError("bad_choice_name", position)
