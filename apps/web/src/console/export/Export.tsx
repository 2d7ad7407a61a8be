import { Button, Progress } from 'antd';
import {
  type Exportable,
  type ExportableList,
  type Exporting,
  useCatalogueExport,
  useExport,
  useListExport,
} from '../../client/export.js';
import { Problems } from '../../page/Problems.js';
import { useAddress } from '../address.js';
import './export.css';
import { useWords } from './words.js';

/** What leaves from the console; templates leave from the return, and the rest is for programs. */
type Of = Exportable & {
  table: Exclude<Exportable['table'], 'TEMPLATE' | 'TEMPLATE_MANY' | 'RETURN_LINES' | 'DICTIONARY'>;
};

/** 导出: has a file made of a table, shows how far that is, and offers the file. */
export function Export({ of }: { of: Of }) {
  return <Making what={of.table} exporting={useExport(of)} />;
}

/** A book (台账) leaves from the return's side. */
type OfList = ExportableList & { list: Exclude<ExportableList['list'], 'WORK_RECORDS'> };

/** The same of a list of what stands at and below a union. */
export function ExportList({ of }: { of: OfList }) {
  return <Making what={of.list} exporting={useListExport(of)} />;
}

/** The same of the catalogue (指标库). */
export function ExportCatalogue() {
  return <Making what="CATALOGUE" exporting={useCatalogueExport()} />;
}

function Making({
  what,
  exporting,
}: {
  what: Of['table'] | OfList['list'] | 'CATALOGUE';
  exporting: Exporting;
}) {
  const say = useWords();
  return (
    <div className="export">
      <Button loading={exporting.busy} onClick={exporting.begin}>
        {say(what)}
      </Button>
      <div role="status" className="export-state">
        <State of={exporting} />
        {what === 'WORK_REPORT' && exporting.operation?.state === 'DONE' && (
          <Preview operation={exporting.operation.id} />
        )}
      </div>
      <Problems told={exporting.problems} error={exporting.error} />
    </div>
  );
}

function State({ of: { operation, cancel } }: { of: Exporting }) {
  const say = useWords();
  if (!operation || operation.state === 'FAILED') return null;
  const { state, percent, fileName, url } = operation;
  if (state === 'CANCELLED') return <>{say('cancelled')}</>;
  if (state === 'DONE')
    return url && fileName ? (
      <>
        {say('ready')} <a href={url}>{say('download', { name: fileName })}</a>
      </>
    ) : (
      <>{say('gone')}</>
    );
  return (
    <>
      <Progress percent={percent} size="small" aria-label={say('making')} className="export-bar" />
      <Button size="small" onClick={cancel}>
        {say('cancel')}
      </Button>
    </>
  );
}

/** Shows what the report says before it is downloaded: the page that exports it opens it by its address. */
function Preview({ operation }: { operation: string }) {
  const say = useWords();
  const [, go] = useAddress<'report'>();
  return (
    <Button size="small" onClick={() => go({ report: operation })}>
      {say('preview')}
    </Button>
  );
}
