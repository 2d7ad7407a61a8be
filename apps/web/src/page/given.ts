import type { FormEvent } from 'react';

/** What was typed into a form, by the names of its fields; the form is not sent by the browser. */
export function given(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}
