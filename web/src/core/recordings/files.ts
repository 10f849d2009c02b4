// Where the recorded files lie that are fetched when asked for. Their addresses are a chunk of
// their own, fetched with the first of them.

export async function data(file: string): Promise<Response> {
  const { ADDRESSES } = await import("./addresses");
  const address = ADDRESSES[`../../recordings/${file}`];
  if (address === undefined) throw new Error(`There is no recorded file ${file}.`);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}
