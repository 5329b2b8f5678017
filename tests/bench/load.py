"""Khảo Sát beside its peers under load: ``python -m tests.bench.load --scenario burst --only khaosat,aiogram``."""

import argparse
import sys

from tests.bench.contestants.bots import BOTS
from tests.bench.runner import Load, RunFailedError, run_once


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="khaosat")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--scenario", default="burst")
    options = parser.parse_args()
    for name in options.only.split(","):
        try:
            figures = run_once(BOTS[name], Load(options.people, options.seconds))
        except RunFailedError as error:
            print(error)
            continue
        for key, value in figures.items():
            print(f"  {key:20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
