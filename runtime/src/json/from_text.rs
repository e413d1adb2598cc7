//! Tokens from JSON text. Compiled once, in contrast to [`from_serde`](super::from_serde), which reads any format.

use super::{ArraySource, Context, Decode, Input, JsonError, ObjectSource, PropertyName, Slot, Token, lexer::Lexer};

/// Decodes JSON text.
///
/// # Errors
///
/// The text is not JSON, or does not match the type.
pub(super) fn from_text<T: Decode>(text: &str, context: &Context) -> Result<T, JsonError> {
    let mut slot = None;
    read_text(text, &mut slot, context)?;
    slot.ok_or_else(|| JsonError::new("there is no value"))
}

fn read_text(text: &str, slot: &mut dyn Slot, context: &Context) -> Result<(), JsonError> {
    let mut parser = Parser { lexer: Lexer::new(text), context, depth: 0 };
    parser.value(slot, false)?;
    parser.lexer.end()
}

/// Maximum nesting, that of `serde_json`: decoding recurses.
const MAX_DEPTH: usize = 127;

struct Parser<'t> {
    lexer: Lexer<'t>,
    context: &'t Context,
    /// Number of arrays and objects around the position.
    depth: usize,
}

/// The position in an array or object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Start,
    Inside,
    End,
}

impl Parser<'_> {
    /// Fills a slot with the next value. Null may clear it instead.
    fn value(&mut self, slot: &mut dyn Slot, null_is_absent: bool) -> Result<(), JsonError> {
        let context = self.context;
        if slot.is_raw() {
            return match self.lexer.raw()? {
                "null" if null_is_absent => {
                    slot.clear();
                    Ok(())
                }
                text => slot.fill(Input { token: Token::Raw(text), context }),
            };
        }
        let token = match self.lexer.peek() {
            b'"' => Token::String(self.lexer.text()?),
            b'-' | b'0'..=b'9' => self.lexer.number()?,
            b'{' => return self.object(slot),
            b'[' => return self.array(slot),
            b't' => {
                self.lexer.literal("true")?;
                Token::Boolean(true)
            }
            b'f' => {
                self.lexer.literal("false")?;
                Token::Boolean(false)
            }
            b'n' => {
                self.lexer.literal("null")?;
                if null_is_absent {
                    slot.clear();
                    return Ok(());
                }
                Token::Null
            }
            _ => return Err(self.lexer.unexpected("expected value", "a value")),
        };
        slot.fill(Input { token, context })
    }

    fn array(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        self.enter()?;
        let context = self.context;
        let mut items = Items { parser: self, position: Position::Start };
        slot.fill(Input { token: Token::Array(&mut items), context })?;
        let position = items.position;
        self.leave(position, b']')
    }

    fn object(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        self.enter()?;
        let context = self.context;
        let mut properties = Properties { parser: self, position: Position::Start };
        slot.fill(Input { token: Token::Object(&mut properties), context })?;
        let position = properties.position;
        self.leave(position, b'}')
    }

    fn enter(&mut self) -> Result<(), JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(self.lexer.error("recursion limit exceeded"));
        }
        self.depth += 1;
        self.lexer.advance();
        Ok(())
    }

    /// Checks that the decoder has read all items or properties.
    fn leave(&mut self, mut position: Position, end: u8) -> Result<(), JsonError> {
        self.depth -= 1;
        if position != Position::End && self.has_next(&mut position, end)? {
            return Err(self.lexer.expected_end(end));
        }
        Ok(())
    }

    /// Moves to the next item or property. `false` at the end.
    #[inline]
    fn has_next(&mut self, position: &mut Position, end: u8) -> Result<bool, JsonError> {
        let byte = match *position {
            Position::End => return Ok(false),
            Position::Start | Position::Inside => self.lexer.peek(),
        };
        if byte == end {
            self.lexer.advance();
            *position = Position::End;
            return Ok(false);
        }
        if *position == Position::Start {
            *position = Position::Inside;
        } else if byte == b',' {
            self.lexer.advance();
        } else {
            return Err(self.lexer.expected_end(end));
        }
        Ok(true)
    }
}

struct Items<'p, 't> {
    parser: &'p mut Parser<'t>,
    position: Position,
}

impl ArraySource for Items<'_, '_> {
    fn next_item(&mut self, slot: &mut dyn Slot) -> Result<bool, JsonError> {
        self.parser.context.tick(1)?;
        if !self.parser.has_next(&mut self.position, b']')? {
            return Ok(false);
        }
        self.parser.value(slot, false)?;
        Ok(true)
    }
}

struct Properties<'p, 't> {
    parser: &'p mut Parser<'t>,
    position: Position,
}

impl ObjectSource for Properties<'_, '_> {
    fn next_name(&mut self, name: &mut PropertyName) -> Result<bool, JsonError> {
        self.parser.context.tick(1)?;
        if !self.parser.has_next(&mut self.position, b'}')? {
            return Ok(false);
        }
        let lexer = &mut self.parser.lexer;
        lexer.peek();
        if !name.take_expected(|quoted| lexer.take(quoted)) {
            name.set(lexer.name()?);
        }
        Ok(true)
    }

