import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { OperationRunner } from './operation.runner.js';

/** The pause between two sweeps, in milliseconds. */
const interval = 500;

/** Runs what waits, Redis up or not. */
@Injectable()
export class OperationTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(OperationRunner) private readonly runner: OperationRunner) {
    this.repeat = new Repeat(OperationTimer.name, interval, () => runner.sweep());
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.runner.stop();
    await this.repeat.stop();
    this.runner.end();
  }
}
