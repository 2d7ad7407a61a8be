import { askedTwice } from '@huiji/domain/asked-twice';
import type { Form } from '@huiji/domain/form';
import type { Assignment } from '@huiji/domain/organisation';
import {
  type FormDefinition,
  formDifference,
  type FormDifference,
  nextVersion,
} from '@huiji/domain/form-definition';
import { refuse, refuseAny } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { indicatorsInForce } from '@huiji/store/catalogue';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { insertForm, newestForms } from '@huiji/store/form';
import { lockTree } from '@huiji/store/organisation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Ask } from '../graphql/ask.js';

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** A definition as GraphQL hands it over: what was left out may be null. */
export type DefinitionInput = Omit<FormDefinition, 'assignment'> & {
  assignment?: Nullable<Assignment> | null;
};

export interface PublishInput {
  definition: DefinitionInput;
  expectedVersion: number;
  dryRun?: boolean | null;
}

/** The next version of a form with what it changes. */
export interface Published {
  form: Form;
  difference: FormDifference;
}

/** Defining forms (报表): a statistician's work, version by version. */
@Injectable()
export class DefinitionService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Publishes a version, or with `dryRun` says what it would change. All that is wrong is answered together. */
  publish(ask: Ask, { definition, expectedVersion, dryRun }: PublishInput): Promise<Published> {
    const { tenantId, personId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
      await lockTree(tx, tenantId, 'SHARED');
      const { form, before, others } = await this.next(tx, ask.actor, definition);
      requireVersion(before?.version ?? 0, expectedVersion);
      refuseAny(askedTwice([...others, form]).filter(({ details }) => details['form'] === form.code));
      const difference = formDifference(before, form);
      if (dryRun) return { form, difference };
      if (!(await insertForm(tx, tenantId, form, personId)))
        return refuse(
          'STALE_REVISION',
          { expected: expectedVersion, actual: form.version },
          { field: 'expectedVersion' },
        );
      await audit(tx, ask.origin, {
        action: 'PUBLISH_FORM',
        objectType: 'form',
        objectId: form.code,
        before: { version: before?.version ?? 0 },
        after: { version: form.version, ...difference },
      });
      return { form, difference };
    });
  }

  /** The form that a definition makes; refuses what is wrong with it. */
  async next(
    tx: Tx,
    { tenantId, today }: Actor,
    input: DefinitionInput,
  ): Promise<{ form: Form; before: Form | null; others: Form[] }> {
    const definition = definitionOf(input);
    const forms = await newestForms(tx, tenantId);
    const before = forms.find((one) => one.code === definition.code) ?? null;
    const others = forms.filter((one) => one !== before);
    const indicators = await indicatorsInForce(tx, tenantId, today);
    const { form, problems } = nextVersion(definition, { before, others, indicators });
    refuseAny(problems);
    return { form, before, others };
  }
}

/**
 * What was left out is absent, not null, in a definition as it is stored; null where the schema has a default means that default. The
 * schema cannot say so itself: graphql-jit takes a non-null field of an input for one that must be sent, default or not.
 */
function definitionOf(input: DefinitionInput): FormDefinition {
  const text = JSON.stringify(input, (_, value: unknown) => (value === null ? undefined : value));
  const definition = JSON.parse(text) as FormDefinition;
  const { rollsUp = true, assignment = {}, cover, computed = [] } = definition;
  const { tables, repeatingTables = [], rules = [] } = definition;
  return {
    ...{ ...definition, rollsUp, assignment, computed },
    tables: tables.map((table) => ({
      ...table,
      cells: table.cells.map((cell) => ({ ...cell, source: cell.source ?? 'TYPED' })),
    })),
    repeatingTables: repeatingTables.map(({ limit = 500, columns, ...table }) => ({
      ...{ ...table, limit },
      columns: columns.map(({ required = false, marked = false, ...column }) => ({
        ...column,
        required,
        marked,
      })),
    })),
    rules: rules.map(({ scope = 'FILED', zh = '', en = '', ...rule }) => ({ ...rule, scope, zh, en })),
    cover: {
      ...cover,
      required: cover.required ?? [],
      approvalNo: cover.approvalNo ?? null,
      validUntil: cover.validUntil ?? null,
    },
  };
}
