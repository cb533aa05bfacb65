import { readFileSync } from 'node:fs';
import { referenceTable } from '@sallyport/platform';
import { describe, expect, test } from 'vitest';
import { readConfiguration, settings } from './configuration.ts';

const SUPPORT = { SALLYPORT_SUPPORT_FILE: '/etc/sallyport/support.json' };

function reading(environment: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  return readConfiguration({
    environment,
    readFile: (path) => {
      const content = files[path];
      if (content === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
      return content;
    },
  });
}

function problemsOf(environment: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): string {
  const outcome = reading(environment, files);
  return outcome.kind === 'refused' ? outcome.problems : '';
}

describe('a wrong configuration', () => {
  test('is told every mistake at once, each with what a right value looks like', () => {
    const problems = problemsOf({
      SALLYPORT_BASE_PORT: 'many',
      SALLYPORT_FEDERATION_ORIGIN: 'http://id.example.org',
      SALLYPORT_TRUST_PROXY: 'perhaps',
      SALLYPORT_FEDRATION_ORIGIN: 'https://id.example.org',
    });
    expect(problems).toContain('5 things');
    expect(problems).toContain('SALLYPORT_BASE_PORT is no whole number from 1 to 65529');
    expect(problems).toContain('SALLYPORT_FEDERATION_ORIGIN is plain http, which is for this machine alone; use https');
    expect(problems).toContain('SALLYPORT_TRUST_PROXY is none of no, yes');
    expect(problems).toContain('SALLYPORT_FEDRATION_ORIGIN is not a setting');
    expect(problems).toContain('did you mean SALLYPORT_FEDERATION_ORIGIN?');
    expect(problems).toContain('SALLYPORT_SUPPORT_FILE is missing');
  });

  test('never shows the secret that is wrong', () => {
    const problems = problemsOf({ ...SUPPORT, SALLYPORT_SMTP_URL: 'ftp://ada:hunter2@mail.example' });
    expect(problems).toContain('SALLYPORT_SMTP_URL ');
    expect(problems).not.toContain('hunter2');
  });

  test('that gives a secret twice is told to keep one', () => {
    const problems = problemsOf({ ...SUPPORT, SALLYPORT_SEALING_KEYS: 'a', SALLYPORT_SEALING_KEYS_FILE: '/keys' }, { '/keys': 'b' });
    expect(problems).toContain('is given twice, also as SALLYPORT_SEALING_KEYS_FILE; keep one');
  });

  test('names the file and the line that is wrong', () => {
    const problems = problemsOf(
      { SALLYPORT_CONFIG: '/etc/sallyport.env' },
      { '/etc/sallyport.env': 'SALLYPORT_DATA=/x\nwhat is this\nSALLYPORT_BASE_PORT=0\n' },
    );
    expect(problems).toContain('line 2 is not of the form NAME=VALUE');
    expect(problems).toContain('in /etc/sallyport.env');
    expect(problems).toContain('SALLYPORT_BASE_PORT is no whole number');
  });

  test('that names a missing file says so', () => {
    expect(problemsOf({ ...SUPPORT, SALLYPORT_CONFIG: '/nowhere' })).toContain('SALLYPORT_CONFIG names a file that cannot be read');
    expect(problemsOf({ ...SUPPORT, SALLYPORT_SEALING_KEYS_FILE: '/nowhere' })).toContain('is to be read from a file that cannot be read');
  });
});

test('with nothing set but the support directory, the listeners stand on five ports of this machine', () => {
  const outcome = reading(SUPPORT);
  if (outcome.kind === 'refused') throw new Error(outcome.problems);
  const { listeners, smtp, trustProxy } = outcome.configuration;
  expect(Object.values(listeners).map(({ origin }) => origin)).toEqual(
    [4300, 4301, 4302, 4303, 4304, 4305].map((port) => `http://localhost:${String(port)}`),
  );
  expect(smtp).toBeUndefined();
  expect(trustProxy).toBe(false);
});

test('alarms go where the operator says, and mails name how to reach support', () => {
  const contact = { SALLYPORT_SUPPORT_MAIL: 'help-desk@northwind.example', SALLYPORT_SUPPORT_TELEPHONE: '+800 5550 0199' };
  const outcome = reading({ ...SUPPORT, ...contact });
  if (outcome.kind === 'refused') throw new Error(outcome.problems);
  expect(outcome.configuration).toMatchObject({ supportMail: 'help-desk@northwind.example', supportTelephone: '+800 5550 0199' });
  expect(problemsOf({ ...SUPPORT, SALLYPORT_SUPPORT_MAIL: 'help desk' })).toContain('SALLYPORT_SUPPORT_MAIL');
});

test('the environment has the last word over the file', () => {
  const outcome = reading(
    { ...SUPPORT, SALLYPORT_CONFIG: '/c', SALLYPORT_BASE_PORT: '5000' },
    { '/c': 'SALLYPORT_BASE_PORT=6000\nSALLYPORT_ISSUER_NAME=Harbour\n' },
  );
  if (outcome.kind === 'refused') throw new Error(outcome.problems);
  expect(outcome.configuration.listeners.federation.port).toBe(5001);
  expect(outcome.configuration.issuerName).toBe('Harbour');
});

test('a token opens without its PIN only where the operator says yes', () => {
  const allowed = [SUPPORT, { ...SUPPORT, SALLYPORT_TOKEN_OPENS_WITHOUT_PIN: 'yes' }].map((environment) => {
    const outcome = reading(environment);
    return outcome.kind === 'read' && outcome.configuration.tokenOpensWithoutPin;
  });
  expect(allowed).toEqual([false, true]);
  expect(problemsOf({ ...SUPPORT, SALLYPORT_TOKEN_OPENS_WITHOUT_PIN: 'true' })).toContain('is none of no, yes');
});

test('people repair their access by password and questions unless the operator wants more', () => {
  const policies = [SUPPORT, { ...SUPPORT, SALLYPORT_RECOVERY_POLICY: 'strict' }].map((environment) => {
    const outcome = reading(environment);
    return outcome.kind === 'read' && outcome.configuration.recoveryPolicy;
  });
  expect(policies).toEqual(['classic', 'strict']);
  expect(problemsOf({ ...SUPPORT, SALLYPORT_RECOVERY_POLICY: 'none' })).toContain('is none of classic, modern, strict');
});

test('no operator can allow a password of fewer than eight characters', () => {
  const least = (environment: Readonly<Record<string, string>>) => {
    const outcome = reading({ ...SUPPORT, ...environment });
    return outcome.kind === 'read' ? outcome.configuration.passwordMinimumLength : undefined;
  };
  expect([least({}), least({ SALLYPORT_PASSWORD_MINIMUM_LENGTH: '8' })]).toEqual([15, 8]);
  expect(problemsOf({ ...SUPPORT, SALLYPORT_PASSWORD_MINIMUM_LENGTH: '7' })).toContain('is no whole number from 8 to 64');
});

test('the operator’s reference has every setting as it is', () => {
  const page = readFileSync(new URL('../../../docs/operate/configuration.md', import.meta.url), 'utf8');
  expect(page).toContain(referenceTable(settings));
});

test('a CA elsewhere is asked over https alone, and its key is a secret', () => {
  const directory = 'https://acme.example.org/directory';
  for (const wrong of [
    'http://acme.example.org/directory',
    'acme.example.org',
    'https://user@acme.example.org/',
    'https://acme.example.org/#x',
  ]) {
    expect(problemsOf({ ...SUPPORT, SALLYPORT_ACME_DIRECTORY: wrong })).toContain('is no https address');
  }
  for (const wrong of ['kid-1', 'kid-1:short', ':c2VjcmV0LXNlY3JldC1zZWNyZXQ', 'kid 1:c2VjcmV0LXNlY3JldC1zZWNyZXQ']) {
    const problems = problemsOf({ ...SUPPORT, SALLYPORT_ACME_EXTERNAL_ACCOUNT: wrong });
    expect(problems).toContain('is not KEY-ID:HMAC-KEY');
    expect(problems).not.toContain('c2VjcmV0');
  }
  const reading = readConfiguration({
    environment: { ...SUPPORT, SALLYPORT_ACME_DIRECTORY: directory, SALLYPORT_ACME_EXTERNAL_ACCOUNT: 'kid:1:c2VjcmV0LXNlY3JldC1zZWNyZXQ=' },
    readFile: () => '',
  });
  if (reading.kind !== 'read') throw new Error(reading.problems);
  const { acme } = reading.configuration;
  expect(acme).toMatchObject({ directory, contact: undefined, rootsFile: undefined, dnsProgram: undefined });
  expect(acme?.externalAccount?.reveal()).toMatchObject({ keyId: 'kid:1' });
  expect(JSON.stringify(acme)).not.toContain('c2VjcmV0');
});
