"""`window.Kelisim` and what follows from the site's settings: consent models, languages, the privacy signal, frames."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kelisim import bootstrap
from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import consent_cookie, find, wait_for_banner, wait_for_no_banner

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = '<script src="/consent/kelisim.js"></script>'
EXPLICIT = 'consent_model = "explicit"'
SERVICES = 'services = ["own-site", "google-analytics", "yandex-metrica"]'
ANALYTICS = "['analytics', 'google-analytics', 'yandex-metrica'].map(Kelisim.allowed)"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Builds the default site with some lines of its site.toml replaced; each variant once in a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def build(name: str, **lines: str) -> Path:
        folder = shared / f"variant-{name}"
        with bootstrap.only_one(shared / f"variant-{name}.lock"):
            if not (folder / "dist").exists():
                folder.mkdir(exist_ok=True)
                text = (ROOT / "site.toml").read_text("utf-8")
                for key, value in lines.items():
                    text, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
                    assert found == 1, f"site.toml has no line {key} = …"
                (folder / "site.toml").write_text(text, "utf-8")
                files = ["--site", str(folder / "site.toml"), "--out", str(folder / "dist")]
                command = [sys.executable, "build.py", *files]
                made = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
                assert made.returncode == 0, made.stderr.decode()
        return folder / "dist"

    return build


def visit(driver: Driver, server: Server, dist: Path, body: str = "", head: str = CORE, lang: str = "kk") -> None:
    server.serve(dist, "/consent/")
    html = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>x</title>{head}</head><body>{body}'
    driver.goto(server.add("/page.html", html))
    driver.wait("window.Kelisim?.version")


def test_when_waits_for_consent(driver: Driver, server: Server, dist: Path):
    """`when` is fulfilled once its category is allowed, at once where it is already, and never by a refusal."""
    visit(driver, server, dist)
    driver.run("Kelisim.when('analytics').then(() => { window.analytics = true })")

    driver.run("Kelisim.reject()")
    refused = driver.eval("Promise.resolve().then(() => window.analytics ?? null)")
    driver.run("Kelisim.accept()")

    assert refused is None
    assert driver.wait("window.analytics") is True
    assert driver.eval("Kelisim.when('google-analytics').then(() => 'at once')") == "at once"


def test_events_tell_what_changed(driver: Driver, server: Server, dist: Path):
    """`choice` names what became allowed and what no longer is; the undo ends it; `ready` comes to latecomers too."""
    visit(driver, server, dist)
    driver.run(
        "window.heard = []; Kelisim.on('ready', () => heard.push('ready'));"
        "window.undo = Kelisim.on('choice', ({ detail }) => heard.push([detail.granted, detail.withdrawn]))"
    )

    driver.run("Kelisim.accept(); Kelisim.reject(['yandex-metrica']); undo(); Kelisim.reject()")

    assert driver.eval("heard") == [
        "ready",
        [["analytics", "google-analytics", "yandex-metrica"], []],
        [[], ["analytics", "yandex-metrica"]],
    ]


def test_the_interface_is_one_frozen_object(driver: Driver, server: Server, dist: Path):
    """Nothing of it can be replaced by another script, and it has the members of the documentation."""
    visit(driver, server, dist)

    driver.eval("(() => { try { Kelisim.allowed = () => true } catch {} try { window.Kelisim = 1 } catch {} })()")

    assert driver.eval("Kelisim.allowed('analytics')") is False
    assert driver.eval("Object.isFrozen(Kelisim)") is True
    assert sorted(driver.eval("Object.keys(Kelisim)")) == sorted(
        "version language consent allowed when open close accept reject reset explain scan setLanguage on".split()
    )


def test_a_choice_by_the_interface_says_so(driver: Driver, server: Server, dist: Path):
    """SEC-14: what a script of the page chose is recorded as `api`, also when it takes consent back."""
    visit(driver, server, dist)

    sources = driver.eval(
        "[() => Kelisim.accept(), () => Kelisim.reject('analytics')].map(act => (act(), Kelisim.consent.source))"
    )

    assert sources == ["api", "api"]


def test_reset_forgets_and_asks_again(driver: Driver, server: Server, dist: Path):
    """After `reset` there is no cookie, nothing runs, and the banner stands again."""
    visit(driver, server, dist)
    driver.run("Kelisim.accept()")
    wait_for_no_banner(driver)

    driver.eval("Kelisim.reset()")
    wait_for_banner(driver)

    assert driver.cookies() == []
    assert driver.eval(ANALYTICS) == [False, False, False]


@pytest.mark.parametrize(
    ("lang", "head", "path", "shown"),
    [
        pytest.param("ru", CORE, "/page.html", "ru", id="page"),
        pytest.param("kk-KZ", CORE, "/page.html", "kk", id="page with a country"),
        pytest.param("kz", CORE, "/page.html", "kk", id="country for language"),
        pytest.param("kk", CORE.replace(" src", ' data-kelisim-lang="ru" src'), "/page.html", "ru", id="script tag"),
        pytest.param("de", CORE, "/ru/page.html", "ru", id="path"),
        pytest.param("de", CORE, "/page.html", "kk", id="browser"),
    ],
)
def test_the_language_comes_from_tag_page_path_and_browser(
    driver: Driver, server: Server, dist: Path, lang: str, head: str, path: str, shown: str
):
    """In this order; the browser of these tests reads Kazakh."""
    server.serve(dist, "/consent/")
    html = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>x</title>{head}</head><body>'

    driver.goto(server.add(path, html))
    driver.wait("window.Kelisim?.version")

    assert driver.eval("Kelisim.language") == shown


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(CORE, id="in head"),
        pytest.param(CORE.replace(" src", " defer src"), id="defer"),
        pytest.param(CORE.replace(" src", " async src"), id="async"),
        pytest.param(CORE.replace(" src", ' type="module" src'), id="module"),
        pytest.param(CORE.replace("kelisim.js", "kelisim.js?v=3"), id="with a query"),
        pytest.param('<base href="/elsewhere/">' + CORE, id="under another base"),
    ],
)
def test_the_script_finds_its_parts_however_it_is_included(driver: Driver, server: Server, dist: Path, head: str):
    """The parts lie beside the script, not beside the page."""
    visit(driver, server, dist, head=head)

    wait_for_banner(driver)

    assert driver.console_errors() == []


def test_a_part_that_does_not_load_leaves_everything_denied(driver: Driver, server: Server, dist: Path):
    """The page works, nothing runs, and the control shows that something is amiss; it can be tried again."""
    for asset in (dist / "assets").glob("*.kk.*.js"):
        server.add(f"/consent/assets/{asset.name}", "/* damaged on its way */")
    visit(driver, server, dist)

    driver.eval(find('[data-kelisim="reopen"]') + ".click()")

    driver.wait(find('[data-kelisim="reopen"]') + ".textContent.includes('\\u26a0')")
    assert driver.eval(find('[data-kelisim="preferences"]') + " === null")
    assert driver.eval(ANALYTICS) == [False, False, False]


def test_the_implied_model_runs_services_until_they_are_switched_off(
    driver: Driver, server: Server, built: Callable[..., Path]
):
    """A notice without an accept button; closing it is remembered and records no consent, a refusal is recorded."""
    dist = built("implied", consent_model='"implied"')
    visit(driver, server, dist)
    wait_for_banner(driver)
    at_first = driver.eval(ANALYTICS)
    accept = driver.eval(find('[data-kelisim-action="accept"]') + " === null")

    driver.click("Жабу")
    wait_for_no_banner(driver)
    closed = consent_cookie(driver)
    record = driver.eval("Kelisim.consent")
    driver.run("Kelisim.reject()")

    assert (at_first, accept) == ([True, True, True], True)
    assert closed.endswith("~seen~")
    assert record is None
    assert driver.eval(ANALYTICS) == [False, False, False]
    assert driver.eval("Kelisim.consent.denied") == ["analytics", "google-analytics", "yandex-metrica"]


SIGNAL = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true });"


def signalling(server: Server) -> str:
    server.add("/signal.js", SIGNAL)
    return '<script src="/signal.js"></script>' + CORE


def test_the_privacy_signal_keeps_advertising_off_accept_all(
    driver: Driver, server: Server, built: Callable[..., Path]
):
    """SIG-1: the banner says so; "accept all" leaves marketing off and is recorded as `gpc`; its switch turns it on."""
    dist = built("marketing", services='["own-site", "google-analytics", "meta-pixel"]')
    visit(driver, server, dist, head=signalling(server))
    wait_for_banner(driver)
    notice = driver.eval(find('[data-kelisim="banner"] .gpc') + ".offsetHeight > 0")

    driver.click("Барлығын қабылдау")
    wait_for_no_banner(driver)
    record = driver.eval("[Kelisim.consent.source, Kelisim.allowed('analytics'), Kelisim.allowed('marketing')]")
    driver.run("Kelisim.open()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.eval(find('input[data-kelisim-category="marketing"]') + ".click()")
    driver.click("Таңдауды сақтау")
    driver.wait("Kelisim.consent.source === 'custom'")

    assert notice is True
    assert record == ["gpc", True, False]
    assert driver.eval("Kelisim.allowed('marketing')") is True


def test_the_privacy_signal_ends_the_implied_model(driver: Driver, server: Server, built: Callable[..., Path]):
    """Under the signal nothing optional runs by itself, although the site's model is implied."""
    dist = built("implied", consent_model='"implied"')

    visit(driver, server, dist, head=signalling(server))

    assert driver.eval(ANALYTICS) == [False, False, False]


