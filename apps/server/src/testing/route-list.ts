import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ListenerName } from '@sallyport/installation';
import type { FastifyInstance } from 'fastify';
import type { BuiltListener } from '../listeners.ts';

/** An address that a listener answers. */
export interface Route {
  readonly listener: ListenerName;
  readonly method: string;
  /** As declared: `/sign-in/:uid/password`. */
  readonly path: string;
}

/**
 * Every route of every listener, overheard while they are built, so that a test can say that none was forgotten. Fastify announces each instance on this channel (its guide, "Diagnostics
 * Channel Hooks"), and to an instance's `onRoute` each route that it is given.
 */
export async function overhearRoutes(build: () => Promise<readonly BuiltListener[]>) {
  const heard = new Map<FastifyInstance, { readonly method: string; readonly path: string }[]>();
  const listen = (message: unknown): void => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    const routes: { method: string; path: string }[] = [];
    heard.set(fastify, routes);
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, path: url });
    });
  };
  subscribe('fastify.initialization', listen);
  try {
    const listeners = await build();
    const routes: readonly Route[] = listeners.flatMap(({ name, listener }) =>
      (heard.get(listener) ?? []).filter(({ method }) => method !== 'HEAD').map((route) => ({ listener: name, ...route })),
    );
    return { listeners, routes };
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
}
