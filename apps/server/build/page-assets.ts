import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** The faces every page is set in at once; others are fetched when a page needs them. */
const EARLY_FONT = /atkinson-hyperlegible-next-latin-wght-normal.*\.woff2$/;
const COMPRESSIBLE = /\.(?:css|js|svg)$/;

/**
 * Adds the icon, and writes down under which fingerprinted names the pages find everything: `page-assets.json`, in the shape `Page` takes,
 * read by `src/http/assets.ts`.
 */
export function pageAssets(base: string): Plugin {
  return {
    name: 'page-assets',
    buildStart() {
      const icon = fileURLToPath(import.meta.resolve('@sallyport/ui/icon.svg'));
      this.emitFile({ type: 'asset', name: 'icon.svg', source: readFileSync(icon) });
    },
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const the = (extension: string): string => {
        const found = files.find(({ fileName }) => fileName.endsWith(extension));
        if (!found) throw new Error(`The build made no ${extension} file.`);
        return base + found.fileName;
      };
      const assets = {
        stylesheet: the('.css'),
        scripts: files.filter((file) => file.type === 'chunk' && file.name === 'enhance').map(({ fileName }) => base + fileName),
        icon: the('.svg'),
        fonts: files.filter(({ fileName }) => EARLY_FONT.test(fileName)).map(({ fileName }) => base + fileName),
      };
      this.emitFile({ type: 'asset', fileName: 'page-assets.json', source: `${JSON.stringify(assets, null, 2)}\n` });
    },
    // Compressed once here, instead of at every request.
    writeBundle({ dir = '' }, bundle) {
      for (const { fileName } of Object.values(bundle)) {
        if (!COMPRESSIBLE.test(fileName)) continue;
        const text = readFileSync(join(dir, fileName));
        writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(text));
        writeFileSync(join(dir, `${fileName}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}
