/** How much of a request has gone, in bytes. */
export interface UploadProgress {
  readonly sent: number;
  readonly total: number;
}

export type Post = (body: BodyInit, headers: Readonly<Record<string, string>>) => Promise<Response>;

/**
 * Sends a form and tells how far it is: by XMLHttpRequest where there is one, else as a stream where fetch takes one
 * (Node, Deno, workers), else at the beginning and at the end alone.
 * @param own the caller's fetch: it may have its own ways, so XMLHttpRequest does not go round it
 */
export async function sendForm(
  form: FormData,
  {
    url,
    headers,
    own,
    post,
    signal,
    onProgress,
  }: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly own: boolean;
    readonly post: Post;
    readonly signal: AbortSignal | undefined;
    readonly onProgress: (progress: UploadProgress) => void;
  },
): Promise<Response> {
  if (!own && typeof XMLHttpRequest === "function") return byXhr(form, url, headers, signal, onProgress);
  const whole = multipart(form);
  const { size: total, type } = whole;
  onProgress({ sent: 0, total });
  const withType = { ...headers, "content-type": type };
  if (takesStreams()) {
    const answer = await post(inPieces(whole, onProgress), { ...withType, "content-length": String(total) });
    // The runtime kept the length to itself, and Kunna takes no upload without: it refused before it was read.
    if (answer.status !== 411) return answer;
  }
  const answer = await post(whole, withType);
  onProgress({ sent: total, total });
  return answer;
}

/** Read as it is taken, and told as it is read. */
function inPieces(whole: Blob, onProgress: (progress: UploadProgress) => void): ReadableStream<Uint8Array> {
  const { size: total } = whole;
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = new Uint8Array(await whole.slice(sent, sent + pieceSize).arrayBuffer());
      sent += piece.length;
      controller.enqueue(piece);
      onProgress({ sent, total });
      if (sent === total) controller.close();
    },
  });
}

const pieceSize = 65_536;

/** The form as fetch itself would write it (RFC 7578), not read before it goes: a Blob may be a file on disk. */
function multipart(form: FormData): Blob {
  const boundary = `kunna-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
  const escaped = (name: string) =>
    name.replace(/[\r\n"]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  const parts = [...form].flatMap(([name, value]) => {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (typeof value === "string") return [`${head}\r\n\r\n${value}\r\n`];
    const type = value.type || "application/octet-stream";
    return [`${head}; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, "\r\n"];
  });
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

/** As the Fetch standard lets one find out: a browser that knows no streams makes a text of one. */
function takesStreams(): boolean {
  let asked = false;
  const request = new Request("https://kunna.invalid", {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      asked = true;
      return "half";
    },
  } as RequestInit);
  // A page's own fetch takes them over HTTP/2 alone.
  return asked && !request.headers.has("content-type") && typeof document === "undefined";
}

function byXhr(
  form: FormData,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  onProgress: (progress: UploadProgress) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.onload = () => {
      const { status, responseText } = request;
      const id = request.getResponseHeader("x-request-id");
      resolve(new Response(responseText, { status, headers: id ? { "x-request-id": id } : {} }));
    };
    request.onerror = () => reject(new TypeError("The upload failed."));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    signal?.addEventListener("abort", abort);
    request.send(form);
  });
}
