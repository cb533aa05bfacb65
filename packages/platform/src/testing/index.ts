export { type PostgresCluster, startPostgresCluster } from './postgres-cluster.ts';
export { type PseudoTerminal, runInTerminal } from './pseudo-terminal.ts';
export { eachEngine, type OpenTestDatabase } from './each-engine.ts';
export { emptyDatabaseUrl } from './test-databases.ts';
export { type ManualClock, manualClock } from './manual-clock.ts';
export { seededRandomness } from './seeded-randomness.ts';
export { freePorts } from './free-ports.ts';
export { type AskedAssertion, type AskedCreation, type Forgery, SoftAuthenticator } from './soft-authenticator.ts';
export { type NameServer, NAME_UNKNOWN, nameServer, textRecords } from './name-server.ts';
