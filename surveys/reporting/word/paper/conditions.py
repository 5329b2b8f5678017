"""A condition in words: “câu 12 có chọn “Khác””. What cannot be worded names the questions that it hangs on."""

from collections.abc import Iterable

from surveys.expressions import Node, text
from surveys.expressions.nodes import Binary, Call, Literal, Logical, Reference
from surveys.expressions.walking import references
from surveys.paper import Sheet
from surveys.paper.sheet import reference_to
from surveys.replies import show_decimal
from surveys.reporting.texts.paper import PAPER


def word_condition(node: Node, sheet: Sheet) -> str:
    """Return when a question is to be answered: the words behind "Chỉ trả lời nếu"."""
    return _worded(node, sheet) or PAPER.hangs_on.format(n=_listed(_questions(node, sheet)))


def _worded(node: Node, sheet: Sheet) -> str:
    """Return the words; empty if this kind of condition has none."""
    if isinstance(node, Logical):
        return _chain(node, sheet)
    if isinstance(node, Call) and node.function == "not":
        (inner,) = node.arguments
        return _selected(inner, sheet, is_negated=True) if isinstance(inner, Call) else ""
    if isinstance(node, Call):
        return _selected(node, sheet, is_negated=False)
    return _compared(node, sheet) if isinstance(node, Binary) else ""


def _chain(node: Logical, sheet: Sheet) -> str:
    if any(isinstance(operand, Logical) for operand in node.operands):
        return ""  # brackets cannot be heard
    parts = [_worded(operand, sheet) for operand in node.operands]
    joint = PAPER.also if node.operator == "and" else PAPER.either
    return joint.join(dict.fromkeys(parts)) if all(parts) else ""


def _selected(node: Call, sheet: Sheet, *, is_negated: bool) -> str:
    if node.function != "selected":
        return ""
    match node.arguments:
        case (Reference(name), Literal(str() as choice)):
            template = PAPER.not_marked if is_negated else PAPER.marked
            return _say(template, name, [choice], sheet)
        case (Literal(str() as choices), Reference(name)):
            template = PAPER.not_chose if is_negated else PAPER.chose
            return _say(template, name, choices.split(), sheet)
    return ""


def _compared(node: Binary, sheet: Sheet) -> str:
    if not isinstance(node.left, Reference) or not isinstance(node.right, Literal):
        return ""
    name, value = node.left.name, node.right.value
    if value == "" and node.operator in ("=", "!="):
        return _say(PAPER.left_empty if node.operator == "=" else PAPER.answered, name, [""], sheet)
    if node.operator in ("=", "!="):
        shown = value if isinstance(value, str) else _number(value)
        return _say(PAPER.chose if node.operator == "=" else PAPER.not_chose, name, [shown], sheet)
    template = dict(PAPER.compared).get(node.operator)
    is_number = template is not None and isinstance(value, float)
    return _say(template or "", name, [_number(value)], sheet) if is_number else ""


def _say(template: str, name: str, values: Iterable[str], sheet: Sheet) -> str:
    """Fill a template; empty if the item has no number on paper or a value is no choice of it."""
    item = sheet.form.items.get(name)
    if item is None or name not in sheet.numbers:
        return ""
    shown = [_shown(name, value, sheet) for value in values]
    if not all(shown) and any(values):
        return ""
    return template.format(
        n=reference_to(sheet, name), x=_listed([f"“{each}”" if item.choice_list else each for each in shown])
    )


def _shown(name: str, value: str, sheet: Sheet) -> str:
    return sheet.evaluation.label(name, value) if sheet.form.items[name].choice_list else value


def _number(value: str | float) -> str:
    """Return a number as people read it: 7,5."""
    return show_decimal(text(value))


def _questions(node: Node, sheet: Sheet) -> list[str]:
    """Return the questions that a condition hangs on, through calculations, as they are referred to."""
    waiting, seen, found = sorted(references(node)), set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        item = sheet.form.items.get(name)
        if item is None or name in seen:
            continue
        seen.add(name)
        if item.is_live and item.calculation is not None:
            waiting += sorted(item.calculation.dependencies)
        elif name in sheet.numbers:
            found.add(name)
    return [reference_to(sheet, name) for name in sorted(found, key=lambda each: sheet.numbers[each])]


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return PAPER.one_of.format(first=", ".join(words[:-1]), last=words[-1])
