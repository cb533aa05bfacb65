/** What a browser says it is, in the names people know it by: to recognise one's own, never to decide anything. Whoever sends a request writes this as they like. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

/** Longer than any browser's own; what is longer is not looked at. */
const MAX_CHARACTERS = 512;

/** The first that matches counts: nearly every browser claims to be Chrome and Safari as well. */
const BROWSERS = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent.length > MAX_CHARACTERS) return { browser: null, system: null };
  return { browser: nameIn(BROWSERS, userAgent), system: nameIn(SYSTEMS, userAgent) };
}

function nameIn(names: readonly (readonly [RegExp, string])[], userAgent: string): string | null {
  return names.find(([sign]) => sign.test(userAgent))?.[1] ?? null;
}
