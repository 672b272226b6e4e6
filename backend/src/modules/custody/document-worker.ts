/**
 * What a thread of its own does with PDFs: they come from attackers, and one that keeps the parser busy or fills the
 * memory must end its thread and not the server. Given as text, since threads of CommonJS start from text wherever the
 * program is run from.
 */
export const DOCUMENT_WORKER = `
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { PDFDict, PDFDocument, PDFName, PDFHexString, PDFString } = require(workerData.library);
const MARK = PDFName.of('YanwuCustody');
const MOST_PAGES = 2000;

/** Everything a viewer would act on by itself is unhooked. */
function disarm(document) {
  const { catalog, context } = document;
  for (const name of ['OpenAction', 'AA', 'URI', 'JavaScript']) catalog.delete(PDFName.of(name));
  const names = catalog.lookupMaybe(PDFName.of('Names'), PDFDict);
  if (names) for (const name of ['JavaScript', 'EmbeddedFiles']) names.delete(PDFName.of(name));
  const form = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  if (form) form.delete(PDFName.of('XFA'));
  for (const [, object] of context.enumerateIndirectObjects()) disarmDict(object instanceof PDFDict ? object : object && object.dict);
}

function disarmDict(dict) {
  if (!(dict instanceof PDFDict)) return;
  dict.delete(PDFName.of('AA'));
  const action = dict.get(PDFName.of('A'));
  if (action !== undefined && !isGoTo(dict.context.lookup(action))) dict.delete(PDFName.of('A'));
  if (dict.get(PDFName.of('JS')) !== undefined) { dict.delete(PDFName.of('JS')); dict.delete(PDFName.of('S')); }
}

function isGoTo(action) {
  return action instanceof PDFDict && String(action.get(PDFName.of('S'))) === '/GoTo' && action.get(PDFName.of('Next')) === undefined;
}

async function mark({ bytes, code, visible, hidden }) {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const pages = document.getPages();
  if (pages.length === 0 || pages.length > MOST_PAGES) throw new Error('pages');
  disarm(document);
  const tiles = [await document.embedPng(visible), await document.embedPng(hidden)];
  for (const page of pages) {
    page.node.delete(PDFName.of('AA'));
    page.node.set(MARK, PDFString.of(code));
    const { x, y, width, height } = page.getMediaBox();
    tiles.forEach((tile) => {
      // One point a pixel; the hidden tile must not be stretched.
      for (let top = 0; top < height; top += tile.height) {
        for (let left = 0; left < width; left += tile.width) {
          page.drawImage(tile, { x: x + left, y: y + height - top - tile.height, width: tile.width, height: tile.height });
        }
      }
    });
  }
  document.setKeywords(['yanwu-custody:' + code]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

async function read({ bytes }) {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
  for (const page of document.getPages()) {
    const code = page.node.lookup(MARK);
    if (code instanceof PDFString || code instanceof PDFHexString) return code.decodeText();
  }
  const named = /yanwu-custody:(\\w{8})/.exec(document.getKeywords() || '');
  return named ? named[1] : null;
}

const work = workerData.task === 'mark' ? mark : read;
work(workerData).then((answer) => parentPort.postMessage({ answer }), (error) => parentPort.postMessage({ error: String(error) }));
`;
