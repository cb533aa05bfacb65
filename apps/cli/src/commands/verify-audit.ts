import { readFileSync } from 'node:fs';
import { type AuditCheckpoint, type AuditVerdict, parseCheckpoint, verifyAudit } from '@sallyport/platform';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** May run beside the server: it only reads. */
export const verifyAuditLog: Command = {
  name: 'verify-audit',
  synopsis: '[FILE OF KEPT CHECKPOINTS]',
  summary: 'Holds the audit log against its chain and its signed checkpoints: finds removal, change and truncation.',
  run: async (given) => {
    const [file, ...rest] = given;
    const kept = file === undefined ? [] : readCheckpoints(file);
    if (rest.length > 0 || !kept) {
      process.stderr.write(
        `Usage: sallyport verify-audit ${verifyAuditLog.synopsis}\nThe file holds one checkpoint a line, as the server logged them.\n`,
      );
      return EXIT_USAGE;
    }
    return withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation }) => {
      const { publicKey } = await installation.checkpointSigner();
      const verdict = await verifyAudit(installation.database, { publicKeys: [publicKey], kept });
      process.stdout.write(told(verdict));
      return verdict.intact ? 0 : EXIT_FAILED;
    });
  },
};

/** Undefined when the file cannot be read or a line of it is no checkpoint. */
function readCheckpoints(file: string): readonly AuditCheckpoint[] | undefined {
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const checkpoints = lines.map((line) => parseCheckpoint(line.trim()));
    return checkpoints.every((checkpoint) => checkpoint !== undefined) ? checkpoints : undefined;
  } catch {
    return undefined;
  }
}

function told({ intact, events, checkpoints, faults }: AuditVerdict): string {
  const counted = `${String(events)} events, ${String(checkpoints)} checkpoints`;
  if (intact) return `The audit log is whole: ${counted}.\n`;
  const lines = faults.map((fault) => `  event ${String(fault.sequence)}: ${fault.kind}`);
  return [`The audit log was changed: ${counted}.`, ...lines, ''].join('\n');
}
