import { type DerElement, TAG } from '../der/read-der.ts';
import { booleanValue, smallInteger } from '../der/values.ts';

/** RFC 5280 section 4.2.1.9. */
export interface BasicConstraints {
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
}

/** Undefined for another form, and for `cA FALSE` written out, which DER forbids. */
export function readBasicConstraints(element: DerElement | undefined): BasicConstraints | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const [first, second, ...rest] = element.children;
  if (first === undefined) return { isCa: false, pathLength: undefined };
  const pathLength = second === undefined ? undefined : smallInteger(second);
  if (rest.length > 0 || booleanValue(first) !== true || (second !== undefined && pathLength === undefined)) return undefined;
  return { isCa: true, pathLength };
}
