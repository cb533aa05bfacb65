import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, EXIT_FAILED } from './verb.ts';

/** By it one agrees to the terms of service of that CA, so it has to be said twice. Whoever is registered is told so. */
export const acmeRegister: CaVerb = {
  name: 'acme-register',
  synopsis: '--yes',
  prepare: (given) => (given.length === 1 && given[0] === '--yes' ? run : undefined),
};

function run(): Promise<number> {
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const { elsewhere } = installation.certificates;
    if (elsewhere === undefined) {
      process.stderr.write('There is no CA elsewhere: SALLYPORT_ACME_DIRECTORY is not set.\n');
      return EXIT_FAILED;
    }
    const directory = await elsewhere.conversation.directory();
    const account = directory.kind === 'told' ? await elsewhere.account.open() : directory;
    if (directory.kind !== 'told' || account.kind !== 'told') {
      const { type, detail } = account.kind === 'told' ? { type: '', detail: '' } : account.problem;
      process.stderr.write(
        `${elsewhere.settings.directory} did not make an account: ${[type, detail].filter((one) => one !== '').join(': ')}\n`,
      );
      return EXIT_FAILED;
    }
    const lines = [`account  ${account.value.url}`, `terms    ${directory.value.termsOfService ?? 'none'}`];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  });
}
