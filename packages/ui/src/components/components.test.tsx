import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import {
  Button,
  CodeDisplay,
  CodeInput,
  type CodeInputProps,
  ErrorSummary,
  Field,
  Form,
  PasswordField,
  QrCode,
  RadioCards,
  Select,
  Steps,
  Table,
  TwoDoors,
} from '../index.ts';
import { renderDocument } from '../server.ts';
import { gallery } from '../testing/gallery.tsx';

const ASSETS = { stylesheet: '/assets/a.css', scripts: ['/assets/b.js'], icon: '/assets/c.svg' };
const everyPage = gallery.map(({ name, draw }) => ({ name, html: renderDocument(draw(ASSETS)) }));
const html = (node: VNode | null): string => (node ? renderToString(node) : '');
const attribute = (markup: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(markup)?.[1];
const inputOf = (node: VNode): string => /<input [^>]*>/.exec(html(node))?.[0] ?? '';

const MARKUP = '"><script>alert(1)</script>';

describe('every page', () => {
  test.each(everyPage)('$name has no inline style, no inline script and no event attribute', ({ html: page }) => {
    expect(page).not.toMatch(/ style=| on\w+=|<style/);
    expect(page.match(/<script[^>]*>[^<]/)).toBeNull();
  });

  test.each(everyPage)('$name has one h1, a language, a direction, a title and a way past the header', ({ html: page }) => {
    expect(page).toMatch(/^<!doctype html><html lang="[a-z]{2}" dir="(ltr|rtl)">/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/<title>[^<]+ · Sallyport<\/title>/);
    expect(page).toContain('href="#content"');
  });

  test.each(everyPage)('$name ties every input to a label, and every description to a text that is there', ({ html: page }) => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const labelled = new Set([...page.matchAll(/<label[^>]* for="([^"]+)"/g)].map(([, id]) => id));
    for (const [input] of page.matchAll(/<(?:input|select)(?![^>]*type="hidden")[^>]*>/g))
      expect(labelled, input).toContain(attribute(input, 'id'));
    for (const [, described] of page.matchAll(/ aria-describedby="([^"]+)"/g))
      for (const id of described?.split(' ') ?? []) expect(ids).toContain(id);
    for (const [, target] of page.matchAll(/<li><a href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test('a page with errors says so first in its title', () => {
    expect(everyPage.find(({ name }) => name === 'code-refused')?.html).toContain('<title>Error: Enter your PIN Reset Code');
  });
});

describe('what people typed', () => {
  test('is escaped wherever it comes back', () => {
    const drawn = [
      html(<Field name="user" label={MARKUP} value={MARKUP} error={MARKUP} hint={MARKUP} />),
      html(<ErrorSummary errors={[{ message: MARKUP, field: 'user' }]} />),
      html(<CodeInput name="code" kind="prc" label="Code" value={MARKUP} error={MARKUP} />),
      html(<RadioCards name="way" legend={MARKUP} choices={[{ value: MARKUP, label: MARKUP, hint: MARKUP }]} />),
      html(<Select name="q" label="Q" choices={[{ value: MARKUP, label: MARKUP }]} value={MARKUP} />),
      html(<Form hidden={{ back: MARKUP }}>.</Form>),
      html(<QrCode value={MARKUP} label={MARKUP} caption={MARKUP} />),
      html(<CodeDisplay code={MARKUP} kind="otp" label={MARKUP} />),
    ];
    for (const markup of drawn) {
      expect(markup).not.toContain('<script');
      expect(markup).not.toContain('"">');
    }
  });

  test('is never echoed where it is a secret: such fields cannot even be given a value', () => {
    const password = { name: 'p', label: 'P', autoComplete: 'current-password', value: 'correct horse' } as const;
    expect(html(<PasswordField {...password} />)).not.toContain('correct horse');
    // @ts-expect-error -- a one-time password has no value
    const otp: CodeInputProps = { name: 'otp', kind: 'otp6', label: 'OTP', value: '482915' };
    expect(otp).toBeDefined();
    // @ts-expect-error -- a password has none either
    expect(html(<PasswordField name="p" label="P" autoComplete="off" value="x" />)).not.toContain('value=');
  });
});

describe('a code field', () => {
  test('without script it takes any format: no pattern, no length, no number spinner, one input', () => {
    const markup = html(<CodeInput name="code" kind="prc" label="PIN Reset Code" />);
    expect(markup.match(/<input/g)).toHaveLength(1);
    expect(markup).not.toMatch(/pattern=|maxlength=|minlength=|type="number"|required/i);
    expect(attribute(inputOf(<CodeInput name="code" kind="prc" label="PIN Reset Code" />), 'inputmode')).toBe('numeric');
  });

  test('only one-time passwords are offered from messages', () => {
    const autocomplete = (kind: 'prc' | 'act' | 'reg' | 'otp' | 'otp6') =>
      attribute(inputOf(<CodeInput name="c" kind={kind} label="C" />), 'autocomplete');
    expect([autocomplete('otp'), autocomplete('otp6')]).toEqual(['one-time-code', 'one-time-code']);
    expect([autocomplete('prc'), autocomplete('act'), autocomplete('reg')]).toEqual(['off', 'off', 'off']);
  });

  test('says its shape in words, and marks the wrong groups before any script runs', () => {
    const markup = html(
      <CodeInput name="code" kind="unl" groupCount={5} label="Unlock code" badGroups={[2, 5]} error="Compare groups 2 and 5." />,
    );
    expect(markup).toContain('25 digits in 5 groups.');
    expect([...markup.matchAll(/data-state="(\w+)"/g)].map(([, state]) => state)).toEqual(['empty', 'bad', 'empty', 'empty', 'bad']);
    expect(attribute(inputOf(<CodeInput name="code" kind="unl" label="U" error="e" />), 'aria-invalid')).toBe('true');
  });
});

describe('a shown code', () => {
  test('is read out group by group and digit by digit, and its sight is not read out as one number', () => {
    const markup = html(<CodeDisplay code="10751 83150 83728" kind="prc" label="PIN Reset Code" />);
    expect(markup).toContain('Group 1 of 3: 1 0 7 5 1. Group 2 of 3: 8 3 1 5 0. Group 3 of 3: 8 3 7 2 8.');
    expect(/<data[^>]*>/.exec(markup)?.[0]).toContain('aria-hidden="true"');
    expect(attribute(markup, 'value')).toBe('107518315083728');
  });

  test('is copied in groups', () => {
    expect(attribute(html(<CodeDisplay code="23993527608288993071" kind="unl" label="Unlock code" />), 'data-copy')).toBe(
      '23993 52760 82889 93071',
    );
  });
});

describe('a password field', () => {
  test('is known to password managers as what it is, and its button names what it shows', () => {
    const markup = html(<PasswordField name="password" label="Password" autoComplete="new-password" />);
    expect(attribute(markup, 'autocomplete')).toBe('new-password');
    expect(markup).toContain('aria-label="Show Password"');
  });
});

describe('an error summary', () => {
  test('is not there when nothing is wrong', () => {
    expect(html(<ErrorSummary errors={[]} />)).toBe('');
  });

  test('links to the first choice of a list of choices', () => {
    const markup = html(
      <RadioCards
        name="way"
        legend="Way"
        error="Choose one"
        choices={[
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ]}
      />,
    );
    expect(attribute(inputOf(<RadioCards name="way" legend="Way" choices={[{ value: 'a', label: 'A' }]} />), 'id')).toBe('way');
    expect(new Set([...markup.matchAll(/<input[^>]* id="([^"]+)"/g)].map(([, id]) => id)).size).toBe(2);
  });
});

test('a form posts, and leaves complaints about its fields to us', () => {
  const markup = html(<Form hidden={{ token: 'a' }}>.</Form>);
  expect(attribute(markup, 'method')).toBe('post');
  expect(markup).toMatch(/novalidate/i);
  expect(markup).toContain('<input type="hidden" name="token" value="a"');
});

test('a plain button in a form sends nothing and promises no work', () => {
  expect(html(<Button type="button">Show</Button>)).not.toContain('data-working');
});

test('the doors have a name where they say something, and none where they decorate', () => {
  expect(html(<TwoDoors open={1} label="The first door is open" />)).toContain('role="img" aria-label="The first door is open"');
  expect(html(<TwoDoors open={1} />)).toContain('aria-hidden="true"');
  const opened = ([0, 1, 2] as const).map((open) => html(<TwoDoors open={open} />).match(/door-light/g)?.length ?? 0);
  expect(opened).toEqual([0, 1, 2]);
});

test('a step says where one is and what comes next; the last one says that it is', () => {
  expect(html(<Steps current={3} total={5} next="your unlock code" />)).toMatch(/Step 3 of 5.*Next: your unlock code/);
  expect(html(<Steps current={5} total={5} />)).toContain('This is the last step.');
});

test('a table without rows is its empty state, and nothing of a table', () => {
  const markup = html(
    <Table caption="C" rows={[]} rowKey={String} columns={[{ title: 'T', cell: String }]} empty={<p>It comes by itself.</p>} />,
  );
  expect(markup).toBe('<p>It comes by itself.</p>');
});

test('a QR code is dark on light with a quiet zone, and has its meaning in words', () => {
  const markup = html(<QrCode value="https://token.example/u#c=1" label="Opens the soft token" />);
  expect(markup).toContain('role="img" aria-label="Opens the soft token"');
  expect(markup).toMatch(/<rect[^>]*fill="#fff"/);
  // The quiet zone of four modules: the first dark module is the corner of a finder pattern at 4, 4.
  expect(/<path d="(M\d+ \d+)/.exec(markup)?.[1]).toBe('M4 4');
});
