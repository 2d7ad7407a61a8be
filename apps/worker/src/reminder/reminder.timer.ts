import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { Deliverer } from './deliverer.js';
import { Raiser } from './raiser.js';
import { raiseEvery } from './reminder.processor.js';

/** How long a delivery waits at most when no doorbell rang, in milliseconds. */
const interval = 1_000;

/** Delivers what the doorbell missed, and raises what the scheduler of Redis did not, Redis up or not. */
@Injectable()
export class ReminderTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(Deliverer) deliverer: Deliverer, @Inject(Raiser) raiser: Raiser) {
    this.repeat = new Repeat(ReminderTimer.name, interval, async () => {
      await raiser.raiseAfter(2 * raiseEvery);
      await deliverer.sweep();
    });
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }
}
