/** The tables of this room. Instants are Unix milliseconds; unions are text; octets are BLOB or BYTEA. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the tables follow in the next change
export interface IdentitySchema {}
