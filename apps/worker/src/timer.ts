import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Drainer } from './drainer.js';
import { Repeat } from './repeat.js';

/** How long a change waits at most when no doorbell rang, in milliseconds. */
const interval = 500;

/** Drains what the doorbell missed, Redis up or not. */
@Injectable()
export class Timer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(Drainer) drainer: Drainer) {
    this.repeat = new Repeat(Timer.name, interval, () => drainer.sweep());
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }
}
