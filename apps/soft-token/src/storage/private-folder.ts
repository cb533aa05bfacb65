/**
 * The root of the origin private file system.
 * @throws DOMException `NotSupportedError` where the browser has none, `SecurityError` where it gives none, as in some private windows.
 */
export async function privateFolder(): Promise<FileSystemDirectoryHandle> {
  // Older browsers lack the method; those that hide it lack what it belongs to as well.
  const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
  if (!storage?.getDirectory) throw new DOMException('', 'NotSupportedError');
  return storage.getDirectory();
}
