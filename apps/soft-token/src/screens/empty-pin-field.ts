/** What was typed is not kept, whatever became of it. Called as the answer is drawn (a layout effect), so that nothing typed after it is lost. */
export function emptyPinField(): HTMLInputElement | undefined {
  const field = document.getElementById('pin');
  if (!(field instanceof HTMLInputElement)) return undefined;
  field.value = '';
  return field;
}
