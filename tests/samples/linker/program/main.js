import { readCookie, writeCookie } from './cookies.js'
import { createStore } from './store.js'
import { render } from './page.js'
import { collectMode } from './signals/mode.js'
import { shared } from 'kelisim:shared'
import { site } from 'kelisim:site'

// The one module that does something at load.
const store = createStore({ granted: [], language: site.languages[0] })
const parts = new Map()

document.addEventListener('kelisim:part', event => {
  const view = event.detail(shared)
  parts.set(view.name, view)
  render(view(store, readCookie(site.cookie)))
})

if (FEATURE_MODE) collectMode(store)
if (FEATURE_SYNC && site.records) {
  store._subscribe(state => render(`sync ${state.granted.length}`))
} else if (!FEATURE_SYNC) {
  render('no sync')
}

store._subscribe(state => writeCookie(site.cookie, state.granted.join('.')))
store._set({ granted: ['analytics'] })
render(site.texts?.title ?? 'none', DEBUG_OUTPUT && 'debug', readCookie(site.cookie))
