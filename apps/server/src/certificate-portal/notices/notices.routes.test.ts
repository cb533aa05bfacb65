import { noteEndings, sendDigests, tellOccasions } from '@sallyport/certificates';
import { systemClock } from '@sallyport/platform';
import { expect, test } from 'vitest';
import { approves, asks, staffedServer } from '../../testing/certificate-staff.ts';
import { mailsTo } from '../../testing/mails.ts';

let aheadMs = 0;
const { server, hire } = staffedServer({ clock: { now: () => systemClock.now() + aheadMs } });

async function subjectsTo(member: Awaited<ReturnType<typeof hire>>): Promise<readonly string[]> {
  await noteEndings(server().installation.certificates);
  await tellOccasions(server().installation.certificates);
  await sendDigests(server().installation.certificates);
  return (await mailsTo(server(), `${member.person.userName}@northwind.example`))
    .map(({ subject }) => subject)
    .filter((subject) => subject.includes('www.') || subject.includes('today'));
}

test('an approver hears of what waits, the requester of the issue; whoever chose none hears nothing', async () => {
  const ada = await hire('ada', ['requester']);
  const bo = await hire('bo', ['approver']);
  // They are known by their address once they have signed in.
  await bo.look('/dashboard');
  const path = await asks(ada);
  expect(await subjectsTo(bo)).toEqual(['A request waits for your word: www.harbour.example']);
  await approves(bo, path);
  expect(await subjectsTo(ada)).toEqual(['Issued: www.harbour.example']);

  await ada.act('/settings/notices');
  const saved = await ada.visitor.press('Save', { scope: 'none', pace: 'each' });
  expect([saved.heading, saved.text]).toEqual(['What you are told', expect.stringContaining('It holds from the next mail on.')]);
  expect(saved.document.querySelector('input[name=scope][checked]')?.getAttribute('value')).toBe('none');
  // Nobody asks them for their word, so nobody asks what they want to hear of that.
  expect(saved.text).not.toContain('When a request or a revocation waits for your word?');
  await approves(bo, await asks(ada, { names: 'www.b.example' }));
  expect(await subjectsTo(ada)).toEqual(['Issued: www.harbour.example']);
});

test('a digest comes in the morning', async () => {
  const ada = await hire('ada', ['requester']);
  await ada.act('/settings/notices');
  await ada.visitor.press('Save', { scope: 'own', pace: 'daily' });
  await asks(ada, { profile: 'short-lived-server' });
  expect(await subjectsTo(ada)).toEqual([]);
  aheadMs = 86_400_000;
  expect(await subjectsTo(ada)).toEqual(['Your certificates: one thing today']);
  aheadMs = 0;
});

test('addresses of others are kept with a certificate and shown on its page; what is none is refused at its field, with everything typed kept', async () => {
  const ada = await hire('ada', ['requester']);
  const path = await asks(ada);
  await ada.look(path);
  await ada.visitor.choose('Tell others too');
  const typed = 'team@harbour.example\nnobody';
  const refused = await ada.visitor.press('Save addresses', { addresses: typed });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('These are not e-mail addresses: nobody.')]);
  expect(refused.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#addresses');
  expect(refused.document.querySelector('textarea')?.text.trim().replaceAll('\r', '')).toBe(typed);
  const kept = await ada.visitor.press('Save addresses', { addresses: 'team@harbour.example' });
  expect([kept.url.pathname, kept.text]).toEqual([path, expect.stringContaining('Also told\nteam@harbour.example')]);
});
