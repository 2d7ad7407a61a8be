import { divide } from '@huiji/domain/figure';
import { useAnswer } from '../../client/answers.js';
import { Answered } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { Budgets as AskedBudgets, Usage as AskedUsage } from './generated/health.js';
import { useWords } from './words.js';

const megabyte = 1_048_576n;

/** Bytes as megabytes with one decimal. */
const megabytes = (bytes: string): string => `${grouped(divide(BigInt(bytes), megabyte, 1))} MB`;

/** How much of the quota the attachments (附件) take. */
export function Usage() {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="usage">
      <h2 id="usage">{say('usage')}</h2>
      <Answered answer={useAnswer(AskedUsage, {})}>
        {({ attachmentUsage: { used, quota, reserved } }) => (
          <p>
            {say('used', { used: megabytes(used), quota: megabytes(quota) })}{' '}
            <span className="dim">{say('reserved', { reserved: megabytes(reserved) })}</span>
          </p>
        )}
      </Answered>
    </section>
  );
}

/** What may still be asked for in this minute. */
export function Budgets() {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="budgets">
      <h2 id="budgets">{say('budgets')}</h2>
      <Answered answer={useAnswer(AskedBudgets, {})}>
        {({ rateLimit }) => (
          <ul className="rows">
            {rateLimit.budgets.map(({ scope, limit, remaining }) => (
              <li key={scope}>
                <span className="grow">{say(`scope.${scope}`)}</span>
                <span>
                  {say('left', { remaining: grouped(String(remaining)), limit: grouped(String(limit)) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}
