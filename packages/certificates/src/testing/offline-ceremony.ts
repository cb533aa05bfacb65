import { type Issuer, type SigningKey, type Transcript, readIssuer, readTranscript } from '@sallyport/pki';
import { generateSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import { must } from '@sallyport/pki/testing';
import { systemRandomness } from '@sallyport/platform';
import type { OfflineIssuingWish } from '../ceremony/sign-offline-issuing.ts';
import type { OfflineListWish } from '../ceremony/sign-offline-list.ts';
import type { CeremonyStep } from '../ceremony/offline-root.ts';
import { type IssuingRequest, makeOfflineRoot, signOfflineIssuing, signOfflineList } from '../index.ts';
import type { TestOffice } from './test-office.ts';

/** A root on a machine of its own, with the clock of the office. */
export interface OfflineCeremony {
  readonly key: SigningKey;
  readonly root: Issuer;
  readonly transcript: () => Transcript;
  readonly signIssuing: (wish: Partial<OfflineIssuingWish> & IssuingToSign) => ReturnType<typeof signOfflineIssuing>;
  readonly signList: (wish?: OfflineListWish) => ReturnType<typeof signOfflineList>;
}

interface IssuingToSign {
  readonly asked: IssuingRequest;
}

export async function offlineCeremony(
  { clock }: Pick<TestOffice, 'clock'>,
  { commonName = 'Northwind Vault Root', days }: { readonly commonName?: string; readonly days?: number } = {},
): Promise<OfflineCeremony> {
  const ports = { clock, randomness: systemRandomness, cryptography: nodeCryptography };
  const { key } = await generateSigningKey();
  const made = must(await makeOfflineRoot(ports, { key, organization: 'Northwind', commonName, ...(days === undefined ? {} : { days }) }));
  const root = must(readIssuer(made.der));
  let { line: text } = made;
  const transcript = () => must(readTranscript({ text, root, cryptography: nodeCryptography }));
  const kept = <Step extends { readonly ok: true; readonly value: CeremonyStep } | { readonly ok: false }>(step: Step): Step => {
    if (step.ok) text += step.value.line;
    return step;
  };
  return {
    key,
    root,
    transcript,
    signIssuing: async ({ asked, ...wish }) => {
      const { csr: request, subject, pointers } = asked;
      return kept(await signOfflineIssuing(ports, { key, root, transcript: transcript() }, { request, ...subject, pointers, ...wish }));
    },
    signList: async (wish = {}) => kept(await signOfflineList(ports, { key, root, transcript: transcript() }, wish)),
  };
}
