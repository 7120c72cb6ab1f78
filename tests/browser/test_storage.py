"""What the stored choice means on the next page (docs/consent-cookie.md), also in browsers that refuse storage."""

from __future__ import annotations

import json
import random
import string
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import consent_cookie, find, wait_for_banner, wait_for_no_banner

DAY = 86400
NUMBER = "295838190129384712839128374655"
PAGE = (
    '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>x</title>'
    '<script src="/consent/kelisim.js"></script></head><body></body>'
)


def visit(driver: Driver, server: Server, dist: Path) -> None:
    server.serve(dist, "/consent/")
    driver.goto(server.add("/page.html", PAGE))


def tokens(dist: Path, bit: str = "1") -> str:
    """Every token of the default site, decided alike."""
    return "".join(token + bit for token in json.loads((dist / "manifest.json").read_text("utf-8"))["tokens"])


def written(dist: Path, **fields: str) -> str:
    """A consent cookie of now, but for the fields named."""
    usual = {
        "format": "1",
        "number": NUMBER,
        "time": str(int(time.time())),
        "language": "kk",
        "policy": "1.0-draft",
        "source": "accept",
        "tokens": tokens(dist),
    }
    return "~".join({**usual, **fields}.values())


def state(driver: Driver) -> list[object]:
    """Whether there is a choice, and whether analytics may run."""
    result: list[object] = driver.eval("[Boolean(Kelisim.consent), Kelisim.allowed('analytics')]")
    return result


def test_a_stored_choice_is_read_back_as_a_record(driver: Driver, server: Server, dist: Path):
    """REC-1: number, times in UTC, language, version, source; every category and service is on one of two sides."""
    visit(driver, server, dist)
    chosen = datetime.now(UTC).replace(microsecond=0)
    driver.set_cookie("kelisim", written(dist, time=str(int(chosen.timestamp()))))

    driver.reload()
    record = driver.eval("Kelisim.consent")

    assert record == {
        "id": NUMBER,
        "time": chosen.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "expires": (chosen + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "language": "kk",
        "policy": "1.0-draft",
        "source": "accept",
        "granted": ["necessary", "analytics", "own-site", "google-analytics", "yandex-metrica"],
        "denied": [],
    }


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        pytest.param({}, True, id="as written"),
        pytest.param({"time": str(int(time.time()) - 179 * DAY)}, True, id="almost at its end"),
        pytest.param({"time": str(int(time.time()) - 181 * DAY)}, False, id="expired"),
        pytest.param({"time": str(int(time.time()) + DAY // 2)}, True, id="clock put back a little"),
        pytest.param({"time": str(int(time.time()) + 3 * DAY)}, False, id="from the future"),
        pytest.param({"policy": "1.7"}, True, id="another minor version"),
        pytest.param({"policy": "2.0"}, False, id="another major version"),
        pytest.param({"format": "2"}, False, id="newer format"),
        pytest.param({"number": "12x456789"}, False, id="number with a letter"),
        pytest.param({"time": "1795456"}, False, id="time too short"),
        pytest.param({"source": "ac cept"}, False, id="source with a space"),
        pytest.param({"tokens": "abcd2"}, False, id="bit that is none"),
        pytest.param({"tokens": "abc1"}, False, id="token too short"),
        pytest.param({"language": "kk<script>"}, False, id="markup in the language"),
    ],
)
def test_only_a_well_formed_choice_of_today_holds(
    driver: Driver, server: Server, dist: Path, fields: dict[str, str], kept: bool
):
    """REC-8: anything broken, newer or lapsed is no choice: everything is denied and the banner asks."""
    visit(driver, server, dist)
    driver.set_cookie("kelisim", written(dist, **fields))

    driver.reload()
    driver.wait("Kelisim.version")

    assert state(driver) == [kept, kept]
    if not kept:
        wait_for_banner(driver)


def test_garbage_in_the_cookie_is_never_consent(driver: Driver, server: Server, dist: Path):
    """Ten thousand seeded values, half of them a good one with a character changed: none grants what was denied."""
    visit(driver, server, dist)
    source, good = random.Random(1), written(dist, source="reject", tokens=tokens(dist, "0"))
    signs = string.ascii_letters + string.digits + "~.-_%+ =\N{CYRILLIC SMALL LETTER A}"
    values = []
    for position in range(10_000):
        value = list(good if position % 2 else "".join(source.choices(signs, k=source.randint(0, 90))))
        if position % 2:
            value[source.randrange(len(value))] = source.choice(signs.replace("1", ""))
        values.append("".join(value))

    granted = driver.eval(
        f"""(async values => {{
          const granted = []
          for (const value of values) {{
            document.cookie = 'kelisim=' + encodeURI(value) + '; Path=/'
            document.dispatchEvent(new Event('visibilitychange'))
            if (Kelisim.allowed('google-analytics') || Kelisim.allowed('yandex-metrica')) granted.push(value)
          }}
          return granted
        }})({json.dumps(values)})"""
    )

    assert granted == []


def test_a_new_service_is_asked_for_and_what_was_decided_stays(driver: Driver, server: Server, dist: Path):
    """An unknown token is ignored, a missing one undecided: its service is off, the other runs, the banner says why."""
    visit(driver, server, dist)
    first, second = json.loads((dist / "manifest.json").read_text("utf-8"))["tokens"]
    driver.set_cookie("kelisim", written(dist, tokens=f"{first}1zzzz1"))

    driver.reload()
    wait_for_banner(driver)

    services = json.loads((dist / "manifest.json").read_text("utf-8"))["tokens"]
    assert driver.eval(f"['{services[first]}', '{services[second]}', 'analytics'].map(Kelisim.allowed)") == [
        True,
        False,
        False,
    ]
    reason = driver.eval(find(".again") + ".textContent")
    name = {"google-analytics": "Google Analytics", "yandex-metrica": "Яндекс Метрика"}[services[second]]
    assert name in reason
    assert reason.endswith("Сондықтан қайта таңдау жасауыңызды сұраймыз.")


def test_an_expired_choice_is_named_as_the_reason(driver: Driver, server: Server, dist: Path):
    """Who is asked again after half a year is told that the earlier choice has run out."""
    visit(driver, server, dist)
    driver.set_cookie("kelisim", written(dist, time=str(int(time.time()) - 200 * DAY)))

    driver.reload()
    wait_for_banner(driver)

    assert driver.eval(find(".again") + ".textContent").startswith("Бұрынғы таңдауыңыздың")


def test_the_record_keeps_its_number_through_a_withdrawal(driver: Driver, server: Server, dist: Path):
    """REC-3: consent and its end are found under one number; forgetting the choice ends the number too."""
    visit(driver, server, dist)
    driver.run("Kelisim.accept()")
    first = driver.eval("Kelisim.consent.id")
    driver.run("Kelisim.reject()")
    second = driver.eval("Kelisim.consent.id")

    driver.eval("Kelisim.reset().then(() => Kelisim.accept())")

    assert (first, first.isdigit()) == (second, True)
    assert driver.eval("Kelisim.consent.id") != first


def test_of_two_cookies_the_newer_counts_and_the_next_choice_leaves_one(driver: Driver, server: Server, dist: Path):
    """After the owner shared the cookie between subdomains an old one of the host may stand beside it."""
    server.serve(dist, "/consent/")
    server.add("/page.html", PAGE)
    driver.goto(server.url("/page.html", "www.example.kz"))
    old = written(dist, time=str(int(time.time()) - DAY), source="accept")
    new = written(dist, source="reject", tokens=tokens(dist, "0"))
    driver.run(
        f"document.cookie = 'kelisim={old}; Path=/'; document.cookie = 'kelisim={new}; Path=/; Domain=example.kz'"
    )

    driver.reload()
    driver.wait("Kelisim.consent")
    source = driver.eval("Kelisim.consent.source")
    driver.run("Kelisim.accept()")

    assert source == "reject"
    assert driver.eval("document.cookie.match(/kelisim=/g).length") == 1


REFUSES_COOKIES = "Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });"
REFUSES_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('x', 'SecurityError') } });"
)


