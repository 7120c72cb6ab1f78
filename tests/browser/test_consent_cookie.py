"""The consent cookie among its neighbours, its duplicates, and ten thousand kinds of nonsense."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.browser.cookie_values import garbage, granted_by
from tests.browser.engines import Driver
from tests.browser.pages import (
    COMES_TO_FRONT,
    GRAMMAR,
    LIBRARY,
    Site,
    document,
    lab,
    lists_of,
    open_lab,
    serve,
)
from tests.browser.server import Server
from tests.browser.visiting import consent_cookie, decided, wait_for_banner

pytest_plugins = ("tests.browser.sites",)

HOST = "www.library.example"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_first_party_short_and_host_only(driver: Driver, server: Server, library: Site, scheme: str):
    """STO-2: SameSite=Lax, the whole site, this host alone, Secure where the page is; at most 200 plain bytes."""
    server.add("/hall/", document())
    driver.goto(server.url("/hall/", HOST, scheme))

    driver.eval("Kelisim.accept()")

    [cookie] = driver.cookies()
    assert (cookie.name, cookie.domain, cookie.path, cookie.same_site) == ("kelisim", HOST, "/", "Lax")
    assert cookie.secure is (scheme == "https")
    assert not cookie.http_only  # a page cannot set it otherwise
    assert len(f"kelisim={cookie.value}".encode("ascii")) <= 200
    assert GRAMMAR.fullmatch(cookie.value)
    assert decided(cookie.value) == dict.fromkeys(library.tokens.values(), True)


def test_a_shared_cookie_holds_on_every_subdomain(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """With cookie_domain a choice on one host is the choice on all hosts of the site."""
    serve(server, sites("shared"))
    server.add("/", document())
    driver.goto(server.url("/", HOST))
    driver.eval("Kelisim.accept(['heat-map'])")

    driver.goto(server.url("/", "reader.library.example"))

    assert driver.eval("Kelisim.allowed('heat-map')") is True
    [cookie] = driver.cookies()
    assert cookie.domain == ".library.example"


@pytest.mark.parametrize(
    ("age_of_own", "age_of_shared"),
    [pytest.param(100, 9000, id="this host's is newer"), pytest.param(9000, 100, id="the shared one is newer")],
)
@pytest.mark.parametrize("variant", ["library", "shared"])
def test_of_two_cookies_the_newest_holds_until_one_is_left(
    driver: Driver, server: Server, sites: Callable[[str], Site], variant: str, age_of_own: int, age_of_shared: int
):
    """After a site changed its domain two stand side by side: the newer holds, and the next choice leaves its own."""
    site = serve(server, sites(variant))
    server.add("/", document())
    driver.goto(server.url("/", HOST))
    granting = {"own": ["heat-map"], "shared": ["page-counter"]}
    for which, age, domain in (("own", age_of_own, ""), ("shared", age_of_shared, "; Domain=library.example")):
        granted = granting[which]
        record = site.record(granted, set(LIBRARY) - set(granted), time=int(time.time()) - age)
        driver.eval(f"document.cookie = 'kelisim={record}; Path=/{domain}'")

    driver.reload()
    holds = driver.eval("['heat-map', 'page-counter'].filter(Kelisim.allowed)")
    driver.eval("Kelisim.reject()")

    assert holds == granting["own" if age_of_own < age_of_shared else "shared"]
    [cookie] = driver.cookies()
    assert set(decided(cookie.value).values()) == {False}
    assert (cookie.domain == HOST) is (variant == "library")


def test_a_well_formed_cookie_beats_a_broken_one_before_it(driver: Driver, server: Server, library: Site):
    """Of duplicates the newest valid one wins, not the one that the browser names first; both go with a choice."""
    server.add("/hall/", document())
    driver.goto(server.url("/hall/", HOST))
    driver.eval(f"document.cookie = 'kelisim={library.record(['heat-map'])}; Path=/'")
    driver.eval("document.cookie = 'kelisim=1~garbage; Path=/hall/'")

    driver.reload()
    holds = driver.eval("Kelisim.allowed('heat-map')")
    driver.eval("Kelisim.reject()")

    assert holds is True
    assert [cookie.path for cookie in driver.cookies()] == ["/"]


def test_neighbours_that_look_like_ours_are_not_read(driver: Driver, server: Server, library: Site):
    """Other cookies of the host may have our name in theirs, or our cookie in their value; so may the address."""
    names = ["a=kelisim", "xkelisim", "kelisim2", "KELISIM", "kelisim.", "__Secure-kelisim"]
    granted = library.record(LIBRARY)
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""for (const name of {json.dumps(names)}) document.cookie = name + '={granted}; Path=/'
                const view = await visit('/?kelisim={granted}#kelisim={granted}')
                return [view.Kelisim.consent, view.Kelisim.allowed('heat-map')]""")
    )

    assert seen == [None, False]


