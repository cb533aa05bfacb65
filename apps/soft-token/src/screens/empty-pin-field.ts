/** What was typed is not kept, whatever became of it; the next try starts in an empty field. */
export function emptyPinField(): HTMLInputElement | undefined {
  const field = document.getElementById('pin');
  if (!(field instanceof HTMLInputElement)) return undefined;
  field.value = '';
  return field;
}
