//! Patterns: which of them the runtime can check, and what is wrong with those that it cannot.
//!
//! What the runtime's engine takes is checked. The rest is read by the grammar of ECMA-262 (section 22.2.1, with the additions
//! for web browsers of annex B.1.2), which JSON Schema has patterns written in: what is right there is beyond the engine, and
//! anything else is a mistake.

mod ecma;

use regex_lite::RegexBuilder;

use super::Context;
use crate::{diagnostic::Code, openapi::Spanned};

/// How large a pattern may become in memory, in bytes: the runtime's limit.
const LARGEST: usize = 1 << 20;

/// Whether the runtime understands a pattern; reported where it does not.
pub(super) fn can_be_checked(context: &mut Context<'_>, pattern: &Spanned<String>) -> bool {
    let text = &pattern.value;
    let known = context.patterns.get(text).copied();
    let can = known.unwrap_or_else(|| is_understood(text));
    context.patterns.insert(text.clone(), can);
    if !can {
        report(context, pattern);
    }
    can
}

fn is_understood(text: &str) -> bool {
    // To ECMA-262 these are the characters themselves, to the engine they are the edges of a word.
    let means_otherwise = text.contains(r"\<") || text.contains(r"\>");
    !means_otherwise && RegexBuilder::new(text).size_limit(LARGEST).build().is_ok()
}

fn report(context: &mut Context<'_>, pattern: &Spanned<String>) {
    match ecma::read(&pattern.value) {
        Ok(beyond) => {
            let does = beyond.map_or("holds what is not understood here", ecma::Beyond::in_words);
            let message = format!("the pattern {does}, so it is documented, and not checked by `validate`");
            context.diagnostics.warning(Code::NotChecked, &pattern.at, message);
        }
        Err(mistake) => {
            let message = format!("the pattern is no regular expression: {mistake}");
            context.diagnostics.error(Code::MalformedPattern, &pattern.at, message);
        }
    }
}
