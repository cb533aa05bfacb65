/** What tests of this and other rooms make certificates with. */
export { must } from './must.ts';
export { TEST_NOW, type TestAuthority, type TestAuthorityWish, makeTestAuthority } from './test-authority.ts';
export { type CsrWish, type TestKey, type TestKeyKind, makeCsr, makeTestKey } from './make-csr.ts';
export { seededRandomness } from './seeded-randomness.ts';
export { type OcspQuestion, writeOcspRequest } from './ocsp-request.ts';
