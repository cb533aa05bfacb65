import { describe, expect, test } from 'vitest';
import { approves, asks, csrOf, staffedServer } from '../../testing/certificate-staff.ts';
import { revocationRound } from '../../revocation/revocation-rounds.ts';
import { createLog, systemClock } from '@sallyport/platform';

const HOUR_MS = 3_600_000;
let aheadMs = 0;
const { server, hire } = staffedServer({ clock: { now: () => systemClock.now() + aheadMs } });

const log = createLog({ level: 'silent' });

async function issued(): Promise<{ readonly path: string; readonly ada: Awaited<ReturnType<typeof hire>> }> {
  const ada = await hire('ada', ['requester']);
  return { ada, path: await asks(ada, { profile: 'short-lived-server' }) };
}

describe('renewal', () => {
  test('the form keeps what was typed when the key is the one it has now, and says so at its field', async () => {
    const { ada } = await issued();
    const csr = csrOf();
    const path = await asks(ada, { profile: 'short-lived-server', csr });
    await ada.look(path);
    await ada.visitor.choose('Renew');
    const shown = await ada.visitor.press('Ask for the renewal', { key: 'new', csr, lifetime: '5', note: 'for the quay' });
    expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('Make another key, and the request with it.')]);
    expect(shown.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#csr');
    expect(shown.document.querySelector('textarea[name=csr]')?.text.trim()).toBe(csr.trim());
    expect(shown.document.querySelector('input[name=lifetime]')?.getAttribute('value')).toBe('5');
    const tooLong = await ada.visitor.press('Ask for the renewal', { csr: csrOf(), lifetime: 'a year' });
    expect(tooLong.text).toContain('Write the lifetime as a number of days');
  });

  test('what needs nobody’s word is renewed at once; both pages lead to each other, and nothing is offered twice', async () => {
    const { ada, path } = await issued();
    await ada.look(path);
    const asked = await ada.visitor.choose('Renew');
    expect(asked.text).toContain('This one goes on working until its end');
    expect(asked.document.querySelector('[data-make-key]')?.getAttribute('data-make-key')).toBe('www.harbour.example');
    const renewed = await ada.visitor.press('Ask for the renewal', { key: 'same', csr: '', lifetime: '', note: '' });
    expect(renewed.text).toContain('It is good until its end');
    expect(renewed.url.pathname).not.toBe(path);
    const before = await ada.visitor.choose('www.harbour.example (Replaced)');
    expect(before.url.pathname).toBe(path);
    expect(before.text).toContain('www.harbour.example (Active)');
    expect(before.text).toContain('Renewal asked for');
    const again = await ada.look(`${path}/renew`);
    expect([again.heading, again.text]).toEqual(['This cannot be done now', expect.stringContaining('Go on with that one.')]);
    const form = { key: 'same', csr: '', lifetime: '', note: '' };
    const twice = await ada.visitor.submit(new URL(again.url), form);
    expect([twice.status, twice.text]).toEqual([409, expect.stringContaining('Go on with that one.')]);
  });
});

describe('reissue', () => {
  test('a colleague agrees; the page of the old one says when it is revoked by itself, and it is', async () => {
    const ada = await hire('ada', ['requester']);
    const bo = await hire('bo', ['approver']);
    const path = await asks(ada);
    await approves(bo, path);
    await ada.look(path);
    const asked = await ada.visitor.choose('Reissue');
    expect(asked.document.querySelector('input[name=overlap][checked]')?.getAttribute('value')).toBe('168');
    const refused = await ada.visitor.press('Ask for the reissue', { csr: '', overlap: '24', note: '' });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('There is no certificate request yet')]);
    const sent = await ada.visitor.press('Ask for the reissue', { csr: csrOf() });
    expect(sent.text).toContain('is revoked 24 hours after this one is issued');
    await approves(bo, sent.url.pathname);
    const before = await ada.look(path);
    expect(before.text).toContain('It still works until it is revoked by itself.');
    aheadMs = 25 * HOUR_MS;
    await revocationRound({ certificates: server().installation.certificates, log });
    aheadMs = 0;
    const after = await ada.look(path);
    expect(after.text).toContain('Nobody should rely on it any more.');
    expect(after.text).toContain('Another certificate has taken its place');
  });

  test('an overlap that nobody offers is refused in words, whoever sends it', async () => {
    const { ada, path } = await issued();
    await ada.look(path);
    await ada.visitor.choose('Reissue');
    for (const overlap of ['-1', '9999', 'x']) {
      const shown = await ada.send(`${path}/reissue`, { csr: csrOf(), overlap, note: '' });
      expect([shown.status, shown.text], overlap).toEqual([422, expect.stringContaining('whole hours, at most 720')]);
    }
  });
});
