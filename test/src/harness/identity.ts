import type { Client } from './client.js';
import { mutationOf } from './town.js';

/** A token that a person makes for a program, within an appointment. */
export async function tokenId(client: Client, scope: { unionId: string; role: string }): Promise<string> {
  const input = { ...scope, name: 'n', access: 'READ', days: 1 };
  const made = await client.get<{ createApiToken: { apiToken: { id: string } } }>(
    mutationOf('createApiToken', 'apiToken { id }'),
    { input },
  );
  return made.createApiToken.apiToken.id;
}

/** The session in which a person asks this. */
export async function sessionId(client: Client): Promise<string> {
  const { mySessions } = await client.get<{ mySessions: Array<{ id: string; current: boolean }> }>(
    '{ mySessions { id current } }',
  );
  return mySessions.find(({ current }) => current)!.id;
}
