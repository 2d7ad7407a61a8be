import { z } from 'zod';

const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('the application role, not the owner'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(50).default(4),
});

export type Config = z.infer<typeof settings>;

/** Reads the settings once, from the environment. Throws with every setting that is wrong. */
export function configFrom(environment: NodeJS.ProcessEnv): Config {
  const read = settings.safeParse(environment);
  if (read.success) return read.data;
  throw new Error(`Settings are wrong:\n${z.prettifyError(read.error)}`);
}
