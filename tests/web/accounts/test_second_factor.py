"""Pages of the code from the phone: in plain words, all the way."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.web.personas import People

PASSWORD = "длинный-пароль-для-проверки-7"


def signed_in_by_password(people: People) -> Client:
    person = people["coordinator"]
    person.set_password(PASSWORD)
    person.save()
    browser = Client()
    said = {"login": person.username, "password": PASSWORD}
    assert browser.post("/accounts/login/", said).status_code == 302
    return browser


def test_the_code_is_switched_on_asked_for_and_switched_off_in_plain_words(people: People) -> None:
    browser = signed_in_by_password(people)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    pages = {"Включить вход с кодом": browser.get("/accounts/2fa/totp/activate/")}
    TOTP.activate(people["coordinator"], generate_totp_secret())
    codes = RecoveryCodes.activate(people["coordinator"])
    pages["Отключить вход с кодом?"] = browser.get("/accounts/2fa/totp/deactivate/")
    pages["Осталось 10 кодов из 10"] = browser.get("/accounts/2fa/recovery-codes/")
    pages["Сделать новые запасные коды?"] = browser.get("/accounts/2fa/recovery-codes/generate/")
    newcomer = signed_in_by_password(people)
    pages["Код из телефона"] = newcomer.get("/accounts/2fa/authenticate/")
    for words, answer in pages.items():
        page = answer.content.decode()
        assert (answer.status_code, words in page) == (200, True), words
        assert "ожалуйста" not in page
        assert "утентификац" not in page
    entered = newcomer.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert entered.status_code == 302
    assert newcomer.get("/schools/").status_code == 200
