import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { ask } from '../../client/ask.js';
import { Problems } from '../../page/Problems.js';
import { ExportMe, type ExportMeMutation } from './generated/account.js';

/** All pages of what is held about a person, as one. */
async function exported(
  personId: string,
  after: string | null = null,
): Promise<ExportMeMutation['exportPerson']> {
  const { exportPerson } = await ask(ExportMe, { personId, after });
  const { records } = exportPerson.export ?? {};
  if (!exportPerson.export || !records?.pageInfo.hasNextPage) return exportPerson;
  const rest = await exported(personId, records.pageInfo.endCursor);
  const nodes = [...records.nodes, ...(rest.export?.records.nodes ?? [])];
  return { ...rest, export: rest.export && { ...rest.export, records: { ...records, nodes } } };
}

function download(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** 个人信息导出: downloads what is held about a person, oneself or one whom one administers, as a file. */
export function ExportPerson({ personId, button }: { personId: string; button: string }) {
  const sent = useMutation({
    mutationFn: () => exported(personId),
    onSuccess: (answer) => {
      if (!answer.export) return;
      const { records, ...person } = answer.export;
      download(`huiji-${person.login}.json`, { ...person, records: records.nodes });
    },
  });
  return (
    <span className="act">
      <Button loading={sent.isPending} onClick={() => sent.mutate()}>
        {button}
      </Button>
      <Problems told={sent.data?.userErrors} error={sent.error} />
    </span>
  );
}
