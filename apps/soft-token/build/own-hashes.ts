import type { Plugin } from 'vite';

/** Curves, HPKE and imports want more of the hashing library than the first screen: with one copy for all, the first screen would carry it. */
const IMPORTERS =
  /@noble[\\/](?:curves|ciphers)[\\/]|token-client[\\/]src[\\/]imports[\\/]|protocol[\\/]src[\\/](?:spake2|activation-typed)/;
const HASHES = '@noble/hashes/';
const COPY = '?apart';

/** A second copy of the hashing library for what comes on demand. */
export function ownHashes(): Plugin {
  return {
    name: 'sallyport:own-hashes',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer === undefined) return null;
      const isApart = importer.endsWith(COPY) || (IMPORTERS.test(importer) && source.startsWith(HASHES));
      if (!isApart) return null;
      const found = await this.resolve(source, importer.replace(COPY, ''), { skipSelf: true });
      return found && { ...found, id: `${found.id}${COPY}` };
    },
  };
}
