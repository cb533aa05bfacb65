/** For tests of every room: the browser they share, and how they look at a page. */
export { axeViolations, presentThemeFirst, THEMES } from './axe-violations.ts';
export { openBrowser } from './browser.ts';
export { arePicturesWanted, takePicture } from './pictures.ts';
export { VirtualAuthenticator } from './virtual-authenticator.ts';
export { tellScreensOfFailed } from './screens.ts';
