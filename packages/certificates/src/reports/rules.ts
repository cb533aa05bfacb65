import type { CertificateId } from '../identifiers.ts';
import type { ForeignFault } from '../imports/rules.ts';
import type { ManyAct } from '../inventory/act-on-many.ts';
import type { RefusalCode, RefusalDetails } from '../refusals.ts';

/** What became of each of many, kept for whoever did it: the page that tells it can be opened again. */
export type Report = ManyReport | ImportReport;

export interface ManyReport {
  readonly kind: 'many';
  readonly act: ManyAct['act'];
  readonly outcomes: readonly {
    readonly certificateId: CertificateId;
    /** Undefined: it was done. */
    readonly refusal?: { readonly code: RefusalCode; readonly details: RefusalDetails };
  }[];
}

export interface ImportReport {
  readonly kind: 'import';
  readonly taken: readonly {
    readonly file: string;
    readonly place: number;
    readonly name: string;
    readonly certificateId: CertificateId;
  }[];
  readonly left: readonly LeftOut[];
}

/** What was not taken, and why. */
export interface LeftOut {
  readonly file: string;
  /** Which one in the file, counted from 1; 0 for the file as a whole. */
  readonly place: number;
  /** By its first name, where it could be read. */
  readonly name: string;
  readonly fault: ForeignFault;
}

export const REPORT_DAYS = 30;
