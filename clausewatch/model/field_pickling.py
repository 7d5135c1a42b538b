"""Pickling of values that cross between processes by the hundred."""


class PickledByFields:
    """A dataclass with slots whose pickle is its class and its fields, in their order.

    By itself such a class looks its fields up for each value, which takes five times as long.
    """

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return how to pickle the value."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])
