"""The settings of sign-in: complete or refused, and what they ask of the app at Slack."""

from datetime import timedelta

import pytest

from bot.links.attempts import assume_member
from bot.links.site_links import find_return_url, open_site_links
from bot.main import make_sign_in
from bot.slack.manifest import build_manifest
from bot.slack.manifest_age import list_differences
from clausewatch.errors import ConfigError
from tests.bot.web.fake_openid import RETURN_URL
from tests.bot.web.sign_in_site import make_sign_in_settings


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"slack_client_secret": None}, "together"),
        ({"slack_client_id": None}, "together"),
        ({"public_url": "http://records.example"}, "https://"),
    ],
)
def test_half_a_setting_is_refused(fields: dict[str, object], word: str) -> None:
    """The bot does not start, and the sentence says why."""
    with pytest.raises(ConfigError, match=word):
        open_site_links(
            make_sign_in_settings(**({"public_url": "https://records.example"} | fields))
        )


def test_settings_become_a_sign_in() -> None:
    """With both settings there is one; the manifest then has the return URL and the scope."""
    assert make_sign_in(make_sign_in_settings(slack_client_id=None)) is None
    made = make_sign_in(make_sign_in_settings(session_hours=2))
    assert made is not None
    assert made.lifetime == timedelta(hours=2)
    assert made.has_left is assume_member
    installed = make_sign_in(
        make_sign_in_settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")
    )
    assert installed is not None
    assert installed.has_left is not assume_member
    oauth = build_manifest("/policy", RETURN_URL)["oauth_config"]
    assert oauth["redirect_urls"] == [RETURN_URL]
    assert oauth["scopes"]["user"] == ["openid"]
    assert "user" not in build_manifest()["oauth_config"]["scopes"]


def test_doctor_names_what_an_installed_app_lacks_for_sign_in() -> None:
    """The manifest without it differs by return URL and scope; that of the settings does not."""
    settings = make_sign_in_settings(public_url="https://records.example")
    url = find_return_url(settings)
    assert url == "https://records.example/sign-in/done"
    assert list_differences(build_manifest("/policy", url), "/policy", url) == []
    assert sorted(list_differences(build_manifest(), "/policy", url)) == [
        f"oauth_config.redirect_urls lacks {url}",
        "oauth_config.scopes.user lacks openid",
    ]
    assert find_return_url(make_sign_in_settings()) == ""
