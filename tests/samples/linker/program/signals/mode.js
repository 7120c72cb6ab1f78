import { render } from '../page.js'

const modes = { analytics: 'analytics_storage', marketing: 'ad_storage' }

function log(mode) {
  render('mode', mode)
}

export function collectMode(store) {
  store._subscribe(({ granted }) => {
    for (const id of granted) log(modes[id])
  })
}
