"""Figures with their limits. `make bench` collects them from all benchmarks into one table."""

import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LINE_PREFIX = "= "
"""Marks the lines of a benchmark's output that are figures."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and its limit."""

    name: str
    value: float
    unit: str
    limit: float = 0.0
    """The largest value that is acceptable; 0 if there is no limit."""

    @property
    def is_within(self) -> bool:
        """True if the value does not exceed the limit."""
        return not self.limit or self.value <= self.limit

    def format_line(self) -> str:
        """Return the figure as a line that `parse_figure` reads."""
        return LINE_PREFIX + " | ".join(
            (self.name, f"{self.value:g}", self.unit, f"{self.limit:g}")
        )


def print_figure(name: str, value: float, unit: str, limit: float = 0.0) -> None:
    """Print a figure, to three digits."""
    print(Figure(name, float(f"{value:.3g}"), unit, limit).format_line(), flush=True)


def parse_figure(line: str) -> Figure:
    """Return the figure of a line that `print_figure` printed."""
    name, value, unit, limit = line.removeprefix(LINE_PREFIX).split(" | ")
    return Figure(name, float(value), unit.strip(), float(limit))


def render_table(figures: list[Figure]) -> str:
    """Return a table of the figures with their limits."""
    width = max(len(figure.name) for figure in figures)
    lines = []
    for figure in figures:
        limit = f"at most {figure.limit:g} {figure.unit}" if figure.limit else ""
        verdict = "" if not figure.limit else "within" if figure.is_within else "EXCEEDED"
        lines.append(
            f"{figure.name:{width}}  {figure.value:>9g} {figure.unit:<12} {limit:<24} {verdict}"
        )
    return "\n".join(line.rstrip() for line in lines)


def find_percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def find_children(pid: int) -> list[int]:
    """Return the ids of a process's living children, of all its threads."""
    paths = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in paths for child in path.read_text().split()]


def measure_peak_memory(*, children: bool = False) -> float:
    """Return the peak memory in MB of this process, or of its ended child with the most."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    # macOS counts bytes, Linux kilobytes.
    return resource.getrusage(who).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
