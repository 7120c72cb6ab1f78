// Runs programs twice, as modules and as linked scripts, and prints what each of them logged.
// Called with a directory that holds cases.json: [{ id, flags, parts, scripts }], and modules in <id>/.

import fs from 'node:fs'
import vm from 'node:vm'
import { pathToFileURL } from 'node:url'

const MOST_LINES = 400
const MOST_CALLS = 60
const DEEPEST = 3

let lines, calls, takePart

function show(value, depth = 0) {
  if (depth > DEEPEST) return '…'
  if (typeof value === 'function') return 'function'
  if (value === null || typeof value !== 'object') return String(value)
  if (value instanceof Error) return value.constructor.name
  if (Array.isArray(value)) return `[${Array.from(value, member => show(member, depth + 1))}]`
  // Private names are another thing in the linked program.
  const member = key => `${key.startsWith('_') ? '_' : key}:${attempted(() => show(value[key], depth + 1))}`
  return `{${Object.keys(value).map(member)}}`
}

function attempted(action) {
  try {
    return action()
  } catch (error) {
    return show(error)
  }
}

function call(callee, value) {
  if (typeof callee !== 'function' || (calls += 1) > MOST_CALLS) return callee
  return /^class\b/.test(callee) ? new callee(value) : callee(value)
}

function log(value) {
  if (lines.length < MOST_LINES) lines.push(show(value))
  return value
}

globalThis.Document = class extends EventTarget {}
globalThis.CustomEvent ??= class extends Event {
  constructor(name, { detail }) {
    super(name)
    this.detail = detail
  }
}
// `top` and `status` are names that browsers have, and that modules may want for themselves.
Object.assign(globalThis, { show, log, call, same: value => value, top: () => 1, status: () => 3, unbound: {} })
globalThis.attempt = action => log(attempted(action))
globalThis.onPart = listener => (takePart = listener)

async function logged(flags, run) {
  lines = []
  calls = 0
  globalThis.document = new Document()
  document.addEventListener('kelisim:part', event => takePart?.(event.detail, 1))
  Object.assign(globalThis, flags)
  await run().catch(error => log(error))
  return lines
}

async function runModules(directory, parts) {
  await import(pathToFileURL(`${directory}/main.js`))
  for (const part of parts) {
    const [view] = Object.values(await import(pathToFileURL(`${directory}/${part}`)))
    document.dispatchEvent(new CustomEvent('kelisim:part', { detail: () => view }))
  }
}

async function runScripts(scripts) {
  for (const script of scripts) vm.runInThisContext(script)
}

const directory = process.argv[2]
const results = {}
for (const { id, flags, parts, scripts } of JSON.parse(fs.readFileSync(`${directory}/cases.json`, 'utf8'))) {
  const modules = await logged(flags, () => runModules(`${directory}/${id}`, parts))
  results[id] = { modules, scripts: await logged(flags, () => runScripts(scripts)) }
}
process.stdout.write(JSON.stringify(results))
