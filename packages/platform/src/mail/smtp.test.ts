import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../secret.ts';
import { selfSignedCertificate } from '../testing/self-signed-certificate.ts';
import type { EmailAddress } from './mail.ts';
import { createSmtpTransport } from './smtp.ts';
import type { SmtpPeer } from './smtp-url.ts';

const from = { name: 'Northwind Harbour, "Authority"', address: 'no-reply@northwind.example' as EmailAddress };
const mail = {
  to: 'ada@example.org' as EmailAddress,
  subject: 'Ваше приглашение — your invitation',
  text: 'Open https://id.example/invitation#i=SECRET-CODE\n.\nBye',
  html: '<p>Open <a href="https://id.example/invitation#i=SECRET-CODE">this</a></p>',
};
const tls = selfSignedCertificate();

interface Received {
  readonly message: string;
  readonly recipients: readonly string[];
  readonly user: unknown;
  readonly secure: boolean;
}

/** A real SMTP server on a port of its own. */
async function startPeer(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[]; stop: () => Promise<void> }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    logger: false,
    key: tls.privateKey,
    cert: tls.certificate,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          message: Buffer.concat(chunks).toString(),
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          user: session.user,
          secure: session.secure,
        });
        done();
      });
    },
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'sally' && password === 'hunter2') done(null, { user: username });
      else done(new Error('Invalid username or password'));
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(resolve);
    });
  onTestFinished(stop);
  return { port: (server.server.address() as AddressInfo).port, received, stop };
}

function transportTo(peer: Partial<SmtpPeer> & { port: number }, certificateAuthorities?: string) {
  const transport = createSmtpTransport({
    peer: { host: 'localhost', tls: 'none', ...peer },
    from,
    ...(certificateAuthorities !== undefined && { certificateAuthorities }),
  });
  onTestFinished(() => transport.close());
  return transport;
}

function answering(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

describe('a mail is deferred', () => {
  test('when nobody listens', async () => {
    const peer = await startPeer();
    await peer.stop();
    expect(await transportTo(peer).deliver({ id: 'm1', mail })).toMatchObject({
      outcome: 'deferred',
      reason: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  test('when the peer is greylisting', async () => {
    const peer = await startPeer({ onRcptTo: (_address, _session, done) => done(answering(451, 'come back later')) });
    const delivery = await transportTo(peer).deliver({ id: 'm1', mail });
    expect(delivery).toMatchObject({ outcome: 'deferred', reason: expect.stringContaining('come back later') as string });
  });

  test('when our password is wrong: that is no fault of the mail', async () => {
    const peer = await startPeer();
    const credentials = { user: 'sally', password: new Secret('hunter3') };
    const delivery = await transportTo({ ...peer, credentials }).deliver({ id: 'm1', mail });
    expect(delivery.outcome).toBe('deferred');
    expect(JSON.stringify(delivery)).not.toContain('hunter3');
  });

  test('when the peer offers no TLS and we require it, and nothing is sent in the clear', async () => {
    const peer = await startPeer();
    const credentials = { user: 'sally', password: new Secret('hunter2') };
    const transport = transportTo({ port: peer.port, tls: 'required', credentials });
    expect((await transport.deliver({ id: 'm1', mail })).outcome).toBe('deferred');
    expect(peer.received).toEqual([]);
  });

  test('when the certificate of the peer is signed by nobody we trust', async () => {
    const implicit = await startPeer({ secure: true });
    const starting = await startPeer({ hideSTARTTLS: false });
    expect((await transportTo({ port: implicit.port, tls: 'implicit' }).deliver({ id: 'm1', mail })).outcome).toBe('deferred');
    expect((await transportTo({ port: starting.port, tls: 'required' }).deliver({ id: 'm1', mail })).outcome).toBe('deferred');
    expect([...implicit.received, ...starting.received]).toEqual([]);
  });

  test('when the certificate is for another host', async () => {
    const peer = await startPeer({ secure: true });
    const transport = transportTo({ port: peer.port, host: '127.0.0.1', tls: 'implicit' }, tls.certificate);
    expect((await transport.deliver({ id: 'm1', mail })).outcome).toBe('deferred');
    expect(peer.received).toEqual([]);
  });
});

describe('a mail is refused for good', () => {
  test('when there is no such mailbox', async () => {
    const peer = await startPeer({ onRcptTo: (_address, _session, done) => done(answering(550, 'no such\r\n user here')) });
    const delivery = await transportTo(peer).deliver({ id: 'm1', mail });
    expect(delivery).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('550') as string });
    expect(JSON.stringify(delivery)).not.toMatch(/\\[rn]/);
  });

  test('when the peer will not have its contents, and the reason repeats none of them', async () => {
    const peer = await startPeer({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(answering(554, 'looks like spam: https://id.example/invitation#i=SECRET-CODE')));
      },
    });
    const delivery = await transportTo(peer).deliver({ id: 'm1', mail });
    expect(delivery).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('looks like spam') as string });
    expect(JSON.stringify(delivery)).not.toContain('SECRET-CODE');
  });
});

