import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type CertificatesSchema, type OrganisationId, type PersonId, issueDueLists } from '@sallyport/certificates';
import type { Installation } from '@sallyport/installation';
import { systemClock } from '@sallyport/platform';
import { loadTables } from '@sallyport/platform/testing';
import { madeCertificate } from './inventory-rows.ts';
import { makeKeys } from './issuing-program.ts';
import { startServer } from './running-server.ts';
import { type Settings, openIn, removeFolder, settingsFor, temporaryFolder } from './temporary-installation.ts';

/** A list as the installation makes it, and as a relying party gets it. Milliseconds, one a round. */
export interface ServedList {
  /** From the revocation of one more certificate to the list that is served: the records read, the list counted, made, linted, signed and kept. SQLite. */
  readonly made: readonly number[];
  /** From the built server over HTTP to the last octet. */
  readonly downloaded: readonly number[];
}

interface Sizes {
  readonly entries: number;
  readonly rounds: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A round before the first is the warm-up; it also lists all that was revoked before. */
export async function measureServedList(sizes: Sizes): Promise<ServedList> {
  const folder = await temporaryFolder();
  const settings = settingsFor(folder);
  try {
    const authorityId = await prepare(settings);
    await load({ url: `sqlite:${join(folder, 'sallyport.db')}`, authorityId, ...sizes });
    const made = await makeLists({ settings, authorityId, ...sizes });
    const downloaded = await downloadLists({ settings, authorityId, folder, ...sizes });
    return { made: made.slice(1), downloaded: downloaded.slice(1) };
  } finally {
    await removeFolder(folder);
  }
}

/** Who is behind the rows, and which CA has signed them. */
async function prepare(settings: Settings): Promise<string> {
  const installation = await openIn(settings, systemClock);
  await makeKeys(installation, 1);
  const issuing = installation.certificates.authorities.all().find(({ kind }) => kind === 'issuing');
  await installation.close();
  if (issuing === undefined) throw new Error('the installation has no CA');
  return issuing.authorityId;
}

function load({ url, authorityId, entries }: Sizes & { readonly url: string; readonly authorityId: string }): Promise<void> {
  const columns = Object.keys(revoked(0, authorityId));
  const rows = function* () {
    for (let index = 0; index < entries; index += 1) yield Object.values(revoked(index, authorityId));
  };
  return loadTables({ url, tables: [{ table: 'certificate', columns, order: 'as-given', rows }] });
}

const OWNER = { personId: 'bench' as PersonId, organisationId: 'bench' as OrganisationId };

type Row = CertificatesSchema['certificate'] & { readonly csr: null; readonly to_be_signed: null; readonly der: null };

/** Every minute another one was revoked. */
function revoked(index: number, authorityId: string): Row {
  // As ours are: of twenty octets, and positive.
  const serial = `4${randomBytes(20).toString('hex').slice(1)}`;
  const now = systemClock.now();
  return {
    ...madeCertificate(index, OWNER).certificate,
    csr: null,
    to_be_signed: null,
    der: null,
    serial,
    sha256: serial,
    status: 'REVOKED',
    authority_id: authorityId,
    revoked_at: now - index * MINUTE_MS,
    revocation_reason: 4,
    not_after: now + 90 * DAY_MS,
  };
}

async function makeLists({
  settings,
  authorityId,
  entries,
  rounds,
}: Sizes & { readonly settings: Settings; readonly authorityId: string }): Promise<readonly number[]> {
  const installation = await openIn(settings, systemClock);
  try {
    const made: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const row = { ...revoked(entries + round, authorityId), revoked_at: systemClock.now() };
      await installation.certificates.database.transact((tx) => tx.query.insertInto('certificate').values(row).execute());
      made.push(await timed(() => makeList(installation, authorityId)));
    }
    return made;
  } finally {
    await installation.close();
  }
}

async function makeList({ certificates }: Installation, authorityId: string): Promise<void> {
  const lists = await issueDueLists(certificates);
  const outcome = lists.find((list) => list.authorityId === authorityId)?.outcome;
  if (outcome?.kind !== 'issued') throw new Error(`no list: ${JSON.stringify(outcome)}`);
}

async function downloadLists({
  settings,
  authorityId,
  folder,
  rounds,
}: Sizes & { readonly settings: Settings; readonly authorityId: string; readonly folder: string }): Promise<readonly number[]> {
  const server = await startServer({ settings, logFile: join(folder, 'server.log') });
  try {
    const downloaded: number[] = [];
    for (let round = 0; round <= rounds; round += 1)
      downloaded.push(await timed(() => download(`${server.revocation}/${authorityId}.crl`)));
    return downloaded;
  } finally {
    await server.stop();
  }
}

async function download(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
