import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { sealUnionContact } from '@huiji/store/contact';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { tradeUnions } from '@huiji/store/organisation';
import { changeRegisters } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';

/** How long each attribute may be; what identifies a person is not written to the audit. */
const texts = {
  regionCode: { max: 20, personal: false },
  industry: { max: 100, personal: false },
  unitType: { max: 50, personal: false },
  chair: { max: 50, personal: true },
  contact: { max: 50, personal: true },
  phone: { max: 30, personal: true },
} as const;
type Text = keyof typeof texts;
type Attributes = Record<Text, string | null> & Pick<TradeUnion, 'legalPerson'>;

export interface UpdateUnionInput extends Partial<Record<Text, string | null>> {
  unionId: string;
  expectedVersion: number;
  legalPerson?: boolean | null;
}

/** The attributes of a union that carry no dates. */
@Injectable()
export class AttributesService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async update(ask: Ask, input: UpdateUnionInput): Promise<string> {
    const { actor } = ask;
    const { tenantId } = actor;
    const given = attributesOf(input);
    const { id, scopes } = await inTenant(this.source, tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      const moved = await changeRegisters(tx, tenantId, new Set([union.id]), async () => {
        const now = await tradeUnions(tx).findOneByOrFail({ tenantId, id: union.id });
        requireVersion(now.version, input.expectedVersion);
        if (now.dissolvedOn) refuse('UNION_DISSOLVED', { union: now.name, date: now.dissolvedOn });
        await tradeUnions(tx).update(
          { tenantId, id: now.id },
          { ...asStored(tx, now.id, given), version: now.version + 1 },
        );
        await audit(tx, ask.origin, {
          action: 'UPDATE_UNION',
          objectType: 'trade_union',
          objectId: now.id,
          unionId: union.id,
          before: spoken(given, { ...now, contact: null, phone: null }),
          after: spoken(given, given),
        });
      });
      return { id: union.id, scopes: moved };
    });
    this.doorbell.ring(scopes);
    return id;
  }
}

/** What was sent, checked in itself: a blank text clears as null does. FIELD_TOO_LONG, FIELD_REQUIRED. */
function attributesOf(input: UpdateUnionInput): Partial<Attributes> {
  const { legalPerson } = input;
  if (legalPerson === null) refuse('FIELD_REQUIRED', { field: 'legalPerson' }, { field: 'legalPerson' });
  const sent = (Object.keys(texts) as Text[]).filter((name) => input[name] !== undefined);
  return {
    ...Object.fromEntries(sent.map((name) => [name, optionalText(name, input[name], texts[name].max)])),
    ...(legalPerson !== undefined && { legalPerson }),
  };
}

/** What was given, its contact sealed. */
function asStored(
  tx: Tx,
  id: string,
  { contact, phone, ...rest }: Partial<Attributes>,
): Partial<Pick<TradeUnion, keyof Attributes>> {
  const sealed = sealUnionContact(tx, id, { contact: contact ?? null, phone: phone ?? null });
  return {
    ...rest,
    ...(contact !== undefined && { contact: sealed.contact }),
    ...(phone !== undefined && { phone: sealed.phone }),
  };
}

/** The attributes that were given, as they may be written down. */
function spoken(given: Partial<Attributes>, of: Partial<Attributes>): Record<string, unknown> {
  const names = Object.keys(given) as Array<keyof Attributes>;
  return Object.fromEntries(
    names.map((name) => [name, name !== 'legalPerson' && texts[name].personal ? '…' : of[name]]),
  );
}
