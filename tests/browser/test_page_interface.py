"""`window.Kelisim` and the events, each as the interface says; and which language is shown."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import LIBRARY, TAG, Site, document, held, lab, lists_of, note, open_lab
from tests.browser.server import Server
from tests.browser.visiting import find, wait_for_banner

pytest_plugins = ("tests.browser.sites",)

MEMBERS = {
    "version": "string",
    "language": "string",
    "consent": "object",
    "allowed": "function",
    "when": "function",
    "open": "function",
    "close": "function",
    "accept": "function",
    "reject": "function",
    "reset": "function",
    "explain": "function",
    "scan": "function",
    "setLanguage": "function",
    "on": "function",
}
PREFERENCES_OPEN = find('dialog[data-kelisim="preferences"]') + "?.open"


TAMPER = """() => {
  'use strict'
  const before = Kelisim
  const tries = [
    () => { Kelisim.allowed = () => true },
    () => { Kelisim.extra = 1 },
    () => { delete Kelisim.reject },
    () => { window.Kelisim = {} },
    () => { delete window.Kelisim }
  ]
  const thrown = tries.filter(one => { try { one() } catch { return true } }).length
  return [thrown, Kelisim === before, Object.isFrozen(Kelisim), Kelisim.allowed('analytics')]
}"""


def listen(driver: Driver, *names: str) -> None:
    """Keep the types of these events in `told`."""
    hear = "name => Kelisim.on(name, event => told.push(event.type))"
    driver.eval(f"(window.told = [], {list(names)}.forEach({hear}), 0)")


@pytest.fixture
def visit(driver: Driver, server: Server, library: Site) -> Callable[..., Driver]:
    """Opens a page with this body."""

    def open_page(body: str = "", **options: str) -> Driver:
        driver.goto(server.add("/", document(body=body, **options)))
        return driver

    return open_page


def test_the_page_has_one_frozen_object(visit: Callable[..., Driver]):
    """The members are those of the interface and no others; a page cannot change or replace them."""
    driver = visit()

    kinds = driver.eval("Object.fromEntries(Object.keys(Kelisim).map(name => [name, typeof Kelisim[name]]))")
    changed = driver.eval(f"({TAMPER})()")

    assert kinds == MEMBERS
    assert changed == [5, True, True, False]


def test_the_record_has_the_fields_of_the_interface(visit: Callable[..., Driver], library: Site):
    """Id, times in ISO 8601, language, version of the policy, source, and two lists that name everything in use."""
    driver = visit()

    driver.eval("Kelisim.accept('heat-map')")
    record = driver.eval("Kelisim.consent")

    assert set(record) == {"id", "time", "expires", "language", "policy", "source", "granted", "denied"}
    assert driver.eval(
        "['time', 'expires'].every(key => new Date(Kelisim.consent[key]).toISOString() === Kelisim.consent[key])"
    )
    assert driver.eval("Math.abs(Date.now() - Date.parse(Kelisim.consent.time)) < 60000")
    assert (record["language"], record["policy"], record["source"]) == ("kk", library.policy, "api")
    assert {key: sorted(record[key]) for key in ("granted", "denied")} == lists_of(["heat-map"])


def test_changing_a_record_that_was_given_out_changes_nothing(visit: Callable[..., Driver]):
    """What the page gets is its own: pushing into the lists grants nothing."""
    driver = visit()
    driver.eval("Kelisim.reject()")

    for change in ("granted.push('analytics', 'heat-map')", "denied.length = 0", "granted = ['heat-map']"):
        driver.eval(f"(() => {{ try {{ Kelisim.consent.{change} }} catch {{}} }})()")

    assert driver.eval("[Kelisim.allowed('heat-map'), Kelisim.consent.granted]") == [False, ["necessary", "own-site"]]


@pytest.mark.parametrize(
    ("calls", "granted"),
    [
        pytest.param("Kelisim.accept()", list(LIBRARY), id="accept all"),
        pytest.param("Kelisim.accept(['analytics'])", ["page-counter", "heat-map"], id="accept a category"),
        pytest.param("Kelisim.accept('partner-pixel')", ["partner-pixel"], id="accept a service by its name alone"),
        pytest.param(
            "Kelisim.accept(['heat-map', 'marketing'])", ["heat-map", "partner-pixel"], id="accept a mixed list"
        ),
        pytest.param("Kelisim.accept(['nobody', 'necessary'])", [], id="accept nothing that there is"),
        pytest.param("Kelisim.accept([])", [], id="accept an empty list"),
        pytest.param("Kelisim.reject()", [], id="only necessary"),
        pytest.param("(Kelisim.accept(), Kelisim.reject('analytics'))", ["partner-pixel"], id="reject a category"),
        pytest.param(
            "(Kelisim.accept(), Kelisim.reject(['heat-map']))", ["page-counter", "partner-pixel"], id="reject a service"
        ),
        pytest.param(
            "(Kelisim.accept(), Kelisim.reject(['own-site', 'necessary']))", list(LIBRARY), id="reject the necessary"
        ),
    ],
)
def test_accept_and_reject_by_ids(visit: Callable[..., Driver], calls: str, granted: list[str]):
    """All, or these; what is necessary is nobody's to refuse, and an empty list is not "all"."""
    driver = visit()

    driver.eval(f"void {calls}")

    allowed = driver.eval(
        f"{json.dumps([*lists_of([])['denied'], 'necessary', 'own-site'])}.filter(Kelisim.allowed).sort()"
    )
    assert allowed == lists_of(granted)["granted"]


