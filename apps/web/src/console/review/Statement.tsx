import { Button } from 'antd';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { AcknowledgeStatement } from './generated/review.js';
import { useWords } from './words.js';

/** 签收差异: a statement that differs from the sum below it is accepted only after somebody above has taken note of that. */
export function Statement({ submissionId }: { submissionId: string }) {
  const say = useWords();
  const keyOf = useActKey();
  const acknowledge = useSend(AcknowledgeStatement);
  return (
    <div>
      <p>{say('acknowledgeHint')}</p>
      <Button
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate({ input: { submissionId, idempotencyKey: keyOf(submissionId) } })}
      >
        {say('acknowledge')}
      </Button>
      <Problems told={acknowledge.data?.acknowledgeBreach.userErrors} error={acknowledge.error} />
      {acknowledge.data?.acknowledgeBreach.statement && <p role="status">{say('acknowledged')}</p>}
    </div>
  );
}
