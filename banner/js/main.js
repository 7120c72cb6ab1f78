/** Start-up: the only module that does anything when it is loaded. */

import { publish } from './api.js'
import { recall, refresh } from './choices.js'
import { listen } from './dom.js'
import { eraseRefused } from './erase.js'
import { emit } from './events.js'
import { scan, watch } from './gate.js'
import { createHost, labelReopen } from './host.js'
import { detectLanguage } from './language.js'
import { ownTag, readOwnTag } from './script.js'
import { sendDefaults, sendSignals } from './signals.js'
import { getState, setState, subscribe } from './store.js'
import { openPreferences, updateBanner } from './views.js'

const OPENERS = '[data-kelisim="reopen"],[data-kelisim-open],[href$="#kelisim-preferences"]'

function start() {
  readOwnTag()
  setState({ language: detectLanguage(ownTag().language) })
  sendDefaults()
  recall()
  const { choice, allowed } = getState()
  sendSignals(allowed, [])
  watch()
  scan()
  eraseRefused(choice)
  publish()
  createHost()
  labelReopen()
  subscribe(updateBanner)
  updateBanner()
  listen(document, 'click', openOnClick)
  listen(window, 'pageshow', event => event.persisted && refresh())
  listen(document, 'visibilitychange', refresh)
  if (location.hash === '#kelisim-preferences') openPreferences()
  emit('ready')
}

/** @param {MouseEvent} event */
function openOnClick(event) {
  const [target] = event.composedPath()
  // Safari leaves focus on <body> when a button is clicked, so the opener is taken from the event.
  const opener = target instanceof Element && target.closest(OPENERS)
  if (!opener) return
  event.preventDefault()
  openPreferences(opener)
}

// A second copy of the script leaves everything to the first.
if (!window.Kelisim?.version) start()
