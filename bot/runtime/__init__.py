"""The process: logs, lock, signals, and how its parts are opened."""
