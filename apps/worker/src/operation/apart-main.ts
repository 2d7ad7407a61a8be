/** The process in which attempts at operations are worked, one after the other. `Apart` starts it, and it ends with its worker. */
import { openDataSource } from '@huiji/store/data-source';
import { fieldCipher } from '@huiji/store/field-key-settings';
import { openFileStore } from '@huiji/store/file-store-settings';
import { endAtFaults } from '@huiji/store/log';
import { configFrom } from '../config.js';
import type { Answer, Order } from './apart.js';
import { workAttempt } from './working.js';

/** One to work on, one to say how far that has come. */
const connections = 2;

endAtFaults('operation');
// The worker is gone, or needs it no more. What is under way is begun again by whoever claims it next.
process.once('disconnect', () => process.exit());

const config = configFrom(process.env);
const store = openFileStore(config);
if (!store) throw new Error('without a store for files there is nothing to work on');
const source = await openDataSource(
  config.DATABASE_URL,
  connections,
  config.STATEMENT_TIMEOUT,
  fieldCipher(config),
);
const say = (answer: Answer): void => void process.send?.(answer);

let stopping = false;
process.on('message', (order: Order) => {
  if (order === 'stop') stopping = true;
  else
    void workAttempt({ source, store, alive: () => say('alive'), stopping: () => stopping }, order).then(() =>
      say('ended'),
    );
});
