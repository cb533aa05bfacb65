import { toPem } from '@sallyport/pki';
import { withInstallation } from '../../with-installation.ts';
import { readRoot } from './ceremony/ceremony-folder.ts';
import { tellingTrouble } from './ceremony/with-root.ts';
import { type CaVerb, readArguments } from './verb.ts';

/** The request goes to standard output, and what to do with it to the person: so that it can be written into a file. */
export const requestIssuing: CaVerb = {
  name: 'request-issuing',
  synopsis: '--root FILE',
  prepare: (given) => {
    const written = readArguments(given, { root: { type: 'string' } });
    const { root } = written?.values ?? {};
    return root === undefined || written?.positionals.length !== 0 ? undefined : () => tellingTrouble(() => run(root));
  },
};

function run(rootFile: string): Promise<number> {
  const root = readRoot(rootFile).certificate;
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const { csr, subject, pointers } = await installation.certificates.authorities.request(root);
    process.stdout.write(toPem('CERTIFICATE REQUEST', csr));
    const [listUrl = '', rootUrl = ''] = [...pointers.crl, ...pointers.issuer];
    const said = [
      ['--organization', subject.organization],
      ['--name', subject.commonName],
      ['--list-url', listUrl],
      ['--root-url', rootUrl],
    ].map(([option = '', value = '']) => `  ${option} ${quoted(value)}`);
    process.stderr.write(
      ['In the ceremony:', 'sallyport ca sign-issuing --offline FOLDER --request FILE \\', said.join(' \\\n'), ''].join('\n'),
    );
    return 0;
  });
}

/** As a shell reads it: one word, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
