import { secretService } from '../token/keychain/secret-service.ts';
import { toolRunner } from '../token/run-tool.ts';
import { tokenKeyOf } from '../token/storage/names.ts';

/** Run inside a session of its own, with whatever Secret Service is in it. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const token = tokenKeyOf(new Uint8Array(16).fill(9));
const factor = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
const keychain = secretService(toolRunner(process.env));

say(`before: ${String(await keychain.find(token))}`);
say(await keychain.keep(token, factor));
const found = await keychain.find(token);
say(`found: ${typeof found !== 'string' && Buffer.from(factor).equals(found) ? 'the same' : 'something else'}`);
await keychain.forget(token);
say(`after: ${String(await keychain.find(token))}`);
