//! [`Property`]: how a documented property of an object is read and written.

use super::scan::is_special;

/// A documented property of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name of the property between quotes, with the colon behind them.
    pub quoted: &'static str,
    /// How its value is read and written.
    pub kind: PropertyKind,
}

impl Property {
    /// The name of the property in JSON.
    pub fn name(&self) -> &'static str {
        self.quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix("\":")).unwrap_or(self.quoted)
    }

    /// The name and the colon as JSON text, if nothing in the name is escaped.
    #[inline]
    pub(super) fn plain_text(&self) -> Option<&'static str> {
        debug_assert_eq!(
            self.kind.is_escaped,
            self.name().bytes().any(is_special),
            "`escaped` is missing or superfluous before {}",
            self.name(),
        );
        (!self.kind.is_escaped).then_some(self.quoted)
    }
}

/// How the value of a property is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PropertyKind {
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// Whether requests leave it out.
    pub is_read_only: bool,
    /// Whether it is a string that accepts any JSON, as its JSON text.
    pub is_lenient: bool,
    /// Whether its name has characters that JSON escapes.
    pub is_escaped: bool,
}

/// Whether a property may be missing, and what null means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be present. Null is a value of its type, if any.
    Required,
    /// It may be missing. Null is the same as missing.
    Optional,
    /// It may be missing. Null is a value of its type.
    Nullable,
}

impl PropertyKind {
    const fn new(presence: Presence) -> Self {
        Self { presence, is_read_only: false, is_lenient: false, is_escaped: false }
    }

    /// Leaves the property out of requests.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { is_read_only: true, ..self }
    }

    /// Accepts any JSON for a string.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { is_lenient: true, ..self }
    }

    /// Has a name with characters that JSON escapes.
    #[must_use]
    pub const fn escaped(self) -> Self {
        Self { is_escaped: true, ..self }
    }

    /// The same kind: only the type of the field differs.
    #[must_use]
    pub const fn serde(self) -> Self {
        self
    }
}

/// The kinds of [`json_object!`](crate::json_object), named like its words. With other names, the macro would need
/// another one for each property. The compiler takes longer for a macro or a function than for the name of a constant.
#[allow(non_upper_case_globals, reason = "the names are those of the words")]
pub mod property_kind {
    use super::{Presence, PropertyKind};

    /// Must be present.
    pub const required: PropertyKind = PropertyKind::new(Presence::Required);
    /// May be missing. Null is the same.
    pub const optional: PropertyKind = PropertyKind::new(Presence::Optional);
    /// May be missing or null.
    pub const nullable: PropertyKind = PropertyKind::new(Presence::Nullable);
    /// May be missing. Null is a value.
    pub const json: PropertyKind = PropertyKind::new(Presence::Nullable);
}
