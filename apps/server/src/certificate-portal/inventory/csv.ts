/**
 * One line of a CSV file (RFC 4180). A field that a spreadsheet would take for a formula is kept from it by an apostrophe in front
 * (OWASP, "CSV Injection"): what others wrote must not compute on the desk of whoever opens the file.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => `"${harmless(field).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

const FORMULA = /^[=+\-@\t\r\n]/;

function harmless(field: string): string {
  return FORMULA.test(field) ? `'${field}` : field;
}
