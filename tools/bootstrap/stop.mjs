/**
 * Ends the program with words for the person in front of it: what is wrong and what to do.
 *
 * @param {string} message
 * @returns {never}
 */
export function stop(message) {
  process.stderr.write(`\n${message.trim()}\n\n`);
  process.exit(1);
}
