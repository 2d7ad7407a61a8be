import { Checkbox, DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { UnionPicker } from '../UnionPicker.js';
import { periodsOf, type Scope, useTotalsAddress } from './scope.js';
import type { FormsAndPeriodsQuery } from './generated/totals.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

function Item({ label, children, wide }: { label: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? 'toolbar-item toolbar-cells' : 'toolbar-item'}>
      <span>{label}</span>
      {children}
    </div>
  );
}

/** Which total: of whom, on what form, when, in which tree, as of when, beside what. All of it goes into the address. */
export function Toolbar({
  scope,
  known,
  name,
}: {
  scope: Scope;
  known: FormsAndPeriodsQuery;
  name: string | undefined;
}) {
  const say = useWords();
  const [address, go] = useTotalsAddress();
  const { form, table, asOf } = scope;
  const { filed, derived } = periodsOf(form, known.periods);
  const option = (code: string) => ({ value: code, label: code });
  return (
    <div className="toolbar">
      <Item label={say('union')}>
        <UnionPicker
          label={say('union')}
          value={scope.unionId}
          {...(name ? { name } : {})}
          onChange={(union) => go({ union, open: undefined })}
        />
      </Item>
      <Item label={say('form')}>
        <Select
          aria-label={say('form')}
          value={form.code}
          options={known.forms
            .filter(({ rollsUp }) => rollsUp)
            .map((one) => ({ value: one.code, label: named(one) }))}
          onChange={(code: string) =>
            go({ form: code, period: undefined, table: undefined, cells: undefined })
          }
        />
      </Item>
      <Item label={say('period')}>
        <Select
          aria-label={say('period')}
          value={scope.period}
          options={[
            { label: say('filed'), options: filed.map(({ code }) => option(code)) },
            { label: say('derived'), options: derived.map(option) },
          ]}
          onChange={(period: string) => go({ period })}
        />
      </Item>
      <Item label={say('table')}>
        <Select
          aria-label={say('table')}
          value={table.code}
          options={form.tables.map((one) => ({ value: one.code, label: named(one) }))}
          onChange={(code: string) => go({ table: code, cells: undefined })}
        />
      </Item>
      <Item label={say('columns')} wide>
        <Select
          aria-label={say('columns')}
          mode="multiple"
          maxTagCount="responsive"
          placeholder={say('allColumns')}
          optionFilterProp="label"
          value={address.cells ? scope.cells.map(({ code }) => code) : []}
          options={table.cells.map((cell) => ({ value: cell.code, label: named(cell) }))}
          onChange={(codes: string[]) => go({ cells: codes.length > 0 ? codes.join(',') : undefined })}
        />
      </Item>
      <Item label={say('tree')}>
        <Segmented
          aria-label={say('tree')}
          value={scope.tree}
          options={(['AS_FILED', 'CURRENT'] as const).map((tree) => ({ value: tree, label: say(tree) }))}
          onChange={(tree) => go({ tree: tree === 'CURRENT' ? tree : undefined })}
        />
      </Item>
      <Item label={say('asOf')}>
        <DatePicker
          aria-label={say('asOf')}
          showTime
          placeholder={say('now')}
          value={asOf === null ? null : dayjs(asOf)}
          maxDate={dayjs()}
          onChange={(moment) => go({ asOf: moment ? moment.toISOString() : undefined })}
        />
      </Item>
      <Item label={say('compare')}>
        <Select
          aria-label={say('compare')}
          disabled={asOf !== null}
          value={scope.compare ?? ''}
          options={[
            { value: '', label: say('none') },
            { value: 'PREVIOUS', label: say('PREVIOUS') },
            { value: 'LAST_YEAR', label: say('LAST_YEAR') },
          ]}
          onChange={(chosen: string) => go({ with: chosen || undefined })}
        />
      </Item>
      <Checkbox
        checked={scope.yearToDate}
        onChange={({ target }) => go({ ytd: target.checked ? '1' : undefined })}
      >
        {say('yearToDate')}
      </Checkbox>
      <Checkbox
        checked={scope.carried}
        disabled={asOf !== null}
        onChange={({ target }) => go({ carried: target.checked ? '1' : undefined })}
      >
        {say('carried')}
      </Checkbox>
    </div>
  );
}
