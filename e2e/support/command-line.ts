import { join } from 'node:path';

/** What `sallyport` is when it is installed. */
export const COMMAND_LINE = join(import.meta.dirname, '../../apps/cli/dist/sallyport.js');
