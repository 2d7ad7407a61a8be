import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { Checker } from './checker.js';

/** How often it is looked whether a check is overdue, in milliseconds. */
const interval = 1_000;

/** Checks what the scheduler of Redis did not, Redis up or not. */
@Injectable()
export class CheckTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(Checker) checker: Checker) {
    this.repeat = new Repeat(CheckTimer.name, interval, () =>
      checker.checkAfter(2_000 * checker.everySeconds),
    );
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }
}
