import { useNavigate, useSearch } from '@tanstack/react-router';

/** What an address says beside the name of its page. */
export type Address<Key extends string = string> = Partial<Record<Key, string>>;

/**
 * What a page shows, which stands in its address, and a way to show something else; undefined takes a part out of the address.
 * `replace`: as a correction, to which Back does not return.
 */
export function useAddress<Key extends string = string>(): [
  Address<Key>,
  (changes: Partial<Record<Key, string | undefined>>, how?: { replace?: boolean }) => void,
] {
  const search: Address = useSearch({ strict: false });
  const navigate = useNavigate();
  return [
    search,
    (changes, { replace = false } = {}) =>
      void navigate({ to: '.', search: (now: object) => ({ ...now, ...changes }), replace }),
  ];
}
