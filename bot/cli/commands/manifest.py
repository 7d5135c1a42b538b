"""`clausewatch manifest`: the manifest of the Slack app."""

import json
import sys


def manifest() -> None:
    """Print the Slack app manifest for this release's verbs."""
    from bot.slack.manifest import manifest as make_manifest
    from clausewatch.config import load_settings

    sys.stdout.write(json.dumps(make_manifest(load_settings().command_name), indent=2) + "\n")
