/** What tests of this and other rooms make certificates with. */
export { TEST_NOW, type TestAuthority, makeTestAuthority } from './test-authority.ts';
export { type CsrWish, type TestKey, makeCsr, makeTestKey } from './make-csr.ts';
export { seededRandomness } from './seeded-randomness.ts';
export { type OcspQuestion, writeOcspRequest } from './ocsp-request.ts';