def test_when_waits_until_it_is_allowed(visit: Callable[..., Driver]):
    """The promises of a service and of its category are fulfilled each in its time; one that is allowed, at once."""
    driver = visit()
    ids = ["necessary", "heat-map", "analytics", "nobody"]
    driver.eval(f"(window.told = [], {ids}.forEach(id => Kelisim.when(id).then(() => told.push(id))), 0)")
    driver.wait("told.length === 1")
    steps = [driver.eval("[...told]")]

    for service in ("heat-map", "page-counter"):
        driver.eval(f"Kelisim.accept('{service}')")
        steps.append(driver.eval("new Promise(done => setTimeout(() => done([...told]), 0))"))

    assert steps == [["necessary"], ["necessary", "heat-map"], ["necessary", "heat-map", "analytics"]]


def test_preferences_open_and_close(visit: Callable[..., Driver]):
    """open() and close() do what the controls do, any number of times, and tell it; nothing is stored by it."""
    driver = visit()
    listen(driver, "open", "close")

    for _ in range(2):
        driver.eval("(Kelisim.open(), Kelisim.open(), 0)")
        driver.wait(PREFERENCES_OPEN)
        driver.eval("(Kelisim.close(), Kelisim.close(), 0)")
        driver.wait("!" + PREFERENCES_OPEN)

    assert driver.eval("told") == ["kelisim:open", "kelisim:close"] * 2
    assert driver.eval("Kelisim.consent") is None
    assert driver.cookies() == []


def test_closing_before_the_preferences_came_keeps_them_closed(visit: Callable[..., Driver]):
    """Whoever changes their mind while the file is on its way is not surprised by it."""
    driver = visit()
    listen(driver, "open", "close")

    driver.eval("(Kelisim.open(), Kelisim.close(), 0)")
    driver.wait(
        """performance.getEntriesByType('resource')
          .some(({ name, responseEnd }) => name.includes('/preferences.') && responseEnd)"""
    )

    assert driver.eval(f"new Promise(done => setTimeout(() => done(Boolean({PREFERENCES_OPEN})), 0))") is False
    assert driver.eval("told") in ([], ["kelisim:open", "kelisim:close"])


def test_a_choice_is_told_with_what_changed(visit: Callable[..., Driver]):
    """`kelisim:choice` on the document and `on("choice")` say what is granted and withdrawn now, against before."""
    driver = visit()
    driver.eval(
        """(window.told = [],
          document.addEventListener('kelisim:choice', ({ detail }) => told.push(['document', detail])),
          Kelisim.on('choice', ({ detail }) => told.push(['on', detail])), 0)"""
    )

    driver.eval(
        """Kelisim.accept('heat-map').then(() => Kelisim.accept('page-counter'))
          .then(() => Kelisim.reject('heat-map')).then(() => Kelisim.reset())"""
    )

    told = driver.eval("told")
    assert [who for who, _ in told] == ["document", "on"] * 4
    assert [(sorted(one["granted"]), sorted(one["withdrawn"])) for _, one in told[::2]] == [
        (["heat-map"], []),
        (["analytics", "page-counter"], []),
        ([], ["analytics", "heat-map"]),
        ([], ["page-counter"]),
    ]
    assert [one["consent"] and one["consent"]["source"] for _, one in told[::2]] == ["api", "api", "api", None]


