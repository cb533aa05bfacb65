import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { activate, ADA, givePassword, MIKKEL, oneTimePassword, type Person, sees } from './support/walks.ts';

/** What the journey is for: a certificate asked for, agreed to, and used. */

let demonstration: Demonstration;
let browser: Browser;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-certificates-'));
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A person at a browser of their own, with a soft token that is open. */
async function at(context: BrowserContext, person: Person): Promise<{ readonly portal: Page; readonly token: Page }> {
  const token = await context.newPage();
  await activate(token, demonstration.activationLink(person.userName));
  return { portal: await context.newPage(), token };
}

/** The Federation has asked for the second factor. */
async function giveOneTimePassword({ portal, token }: { readonly portal: Page; readonly token: Page }): Promise<void> {
  await sees(portal, 'Confirm it is you');
  await portal.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await oneTimePassword(token));
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

test('a certificate is asked for with a CSR of openssl, approved by a colleague in another browser, and serves TLS that openssl verifies', async () => {
  const inspection = new Inspection('certificates');
  const [one, other] = [await browser.newContext({ acceptDownloads: true }), await browser.newContext()];
  const faults = [watchForFaults(one), watchForFaults(other)];
  const ada = await at(one, ADA);
  const { portal } = ada;
  await portal.goto(`${demonstration.origins.certificateServices}/dashboard`);
  await givePassword(portal, ADA);
  await sees(portal, 'Dashboard');
  await inspection.look(portal, 'dashboard');

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

  await portal.goto(address);
  await portal.getByRole('link', { name: 'Revoke' }).click();
  await sees(portal, 'Revoke this certificate?');
  await inspection.look(portal, 'revoke');
  await portal.goto(`${demonstration.origins.certificateServices}/certificates/AAAAAAAAAAAAAAAAAAAAAA`);
  await sees(portal, 'This certificate is not there');
  await inspection.look(portal, 'not-there');
  await mikkel.portal.goto(`${demonstration.origins.certificateServices}/people`);
  await sees(mikkel.portal, 'People and roles');
  await inspection.look(mikkel.portal, 'people');
  await mikkel.portal.getByRole('link', { name: 'Change roles of Ada Lindqvist' }).click();
  await sees(mikkel.portal, 'Roles of Ada Lindqvist');
  await inspection.look(mikkel.portal, 'roles');
  await Promise.all([one.close(), other.close()]);
  // The browser says of every refused page that it was refused.
  expect(faults.flat().filter((fault) => !/status of (404|422)/.test(fault))).toEqual([]);
});
