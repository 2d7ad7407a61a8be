import { openDataSource } from '@huiji/store/data-source';
import { endTraces } from '@huiji/store/trace';
import { FieldCipher } from '@huiji/store/field-cipher';
import { fieldCipher } from '@huiji/store/field-key-settings';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from './config.js';
import { Doorbell } from './doorbell.js';
import { Asker } from './graphql/asker.js';
import { AskMaker, askMaker, cookieName } from './graphql/context.js';
import { RegisteredOperations } from './graphql/operations.js';
import { Budgets } from './rate-limit/budget.js';
import { ApiTokenService } from './session/api-token.service.js';
import { Attempts } from './session/attempts.js';
import { Required, SessionService } from './session/session.service.js';

/** The two connections of the process: PostgreSQL under the application's role, and the doorbell's Redis. */
@Global()
@Module({})
export class Connections implements OnApplicationShutdown {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  static with(config: Config): DynamicModule {
    return {
      module: Connections,
      providers: [
        { provide: FieldCipher, useFactory: () => fieldCipher(config) },
        {
          provide: DataSource,
          inject: [FieldCipher],
          useFactory: (cipher: FieldCipher) =>
            openDataSource(config.DATABASE_URL, config.DATABASE_POOL, config.STATEMENT_TIMEOUT, cipher),
        },
        { provide: Doorbell, useFactory: () => Doorbell.open(config.REDIS_URL) },
        Attempts,
        { provide: Required, useValue: new Required(config.REQUIRE_TOTP) },
        SessionService,
        ApiTokenService,
        { provide: Budgets, useFactory: () => new Budgets(config) },
        { provide: RegisteredOperations, useFactory: () => new RegisteredOperations(config) },
        {
          provide: Asker,
          inject: [SessionService, ApiTokenService],
          useFactory: (sessions: SessionService, tokens: ApiTokenService) =>
            new Asker(sessions, tokens, cookieName(config, 'session')),
        },
        {
          provide: AskMaker,
          inject: [DataSource, Asker, Budgets],
          useFactory: (source: DataSource, asker: Asker, budgets: Budgets) =>
            askMaker({ source, asker, budgets, config }),
        },
      ],
      exports: [
        DataSource,
        FieldCipher,
        Doorbell,
        Attempts,
        SessionService,
        ApiTokenService,
        RegisteredOperations,
        AskMaker,
      ],
    };
  }

  /** After the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.doorbell.close();
    await this.source.destroy();
    await endTraces();
  }
}
