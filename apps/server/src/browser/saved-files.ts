/** What a page saves on the device it is on, and sends nowhere. */

/** RFC 7468. */
export function pem(label: string, octets: Uint8Array): string {
  const text = btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
  return [`-----BEGIN ${label}-----`, ...(text.match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''].join('\n');
}

export interface FileToSave {
  readonly name: string;
  readonly type: string;
  readonly content: BlobPart;
}

/** Saves it at once; the link stays, for whoever lost it among the downloads. */
export function offer(link: HTMLAnchorElement | null, { name, type, content }: FileToSave): void {
  if (!link) return;
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.hidden = false;
  link.click();
}
