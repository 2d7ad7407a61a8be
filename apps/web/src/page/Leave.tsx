import { useEffect } from 'react';
import { Loading } from './states.js';

/** Goes to a page of the other entry, which is another document. */
export function Leave({ to }: { to: string }) {
  useEffect(() => location.replace(to), [to]);
  return <Loading />;
}
