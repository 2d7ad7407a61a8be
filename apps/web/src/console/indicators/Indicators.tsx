import { may } from '@huiji/domain/access';
import { Button, Drawer, Input, Tag, Typography } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { useAddress } from '../address.js';
import { ExportCatalogue } from '../export/Export.js';
import { More } from '../More.js';
import { WideTable } from '../WideTable.js';
import { Definition } from './Definition.js';
import { type Edit, Editor } from './Editor.js';
import { Indicators as IndicatorsOf } from './generated/indicators.js';
import { Shipped } from './Shipped.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** 指标库: what is asked, what it means, and what the federation asks besides. */
export default function Indicators({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<'search' | 'group' | 'indicator'>();
  const [edit, setEdit] = useState<Edit | null>(null);
  const defines = me.appointments.some(
    ({ union }) => union.level === 'FEDERATION' && may('DEFINE_FORMS', appointmentsOf(me), union.id, []),
  );
  const answer = usePages(
    IndicatorsOf,
    { search: address.search ?? null, group: address.group ?? null },
    ({ indicators }) => indicators.pageInfo,
  );
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <Shipped mayTake={defines} />
      <div className="acts">
        <Input.Search
          aria-label={say('search')}
          placeholder={say('searchHint')}
          allowClear
          defaultValue={address.search ?? ''}
          onSearch={(text) => go({ search: text.trim() || undefined })}
          style={{ maxWidth: '22rem' }}
        />
        {address.group && (
          <Tag closable={{ 'aria-label': say('shut') }} onClose={() => go({ group: undefined })}>
            {say('group')}: {address.group}
          </Tag>
        )}
        {defines && (
          <Button onClick={() => setEdit({ act: 'define', indicator: null })}>{say('define')}</Button>
        )}
        <ExportCatalogue />
      </div>
      <Answered answer={answer}>
        {({ pages }) => {
          const indicators = pages.flatMap((page) => page.indicators.nodes);
          if (indicators.length === 0) return <Empty>{say('none')}</Empty>;
          return (
            <>
              <WideTable
                label={say('title')}
                rowKey="code"
                dataSource={indicators}
                columns={[
                  {
                    title: say('indicator'),
                    render: (_, indicator) => (
                      <button
                        type="button"
                        className="line-look"
                        aria-label={say('look', { name: named(indicator) })}
                        onClick={() => go({ indicator: indicator.code })}
                      >
                        {named(indicator)}
                      </button>
                    ),
                  },
                  { title: say('code'), dataIndex: 'code' },
                  {
                    title: say('group'),
                    render: (_, { group }) => (
                      <button type="button" className="line-look" onClick={() => go({ group })}>
                        {group}
                      </button>
                    ),
                  },
                  { title: say('kind'), render: (_, { kind }) => say(kind) },
                  { title: say('unit'), dataIndex: 'unit' },
                  {
                    title: say('version'),
                    render: (_, { version, shipped }) => (
                      <>
                        {version} <Tag>{say(shipped ? 'shipped' : 'own')}</Tag>
                      </>
                    ),
                  },
                ]}
              />
              <More pages={answer} />
            </>
          );
        }}
      </Answered>
      <Drawer
        open={Boolean(address.indicator)}
        onClose={() => go({ indicator: undefined })}
        size={640}
        destroyOnHidden
        title={say('versions')}
        closable={{ 'aria-label': say('shut') }}
      >
        {address.indicator && (
          <Definition
            code={address.indicator}
            act={defines ? (act, indicator) => setEdit({ act, indicator }) : null}
          />
        )}
      </Drawer>
      {edit && <Editor edit={edit} close={() => setEdit(null)} />}
    </>
  );
}
