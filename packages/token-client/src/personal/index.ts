/** What is done with the list of a personal vault, and how it is seen. A face of its own, so that what few people need is loaded on demand. */
export { type AccountNames, addAccounts, changeView, deleteAccount, duplicateOf, moveAccount, noteUse } from './change-list.ts';
export { pinAccount, purgeDeleted, renameAccount, restoreAccount, unpinAccount, withoutDuplicates } from './change-list.ts';
export { found, inOrder } from './see-list.ts';
