import { placeholders } from '@huiji/domain/report-template';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAnswer } from '../../../client/answers.js';
import { ask, idempotencyKey, sendFile } from '../../../client/ask.js';
import { Problems } from '../../../page/Problems.js';
import { Answered } from '../../../page/states.js';
import { moment } from '../../../words/dates.js';
import { named } from '../../../words/named.js';
import { Act } from '../../form/Act.js';
import { WideTable } from '../../WideTable.js';
import {
  BeginReportTemplate,
  DropReportTemplate,
  ReportTemplateOf,
  SetReportTemplate,
} from './generated/template.js';
import { useWords } from './words.js';

/** Sends a file and makes it the template of a form; its answer is what was wrong. */
function useTemplate(form: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const input = { form, fileName: file.name, size: file.size, idempotencyKey: idempotencyKey() };
      const { templateId, url, userErrors } = (await ask(BeginReportTemplate, { input })).beginReportTemplate;
      if (!templateId || !url) return userErrors;
      await sendFile(url, file);
      return (await ask(SetReportTemplate, { input: { templateId } })).setReportTemplate.userErrors;
    },
    onSuccess: () => client.invalidateQueries(),
  });
}

/** 工作总结模板: the document that the work reports of a form come in, and what it may name. */
export function Template({ form }: { form: string }) {
  const say = useWords();
  return (
    <>
      <p>{say('how')}</p>
      <p>
        <a href="/work-report-template.docx">{say('starter')}</a>
      </p>
      <Answered answer={useAnswer(ReportTemplateOf, { form })}>
        {({ reportTemplate: own }) =>
          own ? (
            <div className="acts">
              {say('own')} <a href={own.url}>{own.fileName}</a> {say('since', { at: moment(own.setAt) })}{' '}
              <Act
                operation={DropReportTemplate}
                variables={{ input: { form } }}
                told={({ dropReportTemplate }) => dropReportTemplate.userErrors}
                act={say('drop')}
              />
            </div>
          ) : (
            <p>{say('none')}</p>
          )
        }
      </Answered>
      <Upload form={form} />
      <h3>{say('placeholders')}</h3>
      <p>{say('codes')}</p>
      <WideTable
        label={say('placeholders')}
        rowKey="example"
        dataSource={Object.values(placeholders)}
        columns={[
          { title: say('typed'), render: (_, { example }) => <code>{example}</code> },
          { title: say('stands'), render: (_, { stands }) => say(stands) },
          { title: say('means'), render: (_, one) => named(one) },
        ]}
      />
    </>
  );
}

function Upload({ form }: { form: string }) {
  const say = useWords();
  const sending = useTemplate(form);
  return (
    <>
      <p>
        <label>
          {say('choose')}{' '}
          <input
            type="file"
            accept=".docx"
            disabled={sending.isPending}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) sending.mutate(file);
              // The same file, once corrected, is another choice.
              target.value = '';
            }}
          />
        </label>
      </p>
      <p role="status">{sending.isPending ? say('sending') : sending.data?.length === 0 && say('done')}</p>
      <Problems told={sending.data} error={sending.error} />
    </>
  );
}
