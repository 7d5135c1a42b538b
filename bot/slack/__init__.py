"""The Slack surface: the app, its connection, listeners and messages."""
