//! The keys of `[diff]`.

use super::{Key, Table, ValueType, key};

/// What `wireright diff` denies.
pub(in crate::config) const DIFF: Table = Table {
    header: "[diff]",
    docs: "What `wireright diff` denies. Without it, a change fails only with `--deny`.",
    keys: &[key("deny", ValueType::String, "`breaking`, `wire` or `rust`, as `--deny`.", "\"breaking\"")],
};

/// The severity of a rule of `wireright diff`.
pub(in crate::config) const DIFF_RULE: Table = Table {
    header: "[[diff.rule]]",
    docs: "The severity of a rule of `wireright diff`, which [diff.md](diff.md) lists. An `error` fails with any \
           `deny`, the others never do.",
    keys: &[
        Key { is_required: true, ..key("id", ValueType::String, "The id of the rule.", "\"property-removed\"") },
        Key { is_required: true, ..key("severity", ValueType::String, "`error`, `warning` or `info`.", "\"warning\"") },
    ],
};

/// A change that `wireright diff` ignores.
pub(in crate::config) const DIFF_IGNORE: Table = Table {
    header: "[[diff.ignore]]",
    docs: "A change that `wireright diff` does not count. Every key that is set must fit, and one of the first \
           three is required.",
    keys: &[
        key(
            "fingerprint",
            ValueType::String,
            "The fingerprint of the change (`--format json`).",
            "\"0123456789abcdef\"",
        ),
        key("rule", ValueType::String, "The id of the rule.", "\"property-removed\""),
        key("subject", ValueType::String, "The subject, or what contains it.", "\"Pet.name\""),
        Key {
            is_required: true,
            ..key("reason", ValueType::String, "The reason, which reports show.", "\"nobody reads it\"")
        },
    ],
};
