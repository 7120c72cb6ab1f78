/** Yandex Metrica: a counter that is off before it starts, and ended when it runs (VEN-4). */

import { yandexMetrica } from 'kelisim:site'

/**
 * @param {string[]} allowed
 * @param {string[]} before what was allowed until now
 */
export function switchYandexMetrica(allowed, before) {
  for (const [service, ids] of yandexMetrica)
    for (const id of ids) {
      window['disableYaCounter' + id] = !allowed.includes(service)
      if (before.includes(service) && !allowed.includes(service) && typeof window.ym === 'function') window.ym(id, 'destruct')
    }
}
