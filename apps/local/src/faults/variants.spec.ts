import { expect, test } from '@jest/globals';
import { CHECKOUT } from '../places.js';
import { spoiled, variants } from './variants.js';

// They are run now and then only: here they are seen to be of the product as it is built now.
test.each(variants)('there is one place for the wrong build where $what', async (variant) => {
  expect(await spoiled(CHECKOUT, variant)).toContain(variant.wrong);
});
