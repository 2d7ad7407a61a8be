import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { ResetMailer } from './reset.mailer.js';

/** How long a request waits at most, in milliseconds. */
const interval = 1_000;

/** Looks for requests to mail a code, Redis up or not. */
@Injectable()
export class ResetTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(@Inject(ResetMailer) mailer: ResetMailer) {
    this.repeat = new Repeat(ResetTimer.name, interval, () => mailer.sweep());
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }
}
