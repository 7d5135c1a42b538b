"""The clock: what the composition root gives to whatever needs the time."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns now, aware and in UTC."""
