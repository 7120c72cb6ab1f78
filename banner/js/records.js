/** Sends records of consent to the site's own server, where it wants them (REC-5): after the choice, and in nobody's way. */

import { build, policyDigest, recordsKey, recordsUrl } from 'kelisim:site'
import { attempt } from './dom.js'
import { consentRecord } from './record.js'

/** A record that the server has not confirmed, and how often it may still be sent. @typedef {[left: number, body: string]} Waiting */

const TRIES = 3

/** Records of earlier pages get their next try, one a page. */
export function sendWaiting() {
  const waiting = load()
  store(waiting.map(([left, body]) => /** @type {Waiting} */ ([left - 1, body])).filter(([left]) => left > 0))
  for (const [, body] of waiting) send(body)
}

/** Sends the record of the choice that was just made; it waits in the browser until the server has it. */
export function sendRecord() {
  const record = consentRecord()
  // A notice that was closed is no consent.
  if (!record) return
  const body = JSON.stringify({ ...record, version: build, digest: policyDigest })
  store([...load(), [TRIES - 1, body]])
  send(body)
}

/** @param {string} body */
async function send(body) {
  // On another origin than the one it was built for, a copy of the site keeps its records to itself.
  const request = /** @type {RequestInit} */ ({
    method: 'POST',
    mode: 'same-origin',
    credentials: 'omit',
    // Whoever has chosen may leave the page at once.
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body
  })
  const answer = await fetch(recordsUrl, request).catch(() => undefined)
  if (answer?.ok) store(load().filter(([, other]) => other !== body))
}

/** @returns {Waiting[]} what is stored, with distrust */
function load() {
  const stored = attempt(() => JSON.parse(localStorage.getItem(recordsKey) || '[]'))
  return Array.isArray(stored) ? stored.filter(one => one?.[0] < TRIES && typeof one[1] === 'string').slice(-9) : []
}

/** @param {Waiting[]} waiting */
function store(waiting) {
  attempt(() => (waiting[0] ? localStorage.setItem(recordsKey, JSON.stringify(waiting)) : localStorage.removeItem(recordsKey)))
}
