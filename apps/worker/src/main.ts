import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { configFrom } from './config.js';
import { WorkerModule } from './worker.module.js';

const app = await NestFactory.createApplicationContext(WorkerModule.with(configFrom(process.env)), {
  logger: ['fatal', 'error', 'warn'],
});
app.enableShutdownHooks();
// Started by `npm start`: says that it works, and ends when its parent is gone, however that died.
process.send?.('ready');
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
