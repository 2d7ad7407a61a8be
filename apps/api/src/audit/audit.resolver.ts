import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { type AuditAsked, type AuditEventView, AuditReader } from './audit.reader.js';

@Resolver('AuditEvent')
export class AuditResolver {
  constructor(@Inject(AuditReader) private readonly reader: AuditReader) {}

  @Query('auditEvents')
  events(@Args() asked: AuditAsked, @Context('ask') ask: Ask): Promise<Connection<AuditEventView>> {
    return this.reader.events(ask, asked);
  }
}
