import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useActKey } from '../../client/act-key.js';
import { asked, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import './export.css';
import {
  CancelExport,
  ExportOperation,
  ExportTable,
  type ExportedFragment,
  type ExportTableInput,
} from './generated/export.js';
import { useWords } from './words.js';

/** How often it is asked how far the file is, in milliseconds. */
const pause = 700;

/** What a page exports: the table that it shows. */
export type Exportable = Omit<ExportTableInput, 'idempotencyKey' | 'table'> & {
  table: 'TOTALS' | 'GRID' | 'NOT_FILED' | 'CONTRIBUTIONS' | 'TIDY';
};

/** 导出: has a file made of a table, shows how far that is, and offers the file. */
export function Export({ of }: { of: Exportable }) {
  const say = useWords();
  const keyOf = useActKey();
  const begin = useSend(ExportTable);
  const begun = begin.data?.exportTable.operation;
  const at = useQuery({
    ...asked(ExportOperation, { id: begun?.id ?? '' }),
    enabled: Boolean(begun),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.operation) ? pause : false),
  });
  const operation = begun && (at.data?.operation ?? begun);
  const underWay = isUnderWay(operation);
  return (
    <div className="export">
      <Button
        loading={begin.isPending}
        disabled={underWay}
        onClick={() => begin.mutate({ input: { ...of, idempotencyKey: keyOf({ ...of, at: begun?.id }) } })}
      >
        {say(of.table)}
      </Button>
      <div role="status" className="export-state">
        {operation && <State of={operation} />}
      </div>
      <Problems
        told={operation?.problem ? [operation.problem] : begin.data?.exportTable.userErrors}
        error={begin.error ?? at.error}
      />
    </div>
  );
}

const isUnderWay = (operation: ExportedFragment | null | undefined): boolean =>
  operation?.state === 'WAITING' || operation?.state === 'RUNNING';

function State({ of: { id, state, percent, fileName, url } }: { of: ExportedFragment }) {
  const say = useWords();
  const cancel = useSend(CancelExport);
  if (state === 'CANCELLED') return <>{say('cancelled')}</>;
  if (state === 'DONE')
    return url && fileName ? (
      <>
        {say('ready')} <a href={url}>{say('download', { name: fileName })}</a>
      </>
    ) : (
      <>{say('gone')}</>
    );
  if (state === 'FAILED') return null;
  return (
    <>
      <Progress percent={percent} size="small" aria-label={say('making')} className="export-bar" />
      <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({ id })}>
        {say('cancel')}
      </Button>
    </>
  );
}