def test_on_gives_back_its_undo(visit: Callable[..., Driver]):
    """After the undo the listener hears nothing more, and others go on hearing."""
    driver = visit()
    driver.eval(
        """(window.told = [], window.undo = Kelisim.on('choice', () => told.push('first')),
          Kelisim.on('choice', () => told.push('second')), 0)"""
    )

    driver.eval("(Kelisim.reject(), undo(), undo(), Kelisim.reject(['heat-map']), Kelisim.accept('heat-map'), 0)")

    assert driver.eval("told.filter(one => one === 'first').length") == 1
    assert driver.eval("told.filter(one => one === 'second').length") >= 2


def test_a_listener_that_throws_stops_nobody(visit: Callable[..., Driver]):
    """A fault in the page's code keeps neither the other listeners nor the tags from their turn."""
    driver = visit(held("heat-map", code=note("heat-map")))
    driver.eval(
        """(Kelisim.on('choice', () => { throw new Error('mine') }),
          Kelisim.on('choice', () => { window.heard = true }), 0)"""
    )

    driver.eval("Kelisim.accept()")

    assert driver.wait("window.heard && window.ran") == ["heat-map"]
    assert driver.eval("Kelisim.consent.source") == "api"


def test_nobody_comes_too_late_for_ready(visit: Callable[..., Driver]):
    """An inline script right behind the tag, one at the end, and one after load: each hears of `ready` once."""
    listen = "<script>window.told = window.told || []; Kelisim.on('ready', event => told.push(event.type))</script>"
    driver = visit(listen, tag=TAG + listen)

    driver.eval("(Kelisim.on('ready', event => told.push(event.type)), 0)")
    driver.wait("told.length >= 3")

    assert driver.eval("new Promise(done => setTimeout(() => done(told), 0))") == ["kelisim:ready"] * 3


def test_the_events_of_a_visit_are_told_on_the_document(driver: Driver, server: Server, library: Site):
    """Listeners that were there before the script hear ready and show; later ones open, language and close."""
    names = ["ready", "show", "choice", "open", "close", "language"]
    listen = (
        "<script>window.told = []; for (const name of " + json.dumps(names) + ")"
        " document.addEventListener('kelisim:' + name, event => told.push(event.type.slice(8)))</script>"
    )
    driver.goto(server.add("/", document(tag=listen + TAG)))
    wait_for_banner(driver)

    driver.eval("Kelisim.open()")
    driver.wait(PREFERENCES_OPEN)
    driver.eval("Kelisim.setLanguage('ru')")
    driver.eval("Kelisim.close()")
    driver.eval("Kelisim.reject()")

    assert driver.eval("told") == ["ready", "show", "open", "language", "close", "choice"]


def test_explain_says_why(visit: Callable[..., Driver]):
    """A held tag, one that ran, and one that names nothing in use, each with the reason."""
    driver = visit(
        held("heat-map", code=note("heat-map"), attributes="id=a")
        + held("functional", code=note("leak"), attributes="id=b")
        + held("necessary", code=note("necessary"), attributes="id=c")
    )
    explain = "Promise.all(['a', 'b', 'c'].map(id => Kelisim.explain(document.getElementById(id))))"
    driver.wait("window.ran")
    before = driver.eval(explain)

    driver.eval("Kelisim.accept('heat-map')")
    driver.wait("window.ran.length === 2")
    after = driver.eval(explain)

    unknown = {"id": "functional", "reason": "unknown", "released": False}
    necessary = {"id": "necessary", "reason": "allowed", "released": True}
    assert before == [{"id": "heat-map", "reason": "denied", "released": False}, unknown, necessary]
    assert after == [{"id": "heat-map", "reason": "allowed", "released": True}, unknown, necessary]


def test_scan_looks_where_nobody_watches(visit: Callable[..., Driver]):
    """Tags in a shadow root of the page's own are let go when the page says where they are."""
    driver = visit('<div id="host"></div>')
    driver.eval("Kelisim.accept('heat-map')")
    driver.eval(
        """(() => {
          const root = document.getElementById('host').attachShadow({ mode: 'closed' })
          const tag = document.createElement('script')
          tag.type = 'text/plain'
          tag.dataset.kelisimConsent = 'heat-map'
          tag.text = "window.ran = ['in the shadow']"
          root.append(tag)
          Kelisim.scan(root)
        })()"""
    )

    assert driver.wait("window.ran") == ["in the shadow"]


