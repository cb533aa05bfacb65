/** The scripts with a stand-in for the protocol: here a group holds together when its last digit is that of the sum of the others. */
import { type InspectCode, startEnhancing } from '../enhance/index.ts';

const SIZE = 5;

const inspectCode: InspectCode = ({ text, kind, groupCount }) => {
  const digits = text.replace(/[\s.-]/g, '').replace(/\D/g, '?');
  const shift = kind === 'unl' ? 5 : 0;
  const groups = Array.from({ length: groupCount }, (_, index) => {
    const typed = digits.slice(index * SIZE, (index + 1) * SIZE);
    const sum = Array.from(typed.slice(0, SIZE - 1)).reduce((total, digit) => total + Number(digit), shift);
    const full = Number(typed.at(-1)) === sum % 10 ? ('good' as const) : ('bad' as const);
    const state =
      typed === '' ? ('empty' as const) : typed.includes('?') ? ('bad' as const) : typed.length < SIZE ? ('incomplete' as const) : full;
    return { typed, state };
  });
  return { groups, surplus: Math.max(0, digits.length - groupCount * SIZE) };
};

startEnhancing({ window, inspectCode });
