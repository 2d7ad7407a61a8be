import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { More } from '../More.js';
import { MyFiles, type MyFilesQuery } from './generated/account.js';
import { useWords } from './words.js';

type Made = MyFilesQuery['operations']['nodes'][number];

/** 我的导出: the files that one has had made, for as long as they may be fetched. */
export function Files() {
  const say = useWords();
  const answer = usePages(MyFiles, {}, ({ operations }) => operations.pageInfo);
  return (
    <section className="panel" aria-labelledby="files">
      <h2 id="files">{say('files')}</h2>
      <Answered answer={answer}>
        {({ pages }) => {
          const files = pages.flatMap(({ operations }) => operations.nodes);
          return files.length === 0 ? (
            <p className="dim">{say('noFiles')}</p>
          ) : (
            <ul className="rows">
              {files.map((file) => (
                <li key={file.id}>
                  <span className="grow">
                    {file.url && file.fileName ? <a href={file.url}>{file.fileName}</a> : nameOf(say, file)}
                  </span>
                  <span className="dim">
                    {moment(file.createdAt)} {stateOf(say, file)}
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answered>
      <More pages={answer} />
    </section>
  );
}

const nameOf = (say: ReturnType<typeof useWords>, { fileName, form, period }: Made): string =>
  fileName ?? (form && period ? `${form} ${period}` : say('catalogue'));

function stateOf(say: ReturnType<typeof useWords>, { state, percent, url, expiresAt }: Made): string {
  if (state === 'RUNNING') return say('file.RUNNING', { percent });
  if (state !== 'DONE') return say(`file.${state}`);
  return url && expiresAt ? say('fileUntil', { at: moment(expiresAt) }) : say('fileGone');
}
