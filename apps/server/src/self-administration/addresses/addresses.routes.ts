import { addAddress, confirmAddress, isRefusal, listAddresses, makePrimary, type Refusal, removeAddress } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askForMore, behind, takenBy } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { addressesPage, confirmAddressPage, listedAddresses, removeAddressPage } from './addresses.pages.tsx';

const AddressForm = Type.Object({ address: Type.String({ maxLength: 254 }) }, { additionalProperties: false });
type AddressForm = Static<typeof AddressForm>;
const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const Choice = Type.Object({ position: Type.String({ maxLength: 2 }) }, { additionalProperties: false });

export function addressesRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const listOf = async ({ person: { accountId } }: Visitor) => listedAddresses(await listAddresses(parts.identity, { accountId }));

  async function show(visitor: Visitor, refused?: { readonly refusal: Refusal; readonly typed?: string }): Promise<FastifyReply> {
    const { person, reply } = visitor;
    const page = addressesPage(parts, {
      person,
      addresses: await listOf(visitor),
      takes: await takenBy(parts, visitor, 'change-addresses'),
      typed: refused?.typed,
      error: refused && parts.refusals.sentence(refused.refusal),
    });
    return sendPage(reply, page, refused?.refusal.status ?? 200);
  }

  /** What the verb said: done, a mistake to show, or more proof first. */
  async function answer(visitor: Visitor, outcome: object | Refusal, typed?: string): Promise<FastifyReply> {
    if (!isRefusal(outcome)) return visitor.reply.redirect(PATHS.addresses, 303);
    if (outcome.code !== 'step-up-needed') return show(visitor, { refusal: outcome, ...(typed === undefined ? {} : { typed }) });
    return askForMore(parts, visitor, { page: PATHS.addresses, action: 'change-addresses' });
  }

  const changeOf = (visitor: Visitor) => ({
    accountId: visitor.person.accountId,
    address: (visitor.request.body as AddressForm).address,
    proofs: visitor.person.proofs,
    visit: parts.visits.of(visitor.request),
  });

  listener.get(
    PATHS.addresses,
    behind(parts, 'proved', (visitor) => show(visitor)),
  );

  listener.post(
    PATHS.addresses,
    { schema: { body: AddressForm } },
    behind(parts, 'proved', async (visitor) => {
      const change = changeOf(visitor);
      return answer(visitor, await addAddress(parts.identity, change), change.address);
    }),
  );

  listener.get(PATHS.addressPrimary, (_, reply) => reply.redirect(PATHS.addresses, 303));

  listener.post(
    PATHS.addressPrimary,
    { schema: { body: AddressForm } },
    behind(parts, 'proved', async (visitor) => answer(visitor, await makePrimary(parts.identity, changeOf(visitor)))),
  );

  listener.get<{ Querystring: Static<typeof Choice> }>(
    PATHS.addressRemove,
    { schema: { querystring: Choice } },
    behind(parts, 'proved', async (visitor) => {
      const { position } = visitor.request.query as Static<typeof Choice>;
      const row = (await listOf(visitor)).find((entry) => String(entry.position) === position);
      if (!row) return visitor.reply.redirect(PATHS.addresses, 303);
      return sendPage(visitor.reply, removeAddressPage(parts, { person: visitor.person, row }));
    }),
  );

  listener.post(
    PATHS.addressRemove,
    { schema: { body: AddressForm } },
    behind(parts, 'proved', async (visitor) => answer(visitor, await removeAddress(parts.identity, changeOf(visitor)))),
  );

  listener.get(PATHS.addressConfirm, (_, reply) => sendPage(reply, confirmAddressPage(parts, {})));

  listener.post<{ Body: Static<typeof CodeForm> }>(PATHS.addressConfirm, { schema: { body: CodeForm } }, async (request, reply) => {
    const code = request.body.code.trim();
    const outcome = await confirmAddress(parts.identity, { code: new Secret(code), visit: parts.visits.of(request) });
    if (!isRefusal(outcome)) return toDonePage(reply, PATHS.addressConfirmed);
    return sendPage(reply, confirmAddressPage(parts, { code, error: parts.refusals.sentence(outcome) }), outcome.status);
  });

  listener.get(
    PATHS.addressConfirmed,
    onlyOnceDone({
      path: PATHS.addressConfirmed,
      begin: PATHS.addressConfirm,
      show: (_, reply) => {
        const { messages } = parts;
        const action = { href: PATHS.addresses, label: messages('addressesTitle') };
        return sendPage(
          reply,
          wordPage(parts, { title: messages('addressConfirmedTitle'), lead: messages('addressConfirmedLead'), action }),
        );
      },
    }),
  );
}
