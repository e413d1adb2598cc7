//! Patterns: which ones the runtime can check, and what is wrong with the others.
//!
//! The runtime checks the patterns that its regex engine supports. The others are parsed by the grammar of ECMA-262
//! (section 22.2.1 with annex B.1.2 for web browsers), as JSON Schema requires: a valid pattern is unsupported, any
//! other is malformed.
//!
//! - `ecma`: the grammar of ECMA-262

mod ecma;

use regex_lite::RegexBuilder;

use super::Context;
use crate::{diagnostic::Code, openapi::Spanned};

/// Maximum size of a compiled pattern in bytes, that of the runtime.
const MAX_SIZE: usize = 1 << 20;

/// Whether the runtime supports a pattern. Reports an unsupported or malformed one.
pub(super) fn can_be_checked(context: &mut Context<'_>, pattern: &Spanned<String>) -> bool {
    let text = &pattern.value;
    let known = context.patterns.get(text).copied();
    let can = known.unwrap_or_else(|| is_supported(text));
    context.patterns.insert(text.clone(), can);
    if !can {
        report(context, pattern);
    }
    can
}

fn is_supported(text: &str) -> bool {
    // ECMA-262 reads these as characters, the engine as word boundaries.
    let differs = text.contains(r"\<") || text.contains(r"\>");
    !differs && RegexBuilder::new(text).size_limit(MAX_SIZE).build().is_ok()
}

fn report(context: &mut Context<'_>, pattern: &Spanned<String>) {
    match ecma::find_unsupported(&pattern.value) {
        Ok(unsupported) => {
            let feature = unsupported.map_or("unknown syntax", ecma::UnsupportedFeature::description);
            let message = format!("unsupported pattern: {feature} is documented, but not checked by `validate`");
            context.diagnostics.report(Code::NotChecked, &pattern.at, message);
        }
        Err(mistake) => {
            let message = format!("malformed pattern: {mistake}");
            context.diagnostics.report(Code::MalformedPattern, &pattern.at, message);
        }
    }
}
