/** A house for tests of this room: a database of its own, people with roles, and a CA. Never imported by product code. */
export { type TestOffice, type TestStaff, csrFor, portsOn, serverProfile, staffedOffice, testOffice } from './test-office.ts';
export * from './issued-certificates.ts';
export { type TestWorld, testWorld } from './test-world.ts';
