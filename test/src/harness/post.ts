import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** An e-mail as it arrived. */
export interface Mail {
  to: string;
  messageId: string;
  subject: string;
  text: string;
}

/** A mail server of a test: keeps what it takes. */
export interface MailCatcher {
  url: string;
  mails: Mail[];
  /** The status each recipient is answered with; 250 takes the mail. */
  answer: (to: string) => number;
  /** Waited for before a mail is acknowledged, once it is kept. */
  beforeTaken: (mail: Mail) => Promise<void>;
  stop(): Promise<void>;
}

const refusal = (code: number, to: string): Error =>
  Object.assign(new Error(`mailbox ${to} is not here`), { responseCode: code });

const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('latin1')
        : word
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (_hex, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    );

function read(raw: string, to: string): Mail {
  const [head = '', body = ''] = raw.split(/\r\n\r\n([^]*)/);
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  const subject = Buffer.from(words(header('Subject')), 'latin1').toString();
  const base64 = /base64/i.test(header('Content-Transfer-Encoding'));
  const text = base64 ? Buffer.from(body, 'base64').toString() : body;
  return { to, messageId: header('Message-ID'), subject, text: text.trimEnd() };
}

export async function catchMail(): Promise<MailCatcher> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const code = catcher.answer(address);
      callback(code === 250 ? null : refusal(code, address));
    },
    onData(stream, session, callback) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => (raw += part));
      stream.on('end', () => {
        const mail = read(raw, session.envelope.rcptTo[0]?.address ?? '');
        catcher.mails.push(mail);
        catcher.beforeTaken(mail).then(() => callback(), callback);
      });
    },
  });
  // A client that is killed breaks its connection: that is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const catcher: MailCatcher = {
    url: `smtp://127.0.0.1:${port}`,
    mails: [],
    answer: () => 250,
    beforeTaken: () => Promise.resolve(),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return catcher;
}

/** An SMS as the gateway was asked to send it. */
export interface Sms {
  to: string;
  text: string;
  reference: string;
}

/** An SMS gateway of a test: keeps every request, whatever it answers. */
export interface Gateway {
  url: string;
  requests: Array<Sms & { authorization: string | undefined }>;
  answer: (sms: Sms) => number;
  stop(): Promise<void>;
}

export async function smsGateway(): Promise<Gateway> {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const sms = JSON.parse(body) as Sms;
      gateway.requests.push({ ...sms, authorization: request.headers.authorization });
      response.writeHead(gateway.answer(sms)).end(`no route to ${sms.to}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const gateway: Gateway = {
    url: `http://127.0.0.1:${port}/sms`,
    requests: [],
    answer: () => 202,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gateway;
}
