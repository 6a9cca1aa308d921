/** A pure function of a text that remembers what it answered, for texts that come again and again. Once it has `most` answers, it forgets them all and begins anew, so that strangers cannot fill the memory. */
export const rememberAnswers = <A>(most: number, answer: (text: string) => A): ((text: string) => A) => {
  const answers = new Map<string, A>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const made = answer(text)
    if (answers.size >= most) answers.clear()
    answers.set(text, made)
    return made
  }
}
