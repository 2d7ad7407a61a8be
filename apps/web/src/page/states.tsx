/** The states that every page has besides its content. Plain HTML: both entries use them. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Component, type ReactNode, useSyncExternalStore } from 'react';
import { Refused } from '../client/ask.js';
import { sentence } from '../words/sentence.js';
import './states.css';
import { useWords } from './words.js';

export function Loading() {
  const say = useWords();
  return (
    <p className="state" role="status">
      {say('loading')}
    </p>
  );
}

/** Nothing to show, and what that means. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="state">{children}</p>;
}

/** For whom a page is not. */
export function NoPermission() {
  const say = useWords();
  return (
    <div className="state" role="alert">
      <p>{say('forbidden')}</p>
      <p>{say('forbiddenHint')}</p>
    </div>
  );
}

/** What went wrong, and a way to try again where that may help. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const say = useWords();
  if (error instanceof Refused && error.code === 'FORBIDDEN') return <NoPermission />;
  const refused = error instanceof Refused ? error : null;
  return (
    <div className="state" role="alert">
      <h2>{say('failed')}</h2>
      <p>{refused ? sentence(refused) : say('unreachable')}</p>
      {refused?.requestId && <p className="state-detail">{say('requestId', { id: refused.requestId })}</p>}
      {retry && (
        <button type="button" onClick={retry}>
          {say('retry')}
        </button>
      )}
    </div>
  );
}

/**
 * Shows an answer once it is there. While a newer one is on its way, or could not be had, the one before stays; the banner says
 * when the network is away.
 */
export function Answered<Answer>({
  answer,
  children,
}: {
  answer: Pick<UseQueryResult<Answer>, 'data' | 'error' | 'refetch'>;
  children: (data: Answer) => ReactNode;
}) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error) return <Failed error={answer.error} retry={() => void answer.refetch()} />;
  return <Loading />;
}

const listenToNetwork = (changed: () => void): (() => void) => {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
};

/** Whether the device says that it has a network. */
export const useOnline = (): boolean => useSyncExternalStore(listenToNetwork, () => navigator.onLine);

/** Says that the network is away, above whatever page is shown. */
export function OfflineBanner() {
  const say = useWords();
  const online = useOnline();
  return <div role="status">{!online && <p className="offline">{say('offline')}</p>}</div>;
}

function Broken() {
  const say = useWords();
  return (
    <div className="state" role="alert">
      <p>{say('unexpected')}</p>
      <button type="button" onClick={() => location.reload()}>
        {say('refresh')}
      </button>
    </div>
  );
}

/** Stands in for a page that failed while it was drawn, so that one fault does not blank the whole. */
export class Fault extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
