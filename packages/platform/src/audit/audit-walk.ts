import { linkOf } from './canonical.ts';
import type { AuditCheckpoint } from './checkpoint.ts';
import type { AuditEventRow } from './tables.ts';

/** What is wrong with the log. `sequence` is the number of the event at which it shows. */
export type AuditFault =
  /** The event is not the one that was logged, or one before it was put there later. */
  | { readonly kind: 'changed'; readonly sequence: number }
  /** There is no event of this number though there are later ones, or the head says so. */
  | { readonly kind: 'missing'; readonly sequence: number }
  /** The last event and the head of the chain do not agree. */
  | { readonly kind: 'head-differs'; readonly sequence: number }
  /** A checkpoint says that the log once had this event: it was cut off, or the log was written anew. */
  | { readonly kind: 'contradicts-checkpoint'; readonly sequence: number }
  /** The signature of a checkpoint is wrong, or by a key nobody vouches for. */
  | { readonly kind: 'bad-checkpoint'; readonly sequence: number };

const MOST_FAULTS = 100;

/** Goes along the chain event by event and notes where it does not hold. */
export class AuditWalk {
  readonly faults: AuditFault[] = [];
  events = 0;
  /** The number of the last event seen. */
  last = 0;
  #link = new Uint8Array(32);
  readonly #expected = new Map<number, Uint8Array[]>();

  /** A trusted checkpoint: at its event the chain must have its link. */
  expect({ sequence, link }: AuditCheckpoint): void {
    this.#expected.set(sequence, [...(this.#expected.get(sequence) ?? []), link]);
  }

  step(row: AuditEventRow): void {
    this.events += 1;
    if (row.sequence !== this.last + 1) this.note({ kind: 'missing', sequence: this.last + 1 });
    else if (!isSame(row.link, linkOf(this.#link, row.sequence, row))) this.note({ kind: 'changed', sequence: row.sequence });
    // After a fault the walk goes on from what is there, so that every fault is found and not only the first.
    this.last = row.sequence;
    this.#link = Uint8Array.from(row.link);
    this.#holdAgainstCheckpoints();
  }

  /** After the last event. */
  end(head: { sequence: number; link: Uint8Array } | undefined): void {
    if (head && head.sequence > this.last) this.note({ kind: 'missing', sequence: this.last + 1 });
    else if (!head || head.sequence < this.last || !isSame(head.link, this.#link)) this.note({ kind: 'head-differs', sequence: this.last });
    for (const sequence of [...this.#expected.keys()].sort((a, b) => a - b)) {
      if (sequence > this.last) this.note({ kind: 'contradicts-checkpoint', sequence });
    }
  }

  note(fault: AuditFault): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault);
  }

  #holdAgainstCheckpoints(): void {
    for (const link of this.#expected.get(this.last) ?? []) {
      if (!isSame(link, this.#link)) this.note({ kind: 'contradicts-checkpoint', sequence: this.last });
    }
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}
