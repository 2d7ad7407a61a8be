import { TestEnvironment } from 'jest-environment-node';

/** Skips what is left of a suite once a test of it, or a hook, has failed: for whoever asks only whether any fails. */
export default class FirstFailure extends TestEnvironment {
  #failed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.#failed = true;
    if (name === 'test_start' && this.#failed) test.mode = 'skip';
  }
}
