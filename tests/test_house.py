"""The house rules that no tool knows: who may tell the time, where Vietnamese stands, which words are not ours."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = sorted(
    path
    for floor in ("bot", "storage", "surveys")
    for path in (ROOT / floor).rglob("*.py")
    if "migrations" not in path.parts
)
VIETNAMESE = re.compile(r"[ạảãấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏõốồổỗộớờởỡợụủũứừửữựỳỵỷỹđĐơƠưƯ]")
FOREIGN_WORDS = {"campaign", "helper", "helpers", "utils", "manager"}
TELLING_TIME = ("bot/clock.py", "bot/process/schedule.py", "bot/cli/")
SPEAKING = (
    "bot/texts/",
    "surveys/content/",
    "surveys/reporting/texts/",
    "surveys/roster/",
    "surveys/replies/",
    "surveys/spelling.py",
)


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a room."""
    return ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that are docstrings, of modules, classes, functions and attributes."""
    bodies = [node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)]
    return {
        id(statement.value)
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_only_the_clock_tells_the_time(path: Path) -> None:
    """Every function takes ``now``: nobody but the clock, the scheduler and the command line's door asks for it."""
    if name_of(path).startswith(TELLING_TIME):
        return
    asked = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and ast.unparse(node.value) in ("datetime", "date")
    ]
    assert asked == []


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_vietnamese_stands_in_its_homes(path: Path) -> None:
    """Sentences for people stand in the forms, in bot/texts and in the texts of documents, nowhere else."""
    if name_of(path).startswith((*SPEAKING, "bot/demo/", "bot/simulator/", "bot/cli/")):
        return
    tree = parsed(path)
    told = docstrings(tree)
    spoken = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and VIETNAMESE.search(node.value)
    ]
    assert spoken == []


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_the_words_are_the_fields(path: Path) -> None:
    """Modules, classes and functions carry the field's words, not those of every program."""
    names = [
        path.stem,
        *(node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef | ast.FunctionDef)),
    ]
    parts = {part for name in names for part in re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")}
    assert parts & FOREIGN_WORDS == set()


def test_rooms_stay_small() -> None:
    """A room that grows past some 350 lines becomes a folder of rooms."""
    large = {
        name_of(path): length
        for path in ROOMS
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 380
    }
    assert large == {}


def test_nothing_swallows_an_error() -> None:
    """No handler passes over an exception without a word or a reason."""
    silent = []
    for path in ROOMS:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(each, ast.Pass) for each in node.body):
                said = any("#" in lines[each.lineno - 1] for each in node.body)
                silent += [] if said else [f"{name_of(path)}:{node.lineno}"]
    assert silent == []
