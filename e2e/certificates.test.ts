import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { activateByLink, type TokenInHand } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Accused, all, judgedByLists, judgedByOcsp } from './judges/four-judges.ts';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { nextOneTimePassword } from './support/one-time-passwords.ts';
import { ADA, givePassword, MIKKEL, type Person, sees } from './support/walks.ts';

/** What the journey is for: a certificate asked for, agreed to, and used. */

let demonstration: Demonstration;
let browser: Browser;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-certificates-'));
  [demonstration, browser] = await Promise.all([startDemonstration({ filled: 'at-its-start' }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A person at a browser of their own, with a soft token that is open: the app itself is what other journeys walk through. */
interface AtWork {
  readonly portal: Page;
  readonly hand: TokenInHand;
}

async function at(context: BrowserContext, person: Person): Promise<AtWork> {
  return { portal: await context.newPage(), hand: await activateByLink(demonstration.activationLink(person.userName)) };
}

/** The Federation has asked for the second factor. */
async function giveOneTimePassword({ portal, hand }: AtWork): Promise<void> {
  await sees(portal, 'Confirm it is you');
  await portal.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await nextOneTimePassword(hand));
  await portal.getByRole('button', { name: 'Continue' }).click();
}

function openssl(args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

async function download(portal: Page, title: string): Promise<string> {
  const [file] = await Promise.all([portal.waitForEvent('download'), portal.getByRole('link', { name: title, exact: true }).click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** What `openssl s_client` says to a server that speaks with this certificate. */
async function askedByOpenssl(given: { readonly key: string; readonly chain: string; readonly root: string }): Promise<string> {
  const server: Server = createServer({ key: readFileSync(given.key), cert: readFileSync(given.chain) }, (socket) => socket.end());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  const name = 'quay.northwind.example';
  const args = ['s_client', '-connect', `127.0.0.1:${String(port)}`, '-servername', name, '-verify_hostname', name];
  const client = spawn('openssl', [...args, '-verify_return_error', '-x509_strict', '-CAfile', given.root], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [client.stdout, client.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  await new Promise((ended) => client.once('close', ended));
  server.close();
  return said;
}

/** A certificate as it was issued through the pages, before judges who ask the server what it says of it. */
interface Trial {
  readonly accused: Accused;
  readonly serialHex: string;
  readonly ocsp: string;
}

/** The files of a downloaded chain, for the judges, and what the certificate says about itself. */
function trialOf({ chain, root }: { readonly chain: string; readonly root: string }): Trial {
  const [leaf = '', issuing = ''] = readFileSync(chain, 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/);
  for (const [name, text] of Object.entries({ leaf, issuing, root: readFileSync(root, 'utf8') })) {
    writeFileSync(join(folder, `${name}.pem`), text);
    openssl(['x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`]);
  }
  return {
    accused: { folder, subject: 'leaf', is: 'server', above: ['issuing'], root: 'root' },
    serialHex: openssl(['x509', '-in', 'leaf.pem', '-noout', '-serial']).trim().replace('serial=', '').toLowerCase(),
    ocsp: openssl(['x509', '-in', 'leaf.pem', '-noout', '-ocsp_uri']).trim(),
  };
}

/** The lists as they are served at this moment, each where the certificate below it says. */
async function fetchLists(moment: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [below, list] of [
    ['leaf', 'issuing'],
    ['issuing', 'root'],
  ] as const) {
    const url = /URI:(\S+)/.exec(openssl(['x509', '-in', `${below}.pem`, '-noout', '-ext', 'crlDistributionPoints']))?.[1] ?? '';
    const name = `${list}-${moment}`;
    writeFileSync(join(folder, `${name}.crl`), Buffer.from(await (await fetch(url)).arrayBuffer()));
    openssl(['crl', '-inform', 'DER', '-in', `${name}.crl`, '-out', `${name}.crl.pem`]);
    names.push(name);
  }
  return names;
}

/** OCSP tells of it with the very next question, the list with the next round; nobody waits for an hour. */
async function revokedBefore(portal: Page, { accused, serialHex, ocsp }: Trial): Promise<void> {
  expect(await judgedByOcsp(accused, ocsp)).toEqual(all('good'));
  expect(await judgedByLists(accused, await fetchLists('before'))).toEqual(all('good'));
  await portal.getByText('Another certificate has taken its place', { exact: true }).click();
  await portal.getByRole('button', { name: 'Revoke certificate' }).click();
  await portal.getByText('Nobody should rely on it any more').waitFor();
  expect(await judgedByOcsp(accused, ocsp)).toEqual(all('revoked'));
  await expect
    .poll(async () => {
      await fetchLists('after');
      return readFileSync(join(folder, 'issuing-after.crl')).toString('hex').includes(serialHex);
    })
    .toBe(true);
  expect(await judgedByLists(accused, ['issuing-after', 'root-after'])).toEqual(all('revoked'));
}

/** A key is made in the browser and saved there, locked; it is in no request, and after the issue goes with the certificate into a PKCS #12. */
async function keyMadeHere(portal: Page): Promise<void> {
  const sent: string[] = [];
  portal.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await portal.goto(`${demonstration.origins.certificateServices}/certificates/new`);
  await portal.getByRole('button', { name: 'Make a key here' }).click();
  await portal.getByText('Write at least one name first').waitFor();
  await portal.getByRole('textbox', { name: 'Names', exact: true }).fill('pier.northwind.example');
  await portal.getByLabel('Password for the key file').fill(KEY_PASSWORD);
  // Enter there means the key, and sends nothing.
  const [file] = await Promise.all([portal.waitForEvent('download'), portal.getByLabel('Password for the key file').press('Enter')]);
  expect(file.suggestedFilename()).toBe('pier.northwind.example.key.pem');
  const key = join(folder, 'pier.key');
  await file.saveAs(key);
  expect(readFileSync(key, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
  await portal.getByText('Server, for a week', { exact: true }).click();
  await portal.getByRole('button', { name: 'Send the request' }).click();
  await sees(portal, 'pier.northwind.example');
  const certificate = await download(portal, 'Certificate (PEM)');
  const unlocked = openssl(['pkey', '-in', key, '-passin', `pass:${KEY_PASSWORD}`, '-pubout']);
  expect(openssl(['x509', '-in', certificate, '-noout', '-pubkey'])).toBe(unlocked);
  await oneFileOf(portal, key);
  expect(sent.some((request) => request.includes('CERTIFICATE+REQUEST'))).toBe(true);
  expect(sent.filter((request) => /PRIVATE.KEY/.test(request) || request.includes(encodeURIComponent(KEY_PASSWORD)))).toEqual([]);
}

const KEY_PASSWORD = 'eleven/gulls';

/** Another key and another password are told apart, and openssl opens what is made. */
async function oneFileOf(portal: Page, key: string): Promise<void> {
  const panel = portal.locator('[data-make-pkcs12]');
  const make = panel.getByRole('button', { name: 'Make the file' });
  await make.click();
  await panel.getByText('Choose the key file first.').waitFor();
  await panel.locator('input[type=file]').setInputFiles(join(folder, 'quay.key'));
  await panel.getByLabel('Password').fill('another');
  await make.click();
  await panel.getByText('That key belongs to another certificate.').waitFor();
  await panel.locator('input[type=file]').setInputFiles(key);
  await make.click();
  await panel.getByText('The password does not open that file.').waitFor();
  await panel.getByLabel('Password').fill(KEY_PASSWORD);
  const [file] = await Promise.all([portal.waitForEvent('download'), make.click()]);
  expect(file.suggestedFilename()).toBe('pier.northwind.example.p12');
  const store = join(folder, 'pier.p12');
  await file.saveAs(store);
  const opened = ['pkcs12', '-in', store, '-passin', `pass:${KEY_PASSWORD}`];
  expect(openssl([...opened, '-nokeys']).match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  openssl([...opened, '-nodes', '-nocerts', '-out', 'pier.plain.key']);
  expect(openssl(['pkey', '-in', 'pier.plain.key', '-pubout'])).toBe(
    openssl(['pkey', '-in', key, '-passin', `pass:${KEY_PASSWORD}`, '-pubout']),
  );
}

interface Of {
  readonly address: string;
  readonly inspection: Inspection;
}

/** Under a key made in the browser, for the names that stand on the page; then another one is not asked for. */
async function renewed(portal: Page, { address, inspection }: Of): Promise<void> {
  await portal.goto(address);
  await portal.getByRole('link', { name: 'Reissue' }).click();
  await sees(portal, 'Reissue this certificate under another key');
  await inspection.look(portal, 'reissue');
  await portal.goto(address);
  await portal.getByRole('link', { name: 'Renew' }).click();
  await sees(portal, 'Renew this certificate');
  const [file] = await Promise.all([portal.waitForEvent('download'), portal.getByRole('button', { name: 'Make a key here' }).click()]);
  expect(file.suggestedFilename()).toBe('quay.northwind.example.key.pem');
  await expect.poll(() => portal.getByRole('textbox', { name: 'Certificate request' }).inputValue()).toContain('BEGIN');
  await inspection.look(portal, 'renew');
  await portal.getByRole('button', { name: 'Ask for the renewal' }).click();
  await sees(portal, 'quay.northwind.example');
  await portal.getByRole('link', { name: 'quay.northwind.example (Active)' }).waitFor();
  await inspection.look(portal, 'renewal-pending');
  await portal.goto(`${address}/renew`);
  await sees(portal, 'This cannot be done now');
}

/** A key for a program is made, seen once, and ended. */
async function keyOfProgram(portal: Page, inspection: Inspection): Promise<void> {
  await portal.goto(`${demonstration.origins.certificateServices}/settings/keys`);
  await portal.getByText('No key yet').waitFor();
  await inspection.look(portal, 'keys-none');
  await portal.getByRole('link', { name: 'Make a key' }).click();
  await sees(portal, 'Make an API key');
  await inspection.look(portal, 'key-new');
  await portal.getByRole('button', { name: 'Make the key' }).click();
  await portal.locator('.error-summary').waitFor();
  await inspection.look(portal, 'key-mistake');
  await portal.getByRole('textbox', { name: 'What is it for?' }).fill('Gate at the quay');
  for (const scope of ['Look', 'Revoke certificates']) await portal.getByRole('checkbox', { name: scope, exact: true }).check();
  await portal.getByRole('button', { name: 'Make the key' }).click();
  await sees(portal, 'Your new key');
  await inspection.look(portal, 'key-made');
  await portal.getByRole('button', { name: 'I have kept the key' }).click();
  await sees(portal, 'API keys');
  await portal.getByRole('link', { name: 'End it the key Gate at the quay' }).waitFor();
  await inspection.look(portal, 'keys');
  await portal.getByRole('link', { name: 'End it the key Gate at the quay' }).click();
  await sees(portal, 'End the key Gate at the quay?');
  await inspection.look(portal, 'key-end');
  await portal.getByRole('button', { name: 'End the key' }).click();
  await portal.getByRole('cell', { name: 'ended' }).waitFor();
}

async function told({ portal, mikkel }: { readonly portal: Page; readonly mikkel: Page }, { address, inspection }: Of): Promise<void> {
  await portal.goto(address);
  await portal.getByRole('link', { name: 'Tell others too' }).click();
  await sees(portal, 'Tell others about this certificate');
  await inspection.look(portal, 'tell-others');
  const { certificateServices } = demonstration.origins;
  await portal.goto(`${certificateServices}/settings/notices`);
  await sees(portal, 'What you are told');
  await inspection.look(portal, 'notices');
  await mikkel.goto(`${certificateServices}/settings/webhooks`);
  await sees(mikkel, 'Webhooks');
  await inspection.look(mikkel, 'webhooks-none');
  await mikkel.getByRole('link', { name: 'Add a webhook' }).click();
  await sees(mikkel, 'Add a webhook');
  await mikkel.getByRole('textbox', { name: 'Address of the receiver' }).fill('https://127.0.0.1/hook');
  await inspection.look(mikkel, 'webhook-new');
  await mikkel.getByRole('button', { name: 'Add webhook' }).click();
  await sees(mikkel, 'Webhook at 127.0.0.1');
  await mikkel.getByRole('button', { name: 'Send a test message' }).click();
  await mikkel.getByText('The test message was not taken').waitFor();
  await inspection.look(mikkel, 'webhook');
  await mikkel.getByRole('link', { name: 'Show the signing secret' }).click();
  await sees(mikkel, 'The signing secret');
  await inspection.look(mikkel, 'webhook-secret');
  await mikkel.goto(`${certificateServices}/settings/webhooks`);
  await mikkel.getByRole('link', { name: 'https://127.0.0.1/hook' }).waitFor();
  await inspection.look(mikkel, 'webhooks');
}

/** An address is named, looked at in vain (private ones are asked by nobody) and removed; a name that nobody vouches for is said to be one. */
async function domainsSeen(portal: Page, inspection: Inspection): Promise<void> {
  await portal.goto(`${demonstration.origins.certificateServices}/domains`);
  await sees(portal, 'Domains');
  await inspection.look(portal, 'domains-none');
  await portal.getByRole('link', { name: 'Add a domain' }).click();
  await sees(portal, 'Add a domain');
  await portal.getByRole('textbox', { name: 'Domain', exact: true }).fill('192.0.2.99');
  await portal.getByRole('button', { name: 'Add and continue' }).click();
  await portal.getByText('Choose the file.').first().waitFor();
  await inspection.look(portal, 'domain-mistake');
  await portal.getByText('By a file on the web server', { exact: true }).click();
  await portal.getByRole('button', { name: 'Add and continue' }).click();
  await sees(portal, 'Prove 192.0.2.99');
  await portal.getByRole('button', { name: 'Check now' }).click();
  await portal.getByText('The name leads to a private address').waitFor();
  await inspection.look(portal, 'domain-to-prove');
  await portal.getByRole('link', { name: 'Prove it another way' }).click();
  await sees(portal, 'Prove 192.0.2.99 again?');
  await inspection.look(portal, 'domain-prove-again');
  await portal.getByRole('link', { name: 'Leave it as it is' }).click();
  await sees(portal, '192.0.2.99');
  await inspection.look(portal, 'domain');
  await portal.getByRole('link', { name: 'Remove it' }).click();
  await sees(portal, 'Remove 192.0.2.99?');
  await inspection.look(portal, 'domain-remove');
  await portal.getByRole('textbox', { name: 'Why?', exact: true }).fill('It was to be seen how this goes.');
  await portal.getByRole('button', { name: 'Remove domain' }).click();
  await portal.getByText('somebody of your organisation removed it').waitFor();
  await portal.goto(`${demonstration.origins.certificateServices}/domains`);
  await portal.getByText('Declined', { exact: true }).waitFor();
  await inspection.look(portal, 'domains');
  await portal.goto(`${demonstration.origins.certificateServices}/organisation`);
  await sees(portal, 'Organisation');
  await inspection.look(portal, 'organisation');

  await portal.goto(`${demonstration.origins.certificateServices}/certificates/new`);
  await portal.getByText('Server', { exact: true }).click();
  await portal.locator('input[type=file]').setInputFiles(join(folder, 'quay.csr'));
  await expect.poll(() => portal.getByRole('textbox', { name: 'Certificate request', exact: true }).inputValue()).toContain('BEGIN');
  await portal.getByRole('textbox', { name: 'Names', exact: true }).fill('www.elsewhere.test');
  await portal.getByRole('button', { name: 'Check only' }).click();
  await portal.getByText('Nobody vouches for this name yet').waitFor();
  await inspection.look(portal, 'request-unproven');
  await portal.getByRole('button', { name: 'Send the request' }).click();
  await sees(portal, 'www.elsewhere.test');
  await portal.getByText('The request waits until a domain administrator').waitFor();
  await inspection.look(portal, 'certificate-unproven');
}

/** The inventory as a place of work: a field, a saved search, certificates of others, and many at once, one of them somebody else's. */
async function inventoryWorkedIn(portal: Page, inspection: Inspection): Promise<void> {
  const inventory = `${demonstration.origins.certificateServices}/certificates`;
  await portal.goto(inventory);
  await portal.getByRole('link', { name: 'Fields', exact: true }).click();
  await sees(portal, 'Fields');
  await inspection.look(portal, 'fields-none');
  await portal.getByRole('link', { name: 'Add a field' }).click();
  await sees(portal, 'Add a field');
  await inspection.look(portal, 'field-new');
  await portal.getByRole('textbox', { name: 'Name', exact: true }).fill('Team');
  await portal.getByText('Text', { exact: true }).click();
  await portal.getByRole('button', { name: 'Keep the field' }).click();
  await portal.getByRole('cell', { name: 'Team' }).waitFor();
  await inspection.look(portal, 'fields');

  await portal.goto(`${inventory}?search=quay`);
  await portal.getByRole('link', { name: 'Save this search' }).click();
  await sees(portal, 'Save this search');
  await inspection.look(portal, 'view-new');
  await portal.getByRole('textbox', { name: 'Name', exact: true }).fill('At the quay');
  await portal.getByRole('button', { name: 'Save the view' }).click();
  await portal.getByRole('link', { name: 'At the quay' }).waitFor();
  await inspection.look(portal, 'inventory-view');
  await portal.getByRole('link', { name: 'All saved views' }).click();
  await sees(portal, 'Saved views');
  await inspection.look(portal, 'views');

  openssl(
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'other.key', '-out', 'other.pem'].concat([
      '-days',
      '40',
      '-subj',
      '/CN=printer.elsewhere.test',
      '-addext',
      'subjectAltName=DNS:printer.elsewhere.test',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ]),
  );
  writeFileSync(join(folder, 'words.pem'), 'no certificate at all');
  await portal.goto(`${inventory}/import`);
  await sees(portal, 'Bring in certificates of others');
  await inspection.look(portal, 'import');
  await portal.locator('input[type=file]').setInputFiles([join(folder, 'other.pem'), join(folder, 'words.pem')]);
  await portal.getByRole('button', { name: 'Bring them in' }).click();
  await sees(portal, 'What was brought in');
  await portal.getByText('There is neither PEM nor a certificate').waitFor();
  await inspection.look(portal, 'import-report');
  await portal.getByRole('link', { name: 'printer.elsewhere.test' }).click();
  await sees(portal, 'printer.elsewhere.test');
  expect(await portal.getByRole('link', { name: 'Revoke' }).count()).toBe(0);
  await inspection.look(portal, 'certificate-imported');
  await portal.getByRole('link', { name: 'Write into the fields' }).click();
  await sees(portal, 'What is noted beside it');
  await portal.getByRole('textbox', { name: /^Team/ }).fill('Printing');
  await inspection.look(portal, 'describe');
  await portal.getByRole('button', { name: 'Write it down' }).click();
  await portal.getByText('Printing').waitFor();

  await portal.goto(inventory);
  await portal.getByRole('checkbox', { name: 'Choose printer.elsewhere.test' }).check();
  await portal.getByRole('checkbox', { name: 'Choose pier.northwind.example' }).check();
  await portal.getByRole('button', { name: 'Tell others too' }).click();
  await sees(portal, 'Tell others about these 2 certificates?');
  await portal.getByRole('textbox', { name: 'E-mail addresses' }).fill('nobody');
  await portal.getByRole('button', { name: 'Keep these addresses with 2 certificates' }).click();
  await portal.getByRole('link', { name: 'These are not e-mail addresses: nobody.' }).waitFor();
  await inspection.look(portal, 'many-tell-others-mistake');
  await portal.getByRole('textbox', { name: 'E-mail addresses' }).fill('quay@northwind.example');
  await portal.getByRole('button', { name: 'Keep these addresses with 2 certificates' }).click();
  await sees(portal, 'Who else is told');

  await portal.goto(inventory);
  await portal.getByRole('checkbox', { name: 'Choose printer.elsewhere.test' }).check();
  await portal.getByRole('checkbox', { name: 'Choose pier.northwind.example' }).check();
  await portal.getByRole('button', { name: 'Revoke' }).click();
  await sees(portal, 'Revoke these 2 certificates?');
  await inspection.look(portal, 'many');
  await portal.getByRole('button', { name: 'Revoke 2 certificates' }).click();
  await sees(portal, 'What became of the revocation');
  await inspection.look(portal, 'many-report');
}

test('a certificate is asked for with a CSR of openssl, approved by a colleague in another browser, and serves TLS that openssl verifies', async () => {
  const inspection = new Inspection('certificates');
  const [one, other] = [await browser.newContext({ acceptDownloads: true }), await browser.newContext()];
  const faults = [watchForFaults(one), watchForFaults(other)];
  const ada = await at(one, ADA);
  const { portal } = ada;
  await portal.goto(`${demonstration.origins.certificateServices}/dashboard`);
  await givePassword(portal, ADA);
  await sees(portal, 'Dashboard');

  // Looking is free; asking opens the second door and comes back.
  await portal.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Certificates' }).click();
  await sees(portal, 'Certificates');
  await inspection.look(portal, 'inventory');
  await portal.getByRole('searchbox', { name: 'Search' }).fill('nothing-of-the-kind');
  await portal.getByRole('button', { name: 'Show' }).click();
  await portal.getByText('Nothing was found').waitFor();
  await inspection.look(portal, 'inventory-nothing-found');
  await portal.getByRole('link', { name: 'Request a certificate' }).click();
  await giveOneTimePassword(ada);
  await sees(portal, 'Request a certificate');
  await inspection.look(portal, 'request');

  openssl(
    ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'quay.key', '-out', 'quay.csr'].concat([
      '-subj',
      '/CN=quay.northwind.example/O=Northwind',
      '-addext',
      'subjectAltName=DNS:quay.northwind.example',
    ]),
  );
  await portal.getByText('Server', { exact: true }).click();
  await portal.getByRole('button', { name: 'Check only' }).click();
  await portal.getByText('There is a problem').waitFor();
  await inspection.look(portal, 'request-mistake');
  await portal.locator('input[type=file]').setInputFiles(join(folder, 'quay.csr'));
  await expect.poll(() => portal.getByRole('textbox', { name: 'Certificate request', exact: true }).inputValue()).toContain('BEGIN');
  await portal.getByRole('textbox', { name: /^Note/ }).fill('The new gate at the quay.');
  await portal.getByRole('button', { name: 'Check only' }).click();
  await portal.getByText('Nothing stands against this request.').waitFor();
  await inspection.look(portal, 'request-checked');
  await portal.getByRole('button', { name: 'Send the request' }).click();
  await sees(portal, 'quay.northwind.example');
  await portal.getByText('nobody has so far').waitFor();
  await inspection.look(portal, 'certificate-pending');
  const address = portal.url();

  const mikkel = await at(other, MIKKEL);
  await mikkel.portal.goto(`${demonstration.origins.certificateServices}/approvals`);
  await givePassword(mikkel.portal, MIKKEL);
  await sees(mikkel.portal, 'Approvals');
  await inspection.look(mikkel.portal, 'approvals');
  await mikkel.portal.getByRole('link', { name: 'Decide on quay.northwind.example' }).click();
  await giveOneTimePassword(mikkel);
  await sees(mikkel.portal, 'Approve this certificate?');
  await mikkel.portal.getByText('The new gate at the quay.').waitFor();
  await inspection.look(mikkel.portal, 'decide');
  await mikkel.portal.getByRole('button', { name: 'Approve' }).click();
  await sees(mikkel.portal, 'quay.northwind.example');

  await portal.goto(address);
  await portal.getByText('It is good until its end').waitFor();
  await inspection.look(portal, 'certificate');
  const chain = await download(portal, 'Full chain (PEM)');
  const root = await download(portal, 'Root (PEM)');
  const said = await askedByOpenssl({ key: join(folder, 'quay.key'), chain, root });
  expect(said).toContain('Verify return code: 0 (ok)');
  expect(said).toContain('Verified peername: quay.northwind.example');

  await keyMadeHere(portal);
  await renewed(portal, { address, inspection });
  await told({ portal, mikkel: mikkel.portal }, { address, inspection });
  await keyOfProgram(mikkel.portal, inspection);

  await portal.goto(address);
  await portal.getByRole('link', { name: 'Revoke' }).click();
  await sees(portal, 'Revoke this certificate?');
  await inspection.look(portal, 'revoke');
  await revokedBefore(portal, trialOf({ chain, root }));
  await portal.goto(`${demonstration.origins.certificateServices}/certificates/AAAAAAAAAAAAAAAAAAAAAA`);
  await sees(portal, 'This certificate is not there');
  await inspection.look(portal, 'not-there');
  await mikkel.portal.goto(`${demonstration.origins.certificateServices}/people`);
  await sees(mikkel.portal, 'People and roles');
  await inspection.look(mikkel.portal, 'people');
  await mikkel.portal.getByRole('link', { name: 'Change roles of Ada Lindqvist' }).click();
  await sees(mikkel.portal, 'Roles of Ada Lindqvist');
  await inspection.look(mikkel.portal, 'roles');
  await domainsSeen(portal, inspection);
  await inventoryWorkedIn(mikkel.portal, inspection);
  await Promise.all([one.close(), other.close()]);
  // The browser says of every refused page that it was refused.
  expect(faults.flat().filter((fault) => !/status of (404|422)/.test(fault))).toEqual([]);
});
