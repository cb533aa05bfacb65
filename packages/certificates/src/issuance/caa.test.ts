import { type CaaRecord, type DnsName, parseIdentifier } from '@sallyport/pki';
import { must } from '@sallyport/pki/testing';
import { expect, test } from 'vitest';
import type { OrganisationId } from '../identifiers.ts';
import { certificatesPolicy } from '../policy.ts';
import { testWorld } from '../testing/test-world.ts';
import { findCaaObjection } from './caa.ts';

const NOBODY: CaaRecord = { flags: 0, tag: 'issue', value: ';' };
const OURS: CaaRecord = { flags: 0, tag: 'issue', value: 'ca.harbour.test' };
const identifier = (text: string) => must(parseIdentifier(text));

function scene(caaNames: readonly string[] = ['ca.harbour.test']) {
  const world = testWorld();
  const policy = certificatesPolicy({
    ownSuffixes: [{ suffix: identifier('harbour.example'), organisations: 'all' }],
    caaNames: caaNames as readonly DnsName[],
  });
  const organisationId = 'northwind' as OrganisationId;
  const objection = (names: readonly string[], vantage = world.vantage) =>
    findCaaObjection({ policy, vantage }, { identifiers: names.map(identifier), organisationId });
  return { world, objection };
}

test('CAA re-check looping over one name: every name is looked at, each time anew, and one among many that forbids forbids all', async () => {
  const { world, objection } = scene();
  const names = Array.from({ length: 30 }, (_, index) => `host-${String(index)}.zone.test`);
  const looks = [...names, 'zone.test', 'test'].map((name) => `CAA ${name}`).sort();
  for (const forbidding of ['host-29.zone.test', 'host-7.zone.test']) {
    world.caa.clear();
    world.caa.set(forbidding, [NOBODY]);
    world.asked.length = 0;
    expect(await objection(names)).toEqual({ objection: 'caa-forbids', name: forbidding });
    expect(world.asked.toSorted()).toEqual(looks);
  }
  world.caa.set('host-7.zone.test', [OURS]);
  expect(await objection(names)).toBeUndefined();
});

test('the nearest records count alone, and a zone that does not answer permits nothing', async () => {
  const { world, objection } = scene();
  world.caa.set('zone.test', [NOBODY]);
  expect(await objection(['www.deep.zone.test'])).toEqual({ objection: 'caa-forbids', name: 'www.deep.zone.test' });
  world.caa.set('deep.zone.test', [OURS]);
  expect(await objection(['www.deep.zone.test'])).toBeUndefined();
  world.caa.set('www.deep.zone.test', 'failed');
  expect(await objection(['www.deep.zone.test'])).toEqual({ objection: 'caa-unknown', name: 'www.deep.zone.test' });
  world.caa.set('www.deep.zone.test', [OURS]);
  world.caa.set('deep.zone.test', 'failed');
  expect(await objection(['www.deep.zone.test'])).toBeUndefined();
});

test('where two observers must agree, one that is deceived permits nothing', async () => {
  const { world, objection } = scene();
  const [observer] = world.vantage.observers;
  if (observer === undefined) throw new Error('nobody looks');
  world.caa.set('zone.test', [NOBODY]);
  const deceived = { ...observer, resolver: { ...observer.resolver, caaOf: async () => ({ kind: 'none' }) as const } };
  expect(await objection(['www.zone.test'], { observers: [observer, deceived], quorum: 2 })).toMatchObject({ objection: 'caa-forbids' });
  expect(await objection(['www.zone.test'], { observers: [deceived, deceived, observer], quorum: 2 })).toBeUndefined();
});

test('addresses, names for which the operator vouches, and any names where the CA has none in CAA are not looked at', async () => {
  const [named, nameless] = [scene(), scene([])];
  for (const { world } of [named, nameless]) for (const zone of ['zone.test', 'harbour.example']) world.caa.set(zone, [NOBODY]);
  expect(await named.objection(['www.harbour.example', '192.0.2.7'])).toBeUndefined();
  expect(await nameless.objection(['www.zone.test'])).toBeUndefined();
  expect([...named.world.asked, ...nameless.world.asked]).toEqual([]);
});
