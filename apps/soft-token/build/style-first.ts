import type { Plugin } from 'vite';

const HELPER_OF_VITE = '\0vite/preload-helper.js';

/**
 * What goes around every dynamic import. Vite's own preloads scripts too; here the service worker keeps everything, so that only the style has to be
 * there before its part is drawn. What does not come rejects, like the import itself.
 */
const STYLE_FIRST = `
const worn = new Map();
const wear = (file) => {
  const wearing = worn.get(file) ?? new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/' + file;
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      worn.delete(file);
      reject(new TypeError(file));
    };
    document.head.append(link);
  });
  worn.set(file, wearing);
  return wearing;
};
export const __vitePreload = (load, files = []) => Promise.all(files.map(wear)).then(load);
`;

export function styleFirst(): Plugin {
  return {
    name: 'sallyport:style-first',
    apply: 'build',
    enforce: 'pre',
    load: (id) => (id === HELPER_OF_VITE ? STYLE_FIRST : null),
  };
}
