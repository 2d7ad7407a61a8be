import { day } from '../../words/dates.js';
import { WideTable } from '../WideTable.js';
import type { FormVersionsQuery } from './generated/forms.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

export type Form = FormVersionsQuery['formVersions'][number];

/** What a version of a form asks: its cover, its tables with their cells, its tables of rows. */
export function Tables({ form }: { form: Form }) {
  const say = useWords();
  const { cover } = form;
  return (
    <>
      <p>
        {say('cover', { formNo: cover.formNo, issuedBy: cover.issuedBy })}{' '}
        {cover.approvalNo && say('approval', { approvalNo: cover.approvalNo })}{' '}
        {cover.validUntil && say('until', { day: day(cover.validUntil) })} {!form.rollsUp && say('statement')}
      </p>
      {form.tables.map((table) => (
        <section key={table.code} aria-label={named(table)}>
          <h3>{named(table)}</h3>
          <WideTable
            label={named(table)}
            rowKey="code"
            dataSource={table.cells}
            columns={[
              { title: say('cell'), render: (_, cell) => named(cell) },
              { title: say('code'), dataIndex: 'code' },
              { title: say('unit'), dataIndex: 'unit' },
              { title: say('source'), render: (_, { source }) => say(source) },
              {
                title: say('filedBy'),
                render: (_, { filedBy }) => filedBy.map((level) => say(level)).join(', '),
              },
              { title: say('adds'), render: (_, { adds }) => say(adds ? 'yes' : 'no') },
            ]}
          />
        </section>
      ))}
      {form.repeatingTables.map((table) => (
        <section key={table.code} aria-label={named(table)}>
          <h3>{say('repeating', { name: named(table), count: table.limit })}</h3>
          <WideTable
            label={named(table)}
            rowKey="code"
            dataSource={table.columns}
            columns={[
              { title: say('column'), render: (_, column) => named(column) },
              { title: say('code'), dataIndex: 'code' },
              {
                title: say('required'),
                render: (_, { required }) => say(required ? 'required' : 'optional'),
              },
            ]}
          />
        </section>
      ))}
    </>
  );
}

/** The checks of a form, each with its sentence. */
export function Rules({ form }: { form: Form }) {
  const say = useWords();
  if (form.rules.length === 0) return <p>{say('noRules')}</p>;
  return (
    <WideTable
      label={say('rules')}
      rowKey="code"
      dataSource={form.rules}
      columns={[
        { title: say('code'), dataIndex: 'code' },
        { title: say('severity'), render: (_, { severity }) => say(severity) },
        { title: say('scope'), render: (_, { scope }) => say(scope) },
        {
          title: say('sentence'),
          className: 'rule-text',
          render: (_, rule) => named(rule) || rule.source,
        },
        {
          title: say('expression'),
          className: 'rule-text',
          render: (_, { expression }) => <code>{expression}</code>,
        },
      ]}
    />
  );
}
