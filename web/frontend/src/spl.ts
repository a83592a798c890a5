// Colours of the query language: commands after `|`, operators, strings, numbers.
import { StreamLanguage, type StringStream } from "@codemirror/language";

interface State {
  /** Whether the next word is the name of a command. */
  command: boolean;
}

const OPERATORS = /^(?:AND|OR|NOT|IN|by|as|BY|AS|over|OVER)(?![\w.-])/;

function token(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match("|")) {
    state.command = true;
    return "operator";
  }
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (state.command && stream.match(/^[a-z]+/i)) {
    state.command = false;
    return "keyword";
  }
  if (stream.match(OPERATORS) || stream.match(/^(?:!=|<=|>=|=|<|>)/)) return "operator";
  if (stream.match(/^-?\d+(?:\.\d+)?[a-z@]*(?![\w.-])/i)) return "number";
  if (stream.match(/^[^\s|"=<>!(),[\]]+/)) return null;
  stream.next();
  return null;
}

export const spl = StreamLanguage.define<State>({
  name: "spl",
  startState: () => ({ command: false }),
  token,
});
