/**
 * RFC 4180: fields between commas, in quotation marks where they hold commas, line breaks or quotation marks (doubled).
 * Lines end in CR LF or LF; empty lines are none. Undefined when a quotation never ends or goes on behind its end.
 */
export function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let offset = 0;
  while (offset < text.length) {
    const cell = text[offset] === '"' ? quotedCell(text, offset) : plainCell(text, offset);
    if (cell === undefined) return undefined;
    row.push(cell.value);
    offset = cell.next;
    if (text[offset] === ',' && offset + 1 < text.length) {
      offset += 1;
      continue;
    }
    if (text[offset] === ',') row.push('');
    rows.push(row);
    row = [];
    offset += text.startsWith('\r\n', offset) ? 2 : 1;
  }
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

interface Cell {
  readonly value: string;
  /** Where the comma or the end of the line stands. */
  readonly next: number;
}

function plainCell(text: string, start: number): Cell {
  let next = start;
  while (next < text.length && text[next] !== ',' && text[next] !== '\n' && text[next] !== '\r') next += 1;
  return { value: text.slice(start, next), next };
}

function quotedCell(text: string, start: number): Cell | undefined {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) return undefined;
  const behind = text[end + 1];
  if (behind !== undefined && behind !== ',' && behind !== '\n' && behind !== '\r') return undefined;
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), next: end + 1 };
}
