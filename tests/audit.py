"""Asks an index for known faults of what the two locks hold: `python -m tests.audit`, the end of `make check`.

An index that knows nothing of any of it has not said that all is well: then the question is skipped, with a line."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCKS = ("requirements.txt", "requirements-dev.txt")
WITHIN = 40  # seconds for both
NOBODY = "known faults: not asked for, because no index could tell (no net, or an index of packages alone)"


def asked(lock: str, within: float) -> Any:
    """What pip-audit tells of a lock; None where it could tell nothing."""
    command = ["pip-audit", "--disable-pip", "--require-hashes", f"--requirement={lock}", "--format=json",
               "--progress-spinner=off", "--timeout=5"]  # fmt: skip
    try:
        told = subprocess.run(
            [Path(sys.executable).with_name(command[0]), *command[1:]], capture_output=True, text=True, timeout=within,
            check=False,
        ).stdout  # fmt: skip
        return json.loads(told)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def judged(answers: Sequence[Any]) -> tuple[list[str], int, int]:
    """The faults, a line each; how many packages were asked after; and how many of these nobody could tell of."""
    packages = {one["name"]: one for answer in answers if answer for one in answer["dependencies"]}
    faults = [
        f"{name} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for name, one in sorted(packages.items())
        for fault in one.get("vulns", ())
    ]
    unknown = sum("skip_reason" in one for one in packages.values())
    return faults, len(packages), unknown


def status(answers: Sequence[Any], environment: Mapping[str, str]) -> tuple[list[str], int]:
    """What is said, and the exit status. A skip is a failure where `REQUIRE` names `audit`."""
    faults, many, unknown = judged(answers)
    if faults:
        return [*faults, f"known faults: {len(faults)} in {many - unknown} packages"], 1
    if many == unknown or None in answers:
        return [NOBODY], int("audit" in environment.get("REQUIRE", "").split(","))
    left = f"; of {unknown} more the index knows nothing" if unknown else ""
    return [f"known faults: none in {many - unknown} packages{left}"], 0


def main() -> None:
    lines, code = status([asked(lock, WITHIN / len(LOCKS)) for lock in LOCKS], os.environ)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
