import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions } from './testing/journeys.ts';
import { addPerson } from './testing/people.ts';
import { FORMS, PAGES, type Place, STRONGER } from './testing/places.ts';
import type { Route } from './testing/route-list.ts';
import { type RunningServer, runServer } from './testing/running-server.ts';
import { Visitor } from './testing/visitor.ts';

/**
 * Every page of every journey opened out of its order, and every form sent without the page before it: by somebody who has not signed in, by somebody who has given the password alone, and by
 * somebody who has proved who they are but begun nothing. The table must name every route there is.
 */

/** Not steps of a journey: files, what machines ask, and what ends sessions, which any order suits (`sessions.routes.test.ts`). */
const NO_STEP = /^\w+ \/api\/v1\/|\/\*$|\/healthz$|\/\.well-known\/|^POST \/sign-out$|^POST \/sessions\/end-all$/;
const WITH_PAGES: ReadonlySet<string> = new Set<Route['listener']>(['certificate-services', 'federation', 'self-administration']);

let server: RunningServer;
let afterPassword: Visitor;
let afterProof: Visitor;
/** The same, for pages that leave their wish in the session, so that the other stays as it was. */
let withWish: Visitor;
beforeAll(async () => {
  server = await runServer();
  const ada = await addPerson(server.installation.identity, 'order.ada');
  afterPassword = new Visitor();
  await afterPassword.open(`${originOf('self-administration')}/actions`);
  await givePassword(afterPassword, ada);
  afterProof = new Visitor();
  await signInToActions(afterProof, server, ada);
  withWish = new Visitor();
  await signInToActions(withWish, server, ada);
});
afterAll(() => server.stop());

function originOf(listener: Route['listener']): string {
  return server.configuration.listeners[listener].origin;
}

function addressOf(key: string, { query = '' }: Place): URL {
  const [listener = '', path = ''] = key.split(' ');
  return new URL(originOf(listener as Route['listener']) + pathOf(path) + query);
}

/** With names that nobody has in place of what an address names. */
function pathOf(path: string): string {
  return path
    .replace(':uid', 'a-sign-in-of-nobody')
    .replace(/:(?:certificate|domain|webhook|report)Id/, 'A'.repeat(22))
    .replace(':file', 'leaf.pem');
}

function routesOf(wanted: 'GET' | 'POST'): readonly string[] {
  return server.routes
    .filter(({ listener, method, path }) => method === wanted && WITH_PAGES.has(listener) && !NO_STEP.test(`${method} ${path}`))
    .map(({ listener, path }) => `${listener} ${path}`)
    .sort();
}

test('the table names every page and every form there is, and no other', () => {
  expect(Object.keys(PAGES).sort()).toEqual(routesOf('GET'));
  expect(Object.keys(FORMS).sort()).toEqual(routesOf('POST'));
});

function provedFor({ alone }: Place): Visitor {
  return alone === STRONGER ? withWish : afterProof;
}

function headingForNobody({ door, alone }: Place): string {
  return door === 'anyone' ? alone : 'Sign in';
}

function headingAfterPassword({ door, alone, afterPassword: own = alone }: Place): string {
  return door === 'proved' ? 'Prove that it is you' : own;
}

describe('a page', () => {
  test.each(Object.entries(PAGES))('%s opened by anybody leads no further than its door', async (key, place) => {
    const address = addressOf(key, place);
    expect((await new Visitor().open(address)).heading).toBe(headingForNobody(place));
    expect((await afterPassword.clone().open(address)).heading).toBe(headingAfterPassword(place));
    expect((await provedFor(place).clone().open(address)).heading).toBe(place.alone);
  });
});

describe('a form', () => {
  test.each(Object.entries(FORMS))('%s sent by anybody does nothing that lies behind its door', async (key, place) => {
    const address = addressOf(key, place);
    const send = (visitor: Visitor) => visitor.submit(address, place.form ?? {});
    const before = await auditEvents();
    expect((await send(new Visitor())).heading).toBe(headingForNobody(place));
    if (place.door !== 'anyone') expect(await auditEvents()).toBe(before);
    expect((await send(afterPassword.clone())).heading).toBe(headingAfterPassword(place));
    if (place.door === 'proved') expect(await auditEvents()).toBe(before);
    expect((await send(provedFor(place).clone())).heading).toBe(place.alone);
  });
});

async function auditEvents(): Promise<number> {
  const { count } = await server.installation.database.query
    .selectFrom('audit_event')
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
