//! A string that accepts any JSON: for services that also send numbers or objects.

use super::{Context, Input, JsonError, Slot, Token, from_text::from_text};

/// The slot of a string: other JSON than a string is kept as written (`1.50` stays `1.50`).
pub(super) struct LenientSlot<'s> {
    pub(super) slot: &'s mut dyn Slot,
    /// Whether null is the string `null`, since there must be one. Otherwise it clears the slot.
    pub(super) null_is_text: bool,
}

impl Slot for LenientSlot<'_> {
    fn is_raw(&self) -> bool {
        true
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        let context = input.context;
        match input.token {
            Token::Raw("null") if !self.null_is_text => {
                self.slot.clear();
                Ok(())
            }
            Token::Raw(json) => {
                with_text(json, context, |text| self.slot.fill(Input { token: Token::String(text), context }))
            }
            token => self.slot.fill(Input { token, context }),
        }
    }

    fn clear(&mut self) {
        self.slot.clear();
    }

    fn is_filled(&self) -> bool {
        self.slot.is_filled()
    }
}

/// Gives the string that JSON text is, or the JSON text itself.
pub(super) fn with_text<T>(json: &str, context: &Context, use_text: impl FnOnce(&str) -> T) -> T {
    let quoted = json.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match quoted {
        // Without escapes, the text is the value.
        Some(text) if !text.contains('\\') => use_text(text),
        Some(_) => match from_text::<String>(json, context) {
            Ok(text) => use_text(&text),
            Err(_) => use_text(json),
        },
        None => use_text(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_and_other_json_is_kept() {
        let read = |json: &str| {
            let context = Context::default();
            let mut slot = None::<String>;
            LenientSlot { slot: &mut slot, null_is_text: true }
                .fill(Input { token: Token::Raw(json), context: &context })
                .unwrap();
            slot.unwrap()
        };
        assert_eq!(read(r#""a\nb""#), "a\nb");
        assert_eq!(read(r#""a é""#), "a é");
        assert_eq!(read(r#""""#), "");
        for json in ["1.50", "123456789012345678901234567890", r#"{"a": 1}"#, "true", "null"] {
            assert_eq!(read(json), json);
        }
    }
}
