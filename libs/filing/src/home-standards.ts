import { type HomeStandard, shippedStandard } from '@huiji/domain/home-standard';
import type { Tx } from '@huiji/store/data-source';
import { type SetStandard, standardsOf } from '@huiji/store/home';

/** A standard that a federation has set, or the shipped one, which has no id. */
export type KnownStandard = HomeStandard &
  (
    | Pick<SetStandard, 'id' | 'documentNo' | 'setByName' | 'setAt'>
    | Record<'id' | 'documentNo' | 'setByName' | 'setAt', null>
  );

const shipped: KnownStandard = {
  ...shippedStandard,
  ...{ id: null, documentNo: null, setByName: null, setAt: null },
};

/** The standards of a tenant: which one holds for a year, and by which one something was assessed or awarded. */
export class Standards {
  private constructor(readonly set: readonly SetStandard[]) {}

  static async of(tx: Tx, tenantId: string): Promise<Standards> {
    return new Standards(await standardsOf(tx, tenantId));
  }

  forYear(year: number): KnownStandard {
    return this.set.find(({ fromYear }) => fromYear <= year) ?? shipped;
  }

  byId(id: string | null): KnownStandard {
    return this.set.find((one) => one.id === id) ?? shipped;
  }
}
