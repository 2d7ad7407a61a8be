import { bodiesFor, type Me } from '../../client/session.js';
import { Scoped } from '../scope/Scoped.js';
import { Queue } from './Queue.js';
import { useWords } from './words.js';

/** 待审核: what waits for the reviewer, the riskiest first, with the opened return beside it. */
export default function Review({ me }: { me: Me }) {
  const say = useWords();
  return (
    <>
      <h1>{say('title')}</h1>
      <Scoped bodies={bodiesFor(me, 'ACCEPT', { below: true })}>
        {(scope) => <Queue key={JSON.stringify(scope)} me={me} scope={scope} />}
      </Scoped>
    </>
  );
}
