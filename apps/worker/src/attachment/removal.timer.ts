import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { Remover } from './remover.js';

/** The pause between two sweeps, in milliseconds. */
const interval = 2_000;

/** Deletes what is due to be deleted, Redis up or not. */
@Injectable()
export class RemovalTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(Remover) remover: Remover) {
    this.repeat = new Repeat(RemovalTimer.name, interval, () => remover.sweep());
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }
}
