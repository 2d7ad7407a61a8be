import { transferDirections, transferStates } from '@huiji/domain/transfer';
import { useWords as useTransferWords } from '../../page/transfer/words.js';
import { useTransfersAddress } from './address.js';
import { periodsCounted } from './asked.js';
import type { FormsAndPeriodsQuery } from '../totals/generated/totals.js';
import { useWords } from './words.js';

/** Which orders are listed. Those that count in a period are accepted, so that no state is asked for then. */
export function Filters({ known }: { known: FormsAndPeriodsQuery }) {
  const say = useWords();
  const transfer = useTransferWords();
  const [{ state = '', direction = '', period = '' }, go] = useTransfersAddress();
  const { filed, derived } = periodsCounted(known);
  return (
    <div className="scope" role="group" aria-label={say('filters')}>
      <label>
        {say('period')}
        <select
          className="choice"
          value={period}
          onChange={({ target }) =>
            go({ period: target.value || undefined, state: undefined }, { replace: true })
          }
        >
          <option value="">{say('all')}</option>
          <Periods label={say('filed')} codes={filed} />
          <Periods label={say('derived')} codes={derived} />
        </select>
      </label>
      <label>
        {say('direction')}
        <select
          className="choice"
          value={direction}
          onChange={({ target }) => go({ direction: target.value || undefined }, { replace: true })}
        >
          <option value="">{say('all')}</option>
          {transferDirections.map((one) => (
            <option key={one} value={one}>
              {transfer(one)}
            </option>
          ))}
        </select>
      </label>
      {period === '' && (
        <label>
          {say('state')}
          <select
            className="choice"
            value={state}
            onChange={({ target }) => go({ state: target.value || undefined }, { replace: true })}
          >
            <option value="">{say('all')}</option>
            {transferStates.map((one) => (
              <option key={one} value={one}>
                {transfer(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function Periods({ label, codes }: { label: string; codes: readonly string[] }) {
  return (
    codes.length > 0 && (
      <optgroup label={label}>
        {codes.map((code) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </optgroup>
    )
  );
}
