import { Query, Resolver } from '@nestjs/graphql';
import type { Config } from '../config.js';

/** As whom one may look around, as the settings say. */
@Resolver()
export class DemoResolver {
  constructor(private readonly config: Config) {}

  @Query('demoPeople')
  demoPeople(): Config['DEMO_PEOPLE'] {
    return this.config.DEMO_PEOPLE;
  }
}
