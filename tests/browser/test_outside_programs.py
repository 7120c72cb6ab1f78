"""Programs that answer for the visitor: the rules in docs/outside-programs find their way through the shadow root."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import consent_cookie, decided, demo, wait_for_banner, wait_for_no_banner

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ROOT / "docs/outside-programs"
AUTOCONSENT = ROOT / "node_modules/@duckduckgo/autoconsent/dist/autoconsent.playwright.js"
#: What autoconsent's own example for drivers of browsers says, but for the heuristics and rules of other sites.
CONFIG = {
    "enabled": True,
    "disabledCmps": [],
    "enablePrehide": False,
    "enableCosmeticRules": False,
    "enableGeneratedRules": False,
    "enableHeuristicDetection": False,
    "detectRetries": 20,
    "isMainWorld": False,
    "prehideTimeout": 2000,
    "logs": {},
}


#: Answers the program as the browser around it does: told the rule and what its owner wants, it begins.
AROUND = """window.said = {}
window.autoconsentSendMessage = async message => {
  said[message.type] = message
  if (message.type === 'init') setTimeout(() => autoconsentReceiveMessage(ANSWER))
}
"""


@pytest.mark.engines("chromium")
@pytest.mark.parametrize(("wanted", "bit"), [("optOut", False), ("optIn", True)])
@pytest.mark.parametrize("language", ["index.html", "ru.html"])
def test_autoconsent_answers_with_one_click(
    new_driver, server: Server, dist: Path, wanted: str, bit: bool, language: str
):
    """DuckDuckGo's program itself, with our rule alone: it finds the banner in any language, and the answer counts."""
    rule = json.loads((RULES / "autoconsent.json").read_text("utf-8"))
    answer = {"type": "initResp", "config": {**CONFIG, "autoAction": wanted}, "rules": {"autoconsent": [rule]}}
    visitor = new_driver()
    visitor.page.add_init_script(AROUND.replace("ANSWER", json.dumps(answer)) + AUTOCONSENT.read_text("utf-8"))

    visitor.goto(demo(server, dist, language))
    visitor.wait("window.Kelisim?.consent")
    wait_for_no_banner(visitor)
    visitor.wait(f"window.said.{wanted}Result")

    said = visitor.eval("window.said")
    assert said["cmpDetected"]["cmp"] == said["popupFound"]["cmp"] == "kelisim"
    assert said[f"{wanted}Result"]["result"] is True
    assert set(decided(consent_cookie(visitor)).values()) == {bit}


#: Consent-O-Matic's way to an element: the parent's shadow root where it has one, and there the selector.
CONSENT_O_MATIC = """
const find = ({ target, parent }) => {
  const top = parent ? document.querySelector(parent.selector) : document
  const found = top && [...(top.shadowRoot || top).querySelectorAll(target.selector)]
    .filter(element => !target.displayFilter || element.offsetHeight)
  return found && found[0]
}
const wait = async step => {
  for (let left = step.retries; left-- && !find(step);) await new Promise(done => setTimeout(done, step.waitTime))
}
const acts = {
  click: step => find(step).click(),
  waitcss: wait,
  list: async step => { for (const one of step.actions) await acts[one.type](one) },
  consent: async step => {
    for (const { type, matcher, toggleAction } of step.consents) {
      const box = find(matcher)
      if (box && box.checked !== wanted.includes(type)) await acts[toggleAction.type](toggleAction)
    }
  },
}
"""


def run_consent_o_matic(driver: Driver, wanted: list[str]) -> Any:
    """Detect, open, set what is wanted, save; tells what was detected before and after."""
    rules = json.loads((RULES / "consent-o-matic.json").read_text("utf-8"))["kelisim"]
    return driver.eval(
        f"""(async () => {{
          const wanted = {json.dumps(wanted)}, rules = {json.dumps(rules)}
          {CONSENT_O_MATIC}
          const [{{ presentMatcher, showingMatcher }}] = rules.detectors
          const seen = [presentMatcher, showingMatcher].map(one => one.every(step => Boolean(find(step))))
          for (const name of ['OPEN_OPTIONS', 'DO_CONSENT', 'SAVE_CONSENT']) {{
            const {{ action }} = rules.methods.find(one => one.name === name)
            await acts[action.type](action)
          }}
          return [seen, [Boolean(find(presentMatcher[0])), Boolean(find(showingMatcher[0]))]]
        }})()"""
    )


@pytest.mark.parametrize(("wanted", "bit"), [([], False), (["B"], True), (["A", "F"], False)])
def test_consent_o_matic_sets_what_its_owner_wants(
    driver: Driver, server: Server, dist: Path, wanted: list[str], bit: bool
):
    """Category by category on the second layer; the site has analytics alone, which is its type B."""
    driver.goto(demo(server, dist))
    wait_for_banner(driver)

    seen = run_consent_o_matic(driver, wanted)
    driver.wait("window.Kelisim.consent")

    assert seen == [[True, True], [True, False]]
    assert set(decided(consent_cookie(driver)).values()) == {bit}


def test_a_page_that_was_answered_is_detected_and_shows_nothing(driver: Driver, server: Server, dist: Path):
    """After the choice the first layer leaves the document, for good."""
    driver.goto(demo(server, dist))
    wait_for_banner(driver)
    driver.eval("window.Kelisim.reject()")
    wait_for_no_banner(driver)
    driver.reload()
    driver.wait("window.Kelisim?.consent")

    assert driver.eval("document.querySelector('.kelisim').shadowRoot.querySelectorAll('[data-kelisim]').length") == 1
