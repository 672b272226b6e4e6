import type { FileToSend, SendFile, StoredFile, Upload } from './evidence-file.js';
import { refusalOf, type Refused } from './refusal.js';

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is StoredFile {
  return typeof value === 'object' && value !== null && 'id' in value && 'sha256' in value && 'receiptSeq' in value;
}

/** The refusal in the body of a failed upload: {code, params, fields}, the same words as over GraphQL. */
function refusalIn(body: Record<string, unknown> | null): Refused {
  return refusalOf(body ? { graphQLErrors: [{ extensions: body }] } : {});
}

/** Sends one file as it is; XHR because fetch does not tell how much has been sent. */
function upload(exerciseId: string, request: FileToSend): Upload {
  const xhr = new XMLHttpRequest();
  const done: Upload['done'] = new Promise((resolve) => {
    const refuse = (body: Record<string, unknown> | null) => resolve({ stored: null, refused: refusalIn(body) });
    xhr.upload.onprogress = (event) => request.onProgress(event.loaded);
    xhr.onerror = () => refuse(null);
    xhr.onabort = () => refuse(null);
    xhr.onload = () => {
      const body = readJson(xhr.responseText);
      if (xhr.status < 300 && isStored(body)) resolve({ stored: body, refused: null });
      else refuse(body);
    };
  });
  xhr.open('POST', '/api/evidence');
  const headers = {
    'content-type': 'application/octet-stream',
    'x-exercise-id': exerciseId,
    'x-command-id': request.commandId,
    'x-file-name': encodeURIComponent(request.fileName),
    'x-yanwu': '1',
  };
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  xhr.send(request.file);
  return { done, cancel: () => xhr.abort() };
}

/** The way of a file into the store of an exercise; what is stored answers with its receipt. */
export function evidenceSender(exerciseId: () => string): SendFile {
  return (file) => upload(exerciseId(), file);
}
