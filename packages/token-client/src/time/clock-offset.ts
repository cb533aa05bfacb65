/** Section 15: offset = serverTime + rtt/2 - local, in milliseconds; positive when the device's clock is behind. */
export function clockOffset({ serverTimeMs, sentAt, receivedAt }: { serverTimeMs: number; sentAt: number; receivedAt: number }): number {
  return Math.round(serverTimeMs + (receivedAt - sentAt) / 2 - receivedAt);
}
