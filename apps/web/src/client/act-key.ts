import { useRef } from 'react';
import { idempotencyKey } from './ask.js';

/**
 * Keys for what a person does here: the same one each time the same input is sent, so that what was done and could not be told is
 * not done twice; another one for anything else.
 */
export function useActKey(): (input: unknown) => string {
  const kept = useRef(new Map<string, string>());
  return (input) => {
    const act = JSON.stringify(input);
    const key = kept.current.get(act) ?? idempotencyKey();
    kept.current.set(act, key);
    return key;
  };
}
