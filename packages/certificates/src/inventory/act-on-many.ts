import { newId } from '@sallyport/platform';
import type { ByPerson, OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { type DescribeRefusal, describeCertificate } from '../fields/describe-certificate.ts';
import type { FieldEntry } from '../fields/rules.ts';
import type { CertificateId, ReportId } from '../identifiers.ts';
import { retryIssue } from '../issuance/retry-issue.ts';
import { type AddressesRefusal, type NoAddresses, parseNoticeAddresses, tellOthers } from '../notices/tell-others.ts';
import { closedToKey } from '../people/permit.ts';
import { type Permission, type Role, grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { ManyReport } from '../reports/rules.ts';
import { insertReport } from '../reports/store.ts';
import { type RevocationRefusal, revokeCertificate } from '../revocation/revoke-certificate.ts';
import type { ActRefusal } from '../status/act-on-certificate.ts';
import { deactivateCertificate } from '../status/deactivate-certificate.ts';

/** What can be done to many certificates as to one. */
export type ManyAct =
  | { readonly act: 'revoke'; readonly reason: string }
  | { readonly act: 'deactivate' }
  /** An issue that failed is due again; whoever looks after what is due issues it. */
  | { readonly act: 'retry' }
  | { readonly act: 'describe'; readonly entries: readonly FieldEntry[] }
  /** As typed, one each; in each of them all of these, in the place of those before. */
  | { readonly act: 'tell-others'; readonly addresses: readonly string[] };

const PERMISSIONS = {
  describe: 'describe',
  'tell-others': 'request',
  retry: 'retry',
  deactivate: 'deactivate',
  revoke: 'revoke',
} as const satisfies Record<ManyAct['act'], Permission>;

export const MANY_ACTS = Object.keys(PERMISSIONS) as readonly ManyAct['act'][];

/** Those that are offered to whoever has these roles; each verb asks again. */
export function manyActsFor(roles: readonly Role[]): readonly ManyAct['act'][] {
  return MANY_ACTS.filter((act) => grants(roles, PERMISSIONS[act]));
}

/** Two pages of an inventory: as many as somebody has looked at. */
export const MOST_AT_ONCE = 100;

type OneRefusal = ActRefusal | AddressesRefusal | DescribeRefusal | RevocationRefusal;

export type ManyRefusal = Refusal<'role-missing' | 'nothing-chosen' | 'too-many-chosen'> | NoAddresses;

export interface GoneThrough {
  readonly kind: 'gone-through';
  readonly reportId: ReportId;
  readonly report: ManyReport;
}

/**
 * Each by the verb of the single act, in a transaction of its own, with its own permit and its own line in the audit log: one that is refused keeps no
 * other from being done. In the order given, each once. A key without the scope is refused as a whole: no report is kept of what it may not do.
 * So are addresses that are none, which would be refused of each.
 */
export async function actOnMany(
  ports: CertificatesPorts,
  { person, certificateIds, many }: ByPerson & { readonly certificateIds: readonly CertificateId[]; readonly many: ManyAct },
): Promise<GoneThrough | ManyRefusal> {
  const closed = closedToKey(person, PERMISSIONS[many.act]);
  if (closed !== undefined) {
    const act = {
      at: ports.clock.now(),
      action: `certificate.${many.act}`,
      by: person,
      subject: `organisation:${person.organisationId}`,
    } as const;
    await ports.database.transact((tx) => audit(tx, { ...act, refusal: closed }));
    return closed;
  }
  const chosen = [...new Set(certificateIds)];
  if (chosen.length === 0) return refuse('nothing-chosen', many.act);
  if (chosen.length > MOST_AT_ONCE) return refuse('too-many-chosen', many.act, { limit: MOST_AT_ONCE });
  const addresses = many.act === 'tell-others' ? parseNoticeAddresses(many.addresses) : undefined;
  if (addresses !== undefined && isRefusal(addresses)) return addresses;
  const outcomes: ManyReport['outcomes'][number][] = [];
  for (const certificateId of chosen) {
    const outcome = await actOnOne(ports, { person, certificateId }, many);
    outcomes.push({ certificateId, ...wordOn(outcome) });
  }
  const report: ManyReport = { kind: 'many', act: many.act, outcomes };
  const reportId = newId(ports.randomness) as ReportId;
  await ports.database.transact((tx) => insertReport(tx, { reportId, person, report, now: ports.clock.now() }));
  return { kind: 'gone-through', reportId, report };
}

function wordOn(outcome: { readonly kind: string } | OneRefusal): Omit<ManyReport['outcomes'][number], 'certificateId'> {
  if (isRefusal(outcome)) return { refusal: { code: outcome.code, details: outcome.details } };
  return outcome.kind === 'asked' ? { became: 'asked' } : {};
}

function actOnOne(ports: CertificatesPorts, input: OnCertificate, many: ManyAct): Promise<{ readonly kind: string } | OneRefusal> {
  switch (many.act) {
    case 'revoke':
      return revokeCertificate(ports, { ...input, reason: many.reason });
    case 'deactivate':
      return deactivateCertificate(ports, input);
    case 'retry':
      return retryIssue(ports, input);
    case 'describe':
      return describeCertificate(ports, { ...input, entries: many.entries });
    case 'tell-others':
      return tellOthers(ports, { ...input, addresses: many.addresses });
  }
}
