"""The type of the clock that the composition root passes to its parts."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns the current time, aware and in UTC."""
