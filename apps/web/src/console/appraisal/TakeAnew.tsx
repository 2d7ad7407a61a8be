import { Button } from 'antd';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import type { BookNamed } from '../targets/plan.js';
import { Appraise } from './generated/appraisal.js';
import { useWords as useOneWords } from './one-words.js';
import { takingAnew } from './scores.js';
import type { Appraised } from './seen.js';

/** Works the points for targets out by what is reported now; what was given for items stays. */
export function TakeAnew({
  of: { form, period },
  bodyId,
  one,
}: {
  of: BookNamed;
  bodyId: string;
  one: Appraised;
}) {
  const say = useOneWords();
  const keyOf = useActKey();
  const sent = useSend(Appraise);
  const input = { bodyId, form, period, lines: [takingAnew(one)] };
  const problems = sent.data?.appraise.userErrors;
  return (
    <div className="acts">
      <Button
        loading={sent.isPending}
        onClick={() => sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } })}
      >
        {say('takeAnew')}
      </Button>
      <span role="status">{problems?.length === 0 && say('takenAnew')}</span>
      {one.differs && <span className="dim">{say('takeAnewHint')}</span>}
      <Problems told={problems} error={sent.error} />
    </div>
  );
}
