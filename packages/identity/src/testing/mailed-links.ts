import { Secret } from '@sallyport/platform';
import type { TestHouse } from './test-house.ts';

/** Where each kind of mailed link leads, up to its code. */
const LINKS = {
  notice: 'https://self.example/not-me#n=',
  address: 'https://self.example/addresses/confirm#a=',
  delay: 'https://self.example/waiting/stop#w=',
  reset: 'https://federation.example/password#r=',
} as const;

/** The codes of this kind of link in every mail sent so far, by recipient, as the person would take them out of the mail: the last one to each. */
export function mailedCodes(house: TestHouse, kind: keyof typeof LINKS): ReadonlyMap<string, Secret<string>> {
  const codes = new Map<string, Secret<string>>();
  for (const { to, text } of house.mailer.sent) {
    const [, rest] = text.split(LINKS[kind]);
    if (rest === undefined) continue;
    // Out and in again: the newest comes last.
    codes.delete(to);
    codes.set(to, new Secret(rest.slice(0, 22)));
  }
  return codes;
}

/** The newest code of this kind, whoever it was sent to. @throws Error when none was mailed. */
export function mailedCode(house: TestHouse, kind: keyof typeof LINKS): Secret<string> {
  const code = [...mailedCodes(house, kind).values()].at(-1);
  if (code === undefined) throw new Error(`no ${kind} link was mailed`);
  return code;
}
