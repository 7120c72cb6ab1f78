/** What the build gives the modules of `js/` (README.md): virtual modules, flags; and what vendors put into the window. */

declare module 'kelisim:site' {
  export type Service = [
    id: string,
    category: string,
    tokens: string,
    signs: string,
    reload?: number,
    notOn?: string
  ]
  export const build: string
  export const languages: string[]
  export const cookieName: string
  export const cookieDomain: string
  /** Of a choice, in seconds. */
  export const lifetime: number
  export const policyVersion: string
  /** Its number before the dot. */
  export const policyMajor: number
  /** Of the categories in use, `necessary` first, and of all services. */
  export const ids: string[]
  /** The optional ones. */
  export const services: Service[]
  export type Part = [file: string, integrity: string]
  /** The banner's part by language; it knows where the others are. */
  export const parts: Record<string, Part>
  export const assets: string
  export const style: string
  export const reopenLabels: Record<string, string>
  export const googleConsentMode: Array<[key: string, ...speakers: string[]]>
  export const gaDisable: Array<[service: string, id: string]>
  export const yandexMetrica: Array<[service: string, id: string]>
  /** Services whose tag is told. */
  export const microsoftUet: string[]
  export const metaPixel: string[]
  export const tiktokPixel: string[]
  /** What has to be allowed for storage of analytics, and for that of advertising. */
  export const microsoftClarity: [analytics: string[], advertising: string[]]
  /** What other consent scripts call categories and services, in small letters and digits only. */
  export const foreignNames: Array<[name: string, id: string]>
  /** Services with a regular expression of the beginnings of their tags' addresses, and one of their counters' numbers. */
  export const knownHosts: Array<[service: string, hosts: string, numbers?: string]>
  export const recordsUrl: string
  /** Where records wait that the server does not have yet. */
  export const recordsKey: string
  /** Of the policy, its texts and the configuration (REC-1). */
  export const policyDigest: string
}

declare module 'kelisim:view' {
  export const language: string
  /** An element: its tag, then attributes, texts and elements. */
  export type Description = [tag: string, attributes: Record<string, string>, ...children: any[]]
  export const style: string
  export const nodes: Description
  export const texts: Record<string, any>
  export const serviceNames: Record<string, string>
  /** Other parts of the language, each for the one that loads it. */
  export const preferencesPart: import('kelisim:site').Part
  export const placeholderPart: import('kelisim:site').Part
  export const morePart: import('kelisim:site').Part
  /** What the banner's part says itself. */
  export const savedText: string
  export const earlier: Array<[token: string, service: string, change: Record<string, string[]>]>
  /** By service, one regular expression a kind: what is deleted after a refusal. */
  export const leftovers: Record<string, string[]>
  /** Cookies on paths that no page of ours may lie on. */
  export const cookiePaths: Array<[service: string, path: string, name: string]>
  export const frames: Record<string, { text: string; title: string }>
}

declare module 'kelisim:shared' {
  export const shared: unknown[]
}

declare const FEATURE_OPTIONAL: boolean
declare const FEATURE_PACKED: boolean
declare const FEATURE_IMPLIED: boolean
declare const FEATURE_LANGUAGES: boolean
declare const FEATURE_GPC: boolean
declare const FEATURE_DOMAIN: boolean
declare const FEATURE_NOT_ON: boolean
declare const FEATURE_FRAMES: boolean
declare const FEATURE_RELOAD: boolean
declare const FEATURE_TOP: boolean
declare const FEATURE_COOKIE_PATHS: boolean
declare const FEATURE_ERASE_STORAGE: boolean
declare const FEATURE_ERASE_DATABASES: boolean
declare const FEATURE_GOOGLE_CONSENT_MODE: boolean
declare const FEATURE_GA_DISABLE: boolean
declare const FEATURE_ADS_REDACTION: boolean
declare const FEATURE_MICROSOFT_UET: boolean
declare const FEATURE_MICROSOFT_CLARITY: boolean
declare const FEATURE_META_PIXEL: boolean
declare const FEATURE_TIKTOK_PIXEL: boolean
declare const FEATURE_DATA_LAYER: boolean
declare const FEATURE_YANDEX_METRICA: boolean
declare const FEATURE_COOKIECONSENT: boolean
declare const FEATURE_KLARO: boolean
declare const FEATURE_KNOWN_HOSTS: boolean
declare const FEATURE_RECORDS: boolean

interface Window {
  dataLayer: unknown[]
  ym?: (id: string, method: string) => void
  uetq?: { push(...call: unknown[]): unknown }
  clarity?: any
  fbq?: (...call: unknown[]) => void
  ttq?: Record<string, (() => void) | undefined>
  trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): any } }
  [flag: `ga-disable-${string}`]: boolean
  [flag: `disableYaCounter${string}`]: boolean
}

interface Navigator {
  /** https://www.w3.org/TR/gpc/ */
  readonly globalPrivacyControl?: boolean
}
