"""The site as an administrator sets it up: safe where it is served by https, single sign-on off until it is named."""

import json
from pathlib import Path

from tests.web.machine.processes import site


def test_a_site_served_by_https_passes_djangos_own_examination(tmp_path: Path):
    done = site(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING", OPORA_HTTPS="да", OPORA_HOSTS="opora.example.org"
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_wrong_variables_are_told_in_plain_words_and_nothing_starts(tmp_path: Path):
    done = site(tmp_path, "check", OPORA_HTTPS="наверное", OPORA_UPLOAD_MB="много")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "OPORA_HTTPS: ожидается да или нет; задано «наверное».",
        "OPORA_UPLOAD_MB: ожидается целое число от 1 до 10000; задано «много».",
    ]


def _providers(tmp_path: Path, **variables: str) -> list[str]:
    asked = (
        "import json; from django.conf import settings; "
        "print(json.dumps([app['name'] for app in settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']]))"
    )
    found: list[str] = json.loads(site(tmp_path, "shell", "-v0", "-c", asked, **variables).stdout)
    return found


def test_single_sign_on_is_off_until_its_service_is_named(tmp_path: Path):
    assert _providers(tmp_path) == []
    assert _providers(tmp_path, OPORA_OIDC="https://esia.example.org", OPORA_OIDC_CLIENT="opora") == ["Единый вход"]


def test_the_keys_the_site_makes_are_readable_by_the_owner_only(tmp_path: Path):
    site(tmp_path, "check")
    assert (tmp_path / "site-key").stat().st_mode & 0o077 == 0
