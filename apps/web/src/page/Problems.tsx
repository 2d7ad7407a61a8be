import { sentence } from '../words/sentence.js';
import { Failed } from './states.js';

interface Told {
  code: string;
  messageZh: string;
  messageEn: string;
}

/** What was wrong with a form that was sent: what the api told, or why it could not be asked. */
export function Problems({ told, error }: { told?: readonly Told[] | undefined; error: unknown }) {
  if (error) return <Failed error={error} />;
  return (
    <div role="alert">
      {told?.map((one) => (
        <p key={`${one.code} ${one.messageZh}`} className="problem">
          {sentence(one)}
        </p>
      ))}
    </div>
  );
}
