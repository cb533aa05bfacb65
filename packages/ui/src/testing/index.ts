/** For tests of every room: the browser they share. */
export { openBrowser } from './browser.ts';
