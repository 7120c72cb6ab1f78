/** Yandex Metrica: a counter that is off before it starts, and ended when it runs (VEN-4). */

import { yandexMetrica } from 'kelisim:site'

/**
 * @param {string[]} allowed
 * @param {string[]} withdrawn
 */
export function switchYandexMetrica(allowed, withdrawn) {
  for (const [service, ids] of yandexMetrica)
    for (const id of ids) {
      window[`disableYaCounter${id}`] = !allowed.includes(service)
      if (withdrawn.includes(service)) window.ym?.(id, 'destruct')
    }
}
