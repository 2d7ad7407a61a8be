/** The demonstration data that a first start loads. */

/** Somebody who can sign in to the demonstration. */
export interface SignIn {
  tenant: string;
  login: string;
  password: string;
  who: string;
}

/** Loads the demonstration when it is not there yet, and says who can sign in. */
export function loadDemo(_server: { ownerUrl: string; apiUrl: string }): Promise<{ signIn: SignIn[] }> {
  return Promise.resolve({ signIn: [] });
}
