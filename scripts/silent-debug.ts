/**
 * Stands for the package `debug` in the build: file-type's ZIP reader uses it, and would print the names of files inside
 * of attachments (L8). It also asks for Node's `tty` in a way that an ES module cannot.
 */
const silent = (): ((..._: ReadonlyArray<unknown>) => void) => () => undefined
export default silent
