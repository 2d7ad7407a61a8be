import { allowedAtRoot, type Me } from '../../client/session.js';
import '../form/form.css';
import { Checks } from './Checks.js';
import { Differences } from './Differences.js';
import { Jobs } from './Jobs.js';
import { Provider } from './Provider.js';
import { Budgets, Usage } from './Usage.js';
import { useWords } from './words.js';

/** 运行状况: whether totals are right, how much is used, how people sign in; each part for whom it is. */
export default function Health({ me }: { me: Me }) {
  const say = useWords();
  return (
    <>
      <h1>{say('title')}</h1>
      {allowedAtRoot(me, 'READ_CHECKS') && <Checks />}
      {allowedAtRoot(me, 'READ_CHECKS') && <Jobs mayRetry={allowedAtRoot(me, 'VERIFY_TOTALS')} />}
      {allowedAtRoot(me, 'VERIFY_TOTALS') && <Differences me={me} />}
      {allowedAtRoot(me, 'READ_USAGE') && <Usage />}
      {allowedAtRoot(me, 'SET_IDENTITY_PROVIDER') && <Provider />}
      <Budgets />
    </>
  );
}