def test_set_language_changes_everything_that_is_shown(visit: Callable[..., Driver]):
    """The promise is fulfilled when it is done; a region is no matter, and an unknown language changes nothing."""
    driver = visit()
    wait_for_banner(driver)

    driver.eval("Kelisim.setLanguage('ru-KZ')")
    shown = driver.eval(
        "[Kelisim.language, "
        + find('[data-kelisim-action="accept"]')
        + ".textContent, "
        + find('[data-kelisim="reopen"]')
        + ".textContent]"
    )
    refused = driver.eval("Kelisim.setLanguage('fr').then(() => 'came', error => error.name)")

    assert shown == ["ru", "Принять все", "Настройки файлов cookie"]
    assert refused == "RangeError"
    assert driver.eval("Kelisim.language") == "ru"


LANGUAGES = "<script>Object.defineProperty(Navigator.prototype, 'languages', { get: () => LIST })</script>"
#: What decides → (what the script tag says, <html lang>, path, languages of the browser, what is shown).
CASES = {
    "the tag before all": ("ru", "kk", "/kk/a", ["kk"], "ru"),
    "then the page": ("", "ru", "/kk/a", ["kk"], "ru"),
    "then the path": ("", "", "/ru/a", ["kk"], "ru"),
    "then the browser": ("", "", "/a", ["de", "ru-RU", "kk"], "ru"),
    "then the site's first": ("", "", "/a", ["de", "fr"], "kk"),
    "nothing at all": ("", "", "/", [], "kk"),
    "an unknown tag is passed over": ("fr", "en-US", "/de/a", ["ru"], "ru"),
    "a tag with a region": ("ru-KZ", "kk", "/", ["kk"], "ru"),
    "a page with a region": ("", "kk-KZ", "/ru/", ["ru"], "kk"),
    "a page in other case": ("", "RU-ru", "/", ["kk"], "ru"),
    "a page with a script": ("", "kk-Cyrl-KZ", "/ru/", ["ru"], "kk"),
    "the country's code": ("", "kz", "/ru/", ["ru"], "kk"),
    "the country's code in the path": ("", "", "/kz/a", ["ru"], "kk"),
    "a longer word in the path": ("", "", "/russia/", ["kk"], "kk"),
}


def test_the_language_is_that_of_the_nearest_that_says_one(driver: Driver, server: Server, library: Site):
    """Tag, page, path, browser, site, in this order; what names none of the site's languages is passed over."""
    pages = {}
    for position, (case, (tag, lang, path, browser, _)) in enumerate(CASES.items()):
        script = f'<script src="/consent/kelisim.js"{f" data-kelisim-lang={tag}" if tag else ""}></script>'
        html = document(
            tag=LANGUAGES.replace("LIST", json.dumps(browser)) + script, root=f"lang={lang}" if lang else ""
        )
        pages[case] = path.rstrip("/") + f"/{position}"
        server.add(pages[case], html)
    open_lab(driver, server)

    shown = driver.eval(
        lab(f"""const shown = {{}}
                for (const [name, path] of Object.entries({json.dumps(pages)})) {{
                  const view = await visit(path)
                  shown[name] = view.Kelisim.language
                  leave(view)
                }}
                return shown""")
    )

    assert shown == {case: expected for case, (*_, expected) in CASES.items()}


def test_the_country_code_for_a_language_is_warned_of(driver: Driver, server: Server, library: Site):
    """kz is taken for kk, and whoever looks into the console learns of it; kk-KZ is right as it is."""
    listen = "<script>window.warned = []; console.warn = (...told) => warned.push(told.join(' '))</script>"
    server.add("/right", document(tag=listen + TAG, root="lang=kk-KZ"))
    server.add("/wrong", document(tag=listen + TAG, root="lang=kz"))
    open_lab(driver, server)

    warned = driver.eval(lab("return [(await visit('/right')).warned, (await visit('/wrong')).warned]"))

    assert warned[0] == []
    assert len(warned[1]) == 1
    assert "kz" in warned[1][0]


def test_the_address_opens_the_preferences(visit: Callable[..., Driver], server: Server):
    """A link to #kelisim-preferences opens them on this page, from another page and typed by hand."""
    driver = visit('<a href="#kelisim-preferences">Cookie</a>')
    wait_for_banner(driver)

    driver.click("Cookie", role="link")
    driver.wait(PREFERENCES_OPEN)
    driver.goto(server.add("/other", document()) + "#kelisim-preferences")

    assert driver.wait(PREFERENCES_OPEN)
