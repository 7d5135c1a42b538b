"""`clausewatch manifest`: the manifest of the Slack app."""

import sys


def manifest() -> None:
    """Print the Slack app manifest for this release's verbs."""
    from bot.slack.manifest import dump_manifest
    from clausewatch.config import load_settings

    sys.stdout.write(dump_manifest(load_settings().command_name))
