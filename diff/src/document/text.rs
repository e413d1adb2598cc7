//! Values as short text, for one line of a report.

use wireright_codegen::source::Value;

/// The maximum number of characters.
const MAX_CHARACTERS: usize = 60;

/// The maximum number of values in a list.
const MAX_VALUES: usize = 6;

/// The value as JSON, shortened.
pub(crate) fn short(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    truncate(text)
}

/// Values as a list in backticks.
pub(crate) fn short_list(values: &[String]) -> String {
    if values.is_empty() {
        return "none".to_owned();
    }
    let listed = values.iter().take(MAX_VALUES).map(|value| format!("`{value}`"));
    let mut text = listed.collect::<Vec<_>>().join(", ");
    if values.len() > MAX_VALUES {
        text += &format!(" and {} more", values.len() - MAX_VALUES);
    }
    text
}

fn truncate(text: String) -> String {
    if text.chars().count() <= MAX_CHARACTERS {
        return text;
    }
    text.chars().take(MAX_CHARACTERS).chain(['…']).collect()
}

fn write(value: &Value, text: &mut String) {
    // Longer text would be cut off.
    if text.len() > 4 * MAX_CHARACTERS {
        return;
    }
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => text.push_str(&number.to_string()),
        Value::String(string) => text.push_str(string),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                text.push_str(key);
                text.push_str(": ");
                write(value, text);
            }
            text.push('}');
        }
    }
}