@pytest.fixture
def video(driver: Driver, server: Server, built: Callable[..., Path]) -> Driver:
    """A visitor before a page with a held video."""
    dist = built("frames", services='["own-site", "google-analytics", "yandex-metrica", "youtube"]')
    server.add("/video.html", "<!doctype html><title>x</title><p>video</p>")
    frame = '<iframe data-kelisim-consent="youtube" data-kelisim-src="/video.html" width="300" height="200"></iframe>'
    visit(driver, server, dist, frame)
    driver.wait("document.querySelector('[data-kelisim=\"placeholder\"]')")
    return driver


PLACEHOLDER = "document.querySelector('[data-kelisim=\"placeholder\"]')"


def test_a_held_frame_has_a_placeholder_of_its_size(video: Driver, server: Server):
    """A11Y-26: service and country are named, two real buttons stand there, and nothing was requested."""
    text = video.eval(f"{PLACEHOLDER}.textContent")
    size = video.eval(f"[{PLACEHOLDER}.offsetWidth, {PLACEHOLDER}.offsetHeight]")

    assert "YouTube" in text
    assert "Ирландия" in text
    assert size[0] >= 300
    assert size[1] >= 200
    assert server.asked("/video.html") == []


def test_once_loads_the_frame_and_records_nothing(video: Driver, server: Server):
    """The visitor sees this video now; the next page asks again."""
    video.click("Бір рет жүктеу")
    server.wait_until(lambda: bool(server.asked("/video.html")))

    video.wait(f"{PLACEHOLDER} === null")
    assert video.cookies() == []
    assert video.eval("document.activeElement.localName") == "iframe"
    assert video.eval("document.querySelector('iframe').title") == "Кірістірілген мазмұн: YouTube"


def test_always_grants_the_service_and_no_more(video: Driver, server: Server):
    """Consent is recorded for the video's service; everything else stays undecided, and the banner goes on asking."""
    video.click("Әрқашан жүктеу")
    server.wait_until(lambda: bool(server.asked("/video.html")))

    video.wait(f"{PLACEHOLDER} === null")
    assert video.eval("['youtube', 'analytics'].map(Kelisim.allowed)") == [True, False]
    assert video.eval(find('[data-kelisim="banner"]') + " !== null")
