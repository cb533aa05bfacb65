import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { PageAssets } from '@sallyport/ui';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** The files every page loads, as `vite.browser.config.ts` builds them: where they lie, and under which addresses pages name them. */
export interface BuiltAssets {
  readonly folder: string;
  readonly page: PageAssets;
}

const ADDRESS = '/assets/';
const LIST = 'page-assets.json';

const AssetAddress = Type.String({ pattern: `^${ADDRESS}[A-Za-z0-9_.-]+$` });
const AssetList = Type.Object(
  { stylesheet: AssetAddress, scripts: Type.Array(AssetAddress), icon: AssetAddress, fonts: Type.Array(AssetAddress) },
  { additionalProperties: false },
);

/**
 * Reads the list of addresses once, at start.
 * @throws Error that says how to build them, when they are not there.
 */
export async function loadAssets(folder: string): Promise<BuiltAssets> {
  const text = await readFile(join(folder, LIST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`There are no assets in ${folder}; build them: vite build -c apps/server/vite.browser.config.ts`);
  return { folder, page: Value.Parse(AssetList, JSON.parse(text)) };
}

/** Serves them at `/assets/`. Their names change with their contents, so a browser may keep them for ever. */
export async function serveAssets(listener: FastifyInstance, { folder }: BuiltAssets): Promise<void> {
  await listener.register(fastifyStatic, {
    root: folder,
    prefix: ADDRESS,
    decorateReply: false,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => path !== `/${LIST}`,
  });
}
