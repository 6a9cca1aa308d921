/** Every property plays from one fixed seed, so that a run can be repeated anywhere; `LAWS_SEED` plays another. */
import * as fc from 'fast-check'
import { seed } from './laws/seed'

fc.configureGlobal({ seed })
