import { Button } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { Problems } from '../../page/Problems.js';
import { SendForm } from '../form/SendForm.js';
import { RemindOfNotice, WithdrawNotice } from './generated/notices.js';
import type { View } from './seen.js';
import { useWords } from './words.js';

/** 催办 of those at and below the body that still have to receive the notice, or to reply; nothing where all have. */
export function Remind({ view: { notice, progress } }: { view: View }) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(RemindOfNotice);
  // They may be reminded once more later on: that is another act.
  const [times, setTimes] = useState(0);
  const { wantsReply } = notice;
  if ((wantsReply ? progress.replied : progress.received) === progress.recipients) return null;
  const input = { noticeId: notice.id, unionId: progress.union.id };
  const remind = (): void =>
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf([input, times]) } },
      { onSuccess: () => setTimes(times + 1) },
    );
  const reminded = sent.data?.remindOfNotice.reminded ?? null;
  return (
    <div className="acts notices-remind">
      <Button loading={sent.isPending} onClick={remind}>
        {say(wantsReply ? 'remind' : 'remindRead')}
      </Button>
      <span role="status">{reminded !== null && say('reminded', { count: reminded })}</span>
      <Problems told={sent.data?.remindOfNotice.userErrors} error={sent.error} />
    </div>
  );
}

/** 撤回, with the reason that is shown from then on. */
export function Withdraw({ noticeId }: { noticeId: string }) {
  const say = useWords();
  const keyOf = useActKey();
  return (
    <details className="folded">
      <summary>{say('withdraw')}</summary>
      <SendForm
        operation={WithdrawNotice}
        variables={(read) => {
          const input = { noticeId, reason: read('reason') };
          return { input: { ...input, idempotencyKey: keyOf(input) } };
        }}
        told={({ withdrawNotice }) => withdrawNotice.userErrors}
        button={say('withdraw')}
        danger
      >
        <Field label={say('reason')} name="reason" maxLength={500} autoComplete="off" />
      </SendForm>
    </details>
  );
}
