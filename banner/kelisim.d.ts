/** Types of `window.Kelisim`, the interface of the consent banner to the page it stands on. */

/** The choice that a visitor made, as it is stored. Categories and services that were not decided count as denied. */
export interface KelisimConsent {
  /** Number of the record: random, the same for all choices of a browser until they are forgotten. */
  readonly id: string
  /** When the choice was made, and when it lapses: ISO 8601, UTC. */
  readonly time: string
  readonly expires: string
  /** The language in which it was asked. */
  readonly language: string
  /** Version of the cookie policy at that time. */
  readonly policy: string
  readonly source: 'accept' | 'reject' | 'custom' | 'withdraw' | 'gpc' | 'api'
  /** Ids of categories and services; the two lists together name every one in use. */
  readonly granted: string[]
  readonly denied: string[]
}

/** Why a marked tag is held, or ran. */
export interface KelisimExplanation {
  /** The category or service that it is marked with. */
  readonly id: string | undefined
  /**
   * `unknown`: no service in use has this id or category, and the tag stays held; `nonce`: it is allowed, but lacks the
   * nonce that the page's policy asks of scripts.
   */
  readonly reason: 'allowed' | 'denied' | 'unknown' | 'nonce'
  /** Whether it was let through; a script that ran stays so when consent is withdrawn. */
  readonly released: boolean
}

export interface KelisimChoiceDetail {
  readonly consent: KelisimConsent | null
  /** What is allowed now and was not before, and the reverse. */
  readonly granted: string[]
  readonly withdrawn: string[]
}

export interface KelisimEvents {
  ready: CustomEvent<null>
  show: CustomEvent<null>
  choice: CustomEvent<KelisimChoiceDetail>
  open: CustomEvent<null>
  close: CustomEvent<null>
  language: CustomEvent<null>
}

export interface Kelisim {
  /** Version of the build. */
  readonly version: string
  /** The language shown. */
  readonly language: string
  /** The stored choice, or null. */
  readonly consent: KelisimConsent | null
  /** Whether a category or service is allowed on this page now. */
  allowed(id: string): boolean
  /** Fulfilled once a category or service is allowed. */
  when(id: string): Promise<void>
  /** Opens and closes the preferences. */
  open(): Promise<void>
  close(): Promise<void>
  /** Grants everything, or the categories and services named. */
  accept(ids?: string | readonly string[]): Promise<unknown>
  /** Refuses everything but the necessary, or the categories and services named; fulfilled when what it deletes is gone. */
  reject(ids?: string | readonly string[]): Promise<unknown>
  /** Forgets the choice and asks again. */
  reset(): Promise<void>
  explain(tag: Element): Promise<KelisimExplanation>
  /** Looks at marked tags where the page is not watched: in a shadow root of the page's own. */
  scan(root?: ParentNode): void
  /** Shows another of the site's languages. */
  setLanguage(tag: string): Promise<void>
  /** Listens to an event and gives back the undo; a listener to `ready` never comes too late. */
  on<Name extends keyof KelisimEvents>(name: Name, listener: (event: KelisimEvents[Name]) => void): () => void
}

declare global {
  interface Window {
    readonly Kelisim: Kelisim
  }
  interface DocumentEventMap {
    'kelisim:ready': KelisimEvents['ready']
    'kelisim:show': KelisimEvents['show']
    'kelisim:choice': KelisimEvents['choice']
    'kelisim:open': KelisimEvents['open']
    'kelisim:close': KelisimEvents['close']
    'kelisim:language': KelisimEvents['language']
  }
}
