import { useAnswer } from '../../client/answers.js';
import { grouped } from '../../words/figures.js';
import type { OutcomeFragment } from './generated/acts.js';
import { CellNames } from './generated/organisation.js';
import { WideTable } from '../WideTable.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** Which totals of periods that are not final a change would alter, and from what to what. */
export function Effects({ effects }: { effects: NonNullable<OutcomeFragment['effects']> }) {
  const say = useWords();
  const forms = useAnswer(CellNames, {}).data?.forms ?? [];
  const names = new Map(
    forms.flatMap(({ code: form, layout }) => layout.map((cell) => [`${form}/${cell.code}`, named(cell)])),
  );
  const rows = effects.flatMap(({ union, form, period, cells }) =>
    cells.map((cell) => ({
      ...{ key: `${union.id}/${form}/${period}/${cell.cell}`, body: union.name, period },
      ...{ before: cell.before, after: cell.after, cell: names.get(`${form}/${cell.cell}`) ?? cell.cell },
    })),
  );
  const figure = (value: string | null) => (
    <span className="number">{value === null ? '—' : grouped(value)}</span>
  );
  return (
    <section aria-label={say('effects')} role="status">
      <h3>{say('effects')}</h3>
      <p>{say('effectsHint')}</p>
      {rows.length === 0 ? (
        <p>{say('effectsNone')}</p>
      ) : (
        <WideTable
          label={say('effects')}
          dataSource={rows}
          pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          columns={[
            { title: say('body'), dataIndex: 'body' },
            { title: say('period'), dataIndex: 'period' },
            { title: say('cell'), dataIndex: 'cell' },
            { title: say('before'), dataIndex: 'before', align: 'right', render: figure },
            { title: say('after'), dataIndex: 'after', align: 'right', render: figure },
          ]}
        />
      )}
    </section>
  );
}
