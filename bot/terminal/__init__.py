"""Slack drawn in a terminal: for trying the bot out without a workspace."""
