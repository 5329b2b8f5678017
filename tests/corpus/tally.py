"""How many forms of a folder run here: ``make corpus FOLDER=/somewhere/forms``.

Nothing is fetched: the folder is the reader's own. For each workbook it is told whether pyxform accepts it, whether it
runs here, and what is said of it. What pyxform said is kept beside the forms (``pyxform.json``), for it takes longest.
The files of a form
(its .csv) stand in ``beside/``, in a folder of the form's name. Forms that need a trace, a shape, a barcode, audio or
video are counted apart: a chat has none of these.
"""

import argparse
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from surveys.xlsform import examine_form

BEYOND_CHAT: Final = frozenset(
    {"geotrace", "geoshape", "barcode", "audio", "video", "background-audio", "osm", "start-geopoint"}
)
ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".csv", ".md")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What pyxform and we say of one form: ``refusal`` is pyxform's, ``problems`` and ``notes`` are our codes."""

    name: str
    refusal: str
    needs: frozenset[str]
    runs: bool
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the form is one of those that should run."""
        return not self.refusal and not self.needs


def tally(folder: Path) -> list[Verdict]:
    """Return the verdict on every form of a folder."""
    known = _known(folder)
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    verdicts = []
    for path in files:
        if path.name not in known:
            known[path.name] = _ask_pyxform(path)
        verdicts.append(_judge(path, known[path.name]))
    (folder / "pyxform.json").write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    return verdicts


def _known(folder: Path) -> dict[str, Any]:
    kept = folder / "pyxform.json"
    return dict(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else {}


def _ask_pyxform(path: Path) -> Mapping[str, Any]:
    from pyxform.xls2xform import convert  # noqa: PLC0415

    try:
        tree = convert(str(path))._pyxform or {}
    except Exception as error:  # noqa: BLE001 (whatever pyxform trips over, the form is not accepted)
        return {"refusal": str(error)[:300] or type(error).__name__}
    return {"refusal": "", "needs": sorted(set(_types(tree)) & BEYOND_CHAT)}


def _types(node: Mapping[str, Any]) -> Iterator[str]:
    yield str(node.get("type", ""))
    for child in node.get("children") or ():
        yield from _types(child)


def _judge(path: Path, said: Mapping[str, Any]) -> Verdict:
    files = path.parent / "beside" / path.stem
    beside = {each.name: each.read_bytes() for each in files.iterdir()} if files.is_dir() else {}
    found = examine_form(path.read_bytes(), path.name, beside)
    refusal, needs = said["refusal"], frozenset(said.get("needs", ()))
    problems = tuple(f"{problem.code}{_what(problem.parameters)}" for problem in found.problems)
    notes = tuple(f"{note.code}{_what(note.parameters)}" for note in found.notes)
    return Verdict(path.name, refusal, needs, found.form is not None, problems, notes)


def _what(parameters: Mapping[str, str]) -> str:
    """Name what a message is about where its code alone would not tell: a column, a type, a function."""
    for key in ("column", "function", "reason", "found"):
        if key in parameters:
            return f" ({parameters[key][:60]})"
    return ""


def write(verdicts: list[Verdict], details: bool) -> Iterator[str]:
    """Yield the lines of the tally: refused forms by name, then what is said how often, then the figure."""
    counting = [verdict for verdict in verdicts if verdict.counts]
    refused = [verdict for verdict in counting if not verdict.runs]
    for verdict in refused:
        yield verdict.name
        codes = Counter(verdict.problems)
        yield from (f"    {code} × {count}" for code, count in codes.most_common(None if details else 6))
    for title, lists in (
        ("notes", [verdict.notes for verdict in counting]),
        ("problems", [verdict.problems for verdict in refused]),
    ):
        yield f"--- {title}: forms, times"
        forms = Counter(code for codes in lists for code in set(codes))
        times = Counter(code for codes in lists for code in codes)
        yield from (f"{count:5} {times[code]:6}  {code}" for code, count in forms.most_common())
    only = Counter(next(iter(set(v.problems))) for v in refused if len(set(v.problems)) == 1)
    yield "--- the only reason"
    yield from (f"{count:5}  {code}" for code, count in only.most_common())
    lenient = [verdict.name for verdict in verdicts if verdict.refusal and verdict.runs]
    yield f"--- refused by pyxform, runs here: {len(lenient)}"
    yield from (f"    {name}" for name in lenient)
    accepted = [verdict for verdict in verdicts if not verdict.refusal]
    yield f"{len(verdicts)} forms, {len(accepted)} accepted by pyxform, {sum(v.runs for v in accepted)} of these run"
    share = 100 * (len(counting) - len(refused)) / max(1, len(counting))
    yield (
        "of those that pyxform accepts and that need no trace, shape, barcode, audio or video: "
        f"{len(counting) - len(refused)} of {len(counting)} run, {share:.1f} %"
    )


def main() -> None:
    """Tally the folder that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", action="store_true", help="every message of a refused form")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for line in write(tally(asked.folder), asked.details):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
