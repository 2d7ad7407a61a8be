/** An app as it is built, in a process of its own. */
export interface Launched {
  /** Resolves once the process says that it works; rejects when it ended before. */
  ready: Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As whoever stops it would. Rejects where it has not ended after ten seconds. */
  end(): Promise<void>;
}

export function launch(app: 'api' | 'worker', env: NodeJS.ProcessEnv): Launched;

/** An api that answers at `url` already. */
export function launchApi(
  settings: NodeJS.ProcessEnv,
): Promise<{ url: string } & Pick<Launched, 'kill' | 'end'>>;

/** A port of this machine that nothing listens on. */
export function freePort(): Promise<number>;

/** What addresses of attachments are signed by. */
export const attachmentSecret: string;

/** What api and worker are told of their servers, and of the folder in which attachments are kept. */
export function settingsFor(appUrl: string, redisUrl: string, attachments: string): NodeJS.ProcessEnv;

/** A Redis database of its own for each Jest worker, so that no worker takes another suite's jobs. */
export function redisOf(worker: string | number): string;
