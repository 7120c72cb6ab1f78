/// <reference path="../modules.d.ts" />
/// <reference path="../kelisim.d.ts" />

/** Start-up: the only module that does anything when it is loaded. */

import { recordsKey } from 'kelisim:site'
import { publish } from './api.js'
import { apply, isAsking, recall } from './choices.js'
import { attempt, page } from './dom.js'
import { emit } from './events.js'
import { scan } from './gate.js'
import { createHost } from './host.js'
import { holdKnownHosts } from './known-hosts.js'
import { detectLanguage } from './language.js'
import { eraseLeftovers } from './leftovers.js'
import { use } from './parts.js'
import { sendSignals } from './signals.js'
import { loadChoice } from './storage.js'
import { setState } from './store.js'

const HASH = '#kelisim-preferences'

function start() {
  setState({ language: detectLanguage(), allowed: ['necessary'] })
  sendSignals('default')
  publish()
  createHost()
  apply(loadChoice())
  eraseLeftovers()
  if (FEATURE_RECORDS && attempt(() => localStorage.getItem(recordsKey))) use(kit => kit._sendWaiting()).catch(console.error)
  if (FEATURE_KNOWN_HOSTS) holdKnownHosts()
  // Tags that come later.
  new MutationObserver(() => scan()).observe(document, { childList: true, subtree: true })
  page.addEventListener('DOMContentLoaded', () => scan())
  page.addEventListener('click', openOnClick)
  page.addEventListener('visibilitychange', recall)
  addEventListener('storage', recall)
  if (isAsking()) use(kit => kit._ask(true)).catch(console.error)
  if (location.hash === HASH) openPreferences()
  emit('ready')
}

/** @param {Event} event */
function openOnClick(event) {
  // Safari leaves focus on <body> when a button is clicked, so the opener is taken from the event.
  const target = /** @type {Element} */ (event.composedPath()[0])
  const opener = target.closest?.(`[data-kelisim-open],[href$="${HASH}"]`)
  if (!opener) return
  event.preventDefault()
  openPreferences(opener)
}

/** @param {Element} [opener] gets the focus back */
function openPreferences(opener) {
  use(kit => kit._call('open', [opener])).catch(console.error)
}

// A second copy of the script leaves everything to the first.
if (!window.Kelisim?.version) start()
