import { Type } from 'typebox';
import { oneOf } from '../schemas.ts';

/** A word on what somebody else asked for. */
export const Decision = {
  decision: oneOf(['approve', 'decline']),
  reason: Type.Optional(Type.String({ maxLength: 500, description: 'Needed to decline: whoever asked reads it.' })),
};
