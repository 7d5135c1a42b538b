"""Ask the database of PyPI about known vulnerabilities of the locked packages.

    python -m tools.audit [LOCK...]

The exit status is 1 if there are any. Packages that could not be looked up are named; without a
network that is all of them, and the audit says that it was skipped.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "deploy/requirements.lock")
LISTED_NAMES = 5
AUDIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Audit:
    """What the database says of the packages in a lock file."""

    lock: str
    audited: int = 0
    skipped: tuple[str, ...] = ()
    """Packages that could not be looked up."""
    vulnerable: tuple[str, ...] = ()
    """One line per vulnerability."""
    fault: str = ""
    """Why there is no result at all; empty if there is one."""

    def render(self) -> Iterator[str]:
        """Yield the lines of a report."""
        yield from (f"{self.lock}: {line}" for line in self.vulnerable)
        if self.fault or not self.audited:
            reason = self.fault or "no package could be looked up"
            yield f"{self.lock}: audit skipped: {reason}"
            return
        found = f"{len(self.vulnerable)} known vulnerabilities in {self.audited} packages"
        more = len(self.skipped) - LISTED_NAMES
        names = ", ".join(self.skipped[:LISTED_NAMES]) + (f" and {more} more" if more > 0 else "")
        yield f"{self.lock}: {found}" + (f"; not looked up: {names}" if names else "")


def run_audit(lock: str) -> Audit:
    """Audit one lock file."""
    command = [
        sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format=json",
        "--progress-spinner=off", "--requirement", str(ROOT / lock),
    ]  # fmt: skip
    try:
        result = subprocess.run(  # noqa: S603  # our own command
            command, capture_output=True, text=True, check=False, timeout=AUDIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return Audit(lock, fault="the database does not answer")
    return parse_report(lock, result.stdout, result.stderr)


def parse_report(lock: str, report: str, errors: str) -> Audit:
    """Return the result in a report of pip-audit; without a report its last error is the fault."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (errors.strip().splitlines() or ["pip-audit gave no report"])[-1]
        return Audit(lock, fault=f"the database cannot be reached ({last[:200]})")
    skipped = tuple(package["name"] for package in packages if "skip_reason" in package)
    vulnerable = tuple(
        f"{package['name']} {package['version']}: {each['id']},"
        f" fixed in {', '.join(each['fix_versions']) or 'no release'}"
        for package in packages
        for each in package.get("vulns", ())
    )
    return Audit(lock, len(packages) - len(skipped), skipped, vulnerable)


def main(locks: Sequence[str]) -> int:
    """Audit lock files, print the results, and return the exit status."""
    audits = [run_audit(lock) for lock in locks or LOCKS]
    for audit in audits:
        for line in audit.render():
            print(line)
    return int(any(audit.vulnerable for audit in audits))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
