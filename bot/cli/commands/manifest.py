"""`clausewatch manifest`: the manifest of the Slack app."""

import sys


def manifest() -> None:
    """Print the Slack app manifest for this release's verbs."""
    from bot.links.site_links import find_return_url
    from bot.slack.manifest import dump_manifest
    from clausewatch.config import load_settings

    settings = load_settings()
    sys.stdout.write(dump_manifest(settings.command_name, find_return_url(settings)))
