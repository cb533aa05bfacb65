import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askJava } from './ask-java.ts';
import { NssDatabase } from './nss-database.ts';
import { type Ending, runProgram } from './run-program.ts';

/** One certificate before all four judges, by files of a folder: `NAME.pem` and `NAME.der` of each certificate, `NAME.crl` and `NAME.crl.pem` of each list. */
export interface Accused {
  readonly folder: string;
  readonly subject: string;
  readonly is: 'server' | 'authority';
  /** From the one that signed it up to the one below the root. */
  readonly above: readonly string[];
  readonly root: string;
}

/** `good`, `revoked`, `unknown`, or what the judge says. */
export type Verdicts = Readonly<Record<'openssl' | 'GnuTLS' | 'NSS' | 'Java', string>>;

export const all = (verdict: 'good' | 'revoked' | 'unknown'): Verdicts => ({
  openssl: verdict,
  GnuTLS: verdict,
  NSS: verdict,
  Java: verdict,
});

const pem = (name: string) => `${name}.pem`;
const der = (name: string) => `${name}.der`;

/** Through its chain, strictly, with the lists of every CA above it, whose signatures each judge looks at first. */
export async function judgedByLists(accused: Accused, lists: readonly string[]): Promise<Verdicts> {
  const { folder, subject, above, root } = accused;
  const path = [subject, ...above];
  const joined = (name: string, files: readonly string[]) => {
    writeFileSync(join(folder, name), files.map((file) => readFileSync(join(folder, file), 'utf8')).join(''));
    return name;
  };
  const chain = joined('judged.chain.pem', path.map(pem));
  const listed = joined(
    'judged.lists.pem',
    lists.map((list) => `${list}.crl.pem`),
  );
  const untrusted = above.flatMap((ca) => ['-untrusted', pem(ca)]);
  const strict = ['verify', '-x509_strict', '-check_ss_sig', '-crl_check_all', '-CRLfile', listed, '-CAfile', pem(root), ...untrusted];
  const certtool = ['--verify', '--verify-profile', 'medium', '--load-ca-certificate', pem(root), '--load-crl', listed, '--infile', chain];
  const database = await NssDatabase.make({ folder, name: `nss-lists-${lists.join('-')}`, root: der(root) });
  for (const ca of above) await database.add(ca, der(ca));
  const taken = [];
  for (const list of lists) taken.push(await database.addList(`${list}.crl`));
  const refused = taken.find(({ exit }) => exit !== 0);
  const [java = ''] = await askJava(folder, [['lists', der(root), lists.map((list) => `${list}.crl`).join(','), ...path.map(der)]]);
  return {
    openssl: verdictOf(await runProgram(folder, 'openssl', [...strict, pem(subject)]), { good: ': OK', revoked: 'certificate revoked' }),
    GnuTLS: verdictOf(await runProgram(folder, 'certtool', certtool), {
      good: 'Chain verification output: Verified.',
      revoked: 'The certificate chain is revoked.',
    }),
    NSS: refused?.says ?? (await database.byPath(accused.is, ...path.map(der))),
    Java: withoutReason(java),
  };
}

/** Each asks by itself, over HTTP, whom the certificate names; GnuTLS and openssl have to be told whom that is. */
export async function judgedByOcsp({ folder, subject, above, root }: Accused, url: string): Promise<Verdicts> {
  const [issuer = root] = above;
  const trust = ['-issuer', pem(issuer), '-CAfile', pem(root), '-verify_other', pem(issuer)];
  const openssl = await runProgram(folder, 'openssl', ['ocsp', '-url', url, ...trust, '-cert', pem(subject)]);
  const cli = [`--ask=${url}`, '--nonce', '--load-cert', pem(subject), '--load-issuer', pem(issuer), '--load-trust', pem(issuer)];
  const gnutls = await runProgram(folder, 'ocsptool', cli);
  const database = await NssDatabase.make({ folder, name: `nss-ocsp-${String(performance.now())}`, root: der(root) });
  for (const ca of above) await database.add(ca, der(ca));
  const [java = ''] = await askJava(folder, [['ask', der(root), ...[subject, ...above].map(der)]]);
  return {
    openssl: verified(openssl, { signature: 'Response verify OK', status: /\.pem: (\w+)$/m }),
    GnuTLS: verified(gnutls, { signature: 'Verifying OCSP Response: Success.', status: /Certificate Status: (\w+)/ }),
    NSS: await database.byOcsp(der(subject)),
    Java: java === "Certificate's revocation status is unknown" ? 'unknown' : withoutReason(java),
  };
}

function verdictOf({ exit, says }: Ending, words: { readonly good: string; readonly revoked: string }): string {
  if (exit === 0 && says.includes(words.good)) return 'good';
  return says.includes(words.revoked) ? 'revoked' : says;
}

function verified({ says }: Ending, given: { readonly signature: string; readonly status: RegExp }): string {
  return (says.includes(given.signature) ? given.status.exec(says)?.[1] : undefined) ?? says;
}

const withoutReason = (verdict: string) => verdict.replace(/^revoked \d+$/, 'revoked');
