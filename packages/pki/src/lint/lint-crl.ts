import type { Issuer } from '../certificates/issuer.ts';
import { mistakeInSerial } from '../certificates/serial.ts';
import { type CrlToBeSigned, readCrlToBeSigned } from '../crl/read-crl.ts';
import { isRevocationReason } from '../crl/revocation-reason.ts';
import { MAX_NUMBER_OCTETS, type CrlScope } from '../crl/write-crl.ts';
import { crlLifetimeSeconds } from '../crl/rules.ts';
import { HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import { equalOctets, latin1 } from '../octets.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { extensionOf } from '../structures/extensions.ts';
import { type LintFinding, type LintRule, broken } from './finding.ts';

/** What the octets are held against. */
export interface CrlLintContext {
  readonly issuer: Issuer;
  readonly scope: CrlScope;
  readonly now: Instant;
  /** That of the last list of this scope; undefined for the first. */
  readonly previousNumber: bigint | undefined;
}

/** Every mistake in a CRL that is to be signed, before a key is touched. An empty list is a clean bill. */
export function lintCrl(tbs: Uint8Array, context: CrlLintContext): readonly LintFinding[] {
  const crl = readCrlToBeSigned(tbs);
  const rules = crl === undefined ? (['crl-malformed'] as const) : LINTS.flatMap((lint) => lint(crl, context));
  return [...new Set(rules)].map((rule) => ({ rule, severity: 'error' }));
}

type Lint = (crl: CrlToBeSigned, context: CrlLintContext) => readonly LintRule[];

const frame: Lint = (crl, { issuer }) =>
  broken(
    ['crl-version-not-2', crl.version !== 1],
    ['crl-signature-algorithm-not-the-issuers', signatureAlgorithmOf(crl.signature) !== issuer.algorithm],
    ['crl-issuer-not-the-issuers-subject', !equalOctets(crl.issuer, issuer.name)],
  );

const dates: Lint = ({ thisUpdate, nextUpdate, times }, { issuer, now }) =>
  broken(
    ['crl-time-type', times !== 'as-profiled'],
    ['crl-this-update-not-now', thisUpdate > now || thisUpdate < now - HOUR_MS],
    ['crl-next-update-missing', nextUpdate === undefined],
    ['crl-next-update-passed', nextUpdate !== undefined && nextUpdate <= now],
    ['crl-next-update-too-late', nextUpdate !== undefined && nextUpdate - thisUpdate > crlLifetimeSeconds(issuer) * SECOND_MS],
  );

const list: Lint = ({ entries }, { now }) => {
  if (entries === undefined) return [];
  return broken(
    ['crl-list-empty', entries.length === 0],
    ['crl-serial-malformed', entries.some(({ serial }) => mistakeInSerial(serial) !== undefined)],
    ['crl-serial-twice', new Set(entries.map(({ serial }) => latin1(serial))).size !== entries.length],
    ['crl-revoked-in-the-future', entries.some(({ revokedAt, invalidSince = 0 }) => revokedAt > now || invalidSince > now)],
    ['crl-reason-unspecified', entries.some(({ reason }) => reason === 'unspecified')],
    ['crl-reason-not-ours', entries.some(({ reason }) => reason !== undefined && !isRevocationReason(reason))],
    ['crl-entry-extension-unknown', entries.some(({ others }) => others.length > 0)],
  );
};

const number: Lint = (crl, { previousNumber }) => {
  if (crl.number === undefined) return ['crl-number-missing'];
  return broken(
    ['crl-number-malformed', crl.number === 0n || crl.number >= 1n << BigInt(8 * MAX_NUMBER_OCTETS - 1)],
    ['crl-number-not-higher', previousNumber !== undefined && crl.number <= previousNumber],
  );
};

const KNOWN: readonly string[] = [OID.authorityKeyIdentifier, OID.cRLNumber, OID.issuingDistributionPoint];

const extensions: Lint = (crl, { issuer, scope }) => {
  const point = crl.distributionPoint;
  const urls = scope.kind === 'full' ? undefined : scope.urls;
  const isOfTheScope =
    urls === undefined || point === undefined
      ? urls === point
      : point.only.length === 0 && point.urls.length === urls.length && urls.every((url, index) => point.urls[index] === url);
  const key = crl.authorityKeyIdentifier;
  return broken(
    ['crl-authority-key-missing', key === undefined],
    ['crl-authority-key-not-the-issuers', key !== undefined && !equalOctets(key, issuer.keyIdentifier)],
    ['crl-extension-unknown', crl.extensions.some(({ oid }) => !KNOWN.includes(oid))],
    ['crl-extension-critical', crl.extensions.some(({ oid, critical }) => critical && oid !== OID.issuingDistributionPoint)],
    ['crl-distribution-point-not-critical', extensionOf(crl.extensions, OID.issuingDistributionPoint)?.critical === false],
    ['crl-distribution-point-not-the-scopes', !isOfTheScope],
  );
};

const LINTS: readonly Lint[] = [frame, dates, list, number, extensions];
