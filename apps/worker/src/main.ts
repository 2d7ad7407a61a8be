import 'reflect-metadata';
import { endAtFaults, Log } from '@huiji/store/log';
import { beginTraces } from '@huiji/store/trace';
import { NestFactory } from '@nestjs/core';
import { configFrom } from './config.js';
import { WorkerModule } from './worker.module.js';

endAtFaults('worker');
await beginTraces('huiji-worker');
// Under `npm start` it ends when its parent is gone, however that died, even while it is still booting.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const app = await NestFactory.createApplicationContext(WorkerModule.with(configFrom(process.env)), {
  logger: new Log('worker'),
});
app.enableShutdownHooks();
// Started by `npm start`: says that it works.
process.send?.('ready');
