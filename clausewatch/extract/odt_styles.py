"""The styles of an OpenDocument text: which of them hide text, and which mark its title."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TITLE = "Title"
MAX_ANCESTORS = 20
"""Of one style: real files have fewer than ten, and a hostile chain would cost quadratic time."""


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    display: str | None
    """`none` hides text; None inherits from the parent."""


class Styles:
    """Looks styles up by family (`paragraph` or `text`) and name."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        for part in parts:
            for element in part.iter(f"{_STYLE}style") if part is not None else ():
                family = element.get(f"{_STYLE}family") or ""
                name = element.get(f"{_STYLE}name") or ""
                self._styles.setdefault((family, name), _read_style(element))

    def is_hidden(self, family: str, name: str | None) -> bool:
        """Return whether text of a style is hidden, by the style itself or by an ancestor."""
        displays = (style.display for _, style in self._iterate_ancestors(family, name))
        return next((display for display in displays if display), "true") == "none"

    def is_title(self, name: str | None) -> bool:
        """Return whether a paragraph style is the title's or derives from it."""
        return any(each == _TITLE for each, _ in self._iterate_ancestors("paragraph", name))

    def _iterate_ancestors(self, family: str, name: str | None) -> Iterator[tuple[str, _Style]]:
        """Yield a style and its ancestors with their names, the nearest first."""
        for _ in range(MAX_ANCESTORS):
            style = self._styles.get((family, name)) if name else None
            if name is None or style is None:
                return
            yield name, style
            name = style.parent


def _read_style(element: etree._Element) -> _Style:
    properties = element.find(f"{_STYLE}text-properties")
    display = properties.get(f"{_TEXT}display") if properties is not None else None
    return _Style(element.get(f"{_STYLE}parent-style-name"), display)
