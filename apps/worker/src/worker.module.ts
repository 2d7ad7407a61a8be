import { openDataSource } from '@huiji/store/data-source';
import { fieldCipher } from '@huiji/store/field-key-settings';
import { openFileStore } from '@huiji/store/file-store-settings';
import { reminderQueue } from '@huiji/store/reminder-delivery';
import { doorbellQueue } from '@huiji/store/rollup';
import { checkQueue } from '@huiji/store/rollup-check';
import { endTraces } from '@huiji/store/trace';
import { Watch } from '@huiji/store/watch';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Announcer } from './announcer.js';
import { RemovalTimer } from './attachment/removal.timer.js';
import { Remover } from './attachment/remover.js';
import { Anchors } from './audit/anchor.js';
import { AuditTimer } from './audit/audit.timer.js';
import { Sealer } from './audit/sealer.js';
import type { Config } from './config.js';
import { Drainer } from './drainer.js';
import { EventsProcessor } from './events.processor.js';
import { QuietQueue } from './queue-host.js';
import { OperationRunner } from './operation/operation.runner.js';
import { OperationTimer } from './operation/operation.timer.js';
import { Carriers } from './reminder/carriers.js';
import { Deliverer } from './reminder/deliverer.js';
import { Raiser } from './reminder/raiser.js';
import { ReminderProcessor } from './reminder/reminder.processor.js';
import { ReminderTimer } from './reminder/reminder.timer.js';
import { ResetMailer } from './reset/reset.mailer.js';
import { ResetTimer } from './reset/reset.timer.js';
import { RetentionTimer } from './retention/retention.timer.js';
import { CheckProcessor } from './rollup-check/check.processor.js';
import { CheckTimer } from './rollup-check/check.timer.js';
import { Checker } from './rollup-check/checker.js';
import { Timer } from './timer.js';
import { Watched } from './watched.js';

const queues = [doorbellQueue, reminderQueue, checkQueue];

@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  static with(config: Config): DynamicModule {
    BullModule.queueClass = QuietQueue;
    return {
      module: WorkerModule,
      imports: [
        BullModule.forRoot({ connection: { url: config.REDIS_URL, maxRetriesPerRequest: null } }),
        BullModule.registerQueue(...queues.map((name) => ({ name }))),
      ],
      providers: [
        {
          provide: DataSource,
          useFactory: () =>
            openDataSource(
              config.DATABASE_URL,
              config.DATABASE_POOL,
              config.STATEMENT_TIMEOUT,
              fieldCipher(config),
            ),
        },
        { provide: Announcer, useFactory: () => new Announcer(config.REDIS_URL) },
        Drainer,
        EventsProcessor,
        Timer,
        { provide: Carriers, useFactory: () => new Carriers(config) },
        Deliverer,
        Raiser,
        ReminderProcessor,
        ReminderTimer,
        ResetMailer,
        ResetTimer,
        {
          provide: Checker,
          inject: [DataSource],
          useFactory: (source: DataSource) => new Checker(source, config.CHECK_TOTALS_SECONDS),
        },
        CheckProcessor,
        CheckTimer,
        { provide: Anchors, useFactory: () => new Anchors(config.AUDIT_ANCHOR_DIR) },
        Sealer,
        AuditTimer,
        {
          provide: Remover,
          inject: [DataSource],
          useFactory: (source: DataSource) => new Remover(source, openFileStore(config)),
        },
        RemovalTimer,
        {
          provide: OperationRunner,
          inject: [DataSource],
          useFactory: (source: DataSource) => new OperationRunner(source, openFileStore(config) !== null),
        },
        OperationTimer,
        RetentionTimer,
        {
          provide: Watched,
          inject: [DataSource, Announcer, ...queues.map(getQueueToken)],
          useFactory: (source: DataSource, announcer: Announcer, ...watched: Queue[]) =>
            new Watched(config.WATCH_ADDRESS, new Watch(source, () => announcer.connected), watched),
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
    await endTraces();
  }
}
