/** The ports of this room answered with `node:crypto`: the one place in it that knows its platform. Composition roots import it. */
export { keyFileCryptographyOfNode } from './key-file-cryptography.ts';
export { nodeCryptography } from './node-cryptography.ts';
export { type GeneratedKey, generateSigningKey, loadSigningKey } from './signing-key.ts';
