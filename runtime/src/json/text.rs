//! [`JsonText`]: any value as JSON text.

use super::{Input, JsonError, PropertyName, Slot, Token};

/// A slot that writes any value as JSON text.
#[derive(Default)]
pub(super) struct JsonText(String);

impl JsonText {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn write_string(&mut self, text: &str) -> Result<(), JsonError> {
        self.0 += &serde_json::to_string(text).map_err(|error| JsonError::new(error.to_string()))?;
        Ok(())
    }

    /// Separates from what was written before, unless that opens an array or object.
    fn separate(&mut self) {
        if !self.0.ends_with(['[', '{']) {
            self.0.push(',');
        }
    }
}

impl Slot for JsonText {
    fn is_raw(&self) -> bool {
        false
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        match input.token {
            Token::Null => self.0 += "null",
            Token::Boolean(value) => self.0 += if value { "true" } else { "false" },
            Token::Unsigned(value) => self.0 += &value.to_string(),
            Token::Signed(value) => self.0 += &value.to_string(),
            Token::Float(value) if value.is_finite() => {
                self.0 += &serde_json::to_string(&value).map_err(|error| JsonError::new(error.to_string()))?;
            }
            Token::Float(value) => return Err(JsonError::new(format!("the number {value} has no JSON form"))),
            Token::String(text) => self.write_string(text)?,
            Token::Raw(text) => self.0 += text,
            Token::Array(items) => {
                self.0.push('[');
                let mut count = 0;
                loop {
                    // The item is written to a text of its own: the end of the array is known only afterwards.
                    let mut item = Self::default();
                    if !items.next_item(&mut item).map_err(|error| error.at_index(count))? {
                        break;
                    }
                    self.separate();
                    self.0 += &item.0;
                    count += 1;
                }
                self.0.push(']');
            }
            Token::Object(properties) => {
                self.0.push('{');
                let mut name = PropertyName::default();
                while properties.next_name(&mut name)? {
                    self.separate();
                    self.write_string(name.text())?;
                    self.0.push(':');
                    properties.next_value(self).map_err(|error| error.in_property(name.text().to_owned()))?;
                }
                self.0.push('}');
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn is_filled(&self) -> bool {
        !self.0.is_empty()
    }
}
