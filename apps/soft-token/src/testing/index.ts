/** For benchmarks: the built app behind a server of its own, and a browser to use it in. */
export { CHROMIUM_ARGUMENTS, chromiumPath } from './browser.ts';
export { openTokenSite, type TokenSite } from './token-site.ts';
