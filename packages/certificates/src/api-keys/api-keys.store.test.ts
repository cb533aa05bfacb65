import { fromHex } from '@sallyport/pki';
import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type ApiKeyDoor,
  type KeyWish,
  type OrganisationId,
  type Person,
  changeRole,
  createApiKeyDoor,
  decideOnRequest,
  grantRoleByOperator,
  isRefusal,
  listApiKeys,
  makeApiKey,
  requestCertificate,
  revokeApiKey,
  searchInventory,
  viewCertificate,
  welcomePerson,
} from '../index.ts';
import { type TestOffice, csrFor, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';
import { formatApiKey } from './rules.ts';

const DAY_MS = 86_400_000;
const HOME = { network: '192.0.2.10', neighbourhood: '192.0.2.10' };
const EVERYTHING = { search: '', status: undefined, order: 'asked', after: undefined } as const;

async function keyOf(office: TestOffice, person: Person, { scopes = ['look', 'request'], days = 30 }: Partial<KeyWish> = {}) {
  const made = await makeApiKey(office.ports, { person, wish: { name: 'deploy', scopes, days } });
  if (isRefusal(made)) throw new Error(`${made.code}: ${made.reason}`);
  return made;
}

async function program(office: TestOffice, key: Secret<string>, door = createApiKeyDoor(office.ports)): Promise<Person> {
  const opened = await door.open({ text: key, ...HOME });
  if (isRefusal(opened)) throw new Error(`${opened.code}: ${opened.reason}`);
  return opened;
}

function wrong(office: TestOffice, key: Secret<string>): Secret<string> {
  const octets = fromHex(key.reveal().slice('sallyport_key_'.length, -8));
  octets[31] = (octets[31] ?? 0) ^ 1;
  return new Secret(formatApiKey(octets, office.ports.cryptography));
}

async function auditOf(office: TestOffice, action: string) {
  return office.database.query.selectFrom('audit_event').selectAll().where('action', '=', action).execute();
}

eachEngine('API keys', (open) => {
  test('guesses at one key are paid for before anything is looked up, together and apart, and a guesser elsewhere spends nothing of its owner', async () => {
    const office = await testOffice(open);
    const { key } = await keyOf(office, office.staff.requester);
    const door = createApiKeyDoor(office.ports);
    const doors = [door, createApiKeyDoor(office.ports)];
    const guesses = Array.from({ length: 40 }, (_, index) => {
      const octets = fromHex(key.reveal().slice('sallyport_key_'.length, -8));
      octets[20] = (octets[20] ?? 0) + 1 + index;
      return new Secret(formatApiKey(octets, office.ports.cryptography));
    });
    const attack = { network: '198.51.100.9', neighbourhood: '198.51.100.9' };
    const outcomes = await Promise.all(guesses.map((text, index) => (doors[index % 2] as ApiKeyDoor).open({ text, ...attack })));
    expect(tallyOf(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : 'open')))).toEqual({
      'api-key-refused': 10,
      'api-key-tries-exhausted': 30,
    });
    expect(await auditOf(office, 'certificate-api-key.present')).toHaveLength(10);
    expect(await door.open({ text: key, ...attack })).toMatchObject({ code: 'api-key-tries-exhausted' });
    expect(await program(office, key)).toMatchObject({ personId: 'ada' });
  });

  test('whoever tries one key after another is stopped too, and fills no log', async () => {
    const office = await testOffice(open);
    const { key } = await keyOf(office, office.staff.requester);
    const door = createApiKeyDoor(office.ports);
    await program(office, key, door);
    const outcomes = await Promise.all(
      Array.from({ length: 250 }, (_, index) => {
        const octets = Uint8Array.from({ length: 32 }, () => index);
        return door.open({ text: new Secret(formatApiKey(octets, office.ports.cryptography)), ...HOME });
      }),
    );
    expect(tallyOf(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : 'open')))).toEqual({
      'api-key-refused': 200,
      'api-key-tries-exhausted': 50,
    });
    expect(await auditOf(office, 'certificate-api-key.present')).toHaveLength(200);
    expect(await program(office, key, door)).toMatchObject({ personId: 'ada' });
  });

  test('the right key spends no tries, however often and however many at once', async () => {
    const office = await testOffice(open);
    const { key } = await keyOf(office, office.staff.requester);
    const door = createApiKeyDoor(office.ports);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => door.open({ text: key, ...HOME })));
    expect(outcomes.filter((outcome) => isRefusal(outcome))).toEqual([]);
    for (let day = 0; day < 20; day += 1) {
      office.clock.advance(DAY_MS);
      await program(office, key, door);
    }
  });

  test('what is malformed, unknown, ended, expired or of somebody who is gone gets the same answer', async () => {
    const office = await testOffice(open);
    const { requester, approver, secondApprover } = office.staff;
    const door = createApiKeyDoor(office.ports);
    const ended = await keyOf(office, requester);
    await program(office, ended.key, door);
    await revokeApiKey(office.ports, { person: requester, keyId: ended.keyId });
    const moved = await keyOf(office, approver, { days: 300 });
    const short = await keyOf(office, requester, { days: 1 });
    const quiet = await keyOf(office, secondApprover, { scopes: ['look'], days: 300 });
    await welcomePerson(office.ports, {
      personId: approver.personId,
      organisationId: 'elsewhere' as OrganisationId,
      organisationName: 'elsewhere',
      name: 'bo',
      mail: undefined,
    });
    office.clock.advance(93 * DAY_MS);
    const shown = [wrong(office, ended.key), ended.key, moved.key, short.key, quiet.key, new Secret('sallyport_key_x'), new Secret('')];
    const answers = await Promise.all(shown.map((text) => door.open({ text, ...HOME })));
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'refusal', code: 'api-key-refused', status: 401, details: {} });
    const reasons = (await auditOf(office, 'certificate-api-key.present')).map(({ reason }) => reason?.split(': ').at(-1));
    expect(reasons.sort()).toEqual([
      'expired',
      'its maker has left the organisation',
      'its maker has not signed in for long',
      'revoked',
      'unknown',
    ]);
  });

  test('a key does what its scopes name and its maker may do at that moment, whichever is less', async () => {
    const office = await testOffice(open);
    const { approver, administrator } = office.staff;
    const { key } = await keyOf(office, approver, { scopes: ['request'] });
    const person = await program(office, key);
    expect(await requestCertificate(office.ports, { person, wish: csrFor(['a.example']) })).toMatchObject({ kind: 'asked' });
    expect(await searchInventory(office.ports, { person, wish: EVERYTHING, limit: 1 })).toMatchObject({
      code: 'role-missing',
      details: { scopes: ['look'] },
    });
    const role = { of: approver.personId, role: 'requester', change: 'withdraw' } as const;
    await changeRole(office.ports, { person: administrator, ...role });
    expect(await requestCertificate(office.ports, { person, wish: csrFor(['a.example']) })).toMatchObject({
      code: 'role-missing',
      details: { roles: ['requester'] },
    });
  });

  test('nobody makes a key that may more than they do, nor a key another key', async () => {
    const office = await testOffice(open);
    const { requester, auditor } = office.staff;
    const make = (person: Person, wish: Partial<Parameters<typeof makeApiKey>[1]['wish']>) =>
      makeApiKey(office.ports, { person, wish: { name: 'deploy', scopes: ['look'], days: 30, ...wish } });
    expect(await make(auditor, { scopes: ['look', 'decide'] })).toMatchObject({ code: 'scopes-refused', details: { scopes: ['decide'] } });
    for (const scopes of [[], ['root'], ['make-api-keys']])
      expect(await make(requester, { scopes })).toMatchObject({ code: 'scopes-refused' });
    expect(await make({ ...requester, level: 1 }, {})).toMatchObject({ code: 'step-up-needed' });
    for (const days of [0, -1, 1.5, 367, Number.NaN])
      expect(await make(requester, { days })).toMatchObject({ code: 'api-key-days-refused' });
    for (const name of [' ', 'x'.repeat(61)]) expect(await make(requester, { name })).toMatchObject({ code: 'api-key-name-refused' });
    const { key, keyId } = await keyOf(office, requester);
    const person = await program(office, key);
    expect(await make(person, {})).toMatchObject({ code: 'role-missing', details: { scopes: ['make-api-keys'] } });
    expect(await revokeApiKey(office.ports, { person, keyId })).toMatchObject({ code: 'role-missing' });
  });

  test('the fiftieth key is the last, even when many are made at the same moment', async () => {
    const office = await testOffice(open);
    const wish = { name: 'deploy', scopes: ['look'], days: 30 };
    const made = await Promise.all(Array.from({ length: 55 }, () => makeApiKey(office.ports, { person: office.staff.requester, wish })));
    expect(tallyOf(made.map((one) => (isRefusal(one) ? one.code : one.kind)))).toEqual({ made: 50, 'api-keys-too-many': 5 });
  });

  test('only its maker and who gives roles see a key and end it, in their own organisation', async () => {
    const office = await testOffice(open);
    const { requester, approver, administrator, stranger } = office.staff;
    const { keyId } = await keyOf(office, requester);
    const seenBy = async (person: Person) => {
      const listed = await listApiKeys(office.ports, { person });
      return isRefusal(listed) ? listed.code : listed.keys.map(({ name, state }) => `${name} ${state}`);
    };
    for (const person of [approver, stranger]) {
      expect(await seenBy(person)).toEqual([]);
      expect(await revokeApiKey(office.ports, { person, keyId })).toMatchObject({ code: 'api-key-not-found' });
    }
    expect(await seenBy({ ...requester, level: 1 })).toEqual(['deploy live']);
    expect(await revokeApiKey(office.ports, { person: administrator, keyId })).toEqual({ kind: 'revoked' });
    expect(await seenBy(administrator)).toEqual(['deploy revoked']);
    expect(await revokeApiKey(office.ports, { person: requester, keyId })).toMatchObject({ code: 'api-key-not-found' });
  });

  test('nobody agrees through a key to what they asked for at a page, and the audit log names the key', async () => {
    const office = await testOffice(open);
    const { approver, requester } = office.staff;
    const { key, keyId } = await keyOf(office, approver, { scopes: ['look', 'request', 'decide'] });
    const person = await program(office, key);
    const own = await requestCertificate(office.ports, { person: approver, wish: csrFor(['a.example']) });
    if (isRefusal(own)) throw new Error(own.code);
    const decision = { decision: 'approve', reason: '' } as const;
    expect(await decideOnRequest(office.ports, { person, certificateId: own.certificateId, ...decision })).toMatchObject({
      code: 'own-request',
    });
    const asked = await requestCertificate(office.ports, { person: requester, wish: csrFor(['b.example']) });
    if (isRefusal(asked)) throw new Error(asked.code);
    expect(await decideOnRequest(office.ports, { person, certificateId: asked.certificateId, ...decision })).toMatchObject({
      kind: 'decided',
    });
    const told = await auditOf(office, 'certificate.approve');
    expect(told.map(({ actor, details }) => [actor, JSON.parse(details ?? '{}') as unknown])).toEqual([
      ['account:bo', { apiKey: keyId }],
      ['account:bo', { apiKey: keyId, approvals: 1, needed: 1 }],
    ]);
  });

  test('a key of one organisation opens nothing of another, whatever its maker may do there', async () => {
    const office = await testOffice(open);
    const { requester, stranger } = office.staff;
    const { key } = await keyOf(office, stranger, { scopes: ['look', 'revoke'] });
    const person = await program(office, key);
    const asked = await requestCertificate(office.ports, { person: requester, wish: csrFor(['a.example']) });
    if (isRefusal(asked)) throw new Error(asked.code);
    expect(await viewCertificate(office.ports, { person, certificateId: asked.certificateId })).toMatchObject({
      code: 'certificate-not-found',
    });
    await grantRoleByOperator(office.ports, { personId: stranger.personId, role: 'auditor' });
    expect(await searchInventory(office.ports, { person, wish: EVERYTHING, limit: 9 })).toMatchObject({ certificates: [] });
  });

  test('of a key nothing is kept that opens anything', async () => {
    const office = await testOffice(open);
    const { key } = await keyOf(office, office.staff.requester);
    await program(office, key);
    const rows = [
      ...(await office.database.query.selectFrom('certificate_api_key').selectAll().execute()),
      ...(await office.database.query.selectFrom('audit_event').selectAll().execute()),
      ...(await office.database.query.selectFrom('attempt_budget').selectAll().execute()),
    ];
    expect(JSON.stringify(rows)).not.toContain(key.reveal().slice(14 + 8, 40));
    expect(String(key)).toBe('[secret]');
  });
});
