import { Button } from 'antd';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { CatalogueVersion, TakeCatalogue } from './generated/indicators.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** Which shipped catalogue is in use; a newer one is taken once it has been seen what it changes. */
export function Shipped({ mayTake }: { mayTake: boolean }) {
  const say = useWords();
  const send = useSend(TakeCatalogue);
  const taken = send.data?.takeCatalogue;
  const difference = send.variables?.dryRun ? taken?.difference : null;
  return (
    <Answered answer={useAnswer(CatalogueVersion, {})}>
      {({ catalogue: { version, shippedVersion } }) => (
        <>
          <p className="acts">
            {say('catalogue', { version, shipped: shippedVersion })}
            {mayTake && shippedVersion > version && (
              <Button
                loading={send.isPending}
                onClick={() => send.mutate({ version: shippedVersion, dryRun: true })}
              >
                {say('preview')}
              </Button>
            )}
            {difference && (
              <Button
                type="primary"
                loading={send.isPending}
                onClick={() => send.mutate({ version: shippedVersion, dryRun: false })}
              >
                {say('take', { version: shippedVersion })}
              </Button>
            )}
          </p>
          <Problems told={taken?.userErrors} error={send.error} />
          {difference && (
            <ul role="status">
              <li>
                {say('added')}: {difference.added.map(named).join(', ') || say('nothing')}
              </li>
              <li>
                {say('changed')}:{' '}
                {difference.changed
                  .map(({ code, fields }) => `${code} (${fields.map(({ field }) => field).join(', ')})`)
                  .join(', ') || say('nothing')}
              </li>
              <li>
                {say('retired')}: {difference.retired.join(', ') || say('nothing')}
              </li>
              <li>
                {say('clashes')}:{' '}
                {difference.clashes.map(({ own, other }) => `${own} = ${other}`).join(', ') || say('nothing')}
              </li>
            </ul>
          )}
        </>
      )}
    </Answered>
  );
}
