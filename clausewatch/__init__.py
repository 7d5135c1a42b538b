"""The domain: policies, their changes and who is told. It knows neither Slack nor the clock."""

__version__ = "0.1.0"
