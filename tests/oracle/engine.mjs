// ODK's engine behind one line of JSON for each request on stdin, one line of answer on stdout.
//
//   {"load": XML, "attachments": {name: text}} → the state, or {"error": ...}
//   {"set": reference, "value": text}          → the state afterwards
//   {"grow": reference of a repeat}            → the state with one more instance
//
// A state is {reference: [relevant, value, constraint holds, required, options or null, label or null, read only]}.
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
const OF_A_BROWSER = [
	'DOMParser', 'XMLSerializer', 'Document', 'Element', 'Node', 'XMLDocument', 'Attr', 'Text', 'XPathResult',
	'CDATASection', 'Comment', 'ProcessingInstruction', 'DocumentType', 'NodeFilter',
];
for (const name of OF_A_BROWSER) globalThis[name] = window[name];
globalThis.window = window;
globalThis.document = window.document;

// Its parser looks for files of its own when it believes that it runs in Node.
const versions = process.versions;
Object.defineProperty(process, 'versions', { value: { ...versions, node: undefined }, configurable: true });
const { loadForm } = await import('@getodk/xforms-engine');
Object.defineProperty(process, 'versions', { value: versions });

let root = null;
let nodes = new Map();
let ranges = new Map();

const walk = (node) => {
	if (node.nodeType.startsWith('repeat-range')) ranges.set(node.currentState.reference, node);
	else nodes.set(node.currentState.reference, node);
	for (const child of node.currentState.children ?? []) walk(child);
};

const state = () => {
	nodes = new Map();
	ranges = new Map();
	for (const child of root.currentState.children) walk(child);
	const found = {};
	for (const [reference, node] of nodes) {
		const now = node.currentState;
		const options = node.nodeType === 'select' || node.nodeType === 'rank' ? now.valueOptions.map((o) => o.value) : null;
		const holds = node.validationState?.constraint?.valid ?? true;
		const label = node.nodeType === 'model-value' ? null : (now.label?.asString ?? null);
		found[reference] = [now.relevant, now.instanceValue ?? null, holds, now.required, options, label, now.readonly];
	}
	return { state: found };
};

const set = (reference, value) => {
	const node = nodes.get(reference);
	if (node === undefined) return { error: `no node ${reference}` };
	if (node.nodeType === 'select' || node.nodeType === 'rank') {
		const codes = value === '' ? [] : value.split(' ');
		if (node.nodeType === 'rank') node.setValues(codes);
		else node.selectValues(codes);
	} else if (node.nodeType === 'trigger') {
		node.setValue(value !== '');
	} else if (node.nodeType === 'range') {
		node.setValue(value === '' ? null : Number(value));
	} else {
		node.setValue(value);
	}
	return state();
};

const load = async (xml, attachments) => {
	const fetched = (url) => new Response(attachments[String(url).split('/').pop()] ?? '', { status: 200 });
	const result = await loadForm(xml, {
		missingResourceBehavior: 'BLANK',
		fetchFormAttachment: async (url) => fetched(url),
	});
	if (result.status === 'failure') return { error: String(result.error.message) };
	root = result.createInstance().root;
	return state();
};

const grow = (reference) => {
	const range = ranges.get(reference);
	if (range === undefined) return { error: `no repeat ${reference}` };
	range.addInstances();
	return state();
};

const answer = async (request) => {
	try {
		if ('load' in request) return await load(request.load, request.attachments ?? {});
		if ('grow' in request) return grow(request.grow);
		return set(request.set, request.value);
	} catch (error) {
		return { error: String(error?.message ?? error).slice(0, 500) };
	}
};

for await (const line of createInterface({ input: process.stdin })) {
	process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
