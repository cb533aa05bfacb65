import { generateSigningKey } from '@sallyport/pki/node-cryptography';
import { alternate, defineBenchmark, ratePerSecond } from './harness.ts';
import { Connections } from './house/connections.ts';
import { issuedIn, judgeIssued, requestMessage, startForPrograms } from './house/issuing-program.ts';
import type { RunningServer } from './house/running-server.ts';
import { removeFolder, temporaryFolder } from './house/temporary-installation.ts';

/** What the API promises on two cores, in certificates a second. */
const PROMISED = 300;
/** As long as what is signed of a leaf. */
const SIGNED_OCTETS = 700;

/**
 * Certificates a second from a CSR over HTTP: the built server as `sallyport serve` runs it, and `POST /api/v1/requests` under a profile that needs nobody's word. Each has a key of its
 * own. In each answer lie the key of the program and its scopes, the CSR with its proof of possession, the policy, lint twice (of the request and of what is signed), serial and intent, the
 * signature, the record and five audit events and marks, all durable before it is sent. Beside it bare signatures of the same length by the same kind of key.
 *
 * The programs run in this process, on the same cores as the server.
 */
export const benchmark = defineBenchmark({
  name: 'issue',
  summary: 'certificates a second from a CSR through the API, durable and audited, against bare signing and against what is promised',
  options: { rounds: 7, programs: 32, certificates: 1500 },
  run: async ({ rounds, programs, certificates }) => {
    const folder = await temporaryFolder();
    const connections = new Connections();
    let server: RunningServer | undefined;
    try {
      const started = await startForPrograms(folder, programs);
      ({ server } = started);
      const { keys } = started;
      const url = new URL(server.certificateServices);
      const { key: signer } = await generateSigningKey();
      const octets = new Uint8Array(SIGNED_OCTETS);
      const issue = async () => {
        const messages = Array.from({ length: certificates }, (_, index) =>
          requestMessage({ host: url.host, key: keys[index % programs] ?? '', index }),
        );
        let certificateId = '';
        const work = async (index: number) => {
          certificateId = issuedIn(await connections.ask(url, messages[index] ?? ''));
        };
        const rate = await ratePerSecond({ callers: programs, works: certificates, work });
        await judgeIssued(connections, { url, key: keys[0] ?? '', certificateId });
        return rate;
      };
      const measured = await alternate({
        rounds,
        subject: { name: 'issued', measure: issue },
        limit: { name: 'bare signing', measure: () => ratePerSecond({ callers: 1, works: 20_000, work: () => signer.sign(octets) }) },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return { unit: '1/s', ...measured, more: { promised: PROMISED, programs, certificates } };
    } finally {
      connections.close();
      await server?.stop();
      await removeFolder(folder);
    }
  },
});
