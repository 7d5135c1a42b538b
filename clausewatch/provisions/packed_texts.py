"""Texts in a file of weights, which contains no code."""

from collections.abc import Iterable

import numpy as np


def pack_texts(texts: Iterable[str]) -> np.ndarray:
    """Return texts as bytes, one a line, because an array of objects would need pickle."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def unpack_texts(packed: np.ndarray) -> tuple[str, ...]:
    """Return what `pack_texts` packed."""
    return tuple(packed.tobytes().decode().split("\n"))
