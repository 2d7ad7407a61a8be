import { z } from 'zod';
import { statementTimeout } from './data-source.js';

/** The settings that name the servers of an installation: the same for api and worker. */
export const serverSettings = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('PostgreSQL 15 to 18, as the role that the migration prints, which is not the owner'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).describe('Redis or Valkey ≥ 6.2'),
  STATEMENT_TIMEOUT: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(statementTimeout)
    .describe('seconds that one database statement may take; as long ago is the latest moment for `asOf`'),
});
