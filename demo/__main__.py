"""`make demo`: plays the story. Ctrl-C ends it quietly, also while its modules are imported."""

from contextlib import suppress
from importlib import import_module

if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        import_module("demo.program").main()
