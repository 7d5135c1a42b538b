"""The verbs of the slash command: one file a verb, one row each in `verbs.VERBS`."""
