//! The keys of `[[client]]`, and of its tables on the crate: `runtime` and `package`.

use super::{Key, Table, ValueType, key};

/// A client.
pub(in crate::config) const CLIENT: Table = Table {
    header: "[[client]]",
    docs: "One client crate. A file may have several. The folder of a client that is removed from the file stays \
           until you delete it.",
    keys: &[
        Key {
            is_required: true,
            ..key("spec", ValueType::Path, "The OpenAPI document, YAML or JSON.", "\"openapi.yaml\"")
        },
        Key { is_required: true, ..key("out", ValueType::Path, "The folder of the crate.", "\"petstore\"") },
        key("name", ValueType::String, "The package name. Default: the name of the folder.", "\"petstore\""),
        key(
            "include",
            ValueType::Selectors,
            "Generate only these operations: `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`. They \
             select webhooks too, which have types only, and the callbacks of the operations.",
            "[\"tag:Users\"]",
        ),
        key("exclude", ValueType::Selectors, "Omit these operations.", "[\"deprecated\"]"),
        key(
            "unused-types",
            ValueType::Boolean,
            "Generate also the schemas under `components` that neither an operation nor a webhook nor a callback \
             uses. Default: `true` only for a document without operations.",
            "true",
        ),
        key(
            "group-by",
            ValueType::GroupBy,
            "`\"tag\"`: the operations of a tag are methods of a struct for the tag, `client.pets().list()`, \
             behind a Cargo feature for the tag, which also enables the types that they need. All are default \
             features. The first tag of an operation counts; one without a tag stays a method of the client.",
            "\"tag\"",
        ),
        key(
            "overlays",
            ValueType::Paths,
            "OpenAPI Overlays that are applied to the document first, in this order. They also set \
             [extension keys](extensions.md), for example to rename types, fields and methods.",
            "[\"fixes.overlay.yaml\"]",
        ),
        key(
            "root",
            ValueType::Path,
            "The folder that references of the document cannot leave. Default: the folder of the configuration if \
             it contains the document, otherwise the folder of the document.",
            "\"api\"",
        ),
        key("deny-warnings", ValueType::Boolean, "Write nothing if there is a warning.", "true"),
        key(
            "allow-warnings",
            ValueType::Strings,
            "Codes of warnings that are neither shown nor denied. The code of an error allows its workarounds. \
             `wireright explain` lists all codes.",
            "[\"W0106\"]",
        ),
    ],
};

/// The runtime crate of a client.
pub(in crate::config) const RUNTIME: Table = Table {
    header: "[client.runtime]",
    docs: "Where the crate `wireright-runtime` comes from: exactly one of `path`, `version` and `git`. Without \
           this table, its source is copied into the folder `runtime` of the client, which then needs nothing \
           else.",
    keys: &[
        key("path", ValueType::Path, "The folder of the crate.", "\"../wireright/runtime\""),
        key("version", ValueType::String, "The version requirement of the published crate.", "\"0.1\""),
        key("git", ValueType::String, "The URL of a git repository.", "\"https://example.com/wireright.git\""),
        key("rev", ValueType::String, "The commit of the git repository.", "\"4c59b70\""),
        key("tag", ValueType::String, "The tag of the git repository.", "\"v0.1.0\""),
        key("branch", ValueType::String, "The branch of the git repository.", "\"main\""),
    ],
};

/// The package of a client.
pub(in crate::config) const PACKAGE: Table = Table {
    header: "[client.package]",
    docs: "What `Cargo.toml` of the client says. Add the text of the license yourself, as a file `LICENSE` in the \
           folder of the client: the generator does not touch it, and Cargo publishes it. A copied runtime is a \
           package of its own, with the same version and repository. Its license is that of its source, \
           `MIT OR Apache-2.0`, with the text in `runtime/LICENSE`.",
    keys: &[
        key("version", ValueType::String, "The version. Default: `0.1.0`.", "\"1.2.0\""),
        key("description", ValueType::String, "The description. Default: it names the document.", "\"Pets\""),
        key("license", ValueType::String, "The license, as an SPDX expression. crates.io requires it.", "\"MIT\""),
        key("repository", ValueType::String, "The URL of the repository.", "\"https://example.com/pets\""),
        key("homepage", ValueType::String, "The URL of the home page.", "\"https://example.com\""),
        key("authors", ValueType::Strings, "The authors.", "[\"Ada <ada@example.com>\"]"),
        key("keywords", ValueType::Strings, "Keywords for crates.io, at most five.", "[\"pets\"]"),
        key("categories", ValueType::Strings, "Categories of crates.io.", "[\"api-bindings\"]"),
        key("rust-version", ValueType::String, "The minimum Rust version.", "\"1.88\""),
    ],
};
