/** Other programs' exports, made by us: for this room's tests and for the generator of `vectors/imports/`. */
export { wasmArgon2id } from './argon2id-port.ts';
export { PASSWORD, accountOf } from './cast.ts';
export { IMPORT_CORPUS } from './corpus.ts';
export { openEnteFile, sealEnteFile } from './ente-file.ts';
export { type ExpectedReading, PLAIN_READINGS, SEALED_READINGS } from './expected.ts';
