import { dataSource, requireBoundRole } from '@huiji/store/data-source';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Announcer } from './announcer.js';
import type { Config } from './config.js';
import { Drainer } from './drainer.js';
import { EventsProcessor } from './events.processor.js';
import { Timer } from './timer.js';

@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  static with(config: Config): DynamicModule {
    const open = async (): Promise<DataSource> => {
      const source = await dataSource(config.DATABASE_URL, config.DATABASE_POOL).initialize();
      await requireBoundRole(source);
      return source;
    };
    return {
      module: WorkerModule,
      imports: [
        BullModule.forRoot({ connection: { url: config.REDIS_URL, maxRetriesPerRequest: null } }),
        BullModule.registerQueue({ name: 'rollup' }),
      ],
      providers: [
        { provide: DataSource, useFactory: open },
        { provide: Announcer, useFactory: () => new Announcer(config.REDIS_URL) },
        Drainer,
        EventsProcessor,
        Timer,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
  }
}
