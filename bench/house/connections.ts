import { connect, type Socket } from 'node:net';

/**
 * Kept connections that speak no more HTTP/1.1 than the callers of a benchmark need, because what they take is taken from the server they measure, on
 * the same cores: 20 µs a request where `node:http` takes 90 and undici 45 (measured in one run).
 */
export interface Response {
  readonly status: number;
  /** The values of all fields of that name, in lower case. */
  readonly all: (name: string) => readonly string[];
  readonly body: string;
}

interface Connection {
  readonly socket: Socket;
  /** What has come of the answer. One character an octet. */
  received: string;
  waiting: { readonly resolve: (response: Response) => void; readonly reject: (error: Error) => void } | undefined;
}

export class Connections {
  readonly #open = new Set<Connection>();
  /** By host and port; what is not in use. */
  readonly #idle = new Map<string, Connection[]>();

  /** Sends one request, on a connection that nobody uses or on a new one. @throws Error when the connection ends before the answer does. */
  ask(host: { readonly hostname: string; readonly port: string }, message: string): Promise<Response> {
    const name = `${host.hostname}:${host.port}`;
    const idle = this.#idle.get(name) ?? [];
    this.#idle.set(name, idle);
    const connection = idle.pop() ?? this.#connect(host, idle);
    return new Promise((resolve, reject) => {
      connection.waiting = { resolve, reject };
      connection.socket.write(message, 'latin1');
    });
  }

  close(): void {
    for (const { socket } of this.#open) socket.destroy();
  }

  #connect({ hostname, port }: { readonly hostname: string; readonly port: string }, idle: Connection[]): Connection {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const connection: Connection = { socket, received: '', waiting: undefined };
    this.#open.add(connection);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: unknown) => {
      connection.received += String(chunk);
      try {
        const response = readResponse(connection.received);
        if (response) settle(connection, idle, response);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.once('error', (error) => connection.waiting?.reject(error));
    socket.once('close', () => {
      this.#open.delete(connection);
      connection.waiting?.reject(new Error(`${hostname}:${port} closed the connection`));
    });
    return connection;
  }
}

function settle(connection: Connection, idle: Connection[], response: Response): void {
  const { waiting } = connection;
  connection.received = '';
  connection.waiting = undefined;
  idle.push(connection);
  waiting?.resolve(response);
}

const LONGEST_RESPONSE = 1024 * 1024;
const END_OF_HEAD = '\r\n\r\n';

/**
 * Reads an answer, one character an octet; undefined while there is more to come.
 *
 * @throws Error when it is no HTTP/1.1, does not say its length (our pages and redirects do), is longer than it says, or longer than a mebioctet.
 */
export function readResponse(text: string): Response | undefined {
  if (text.length > LONGEST_RESPONSE) throw new Error('the answer is longer than any page');
  const endOfHead = text.indexOf(END_OF_HEAD);
  if (endOfHead < 0) return undefined;
  const head = text.slice(0, endOfHead + 2);
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1];
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1];
  if (status === undefined || length === undefined) throw new Error(`not an answer that says its length: ${head.split('\r\n', 1).join()}`);
  const body = text.slice(endOfHead + END_OF_HEAD.length);
  if (body.length > Number(length)) throw new Error(`the answer is longer than the ${length} octets it says`);
  return body.length < Number(length) ? undefined : { status: Number(status), all: (name) => valuesOf(head, name), body };
}

/** Looked for only when somebody asks: most answers of a benchmark are looked at after its time is taken. */
function valuesOf(head: string, name: string): readonly string[] {
  const lines = head.split('\r\n').filter((line) => line.toLowerCase().startsWith(`${name}:`));
  return lines.map((line) => line.slice(name.length + 1).trim());
}
