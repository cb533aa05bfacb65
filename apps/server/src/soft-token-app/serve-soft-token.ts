import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { permissionsPolicy } from '../http/security-headers.ts';

/** The addresses of the Soft Token app: it draws them itself, from one document. The secret part of a link stays in the fragment. */
const SCREENS = ['/', '/a', '/o', '/u'];
/** The documents with a camera, because the permission belongs to the document: the screen that scans, and the personal vault. */
const WITH_CAMERA = { '/scan': 'index.html', '/codes': 'codes.html' } as const;

export interface SoftTokenApp {
  /** The built app, as `apps/soft-token` makes it. */
  readonly folder: string;
}

/** Serves the app's files. Their names change with their contents, save for the document, the manifest and the service worker. */
export async function serveSoftToken(listener: FastifyInstance, app: SoftTokenApp): Promise<void> {
  await listener.register(fastifyStatic, {
    root: app.folder,
    index: false,
    cacheControl: false,
    // The build has pressed each file once and for all.
    preCompressed: true,
    setHeaders: (reply, path) => {
      const isFingerprinted = path.includes('/assets/');
      reply.header('cache-control', isFingerprinted ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const screen of SCREENS) listener.get(screen, (_, reply) => reply.sendFile('index.html'));
  for (const [screen, document] of Object.entries(WITH_CAMERA)) {
    listener.get(screen, (_, reply) => reply.header('permissions-policy', permissionsPolicy({ camera: 'allowed' })).sendFile(document));
  }
}
