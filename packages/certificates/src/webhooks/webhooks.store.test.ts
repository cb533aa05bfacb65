import { systemClock } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import {
  type Person,
  type WebhookId,
  WEBHOOK_OCCASIONS,
  addWebhook,
  deliverMessages,
  forgetOldMessages,
  isRefusal,
  listWebhooks,
  removeWebhook,
  sendWebhookAgain,
  showWebhookSecret,
  tellOccasions,
  tryWebhook,
  viewWebhook,
} from '../index.ts';
import { type TestOffice, issuedCertificate, revokeForTest, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';
import { RETRY_AFTER_MS } from './rules.ts';

const URL = 'https://hooks.harbour.example/certificates';
const DAY_MS = 86_400_000;

async function added(
  office: TestOffice,
  change: { readonly url?: string; readonly occasions?: readonly string[] } = {},
): Promise<WebhookId> {
  const wish = { person: office.staff.administrator, url: URL, occasions: WEBHOOK_OCCASIONS, ...change };
  const outcome = await addWebhook(office.ports, wish);
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.webhookId;
}

async function secretOf(office: TestOffice, webhookId: WebhookId): Promise<string> {
  const shown = await showWebhookSecret(office.ports, { person: office.staff.administrator, webhookId });
  if (isRefusal(shown)) throw new Error(shown.code);
  return shown.secret.reveal();
}

async function view(office: TestOffice, webhookId: WebhookId) {
  const outcome = await viewWebhook(office.ports, { person: office.staff.administrator, webhookId });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome;
}

const typesIn = ({ world }: TestOffice) => world.posted.map(({ body }) => (JSON.parse(body) as { readonly type: string }).type);

eachEngine('webhooks', (open) => {
  test('nobody adds, sees, tries or takes out a receiver but an administrator of the organisation, with both factors', async () => {
    const office = await testOffice(open);
    const webhookId = await added(office);
    const { administrator, requester, stranger } = office.staff;
    const acts = {
      add: (person: Person) => addWebhook(office.ports, { person, url: URL, occasions: WEBHOOK_OCCASIONS }),
      list: (person: Person) => listWebhooks(office.ports, { person }),
      view: (person: Person) => viewWebhook(office.ports, { person, webhookId }),
      secret: (person: Person) => showWebhookSecret(office.ports, { person, webhookId }),
      try: (person: Person) => tryWebhook(office.ports, { person, webhookId }),
      again: (person: Person) => sendWebhookAgain(office.ports, { person, webhookId }),
      remove: (person: Person) => removeWebhook(office.ports, { person, webhookId }),
    };
    for (const [name, act] of Object.entries(acts)) {
      expect(await act(requester), name).toMatchObject({ code: 'role-missing' });
      expect(await act({ ...administrator, level: 1 }), name).toMatchObject({ code: 'step-up-needed' });
      if (name === 'add' || name === 'list') continue;
      expect(await act(stranger), name).toMatchObject({ code: 'webhook-not-found', status: 404 });
    }
    expect(await listWebhooks(office.ports, { person: stranger })).toMatchObject({ webhooks: [] });
    expect(office.world.posted).toEqual([]);
  });

  test('a URL that is not under TLS, holds a password, or goes to a port of something else is refused when it is added', async () => {
    const office = await testOffice(open);
    for (const url of [
      'http://hooks.harbour.example/',
      'https://ada:secret@hooks.harbour.example/',
      'https://hooks.harbour.example:22/',
      'https://hooks.harbour.example/#part',
      'ftp://hooks.harbour.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'hooks.harbour.example',
      `https://hooks.harbour.example/${'a'.repeat(3000)}`,
    ]) {
      const outcome = await addWebhook(office.ports, { person: office.staff.administrator, url, occasions: WEBHOOK_OCCASIONS });
      expect(outcome, url.slice(0, 60)).toMatchObject({ code: 'webhook-url-refused', status: 422 });
    }
    const none = { person: office.staff.administrator, url: URL, occasions: ['everything'] };
    expect(await addWebhook(office.ports, none)).toMatchObject({ code: 'webhook-occasions-none' });
    const many = await Promise.all(
      Array.from({ length: 25 }, () => addWebhook(office.ports, { ...none, occasions: ['certificate.issued'] })),
    );
    expect(tallyOf(many.map((one) => (isRefusal(one) ? one.code : one.kind)))).toEqual({ added: 20, 'webhooks-too-many': 5 });
  });

  test('a message is signed so that an implementation of others takes it, and takes it no more when a word, the id or five minutes have changed', async () => {
    const office = await testOffice(open);
    const webhookId = await added(office);
    office.world.receivers.set(URL, 204);
    // The judge looks at the clock itself.
    office.clock.set(systemClock.now());
    const { certificateId } = await issuedCertificate(office);
    await tellOccasions(office.ports);
    expect(await deliverMessages(office.ports)).toEqual({ delivered: 3, deferred: 0, dead: 0 });
    expect(typesIn(office).sort()).toEqual(['certificate.approved', 'certificate.issued', 'certificate.requested']);
    const judge = new Webhook(await secretOf(office, webhookId));
    for (const { headers, body } of office.world.posted) expect(judge.verify(body, headers)).toEqual(JSON.parse(body));
    const issued = office.world.posted.find(({ body }) => body.includes('certificate.issued'));
    if (issued === undefined) throw new Error('nothing was sent');
    expect(JSON.parse(issued.body)).toMatchObject({
      type: 'certificate.issued',
      data: {
        certificateId,
        status: 'ACTIVE',
        names: ['www.harbour.example'],
        page: `https://certificates.example.test/certificates/${certificateId}`,
      },
    });
    // A word by itself: an identifier may have these letters.
    expect(issued.body).not.toMatch(/\bada\b/);
    const { headers, body } = issued;
    expect(() => judge.verify(body.replace('ACTIVE', 'REVOKED'), headers)).toThrow('No matching signature');
    expect(() => judge.verify(body, { ...headers, 'webhook-id': 'msg_another' })).toThrow('No matching signature');
    const old = String(Number(headers['webhook-timestamp']) - 301);
    expect(() => judge.verify(body, { ...headers, 'webhook-timestamp': old })).toThrow('too old');
  });

  test('of twenty processes that deliver at the same moment one sends each message; one that died leaves it to the next', async () => {
    const office = await testOffice(open);
    await added(office, { occasions: ['certificate.issued'] });
    await issuedCertificate(office);
    await tellOccasions(office.ports);
    const dying = { ...office.ports, webhookSender: { post: () => Promise.reject(new Error('killed')) } };
    await expect(deliverMessages(dying)).rejects.toThrow('killed');
    office.world.receivers.set(URL, 200);
    expect(await deliverMessages(office.ports)).toEqual({ delivered: 0, deferred: 0, dead: 0 });
    office.clock.advance(60_000);
    await Promise.all(Array.from({ length: 20 }, () => deliverMessages(office.ports)));
    expect(office.world.posted).toHaveLength(1);
  });

  test('a receiver that does not answer is asked again with the same id, later and later, until the message is dead and shown as such; it is sent again when somebody wants so', async () => {
    const office = await testOffice(open);
    const webhookId = await added(office, { occasions: ['certificate.issued'] });
    await issuedCertificate(office);
    await tellOccasions(office.ports);
    office.world.receivers.set(URL, 503);
    for (const wait of [0, ...RETRY_AFTER_MS]) {
      office.clock.advance(wait);
      await deliverMessages(office.ports);
    }
    expect(new Set(office.world.posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(office.world.posted).toHaveLength(RETRY_AFTER_MS.length + 1);
    expect(await view(office, webhookId)).toMatchObject({ dead: 1, waiting: 0, messages: [{ state: 'DEAD', fault: 'status-503' }] });
    office.clock.advance(DAY_MS);
    expect(await deliverMessages(office.ports)).toEqual({ delivered: 0, deferred: 0, dead: 0 });
    office.world.receivers.set(URL, 200);
    const { administrator: person } = office.staff;
    expect(await sendWebhookAgain(office.ports, { person, webhookId })).toEqual({ kind: 'due', messages: 1 });
    expect(await deliverMessages(office.ports)).toMatchObject({ delivered: 1 });
    expect(await view(office, webhookId)).toMatchObject({ dead: 0, messages: [{ state: 'DELIVERED', fault: undefined }] });
    office.clock.advance(31 * DAY_MS);
    await forgetOldMessages(office.ports);
    expect((await view(office, webhookId)).messages).toEqual([]);
  });

  test('a receiver that hangs takes nobody’s turn but its own', async () => {
    const office = await testOffice(open);
    const slow = 'https://slow.example/';
    await added(office, { url: slow });
    await added(office);
    office.world.receivers.set(slow, 'timed-out').set(URL, 200);
    for (const name of ['a.example', 'b.example', 'c.example']) await issuedCertificate(office, name);
    await tellOccasions(office.ports);
    await deliverMessages(office.ports);
    expect(tallyOf(office.world.posted.map(({ url }) => url))).toEqual({ [slow]: 1, [URL]: 9 });
  });

  test('a receiver that says it is gone gets nothing more, until somebody wants it again', async () => {
    const office = await testOffice(open);
    const webhookId = await added(office);
    const { certificateId } = await issuedCertificate(office);
    await tellOccasions(office.ports);
    office.world.receivers.set(URL, 410);
    await deliverMessages(office.ports);
    expect(await view(office, webhookId)).toMatchObject({ state: 'GONE', waiting: 0, dead: 3 });
    await revokeForTest(office, certificateId);
    await tellOccasions(office.ports);
    expect(await deliverMessages(office.ports)).toEqual({ delivered: 0, deferred: 0, dead: 0 });
    office.world.receivers.set(URL, 200);
    await sendWebhookAgain(office.ports, { person: office.staff.administrator, webhookId });
    expect(await deliverMessages(office.ports)).toMatchObject({ delivered: 3 });
  });

  test('a try says at once what came of it, and nothing of an address inside; ten in ten minutes, however many ask at once', async () => {
    const office = await testOffice(open);
    const webhookId = await added(office);
    const { administrator: person } = office.staff;
    office.world.receivers.set(URL, 'address-refused');
    const refused = await tryWebhook(office.ports, { person, webhookId });
    expect(refused).toEqual({ kind: 'tried', fault: 'address-refused' });
    const shown = JSON.stringify(await view(office, webhookId));
    expect(shown).not.toContain('10.0.0.7');
    office.world.receivers.set(URL, 200);
    const tries = await Promise.all(Array.from({ length: 15 }, () => tryWebhook(office.ports, { person, webhookId })));
    expect(tallyOf(tries.map((one) => (isRefusal(one) ? one.code : String(one.fault))))).toEqual({
      undefined: 9,
      'webhook-tries-exhausted': 6,
    });
    expect(typesIn(office).every((type) => type === 'webhook.test')).toBe(true);
    expect(office.world.posted).toHaveLength(10);
  });

  test('only what was chosen is sent, only to receivers of the organisation, and nothing to one that was taken out', async () => {
    const office = await testOffice(open);
    const { stranger, administrator: person } = office.staff;
    const theirs = 'https://elsewhere.example/';
    await addWebhook(office.ports, { person: stranger, url: theirs, occasions: WEBHOOK_OCCASIONS });
    const webhookId = await added(office, { occasions: ['certificate.revoked'] });
    office.world.receivers.set(URL, 200).set(theirs, 200);
    const { certificateId } = await issuedCertificate(office);
    await revokeForTest(office, certificateId, 'superseded');
    await tellOccasions(office.ports);
    await deliverMessages(office.ports);
    expect(typesIn(office)).toEqual(['certificate.revoked']);
    expect(office.world.posted[0]?.body).toContain('"reason":"superseded"');
    await removeWebhook(office.ports, { person, webhookId });
    await issuedCertificate(office, 'b.example');
    await tellOccasions(office.ports);
    await deliverMessages(office.ports);
    expect(office.world.posted).toHaveLength(1);
  });

  test('the secret lies sealed, opens in its own row only, and whoever looks at it is written down', async () => {
    const office = await testOffice(open);
    const [one, other] = [await added(office), await added(office)];
    const secret = await secretOf(office, one);
    const rows = await office.database.query.selectFrom('certificate_webhook').selectAll().execute();
    const octets = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(octets).toHaveLength(32);
    for (const { sealed_secret } of rows) expect(Buffer.from(sealed_secret).includes(octets)).toBe(false);
    const stolen = rows.find(({ webhook_id }) => webhook_id === other)?.sealed_secret ?? new Uint8Array();
    await office.database.transact((tx) =>
      tx.query.updateTable('certificate_webhook').set({ sealed_secret: stolen }).where('webhook_id', '=', one).execute(),
    );
    await expect(secretOf(office, one)).rejects.toThrow();
    const looked = await office.database.query
      .selectFrom('audit_event')
      .select('subject')
      .where('action', '=', 'certificate-webhook.show-secret')
      .execute();
    expect(looked).toEqual([{ subject: `webhook:${one}` }]);
  });
});
