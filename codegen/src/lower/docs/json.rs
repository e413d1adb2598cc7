//! Values of the document as JSON text, in the document's order and with its digits.

use crate::source::Value;

/// A value on one line.
pub(in crate::lower) fn compact(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text, None);
    text
}

/// A value over several lines.
pub(in crate::lower) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text, Some(0));
    text
}

/// Writes a value. `indent` is its depth, or `None` for one line.
fn write(value: &Value, text: &mut String, indent: Option<usize>) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => text.push_str(&number.to_string()),
        Value::String(string) => text.push_str(&quoted(string)),
        Value::Array(items) => {
            let items = items.iter().map(|item| (String::new(), item));
            write_all(items, ('[', ']'), text, indent);
        }
        Value::Object(object) => {
            let colon = if indent.is_some() { ": " } else { ":" };
            let entries = object.iter().map(|(key, value)| (format!("{}{colon}", quoted(key)), value));
            write_all(entries, ('{', '}'), text, indent);
        }
    }
}

fn write_all<'v>(
    entries: impl Iterator<Item = (String, &'v Value)>,
    (open, close): (char, char),
    text: &mut String,
    indent: Option<usize>,
) {
    text.push(open);
    let inner = indent.map(|depth| depth + 1);
    let mut is_empty = true;
    for (key, value) in entries {
        if !is_empty {
            text.push(',');
        }
        is_empty = false;
        break_line(text, inner);
        text.push_str(&key);
        write(value, text, inner);
    }
    if !is_empty {
        break_line(text, indent);
    }
    text.push(close);
}

fn break_line(text: &mut String, indent: Option<usize>) {
    if let Some(depth) = indent {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
