"""Importing this module loads all that the tasks of a worker need; the fork server imports it."""

from clausewatch.checks import worker_tasks

worker_tasks.load_stages()
