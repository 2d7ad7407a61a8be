import {
  findParameter,
  isParameterValue,
  type Parameter,
  parameters,
  parameterValue,
} from '@huiji/domain/parameter';
import { halfWidth, shortened } from '@huiji/domain/figure';
import { refuse } from '@huiji/domain/problem';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { type ParameterSetting, parametersOn, parameterSettings, setParameter } from '@huiji/store/parameter';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';

/** A parameter with what holds in the tenant today, and what was set when. */
export interface ParameterView extends Omit<Parameter, 'choices'> {
  choices: string[] | null;
  value: string;
  history: ParameterSetting[];
}

/** What differs by city and over time (domain rule 8): thresholds of the rules, with dates of validity. */
@Injectable()
export class ParameterService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async read(ask: Ask): Promise<ParameterView[]> {
    const { tenantId, today } = ask.actor;
    const tx = await ask.read();
    const settings = await parameterSettings(tx, tenantId);
    const values = await parametersOn(tx, tenantId, today);
    return parameters.map(({ choices, ...parameter }) => ({
      ...parameter,
      choices: choices?.map((choice) => choice.value) ?? null,
      value: parameterValue(values, parameter.name),
      history: settings.filter(({ name }) => name === parameter.name),
    }));
  }

  /** Sets a parameter from a day on: PARAMETER_UNKNOWN, PARAMETER_VALUE, FORBIDDEN. */
  async set(ask: Ask, { name, value, validFrom }: ParameterSetting): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const parameter =
      findParameter(name) ?? refuse('PARAMETER_UNKNOWN', { name: name.slice(0, 60) }, { field: 'name' });
    const text = halfWidth(value);
    if (!isParameterValue(parameter, text))
      refuse('PARAMETER_VALUE', { name, value: shortened(value) }, { field: 'value' });
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SET_PARAMETERS');
      const before = parameterValue(await parametersOn(tx, tenantId, validFrom), name);
      await setParameter(tx, tenantId, { name, value: text, validFrom }, personId);
      await audit(tx, ask.origin, {
        action: 'SET_PARAMETER',
        objectType: 'tenant_parameter',
        objectId: name,
        before: { value: before },
        after: { value: text, validFrom },
      });
    });
    return name;
  }
}
