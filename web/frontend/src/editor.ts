// CodeMirror in the place of the textarea: colours, completion from the server, one line of help.
import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  moveCompletionSelection,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { syntaxHighlighting } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, placeholder } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

import { spl } from "./spl";

export interface Editor {
  focus(): void;
  setText(text: string): void;
  /** Underline characters `[start, end)`, or nothing. */
  setWrong(span: [number, number] | undefined): void;
}

const wrongSpan = StateEffect.define<[number, number] | undefined>();

const wrongField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(wrongSpan)) continue;
      const [start, end] = effect.value ?? [0, 0];
      const last = Math.min(end, transaction.newDoc.length);
      if (start >= last) return Decoration.none;
      return Decoration.set(Decoration.mark({ class: "cm-wrong" }).range(start, last));
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

interface Offered {
  text: string;
  kind: string;
  start: number;
  end: number;
  meaning: string;
  coverage: number | null;
}

const TYPES: Record<string, string> = {
  command: "keyword",
  function: "function",
  field: "property",
  value: "text",
};

function option(offered: Offered): Completion {
  const share = offered.coverage === null ? "" : `${(offered.coverage * 100).toFixed(0)} %`;
  return {
    label: offered.text,
    detail: share || offered.kind,
    type: TYPES[offered.kind] ?? "keyword",
    ...(offered.meaning ? { info: offered.meaning } : {}),
  };
}

async function offers(context: CompletionContext): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  if (!context.explicit && !context.matchBefore(/[\w.@"=|] ?$/)) return null;
  const asked = new URLSearchParams({ q: text, cursor: String(context.pos) });
  for (const name of ["earliest", "latest"]) {
    const value = document.querySelector<HTMLInputElement>(`#when [name=${name}]`)?.value;
    if (value) asked.set(name, value);
  }
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort());
  try {
    const answer = await fetch(`/api/complete?${asked}`, { signal: stop.signal });
    if (!answer.ok) return null;
    const { completions } = (await answer.json()) as { completions: Offered[] };
    const first = completions[0];
    if (!first) return null;
    const options = completions.filter((one) => one.start === first.start).map(option);
    return { from: first.start, to: first.end, options, filter: false };
  } catch {
    // No suggestions is all that a lost request may mean here.
    return null;
  }
}

function keys(textarea: HTMLTextAreaElement) {
  const search = (view: EditorView): boolean => {
    closeCompletion(view);
    textarea.form?.requestSubmit();
    return true;
  };
  return Prec.highest(
    keymap.of([
      { key: "Enter", run: search },
      { key: "Shift-Enter", run: (view) => (view.dispatch(view.state.replaceSelection("\n")), true) },
      { key: "Tab", run: acceptCompletion },
      { key: "ArrowDown", run: moveCompletionSelection(true) },
      { key: "ArrowUp", run: moveCompletionSelection(false) },
      { key: "Escape", run: closeCompletion, stopPropagation: true },
    ]),
  );
}

const nonce = (): string =>
  document.querySelector<HTMLElement>("link[rel=stylesheet][nonce]")?.nonce ?? "";

function extensions(textarea: HTMLTextAreaElement) {
  return [
    keys(textarea),
    history(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
    spl,
    syntaxHighlighting(classHighlighter),
    autocompletion({ override: [offers], defaultKeymap: false, icons: false, activateOnTypingDelay: 120 }),
    placeholder(textarea.placeholder),
    EditorView.lineWrapping,
    EditorView.cspNonce.of(nonce()),
    EditorView.contentAttributes.of({
      "aria-label": textarea.getAttribute("aria-label") ?? "",
      autocapitalize: "off",
      spellcheck: "false",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) textarea.value = update.state.doc.toString();
    }),
    wrongField,
  ];
}

export function takeOver(textarea: HTMLTextAreaElement): Editor {
  const place = textarea.parentElement as HTMLElement;
  const hadFocus = document.activeElement === textarea;
  const caret = textarea.selectionStart;
  const view = new EditorView({
    doc: textarea.value,
    selection: { anchor: Math.min(caret, textarea.value.length) },
    extensions: extensions(textarea),
    parent: place,
  });
  place.classList.add("edited");
  if (hadFocus) view.focus();
  return {
    focus: () => view.focus(),
    setText: (text) => {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setWrong: (span) => view.dispatch({ effects: wrongSpan.of(span) }),
  };
}
