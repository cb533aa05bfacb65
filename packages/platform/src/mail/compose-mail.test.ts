import { describe, expect, test } from 'vitest';
import { type Letter, composeMail } from './compose-mail.ts';
import { parseEmailAddress } from './mail.ts';

const to = parseEmailAddress('ada@northwind.example');

function mail(change: Partial<Letter> = {}) {
  if (!to) throw new Error('no address');
  return composeMail({ to, subject: 'Subject', paragraphs: ['Hello Ada,'], closing: ['The service desk'], ...change });
}

describe('a mail', () => {
  test('whatever a person is called, their name is text and not markup', () => {
    const { html, text } = mail({ paragraphs: [`Hello <img src=x onerror="alert('1')"> & co,`] });
    expect(html).toContain('<p>Hello &lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co,</p>');
    expect(text).toContain(`Hello <img src=x onerror="alert('1')"> & co,`);
  });

  test('a link cannot break out of its attribute', () => {
    const { html } = mail({ closing: [{ words: 'Go', address: 'https://self.example/x#"><script>' }] });
    expect(html).toContain('<a href="https://self.example/x#&quot;&gt;&lt;script&gt;">Go</a>');
  });

  test('says the same as text and as HTML, its link on a line of its own', () => {
    const { html, text } = mail({
      paragraphs: ['Hello Ada,', { words: 'Go', address: 'https://self.example/x' }],
      facts: [['When', '5 January']],
    });
    expect(text).toBe('Hello Ada,\n\nGo:\nhttps://self.example/x\n\n  When: 5 January\n\nThe service desk\n');
    for (const words of ['Hello Ada,', 'Go', 'https://self.example/x', 'When: 5 January', 'The service desk'])
      expect(html).toContain(words);
  });

  test('brings in nothing from elsewhere: no image, style or script', () => {
    const { html } = mail({ facts: [['When', 'now']] });
    expect(html.match(/<[a-z]+/g)).toEqual(['<html', '<meta', '<title', '<body', '<p', '<ul', '<li', '<p']);
  });
});
