"""Ask the package index which locked libraries have known vulnerabilities: ``python .ci/audit.py requirements.lock …``.

What runs (``requirements-run.lock``) is a part of what develops: where time is short, its answer comes first.

Exit code 1 for a known vulnerability, or when the lock cannot be read; 0 otherwise. Where no index answers nothing can
be known: that is said, and is no failure.
"""

import json
import re
import subprocess
import sys
from typing import Final

PATIENCE: Final = 20  # seconds for each lock: an index answers within some, or not at all
_NO_ANSWER: Final = re.compile(
    r"ConnectionError|Timeout|ServiceError|Max retries|Failed to (connect|resolve)"
)


def verdict(report: str, errors: str) -> tuple[int, list[str]]:
    """Return the exit code and what to say, of what pip-audit wrote as JSON and to its error stream."""
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        last = errors.strip().splitlines()[-1:] or ["no answer"]
        if _NO_ANSWER.search(errors):
            return 0, [f"audit skipped, no index answers: {last[0]}"]
        return 1, [f"audit failed: {last[0]}"]
    found = [
        f"{each['name']} {each['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version'}"
        for each in packages
        for flaw in each.get("vulns", ())
    ]
    known = sum("skip_reason" not in each for each in packages)
    if found:
        return 1, found
    if not known:
        return 0, [f"audit skipped: the index tells nothing about any of the {len(packages)} libraries"]
    unknown = f", {len(packages) - known} unknown to the index" if known < len(packages) else ""
    return 0, [f"audit: no known vulnerability in {known} libraries{unknown}"]


def main(lock: str) -> int:
    """Audit one lock; print the verdict, beginning with its name, and return the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "5"]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        code, lines = verdict("", "Timeout")
    else:
        code, lines = verdict(done.stdout, done.stderr)
    sys.stdout.write("".join(f"{lock}: {line}\n" for line in lines))
    return code


if __name__ == "__main__":
    sys.exit(max(main(lock) for lock in sys.argv[1:]))
