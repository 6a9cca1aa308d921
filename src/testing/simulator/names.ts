/** Who and what there is in every world. */
export type Database = 'acme' | 'beta'
export const databases: ReadonlyArray<Database> = ['acme', 'beta']
export const users: ReadonlyArray<string> = ['anna', 'bert', 'cleo']
export const nameOf = (user: string): string => user.charAt(0).toUpperCase() + user.slice(1)
/** The user who comes after, whether there is a seat for them or not. */
export const nextUser = (user: string): string => users[(users.indexOf(user) + 1) % users.length] as string