    fn next_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        self.parser.value(slot, false)
    }

    fn next_optional_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        self.parser.value(slot, true)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::*;
    use crate::{JsonValue, json::read};

    /// What this parser and `serde_json` make of a text, as JSON or as the words of the error.
    fn both(text: &str) -> (Result<String, String>, Result<String, String>) {
        let words = |error: String| error.split(" at line ").next().unwrap_or_default().to_owned();
        let ours = read::<JsonValue>(text).map_err(|error| words(error.to_string()));
        let theirs = serde_json::from_str::<JsonValue>(text).map_err(|error| words(error.to_string()));
        (ours.map(|value| value.to_string()), theirs.map(|value| value.to_string()))
    }

    fn raw(text: &str) -> (Option<String>, Option<String>) {
        let ours = read::<Box<RawValue>>(text).ok().map(|raw| raw.get().to_owned());
        let theirs = serde_json::from_str::<Box<RawValue>>(text).ok().map(|raw| raw.get().to_owned());
        (ours, theirs)
    }

    #[test]
    fn text_is_read_as_by_serde_json() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let cases = concat!(
            "§ §\u{feff}1§nul§nulL§truefalse§tru§true §[1 2]§[1,]§[,1]§[1§[§]§{}§{\"a\" : 1 , \"b\":[ ] }§{\"a\"}§",
            "{\"a\":1,}§{a:1}§{1:1}§{\"a\":1§{§{\"a§\"§\"a§\"\\§\"a\u{1}b\"§\"a\nb\"§\"\u{7f}é\"§{\"a\":}§",
            r#"{"a":1,"a":2}§"\u12§"\u12g4"§"\u+123"§"\x"§"\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00"§"\ud83d"§"#,
            r#""\ude00"§"\ud83d\ud83d"§"\ud83d\u0000"§"\u0000"§"\ud83dx"§"\ud83d\n"§"#,
            "0§-0§00§-§-a§+1§1.§1.e1§.5§1e§1e+§1E-2§0.1§-1.25§1e400§-1e400§0e999§1e-999§0.3e1§5e-324§1x§1 x§",
            "18446744073709551615§18446744073709551616§-9223372036854775808§-9223372036854775809§9007199254740993.0§",
            "123456789012345678.9§1.7976931348623157e308",
        );
        let cases = cases.split('§').map(str::to_owned).chain([127, 128, 200].map(deep));
        for text in cases {
            let (ours, theirs) = both(&text);
            assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}: {ours:?}, {theirs:?}");
            assert_eq!(ours.clone().ok(), theirs.ok(), "{text}");
            let (ours, theirs) = raw(&text);
            assert_eq!(ours, theirs, "{text}");
        }
    }

    #[test]
    fn an_error_has_the_words_and_the_position_of_serde_json() {
        for text in
            ["", "[1", "{\"a\" 1}", "\n {\"a\":1 x", "[1,\n\"a", "01", "nulx", "[] x", "{1:1}", "\"\\x\"", "1e999"]
        {
            let ours = read::<JsonValue>(text).unwrap_err();
            assert!(ours.is_syntax(), "{text}");
            assert_eq!(ours.message(), serde_json::from_str::<JsonValue>(text).unwrap_err().to_string(), "{text}");
        }
    }

    #[test]
    fn a_decoder_that_leaves_items_is_an_error() {
        #[derive(Debug)]
        struct First;

        impl Decode for First {
            fn decode(input: Input<'_>) -> Result<Self, JsonError> {
                if let Token::Array(items) = input.token {
                    items.next_item(&mut None::<i64>)?;
                }
                Ok(Self)
            }
        }

        for json in ["[]", "[1]", "[[1],[2]]"] {
            assert!(read::<Vec<First>>(json).is_ok() || json == "[1]", "{json}");
        }
        assert!(read::<First>("[1,2]").unwrap_err().is_syntax());
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_by_serde_json(text in "[\\[\\]{}:,\" \\\\ntrue0-9.eE+-]{0,24}") {
            let (ours, theirs) = both(&text);
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours, theirs);
            prop_assert_eq!(ours.ok(), theirs.ok());
            let (ours, theirs) = raw(&text);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn numbers_are_read_as_by_serde_json(text in "-?[0-9]{1,22}(\\.[0-9]{1,22})?([eE][+-]?[0-9]{1,3})?") {
            let (ours, theirs) = both(&text);
            prop_assert_eq!(ours.ok(), theirs.ok());
        }

        #[test]
        fn strings_are_read_as_by_serde_json(
            text in "\"([a-zé\u{10348}\u{1f}]|\\\\[\"\\\\/bfnrtx]|\\\\u[dD0][89c0]3[0-9a-fg]){0,12}\"",
        ) {
            let (ours, theirs) = both(&text);
            prop_assert_eq!(ours.ok(), theirs.ok());
            let (ours, theirs) = raw(&text);
            prop_assert_eq!(ours, theirs);
        }
    }
}
