import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Pages that say that something was done: they are shown to the browser in which it was just done, and to nobody else. An address is easily sent to somebody, and "Your account is frozen" on
 * our own origin would be believed.
 *
 * The mark is a cookie under the page's own path, which no other site can write. It holds no secret and opens nothing: it only keeps a page from saying what is not so.
 */
const NAME = 'sallyport-done';

/** As long as somebody may load the page again. */
const LIFETIME_SECONDS = 10 * 60;

/** After a form that did what it says: `303` to the page that tells it. */
export function toDonePage(reply: FastifyReply, path: string): FastifyReply {
  // The listener has put the configured scheme in place of any that came with the request.
  const secure = reply.request.headers['x-forwarded-proto'] === 'https';
  reply.setCookie(NAME, path, { path, httpOnly: true, sameSite: 'lax', secure, maxAge: LIFETIME_SECONDS });
  return reply.redirect(path, 303);
}

/** Wraps the handler of such a page; whoever has done nothing is led to where it is done. */
export function onlyOnceDone(page: {
  readonly path: string;
  readonly begin: string;
  readonly show: (request: FastifyRequest, reply: FastifyReply) => unknown;
}) {
  return (request: FastifyRequest, reply: FastifyReply): unknown =>
    request.cookies[NAME] === page.path ? page.show(request, reply) : reply.redirect(page.begin, 303);
}
