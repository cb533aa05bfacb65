import {
  type ActionProof,
  confirmUnlock,
  findRepairActions,
  isRefusal,
  listSoftTokens,
  type Proof,
  type RepairAction,
  reactivateToken,
  readPinResetCode,
  requestUnlock,
  submitOtp,
  viewUnlockCode,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { addProof, askToSignIn, behind, takenBy, withFinished } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import {
  codeViewOf,
  confirmPage,
  donePage,
  handOverPage,
  notReactivatedPage,
  pinResetCodePage,
  reactivatePage,
  resultPage,
  stoppedPage,
} from './unlock-token.pages.tsx';

const Code = Type.String({ maxLength: 120 });
const HandOverForm = Type.Object({ code: Code, serial: Type.String({ maxLength: 24 }) }, { additionalProperties: false });
const CodeForm = Type.Object({ code: Code }, { additionalProperties: false });
const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** What mends a suspended token in another way. */
const MEND_SUSPENSION: ReadonlySet<RepairAction> = new Set(['unlock-soft-token', 'another-soft-token']);

/** Takes what this person has not set up. */
function isBeyond(takes: ActionProof): boolean {
  return takes.kind === 'missing' && takes.ways.length === 0;
}

const UNLOCK = { to: 'unlock-token' } as const;

/** Refusals that are about what was typed, so that the person stays at the field. */
const ABOUT_THE_CODE: ReadonlySet<string> = new Set(['prc-typo', 'prc-version', 'prc-no-match', 'prc-old']);

/** *My Soft Token application is locked*: from the PIN Reset Code to the confirmed token, by the long road and by the short one. */
export function unlockTokenRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(PATHS.handOver, (_, reply) => sendPage(reply, handOverPage(parts, {})));

  listener.post<{ Body: Static<typeof HandOverForm> }>(PATHS.handOver, { schema: { body: HandOverForm } }, async (request, reply) => {
    const { code, serial } = request.body;
    const typed = { code, ...(serial.trim() === '' ? {} : { serial: serial.trim() }) };
    const read = readPinResetCode(new Secret(code));
    if (isRefusal(read)) {
      const view = codeViewOf(code, { sentence: parts.refusals.sentence(read), details: read.details });
      return sendPage(reply, handOverPage(parts, { ...typed, ...view }), read.status);
    }
    const present = await parts.sessions.load(request);
    const data = { ...present?.data, handedOver: typed };
    if (present) await parts.sessions.save(present, data);
    else await parts.sessions.start(reply, data);
    return reply.redirect(PATHS.unlock, 303);
  });

  listener.get(
    PATHS.unlock,
    behind(parts, UNLOCK, ({ reply, person, session }) =>
      sendPage(reply, confirmPage(parts, { person, handedOver: session.data.handedOver })),
    ),
  );

  listener.post(
    PATHS.unlock,
    behind(parts, UNLOCK, (visitor) => {
      const { handedOver } = visitor.session.data;
      return handedOver ? issue(visitor, handedOver) : visitor.reply.redirect(PATHS.unlockCode, 303);
    }),
  );

  listener.get(
    PATHS.unlockCode,
    behind(parts, UNLOCK, ({ reply, person }) => sendPage(reply, pinResetCodePage(parts, person, {}))),
  );

  listener.post<{ Body: Static<typeof CodeForm> }>(
    PATHS.unlockCode,
    { schema: { body: CodeForm } },
    behind(parts, UNLOCK, (visitor) => issue(visitor, visitor.request.body as Static<typeof CodeForm>)),
  );

  async function issue(visitor: Visitor, given: { readonly code: string; readonly serial?: string }): Promise<FastifyReply> {
    const { person, reply, session } = visitor;
    if (person.federationSession === undefined) return askToSignIn(parts, visitor, PATHS.unlock);
    const outcome = await requestUnlock(parts.identity, {
      accountId: person.accountId,
      code: new Secret(given.code),
      serial: given.serial,
      proofs: person.proofs,
      claim: parts.claims.of(visitor.request),
      session: person.federationSession,
      visit: parts.visits.of(visitor.request),
    });
    if (!isRefusal(outcome)) {
      const { handedOver: _spent, ...rest } = withFinished(visitor, 'unlock-token').session.data;
      await parts.sessions.save(session, { ...rest, person: { ...person, proofs: [...person.proofs, outcome.proof] } });
      return reply.redirect(PATHS.unlockResult, 303);
    }
    const sentence = parts.refusals.sentence(outcome);
    if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.unlock);
    if (!ABOUT_THE_CODE.has(outcome.code)) return sendPage(reply, stoppedPage(parts, sentence), outcome.status);
    const view = codeViewOf(given.code, { sentence, details: outcome.details });
    return sendPage(reply, pinResetCodePage(parts, person, view), outcome.status);
  }

  async function showResult(visitor: Visitor, refused?: { readonly sentence: string; readonly status: number }): Promise<FastifyReply> {
    const { person, reply, request } = visitor;
    if (person.federationSession === undefined) return reply.redirect(PATHS.unlock, 303);
    const issued = await viewUnlockCode(parts.identity, {
      accountId: person.accountId,
      session: person.federationSession,
      visit: parts.visits.of(request),
    });
    if (isRefusal(issued))
      return (await isUnlocked(person.accountId)) ? sendPage(reply, donePage(parts, person)) : reply.redirect(PATHS.unlockCode, 303);
    return sendPage(reply, resultPage(parts, { person, issued, ...(refused && { error: refused.sentence }) }), refused?.status ?? 200);
  }

  /** A token that was online reports by itself; then nothing waits for a confirmation any more. */
  async function isUnlocked(accountId: Visitor['person']['accountId']): Promise<boolean> {
    const tokens = await listSoftTokens(parts.identity, { accountId });
    return tokens.some((token) => token.state.is === 'ACTIVE') && !tokens.some((token) => token.state.is === 'UNLOCK_PENDING');
  }

  listener.get(
    PATHS.unlockResult,
    behind(parts, UNLOCK, (visitor) => showResult(visitor)),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.unlockResult,
    { schema: { body: OtpForm } },
    behind(parts, UNLOCK, async (visitor) => {
      const { person, reply, request } = visitor;
      if (person.federationSession === undefined) return reply.redirect(PATHS.unlock, 303);
      const { otp } = request.body as Static<typeof OtpForm>;
      const given = { accountId: person.accountId, otp, session: person.federationSession, visit: parts.visits.of(request) };
      const confirmed = await confirmUnlock(parts.identity, given);
      // A token that was online may have reported in the meantime; its one-time password is then what it always is, the second factor.
      const isReported = isRefusal(confirmed) && confirmed.code === 'unlock-not-pending';
      const outcome = isReported ? await submitOtp(parts.identity, given) : confirmed;
      if (isRefusal(outcome)) return showResult(visitor, { sentence: parts.refusals.sentence(outcome), status: outcome.status });
      await countEverywhere(visitor, outcome.proof);
      return reply.redirect(PATHS.unlockDone, 303);
    }),
  );

  /** The one-time password that confirmed also opens the second door at the Federation, in this very browser: it is typed only once. */
  async function countEverywhere(visitor: Visitor, proof: Proof): Promise<void> {
    const { accountId, federationSession } = visitor.person;
    await addProof(parts, visitor, proof);
    if (federationSession !== undefined) await parts.federationSessions.addProof(federationSession, { accountId, proof });
  }

  listener.get(
    PATHS.unlockDone,
    behind(parts, UNLOCK, async (visitor) => {
      if (await isUnlocked(visitor.person.accountId)) return sendPage(visitor.reply, donePage(parts, visitor.person));
      return showResult(visitor, { sentence: parts.messages('resultNotReported'), status: 409 });
    }),
  );

  listener.get(
    PATHS.reactivate,
    behind(parts, 'proved', async (visitor) => {
      const { reply, person } = visitor;
      const takes = await takenBy(parts, visitor, 'reactivate-soft-token');
      return takes.kind === 'given' ? sendPage(reply, reactivatePage(parts, { person })) : showWhatItTakes(visitor, { takes, status: 200 });
    }),
  );

  /** Whoever is suspended and has not proved enough: the other ways out of it, as the page of the actions has them. */
  async function showWhatItTakes(
    { person, reply, request }: Visitor,
    { takes, status }: { readonly takes: ActionProof; readonly status: number },
  ): Promise<FastifyReply> {
    const { accountId, proofs } = person;
    const offered = await findRepairActions(parts.identity, { accountId, proofs, claim: parts.claims.of(request) });
    const instead = offered.filter(({ action, takes: its }) => MEND_SUSPENSION.has(action) && !isBeyond(its));
    const tokens = await listSoftTokens(parts.identity, { accountId });
    const serials = tokens.filter(({ state }) => state.is === 'SUSPENDED').map(({ serial }) => serial);
    return sendPage(reply, notReactivatedPage(parts, { person, takes, instead, serials }), status);
  }

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.reactivate,
    { schema: { body: OtpForm } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { otp } = request.body as Static<typeof OtpForm>;
      const outcome = await reactivateToken(parts.identity, {
        accountId: person.accountId,
        otp,
        proofs: person.proofs,
        visit: parts.visits.of(request),
      });
      if (isRefusal(outcome)) {
        const takes = await takenBy(parts, visitor, 'reactivate-soft-token');
        if (outcome.code === 'step-up-needed' && takes.kind !== 'given') return showWhatItTakes(visitor, { takes, status: outcome.status });
        return sendPage(reply, reactivatePage(parts, { person, error: parts.refusals.sentence(outcome) }), outcome.status);
      }
      await countEverywhere(visitor, outcome.proof);
      return reply.redirect(PATHS.unlockDone, 303);
    }),
  );
}
