"""Figures with the bound that they are held to; `make bench` gathers them into one table."""

import resource
import sys
from dataclasses import dataclass
from pathlib import Path

MARK = "= "
"""Begins the line of a figure, by which the gatherer knows it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, and what it may be at most; 0 where nothing was asked."""

    name: str
    value: float
    unit: str
    most: float = 0.0

    @property
    def is_within(self) -> bool:
        """True where it is what was asked."""
        return not self.most or self.value <= self.most

    def line(self) -> str:
        """Return it as the gatherer reads it."""
        return MARK + " | ".join((self.name, f"{self.value:g}", self.unit, f"{self.most:g}"))


def tell(name: str, value: float, unit: str, most: float = 0.0) -> None:
    """Print a figure, to three digits."""
    print(Figure(name, float(f"{value:.3g}"), unit, most).line(), flush=True)


def figure_of(line: str) -> Figure:
    """Return the figure of a line that `tell` printed."""
    name, value, unit, most = line.removeprefix(MARK).split(" | ")
    return Figure(name, float(value), unit.strip(), float(most))


def table(figures: list[Figure]) -> str:
    """Return all figures, each beside what was asked."""
    width = max(len(figure.name) for figure in figures)
    lines = []
    for figure in figures:
        asked = f"at most {figure.most:g} {figure.unit}" if figure.most else ""
        verdict = "" if not figure.most else "holds" if figure.is_within else "FALLS SHORT"
        lines.append(
            f"{figure.name:{width}}  {figure.value:>9g} {figure.unit:<12} {asked:<24} {verdict}"
        )
    return "\n".join(line.rstrip() for line in lines)


def children_of(pid: int) -> list[int]:
    """Return the living children of a process, whichever of its threads started them."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in listed for child in one.read_text().split()]


def peak(*, children: bool = False) -> float:
    """Return the most MB that this process, or any child that has ended, ever held."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    # macOS counts bytes, Linux kilobytes.
    return resource.getrusage(who).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
