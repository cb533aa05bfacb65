/** A part of the app that comes on demand did not come: no network, and not kept here yet, or no longer. */
export class PartMissing extends Error {
  constructor(options?: ErrorOptions) {
    super('part missing', options);
    this.name = 'PartMissing';
  }
}

/**
 * Loads a part of the app, by a dynamic import or by what ends in one.
 * @throws PartMissing
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new PartMissing({ cause });
  }
}
