import type { ActingRole } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { visibleUnion } from '@huiji/filing/visible';
import {
  type ApiTokenRow,
  apiTokensOf,
  endApiTokensOf,
  insertApiToken,
  revokeApiToken,
  type TokenAccess,
  tokenFacts,
} from '@huiji/store/api-token';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Actor, Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { requireAdministered } from './administered.js';
import { hashOf, randomSecret } from './secret.js';

export interface CreateApiTokenInput {
  name: string;
  unionId: string;
  role: ActingRole;
  access: TokenAccess;
  days: number;
}

const longest = 366;
/** Says of which tenant it is, so that no door is needed to look it up; a made-up tenant has no tokens. */
const form = /^huiji_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[\w-]{43}$/;

/** API tokens: a program acts for a person, within one appointment. The database holds their hashes. */
@Injectable()
export class ApiTokenService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Makes a token within an appointment or entrustment that the actor holds today: FORBIDDEN for any other, NOT_FOUND at a union not to be seen. */
  async create(ask: Ask, input: CreateApiTokenInput): Promise<{ token: string; apiToken: ApiTokenRow }> {
    const { tenantId, personId, appointments } = ask.actor;
    const name = requireText('name', input.name, 100);
    const { role, access, days } = input;
    if (days < 1 || days > longest)
      refuse('NUMBER_OUT_OF_RANGE', { field: 'days', value: days, min: 1, max: longest }, { field: 'days' });
    const token = `huiji_${tenantId.replaceAll('-', '')}_${randomSecret()}`;
    const id = uuid();
    const apiToken = await inTenant(this.source, tenantId, async (tx) => {
      const { union } = await visibleUnion(tx, ask.actor, input.unionId);
      const unionId = union.id;
      if (!appointments.some((held) => held.unionId === unionId && held.role === role))
        refuse('FORBIDDEN', { action: 'createApiToken' }, { field: 'role' });
      await audit(tx, ask.origin, {
        ...{ action: 'CREATE_API_TOKEN', objectType: 'api_token', objectId: id, unionId },
        after: { role, access, days },
      });
      const made = { id, name, unionId, role, access, days };
      return insertApiToken(tx, { tenantId, personId }, made, hashOf(token));
    });
    return { token, apiToken };
  }

  /** The tokens of the person signed in. */
  async mine(ask: Ask): Promise<ApiTokenRow[]> {
    const { tenantId, personId } = ask.inSession;
    return apiTokensOf(await ask.read(), tenantId, personId);
  }

  /** Ends a token of the person signed in. NOT_FOUND for anybody else's. */
  async revoke(ask: Ask, tokenId: string): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const what = '接口令牌 API token';
    const id = requireId(tokenId, what, 'tokenId');
    await inTenant(this.source, tenantId, async (tx) => {
      if (!(await revokeApiToken(tx, tenantId, personId, id)))
        refuse('NOT_FOUND', { what }, { field: 'tokenId' });
      await audit(tx, ask.origin, { action: 'REVOKE_API_TOKEN', objectType: 'api_token', objectId: id });
    });
  }

  /** Ends all tokens of a person whom the actor administers. */
  endOf(ask: Ask, personId: string): Promise<string> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const id = await requireAdministered(tx, ask, personId);
      const tokens = await endApiTokensOf(tx, tenantId, id);
      const event = { action: 'END_API_TOKENS', objectType: 'person', objectId: id, after: { tokens } };
      await audit(tx, ask.origin, event);
      return id;
    });
  }

  /** For whom a token acts, with what of its scope that person holds today; null when it has ended or is none. */
  async actorOf(token: string): Promise<Actor | null> {
    const [whole, ...groups] = form.exec(token) ?? [];
    if (!whole) return null;
    const tenantId = groups.join('-');
    const facts = await tokenFacts(this.source, tenantId, hashOf(token));
    return facts && { ...facts, tenantId, sessionId: null, readOnly: facts.access === 'READ', owes: null };
  }
}
