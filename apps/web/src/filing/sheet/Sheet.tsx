import { useQuery } from '@tanstack/react-query';
import { answers, asked } from '../../client/answers.js';
import type { Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { type DraftOf, recall } from './kept.js';
import { OpenSheet } from './OpenSheet.js';
import { Sheet as SheetOf } from './generated/sheet.js';
import './sheet.css';
import { useWords } from './words.js';

/** Which sheet, as its address names it. */
export interface SheetAddress {
  unionCode: string;
  form: string;
  period: string;
}

/** A sheet asked anew each time it is opened: what was read before may be older than what has been saved since. */
export const sheetOf = (address: SheetAddress) => ({
  ...asked(SheetOf, address),
  gcTime: 0,
  staleTime: 0,
});

/** 填报: one form of one union for one period, with what this device keeps of it. */
export function Sheet({ me, address }: { me: Me; address: SheetAddress }) {
  const say = useWords();
  const { unionCode, form, period } = address;
  const draft: DraftOf = { personId: me.id, ...address };
  const answer = useQuery(sheetOf(address));
  const kept = useQuery({
    queryKey: ['kept', draft],
    queryFn: () => recall(draft),
    networkMode: 'always',
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <Answered answer={answer}>
      {(data) =>
        data.entrySheet === null ? (
          <Empty>{say('nothing')}</Empty>
        ) : (
          <Answered answer={kept}>
            {(known) => (
              <OpenSheet
                key={`${unionCode} ${form} ${period}`}
                me={me}
                draft={draft}
                answer={data}
                sheet={data.entrySheet!}
                kept={known}
                reread={() => answers.fetchQuery(sheetOf(address)).catch(() => undefined)}
              />
            )}
          </Answered>
        )
      }
    </Answered>
  );
}
