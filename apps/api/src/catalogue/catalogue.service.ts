import {
  type CatalogueChange,
  define,
  type Difference,
  difference,
  retire,
  revise,
  take,
  type TenantCatalogue,
} from '@huiji/domain/catalogue';
import type { Indicator } from '@huiji/domain/indicator';
import { refuse } from '@huiji/domain/problem';
import { shippedCatalogue } from '@huiji/domain/shipped-catalogues';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit, type AuditEvent } from '@huiji/store/audit';
import { lockCatalogue, writeCatalogue } from '@huiji/store/catalogue';
import { inTenant } from '@huiji/store/data-source';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';

/** An indicator as a client sends it: what has a default may still be null. */
export type IndicatorInput = {
  [Field in keyof Indicator]: Indicator[Field] | (Field extends Defaulted ? null : never);
};
type Defaulted = 'numerator' | 'denominator' | 'breakdowns' | 'attributes' | 'definition' | 'basis';

export interface DefineInput {
  indicator: IndicatorInput;
  from: string;
}

export interface ReviseInput extends DefineInput {
  expectedVersion: number;
}

export interface RetireInput {
  code: string;
  on: string;
  expectedVersion: number;
}

/** What a person sent as an entry: texts trimmed, what was left out as the catalogue writes it. */
function entryOf(input: IndicatorInput): Indicator {
  const { numerator, denominator, breakdowns, attributes, definition, basis, ...rest } = input;
  return {
    ...rest,
    ...{ group: rest.group.trim(), zh: rest.zh.trim(), en: rest.en.trim(), unit: rest.unit.trim() },
    ...(numerator ? { numerator } : {}),
    ...(denominator ? { denominator } : {}),
    breakdowns: (breakdowns ?? []).map(({ dimension, code, zh, en }) => ({ dimension, code, zh, en })),
    attributes: attributes ?? [],
    definition: (definition ?? '').trim(),
    basis: (basis ?? '').trim(),
  };
}

/** Changes of a tenant's catalogue. Only who defines forms at the federation may make them. */
@Injectable()
export class CatalogueService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Adds an indicator of the tenant's own; answers its code. */
  define(ask: Ask, { indicator, from }: DefineInput): Promise<string> {
    return this.change(ask, 'DEFINE_INDICATOR', indicator.code, (catalogue) =>
      define(catalogue, entryOf(indicator), from),
    );
  }

  /** Words an own indicator anew; answers its code. */
  revise(ask: Ask, { indicator, ...when }: ReviseInput): Promise<string> {
    return this.change(ask, 'REVISE_INDICATOR', indicator.code, (catalogue) =>
      revise(catalogue, entryOf(indicator), when),
    );
  }

  /** Ends an own indicator; answers its code. */
  retire(ask: Ask, { code, ...when }: RetireInput): Promise<string> {
    return this.change(ask, 'RETIRE_INDICATOR', code, (catalogue) => retire(catalogue, code, when));
  }

  /** Takes a shipped catalogue from today on, or in a dry run only tells what that would do. */
  async take(
    ask: Ask,
    { version, dryRun }: { version: number; dryRun?: boolean | null },
  ): Promise<Difference> {
    const { tenantId, today } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
      const before = await lockCatalogue(tx, tenantId);
      const shipped = shippedCatalogue(version);
      if (!shipped)
        return refuse('CATALOGUE_VERSION', { version, held: before.version }, { field: 'version' });
      const change = take(before, shipped, today);
      const told = difference(before, shipped);
      if (dryRun) return told;
      await writeCatalogue(tx, tenantId, change, version);
      await audit(tx, ask.origin, {
        action: 'TAKE_CATALOGUE',
        objectType: 'catalogue',
        objectId: String(version),
        before: { version: before.version },
        after: {
          version,
          added: told.added.map((one) => one.code),
          changed: told.changed.map((one) => one.code),
          retired: told.retired,
        },
      });
      return told;
    });
  }

  private async change(
    ask: Ask,
    action: string,
    code: string,
    rule: (catalogue: TenantCatalogue) => CatalogueChange,
  ): Promise<string> {
    const { tenantId } = ask.actor;
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
      const before = await lockCatalogue(tx, tenantId);
      const change = rule(before);
      await writeCatalogue(tx, tenantId, change, before.version);
      await audit(tx, ask.origin, { action, objectType: 'indicator', objectId: code, ...seen(change) });
    });
    return code;
  }
}

/** What the audit keeps of a change of one indicator: the version that ends and when, the one that begins and how. */
function seen({ ended, added }: CatalogueChange): Pick<AuditEvent, 'before' | 'after'> {
  const [end] = ended;
  const [begun] = added;
  return {
    ...(end ? { before: { version: end.version, validTo: end.validTo } } : {}),
    ...(begun ? { after: { version: begun.version, validFrom: begun.validFrom, entry: begun.entry } } : {}),
  };
}
