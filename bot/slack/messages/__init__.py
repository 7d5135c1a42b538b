"""Rendering: values to Block Kit. Pure: no store, no Slack library, no clock."""