def refusing(server: Server, dist: Path, script: str) -> str:
    server.serve(dist, "/consent/")
    server.add("/refuse.js", script)
    return server.add("/refusing.html", PAGE.replace("<title>", '<script src="/refuse.js"></script><title>'))


def test_without_cookies_the_choice_is_kept_in_local_storage(driver: Driver, server: Server, dist: Path):
    """A browser that refuses cookies to the site still remembers, under the same name and in the same words."""
    driver.goto(refusing(server, dist, REFUSES_COOKIES))
    wait_for_banner(driver)
    driver.run("Kelisim.accept()")

    driver.reload()
    driver.wait("Kelisim.consent")

    assert state(driver) == [True, True]
    assert consent_cookie(driver) == ""
    assert driver.eval("localStorage.kelisim").startswith("1~")


def test_without_any_storage_a_choice_holds_for_its_page(driver: Driver, server: Server, dist: Path):
    """STO-11: nothing is thrown, the visitor is told, and the next page runs nothing optional."""
    driver.goto(refusing(server, dist, REFUSES_COOKIES + REFUSES_STORAGE))
    wait_for_banner(driver)
    driver.click("Барлығын қабылдау")
    wait_for_no_banner(driver)
    here = state(driver)
    said = driver.wait(find('[data-kelisim="status"]') + ".textContent")
    driver.run("document.dispatchEvent(new Event('visibilitychange'))")
    still = state(driver)

    driver.reload()
    wait_for_banner(driver)

    assert (here, still) == ([True, True], [True, True])
    assert said == "Таңдауыңыз тек осы бетте қолданылады: браузер оны сақтамайды."
    assert state(driver) == [False, False]
    assert driver.console_errors() == []


def test_a_withdrawal_in_another_tab_reaches_this_one(driver: Driver, server: Server, dist: Path):
    """STO-10: a tab that is looked at again takes over what was chosen meanwhile, and says so to the page."""
    visit(driver, server, dist)
    driver.run("Kelisim.accept(); Kelisim.on('choice', event => { window.heard = event.detail.withdrawn })")
    driver.set_cookie("kelisim", written(dist, source="withdraw", tokens=tokens(dist, "0")))

    driver.run("document.dispatchEvent(new Event('visibilitychange'))")

    assert driver.wait("window.heard") == ["analytics", "google-analytics", "yandex-metrica"]
    assert state(driver) == [True, False]