describe('a mail arrives', () => {
  test('whole, at its one recipient, with the headers that automatic mail should have', async () => {
    const peer = await startPeer();
    expect(await transportTo(peer).deliver({ id: 'mail-id-1', mail })).toEqual({ outcome: 'sent' });
    const [{ message, recipients } = { message: '', recipients: [] }] = peer.received;
    expect(recipients).toEqual(['ada@example.org']);
    expect(message).toContain('Message-ID: <mail-id-1@northwind.example>');
    expect(message).toContain('Auto-Submitted: auto-generated');
    expect(message).toMatch(/^From: "Northwind Harbour, \\"Authority\\"" <no-reply@northwind.example>\r$/m);
    expect(message).toMatch(/^To: ada@example.org\r$/m);
    expect(message).toMatch(/multipart\/alternative/);
  });

  test('over TLS from the first octet, with credentials', async () => {
    const peer = await startPeer({ secure: true, authOptional: false });
    const credentials = { user: 'sally', password: new Secret('hunter2') };
    const transport = transportTo({ port: peer.port, tls: 'implicit', credentials }, tls.certificate);
    expect(await transport.deliver({ id: 'm1', mail })).toEqual({ outcome: 'sent' });
    expect(peer.received).toMatchObject([{ user: 'sally', secure: true }]);
  });

  test('over STARTTLS, with credentials only after it', async () => {
    const peer = await startPeer({ hideSTARTTLS: false, allowInsecureAuth: false, authOptional: false });
    const credentials = { user: 'sally', password: new Secret('hunter2') };
    const transport = transportTo({ port: peer.port, tls: 'required', credentials }, tls.certificate);
    expect(await transport.deliver({ id: 'm1', mail })).toEqual({ outcome: 'sent' });
    expect(peer.received).toMatchObject([{ user: 'sally', secure: true }]);
  });

  test('after the peer was away and came back', async () => {
    let greylisted = 0;
    const peer = await startPeer({
      onRcptTo: (_address, _session, done) => {
        greylisted += 1;
        if (greylisted === 1) done(answering(451, 'come back later'));
        else done();
      },
    });
    const transport = transportTo(peer);
    expect((await transport.deliver({ id: 'm1', mail })).outcome).toBe('deferred');
    expect((await transport.deliver({ id: 'm1', mail })).outcome).toBe('sent');
    expect(peer.received).toHaveLength(1);
  });
});

test('an address that slipped past the parser cannot add a recipient or a header', async () => {
  const peer = await startPeer();
  const transport = transportTo(peer);
  for (const to of [
    'ada@example.org\r\nRCPT TO:<eve@example.org>',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
  ]) {
    await transport.deliver({ id: 'm1', mail: { ...mail, to: to as EmailAddress } });
  }
  for (const { message, recipients } of peer.received) {
    expect(recipients).not.toContain('eve@example.org');
    expect(message).not.toMatch(/^Bcc:/im);
  }
});
