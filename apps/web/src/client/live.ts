import { useQueryClient } from '@tanstack/react-query';
import { type Client, createClient } from 'graphql-ws';
import { useEffect } from 'react';
import { RollupChanged } from './generated/live.js';

let socket: Client | undefined;

/** Acceptances come in bursts: the first is shown soon, and those after it together, so that no page spends its budget of requests. */
const soonMs = 200;
const pauseMs = 3_000;

/** Called whenever the socket is there again: what was told while it was away has been lost. */
const again = new Set<() => void>();

/** One socket for the tab, opened with the first subscription and closed after the last; it comes back after any cut. */
function openSocket(): Client {
  let opened = 0;
  socket ??= createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true, // but never where it was told that nobody is signed in (4401)
    on: {
      connected: () => {
        opened += 1;
        if (opened > 1) for (const tell of again) tell();
      },
    },
  });
  return socket;
}

/**
 * Keeps what is shown of a union's totals up to date without a reload: reads again when the api tells that one has moved, and after
 * the network was away. Nothing is listened to without a `unionId`.
 */
export function useLive(
  unionId: string | null | undefined,
  form: string,
  ...periods: readonly string[]
): void {
  const client = useQueryClient();
  const listed = periods.join(' ');
  useEffect(() => {
    if (!unionId || listed === '') return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let lastAt = -Infinity;
    const read = (): void => {
      const pause = Math.max(soonMs, lastAt + pauseMs - performance.now());
      waiting ??= setTimeout(() => {
        waiting = undefined;
        lastAt = performance.now();
        void client.invalidateQueries();
      }, pause);
    };
    const stops = listed.split(' ').map((period) =>
      openSocket().subscribe(
        { query: RollupChanged, variables: { unionId, form, period } },
        { next: read, error: () => undefined, complete: () => undefined }, // a refusal leaves the page as it is
      ),
    );
    again.add(read);
    return () => {
      clearTimeout(waiting);
      again.delete(read);
      for (const stop of stops) stop();
    };
  }, [client, unionId, form, listed]);
}