def test_a_crowded_jar_keeps_the_choice(driver: Driver, server: Server, library: Site):
    """Two neighbours of 4 kB and forty small ones: the choice is stored, read back, and they are left alone."""
    open_lab(driver, server)

    consent, neighbours = driver.eval(
        lab("""for (const name of ['big1', 'big2']) document.cookie = name + '=' + 'x'.repeat(4000) + '; Path=/'
               for (let count = 0; count < 40; count += 1) document.cookie = 'small' + count + '=kelisim; Path=/'
               const first = await visit()
               first.Kelisim.accept(['heat-map'])
               return [lists((await visit()).Kelisim.consent), document.cookie.split('; ').length - 1]""")
    )

    assert consent == lists_of(["heat-map"])
    assert neighbours == 42


def test_a_value_of_four_kilobytes_is_no_choice_and_no_obstacle(driver: Driver, server: Server, library: Site):
    """A cookie of ours that somebody stuffed is passed over, and the next choice takes its place."""
    driver.goto(server.add("/", document()))
    driver.eval("document.cookie = 'kelisim=' + '1~'.repeat(2000) + '; Path=/'")

    driver.reload()
    wait_for_banner(driver)
    driver.eval("Kelisim.accept(['heat-map'])")

    assert list(decided(consent_cookie(driver)).values()) == [True]


VALUES, ROUNDS = 10_000, 5


def test_no_nonsense_in_the_cookie_grants_anything(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """SEC-10: of 10,000 values, sound and damaged, each grants exactly what the documented grammar reads in it, and
    none breaks the page. What the browser made of a value is what counts."""
    site = serve(server, sites("measured"))
    values = list(garbage(site, VALUES))
    open_lab(driver, server)
    driver.eval(lab("window.view = await visit()"))
    seen: list[tuple[str, list[str]]] = []

    for start in range(0, VALUES, VALUES // ROUNDS):
        seen += driver.eval(
            lab(f"""const told = []
                    for (const value of {json.dumps(values[start : start + VALUES // ROUNDS])}) {{
                      // Set by the page that is to read it: another document may see it a moment later.
                      remember(value, window.view)
                      // The script starts afresh now and then; in between the page looks again.
                      const fresh = told.length % 1000 === 0
                      const view = fresh ? await visit() : window.view
                      if (!fresh) {COMES_TO_FRONT}
                      const [, kept = ''] = view.document.cookie.match(/(?:^|; )kelisim=([^;]*)/) || []
                      told.push([kept, {json.dumps(list(site.tokens))}.filter(view.Kelisim.allowed)])
                      if (fresh) leave(view)
                    }}
                    return told""")
        )

    judged = [(value, set(runs), granted_by(value, site)) for value, runs in seen]
    assert [one for one in judged if one[1] != one[2]] == []
    assert sum(1 for _, runs, _ in judged if runs) >= VALUES // 100  # those that are sound were seen
    assert driver.console_errors() == []


def test_no_nonsense_in_local_storage_grants_anything(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """The stand-in for the cookie is read with the same distrust; a value of 100 kB included."""
    site = serve(server, sites("measured"))
    values = [*garbage(site, 1000), "1~" * 50_000, "\ud800"]
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""const told = [], view = await visit()
                for (const value of {json.dumps(values)}) {{
                  localStorage.kelisim = value
                  {COMES_TO_FRONT}
                  told.push({json.dumps(list(site.tokens))}.filter(view.Kelisim.allowed))
                }}
                return told""")
    )

    judged = [(value, set(runs), granted_by(value, site)) for value, runs in zip(values, seen, strict=True)]
    assert [one for one in judged if one[1] != one[2]] == []
    assert any(runs for _, runs, _ in judged)
