"""Names that a package offers, each imported from its module when it is first asked for.

The process that answers people passes pages to workers and asks for a release or a record. With
these packages it would load what reads and compares pages: half a second at each start, and memory.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def make_getter(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package: `modules` has the module of each name it offers."""

    def get_export(name: str) -> Any:  # noqa: ANN401  # whatever a module defines
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return get_export
