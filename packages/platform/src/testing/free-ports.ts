import { createServer } from 'node:net';

const LOWEST = 20_000;
/** From here on the kernel takes ports for outgoing connections (Linux: net.ipv4.ip_local_port_range), also between the look and the use. */
const EPHEMERAL = 32_768;

/** Each process of tests looks in a stretch of its own: another one may look at the same ports before they are used. */
const STRETCHES = 16;
const STRETCH = Math.floor((EPHEMERAL - LOWEST) / STRETCHES);
const OURS = LOWEST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % STRETCHES) * STRETCH;

/** The first of `count` consecutive ports on loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const base = OURS + Math.floor(Math.random() * (STRETCH - count));
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`no run of ${count.toString()} free ports was found`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
