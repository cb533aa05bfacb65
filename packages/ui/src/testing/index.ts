/** For tests of every room: the browser they share, and how they look at a page. */
export { openBrowser } from './browser.ts';
export { loadAxe } from './load-axe.ts';
export { arePicturesWanted, takePicture } from './pictures.ts';
export { VirtualAuthenticator } from './virtual-authenticator.ts';
