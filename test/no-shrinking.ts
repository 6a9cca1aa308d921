/** For mutation runs, where only whether a property fails is of interest: the first counterexample is enough. */
import * as fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true })
