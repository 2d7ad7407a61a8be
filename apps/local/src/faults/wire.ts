/** A network that can fail: what connects two of our processes goes through here. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Stoppable } from '../supervise.js';

/** A TCP proxy of 127.0.0.1, whose connections can be cut, and held up for a while. */
export class Wire implements Stoppable {
  private readonly ends = new Set<Socket>();
  private held = false;

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  /** A wire to a port on which somebody listens, now or later. Without one, whoever connects is cut off. */
  static async to(target: number): Promise<Wire> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const wire = new Wire(typeof address === 'object' && address ? address.port : 0, server);
    server.on('connection', (near) => wire.join(near, connect(target, '127.0.0.1')));
    return wire;
  }

  /** Cuts all connections; whatever was on its way is lost. New ones may be made at once. */
  cut(): void {
    for (const end of this.ends) end.destroy();
  }

  /** Lets nothing through, without anybody being told, until `release`. */
  hold(): void {
    this.held = true;
    for (const end of this.ends) end.pause();
  }

  release(): void {
    this.held = false;
    for (const end of this.ends) end.resume();
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cut();
    await Promise.resolve();
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (to.write(chunk)) return;
        from.pause();
        to.once('drain', () => this.held || from.resume());
      });
      from.on('end', () => to.end());
      // A reset, or nobody listens: the other end is closed just the same.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.ends.delete(from);
        to.destroy();
      });
      if (this.held) from.pause();
    }
  }
}
