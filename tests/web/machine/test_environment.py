"""Variables of the environment: each one documented, a wrong one refused with what is expected."""

import pytest

from opora_web.environment import VARIABLES, EnvironmentRefusedError, environment_values


def test_there_are_at_most_twenty_and_each_says_what_it_means():
    assert len(VARIABLES) <= 20
    assert all(one.meaning.endswith(".") for one in VARIABLES)


def test_defaults_are_values_themselves():
    values = environment_values({})
    assert values["hosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert values["database"] == {}
    assert values["https"] is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OPORA_DATABASE", "mysql://somewhere/base"),
        ("OPORA_ENGINE", "кластер"),
        ("OPORA_HTTPS", "наверное"),
        ("OPORA_UPLOAD_MB", "-3"),
        ("OPORA_TIME_ZONE", "Москва"),
        ("OPORA_MAIL", "голубем"),
        ("OPORA_OIDC", "http://открытым.текстом"),
        ("OPORA_SECOND_FACTOR", "maybe"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_expected(name: str, text: str):
    with pytest.raises(EnvironmentRefusedError) as refused:
        environment_values({name: text})
    assert str(refused.value).startswith(f"{name}: ожидается ")
    assert text in str(refused.value)


def test_all_wrong_values_are_named_at_once():
    with pytest.raises(EnvironmentRefusedError) as refused:
        environment_values({"OPORA_HTTPS": "наверное", "OPORA_UPLOAD_MB": "много"})
    assert len(str(refused.value).splitlines()) == 2


def test_a_database_address_is_taken_apart():
    base = environment_values({"OPORA_DATABASE": "postgresql://opora:p%40ss@db.local:5433/region"})["database"]
    assert (base["USER"], base["PASSWORD"], base["HOST"], base["PORT"], base["NAME"]) == (
        "opora", "p@ss", "db.local", 5433, "region",
    )  # fmt: skip
