import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { Export } from '../export/Export.js';
import { More } from '../More.js';
import { TargetHistory } from './generated/targets.js';
import type { Measure } from './plan.js';
import { useWords } from './words.js';

/** Which target's history is looked at. */
export interface RevisionsOf {
  form: string;
  period: string;
  union: { id: string; name: string };
  measure: Measure;
}

/** What a target was before, and by which document, the newest first. */
export function Revisions({ form, period, union, measure }: RevisionsOf) {
  const say = useWords();
  const of = { unionId: union.id, form, period, cell: measure.cell };
  const pages = usePages(TargetHistory, of, ({ targetRevisions }) => targetRevisions.pageInfo);
  const shown = (figure: string | null): string => (figure === null ? say('empty') : grouped(figure));
  return (
    <Answered answer={pages}>
      {({ pages: read }) => {
        const nodes = read.flatMap(({ targetRevisions }) => targetRevisions.nodes);
        return (
          <>
            <h3>{named(measure)}</h3>
            {nodes.length === 0 ? (
              <Empty>{say('empty')}</Empty>
            ) : (
              <Export of={{ table: 'TARGET_REVISIONS', ...of }} />
            )}
            <ul className="rows">
              {nodes.map((one) => (
                <li key={one.id}>
                  <span className="grow">
                    <strong>{say('from', { before: shown(one.before), value: shown(one.value) })}</strong>{' '}
                    {one.weight !== null && `${say('weight')} ${one.weight}`}
                    <br />
                    {one.issuerName} {one.documentNo} {one.reason}
                    <br />
                    <span className="dim">
                      {say('by', { name: one.issuedByName, at: moment(one.issuedAt) })}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <More pages={pages} />
          </>
        );
      }}
    </Answered>
  );
}
