/** Does what a curl command of the README says, at another address; its output. */
export async function runCurl(command: string, url: string): Promise<string> {
  const { path, said, quiet } = readCurl(command)
  const post = said !== undefined || command.includes('-X POST')
  const init = post ? { method: 'POST', ...(said !== undefined && { body: said }) } : {}
  const response = await fetch(url + path, init)
  const text = await response.text()
  return quiet ? '' : text
}

interface CurlCommand {
  readonly path: string
  readonly said?: string
  readonly quiet: boolean
}

function readCurl(command: string): CurlCommand {
  const [, path] = /^curl -s .*?http:\/\/127\.0\.0\.1:8642(\/\S*)/s.exec(command) ?? []
  if (path === undefined) throw new Error(`not a curl command of the README: ${command}`)
  const [, said] = / -d '([^']*)'/s.exec(command) ?? []
  return { path, quiet: command.includes('-o /dev/null'), ...(said !== undefined && { said }) }
}
