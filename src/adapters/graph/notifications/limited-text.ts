/** A request's body, up to a size. */

/** A body that breaks off or is no UTF-8 is told as the empty text, which is no JSON. */
export const readLimited = async (request: Request, bytesAtMost: number): Promise<string | 'too large'> => {
  if (Number(request.headers.get('content-length') ?? 0) > bytesAtMost) return 'too large'
  if (request.body === null) return ''
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      if (bytes > bytesAtMost) {
        await reader.cancel()
        return 'too large'
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return ''
  }
}
