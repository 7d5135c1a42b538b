"""What people do in Slack: commands, buttons, views, events."""
