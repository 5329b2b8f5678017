"""Whoever asks the archive in the office's name says for whom: no query of people goes without its scope."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = sorted([*(ROOT / "bot" / "office").glob("*.py"), *(ROOT / "bot" / "cli").glob("*.py")])

TOUCH_NOBODY = {
    # forms, standards, facts of the house, files, the machine itself
    "budgets": None,
    "health": None,
    "instruments": None,
    "leases": None,
    "mailbox": None,
    "moving": None,
    "scrubbing": None,
    "standards": None,
    "backup": None,
    "database": None,
    # waves by their number, without people
    "cases": {
        "create_wave",
        "change_planned",
        "reopen_wave",
        "find_wave",
        "list_waves",
        "open_waves",
        "is_told_in_part",
    },
    "closings": {"parts_of", "extend_wave"},
    "series": {"create_series", "end_series", "list_series", "previous_wave", "has_open_wave"},
    "projections": {"is_whole", "rebuild"},
    # situations: banks by their number, what may be told of everybody's answers
    "situations": {
        "bank_file",
        "bank_in_use",
        "find_bank",
        "import_bank",
        "keep_telling",
        "list_banks",
        "to_tell",
        "withdraw_bank",
    },
    # one's own menu, jobs by their number, what was ordered
    "desk": {"swap_step", "read_step", "is_waiting", "queue_once", "cancel_planned"},
    "office": {
        "record_order",
        "queue_job",
        "claim_job",
        "finish_job",
        "drop_progress",
        "get_fact",
        "forget_fact",
        "set_fact",
        "list_facts",
        "get_moment",
        "list_orders",
        "cancel_job",
        "is_cancelled",
    },
    "erasure": {"losses", "erase", "withdraw"},
    "seats": {"read_seating", "store_seats"},
    # the files that somebody sent into their own chat; undoing what whoever may see everything did
    "uploads": None,
    "undoing": None,
    # classes of a plan, which name nobody
    "plans": {"current_plan"},
    "inputs": {"input_on"},
    # one's own part in a briefing; rows of a briefing that was found within a scope before
    "briefings": {
        "seats_of",
        "actions_owned",
        "create_briefing",
        "end_briefing",
        "add_people",
        "remove_person",
        "plan_round",
        "rounds_of",
        "change_round",
        "add_note",
        "notes_of",
        "drop_note",
        "add_action",
        "actions_to_tell",
        "change_action",
        "drop_action",
        "unfetched",
        "keep_evidence",
        "note_untold",
    },
    # of what was read within a scope before, or of whoever asks
    "wave_people": {"people_of", "named_by", "asks_again"},
    "decisions": {"accept_differences", "accept_difference", "reject_difference"},
    "responses": {"save"},
    "rights": {"record_consents", "finish_request", "register_request"},
    "administrators": {"administrator_of_chat", "has_other_owner", "revoke_grant", "grants_of"},
    # names of units for the tables of a report; codes that name nobody; the operator's import and looks
    "units": {"name_units", "head_counts", "subtree_codes"},
    "posts": {"titles_held"},
    "codes": {"issue_admin_code", "store_codes", "are_needed"},
    "roster": {"import_roster"},
    "officials": {"list_former_officials"},
    "contacts": {"contact_points_of"},
    # files that were found within a scope before, by their number
    "attachments": {"bytes_of"},
    "form_media": {"keep_pictures"},
}
"""What may be called without a scope, by module: all of it, or these functions. Nothing of it returns people."""


def names_in(tree: ast.Module) -> dict[str, Any]:
    """Return what a room calls the modules and functions of the archive and the office."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module.split(".")[0] == "storage" or node.module.startswith("bot.office"):
            module = importlib.import_module(node.module)
            for each in node.names:
                thing = getattr(module, each.name, None)
                if thing is None:
                    thing = importlib.import_module(f"{node.module}.{each.name}")
                found[each.asname or each.name] = thing
    return found


def calls_in(tree: ast.Module) -> Iterator[tuple[Any, ast.Call]]:
    """Give each call of a function of the archive or the office."""
    names = names_in(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        thing = None
        if isinstance(node.func, ast.Name):
            thing = names.get(node.func.id)
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            module = names.get(node.func.value.id)
            thing = getattr(module, node.func.attr, None) if isinstance(module, ModuleType) else None
        if inspect.isroutine(thing):
            yield thing, node


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_query_says_for_whom(path: Path) -> None:
    """A function that can be narrowed is given its scope; one that cannot is known to return nobody."""
    wrong = []
    for function, call in calls_in(ast.parse(path.read_text(encoding="utf-8"))):
        parameters = inspect.signature(function).parameters
        place = f"{path.name}:{call.lineno} {function.__name__}"
        if "scope" in parameters:
            is_given = any(each.arg == "scope" for each in call.keywords)
            position = list(parameters).index("scope")
            wrong += [] if is_given or len(call.args) > position else [place]
        elif function.__module__.startswith("storage.") and "conn" in parameters:
            rooms = function.__module__.split(".")
            known = [
                names
                for room, names in TOUCH_NOBODY.items()
                if room in rooms and (names is None or function.__name__ in names)
            ]
            wrong += [] if known else [place]
    assert wrong == []


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_an_actor_has_everything(path: Path) -> None:
    """The word for everybody stands in the actor and as the default of a parameter, never in a call."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [
        node.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for node in [*call.args, *(each.value for each in call.keywords)]
        if isinstance(node, ast.Name) and node.id == "EVERYTHING"
    ]
    assert given == []
