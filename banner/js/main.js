/// <reference path="../modules.d.ts" />
/// <reference path="../kelisim.d.ts" />

/** Start-up: the only module that does anything when it is loaded. */

import { publish } from './api.js'
import { recall } from './choices.js'
import { NECESSARY } from './consent.js'
import { page } from './dom.js'
import { emit } from './events.js'
import { scan } from './gate.js'
import { attachHost, createHost } from './host.js'
import { detectLanguage } from './language.js'
import { sendSignals } from './signals.js'
import { setState } from './store.js'
import { openPreferences, updateBanner } from './views.js'

const HASH = '#kelisim-preferences'

function start() {
  setState({ language: detectLanguage() })
  sendSignals('default', [NECESSARY], [])
  recall()
  publish()
  createHost(openPreferences)
  updateBanner()
  // Tags, and a body that a page puts in the place of another.
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
  page.addEventListener('DOMContentLoaded', look)
  page.addEventListener('click', openOnClick)
  page.addEventListener('visibilitychange', recall)
  if (location.hash === HASH) openPreferences()
  emit('ready')
}

function look() {
  scan()
  attachHost()
  // An opener is of no use before it works; a page may hide it until then.
  for (const opener of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('[data-kelisim-open][hidden]'))) opener.hidden = false
}

/** @param {MouseEvent} event */
function openOnClick(event) {
  // Safari leaves focus on <body> when a button is clicked, so the opener is taken from the event.
  const opener = /** @type {Element} */ (event.target).closest?.(`[data-kelisim-open],[href$="${HASH}"]`)
  if (!opener) return
  event.preventDefault()
  openPreferences(opener)
}

// A second copy of the script leaves everything to the first.
if (!window.Kelisim?.version) start()
