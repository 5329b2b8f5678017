"""The solver: HiGHS by ``highspy`` (MIT). The only import of it, and only where something is solved.

It runs in one thread with a fixed seed, and its limit is counted in nodes, not in seconds: the same program has the
same solution on a fast machine and on a slow one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from surveys.planning.classes.program import Program, Terms

NODES: Final = 200
"""How many branches are looked at, at most."""
CLOSE_ENOUGH: Final = 0.005
"""How near to the best bound a solution is good enough."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What each column is, and what no solution could exceed."""

    values: Sequence[float]
    bound: float


def solver_name() -> str:
    """Return name and version of the solver; empty if it is not installed."""
    try:
        return f"HiGHS {version('highspy')}"
    except PackageNotFoundError:
        return ""


def maximise(
    program: Program, goal: Terms, start: Sequence[float], *, gap: float = CLOSE_ENOUGH, nodes: int = NODES
) -> Solution | None:
    """Return values of the columns for which a goal is greatest, or nothing if none was found."""
    import highspy  # noqa: PLC0415

    highs: Any = highspy._core._Highs()  # noqa: SLF001 - the wrapper around it prints a banner
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        ("mip_rel_gap", gap),
        ("mip_max_nodes", nodes),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(_as_model(program, goal))
    first = highspy.HighsSolution()
    first.col_value = list(start)
    highs.setSolution(first)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    bound = info.mip_dual_bound if program.whole else info.objective_function_value
    return Solution([float(value) for value in highs.getSolution().col_value], float(bound))


def _as_model(program: Program, goal: Terms) -> Any:
    """Return a program as the solver takes it."""
    import highspy  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    model: Any = highspy.HighsLp()
    count = len(program.column_bounds)
    costs = np.zeros(count)
    for column, factor in goal:
        costs[column] += factor
    terms = [each for _, _, each in program.rows]
    cells = [each for row in terms for each in row]
    model.num_col_, model.num_row_ = count, len(terms)
    model.sense_, model.col_cost_ = highspy.ObjSense.kMaximize, costs
    model.col_lower_ = np.array([lower for lower, _ in program.column_bounds], dtype=float)
    model.col_upper_ = np.array([upper for _, upper in program.column_bounds], dtype=float)
    model.row_lower_ = np.array([lower for lower, _, _ in program.rows], dtype=float)
    model.row_upper_ = np.array([upper for _, upper, _ in program.rows], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, terms)])
    model.a_matrix_.index_ = np.array([column for column, _ in cells], dtype=np.int32)
    model.a_matrix_.value_ = np.array([factor for _, factor in cells], dtype=float)
    whole, kinds = set(program.whole), highspy.HighsVarType
    if whole:
        model.integrality_ = [
            kinds.kInteger if column in whole else kinds.kContinuous for column in range(count)
        ]
    return model
