import { useQueryClient } from '@tanstack/react-query';
import { type Client, createClient } from 'graphql-ws';
import { useEffect } from 'react';
import { RollupChanged } from './live.generated.js';

/** One socket for the tab: opened with the first subscription, closed after the last. */
let socket: Client | undefined;
const connection = (): Client =>
  (socket ??= createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true,
  }));

/** Acceptances come in bursts; what is shown is asked for anew once in that time at most. */
const pauseMs = 500;

/**
 * Keeps what a page shows of a total up to date: asks for it anew whenever the total has moved, and once the socket is back after it
 * was lost, since nothing is told twice. Without a socket the page goes on as it was.
 */
export function useLive(unionId: string | undefined, form: string, period: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!unionId) return undefined;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void client.invalidateQueries();
      }, pauseMs);
    };
    const live = connection();
    let connections = 0;
    const unlisten = live.on('connected', () => {
      connections += 1;
      if (connections > 1) again();
    });
    const unsubscribe = live.subscribe(
      { query: RollupChanged, variables: { unionId, form, period } },
      { next: again, error: () => undefined, complete: () => undefined },
    );
    return () => {
      clearTimeout(waiting);
      unlisten();
      unsubscribe();
    };
  }, [client, unionId, form, period]);
}
