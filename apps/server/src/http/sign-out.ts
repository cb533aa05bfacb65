import type { FastifyInstance } from 'fastify';
import type { VNode } from 'preact';
import { sendPage } from './page.tsx';
import type { RelyingParty } from './relying-party.ts';
import type { Sessions } from './sessions.ts';

export interface SignOut<Data> {
  readonly sessions: Sessions<Data>;
  readonly federation: RelyingParty;
  readonly paths: { readonly signOut: string; readonly signedOut: string };
  /** What is shown to whoever has left. */
  readonly signedOutPage: () => VNode;
}

/** The way out of a relying party: its own session ends first, then that of the Federation (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export function signOutRoutes<Data extends { readonly person?: { readonly idToken?: string } }>(
  listener: FastifyInstance,
  { sessions, federation, paths, signedOutPage }: SignOut<Data>,
): void {
  listener.post(paths.signOut, async (request, reply) => {
    const session = await sessions.load(request);
    await sessions.end(reply, session);
    const idToken = session?.data.person?.idToken;
    if (idToken === undefined) return reply.redirect(paths.signedOut, 303);
    return reply.redirect(await federation.signOutAddress({ idToken, returnTo: paths.signedOut }), 303);
  });

  listener.get(paths.signedOut, (_, reply) => sendPage(reply, signedOutPage()));
}
