import { bodiesRead, type Me } from '../../client/session.js';
import { Book } from './Book.js';
import { ByYear, keyOfBook } from './ByYear.js';

/** 目标任务: what a body is to reach in a year, how far it has come, and what it has handed on to the unions below. */
export default function Targets({ me }: { me: Me }) {
  return (
    <ByYear bodies={bodiesRead(me)} yearIn="year">
      {(of) => <Book key={keyOfBook(of)} me={me} of={of} />}
    </ByYear>
  );
}
