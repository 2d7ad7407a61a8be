import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeat } from '../repeat.js';
import { Anchors } from './anchor.js';
import { Sealer } from './sealer.js';

/** The pause between two sweeps, in milliseconds: what is committed is sealed within a second. */
const interval = 500;

/** Seals what was committed since the last sweep, Redis up or not. */
@Injectable()
export class AuditTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeat: Repeat;

  constructor(
    @Inject(Sealer) sealer: Sealer,
    @Inject(Anchors) private readonly anchors: Anchors,
  ) {
    this.repeat = new Repeat(AuditTimer.name, interval, () => sealer.sweep());
  }

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeat.stop();
    await this.anchors.close();
  }
}
