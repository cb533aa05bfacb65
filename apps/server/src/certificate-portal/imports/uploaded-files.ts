import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ForeignFile } from '@sallyport/certificates';
import { UNPACK_LIMITS } from '@sallyport/pki';
import { type FastifyRequest, errorCodes } from 'fastify';

/** Of all files together: a hundred certificates with long lists of names have less. */
export const IMPORT_MAX_OCTETS = 4 * UNPACK_LIMITS.octets;

/**
 * What stands in the form: its text, and each of its files. None for what is no form. The form is taken apart (RFC 7578) by what Node brings for `fetch`.
 *
 * @throws what Fastify throws for a body that is too large.
 */
export async function filesIn({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): Promise<readonly ForeignFile[]> {
  if (!(body instanceof Readable)) return [];
  // Every browser says how much it sends, and nobody can send more than they have said.
  if (!(Number(headers['content-length']) <= IMPORT_MAX_OCTETS)) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  const octets = await buffer(body);
  const given = { headers: { 'content-type': headers['content-type'] ?? '' } };
  const form = await new Response(new Uint8Array(octets), given).formData().catch(() => undefined);
  return form === undefined ? [] : Promise.all([...form.values()].filter(isSomething).map(fileOf));
}

type Part = string | File;

/** A form sends a file without name or content where none was chosen. */
function isSomething(part: Part): boolean {
  return typeof part === 'string' ? part.trim() !== '' : part.size > 0;
}

async function fileOf(part: Part): Promise<ForeignFile> {
  if (typeof part === 'string') return { name: '', content: part };
  return { name: part.name, content: new Uint8Array(await part.arrayBuffer()) };
}
