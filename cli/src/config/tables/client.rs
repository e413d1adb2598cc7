//! The keys of `[[client]]`, and of its tables on the crate: `runtime` and `package`.

use super::{Key, Kind, Table, key};

/// A client.
pub(in crate::config) const CLIENT: Table = Table {
    header: "[[client]]",
    docs: "One client crate. A file may have several. The folder of a client that is removed from the file stays \
           until you delete it.",
    keys: &[
        Key { is_required: true, ..key("spec", Kind::Path, "The OpenAPI document, YAML or JSON.", "\"openapi.yaml\"") },
        Key { is_required: true, ..key("out", Kind::Path, "The folder of the crate.", "\"petstore\"") },
        key("name", Kind::String, "The package name. Default: the name of the folder.", "\"petstore\""),
        key(
            "include",
            Kind::Selectors,
            "Generate only these operations: `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`. They \
             select webhooks too, which have types only, and the callbacks of the operations.",
            "[\"tag:Users\"]",
        ),
        key("exclude", Kind::Selectors, "Omit these operations.", "[\"deprecated\"]"),
        key(
            "unused-types",
            Kind::Boolean,
            "Generate also the schemas under `components` that neither an operation nor a webhook nor a callback \
             uses. Default: `true` only for a document without operations.",
            "true",
        ),
        key(
            "group-by",
            Kind::GroupBy,
            "`\"tag\"`: the operations of a tag are methods of a struct for the tag, `client.pets().list()`, \
             behind a Cargo feature for the tag, which also enables the types that they need. All are default \
             features. The first tag of an operation counts; one without a tag stays a method of the client.",
            "\"tag\"",
        ),
        key(
            "overlays",
            Kind::Paths,
            "OpenAPI Overlays that are applied to the document first, in this order. They also set \
             [extension keys](extensions.md), for example to rename types, fields and methods.",
            "[\"fixes.overlay.yaml\"]",
        ),
        key(
            "root",
            Kind::Path,
            "The folder that references of the document cannot leave. Default: the folder of the configuration if \
             it contains the document, otherwise the folder of the document.",
            "\"api\"",
        ),
        key("deny-warnings", Kind::Boolean, "Write nothing if there is a warning.", "true"),
        key(
            "allow-warnings",
            Kind::Strings,
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
        key("path", Kind::Path, "The folder of the crate.", "\"../wireright/runtime\""),
        key("version", Kind::String, "The version requirement of the published crate.", "\"0.1\""),
        key("git", Kind::String, "The URL of a git repository.", "\"https://example.com/wireright.git\""),
        key("rev", Kind::String, "The commit of the git repository.", "\"4c59b70\""),
        key("tag", Kind::String, "The tag of the git repository.", "\"v0.1.0\""),
        key("branch", Kind::String, "The branch of the git repository.", "\"main\""),
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
        key("version", Kind::String, "The version. Default: `0.1.0`.", "\"1.2.0\""),
        key("description", Kind::String, "The description. Default: it names the document.", "\"Pets\""),
        key("license", Kind::String, "The license, as an SPDX expression. crates.io requires it.", "\"MIT\""),
        key("repository", Kind::String, "The URL of the repository.", "\"https://example.com/pets\""),
        key("homepage", Kind::String, "The URL of the home page.", "\"https://example.com\""),
        key("authors", Kind::Strings, "The authors.", "[\"Ada <ada@example.com>\"]"),
        key("keywords", Kind::Strings, "Keywords for crates.io, at most five.", "[\"pets\"]"),
        key("categories", Kind::Strings, "Categories of crates.io.", "[\"api-bindings\"]"),
        key("rust-version", Kind::String, "The minimum Rust version.", "\"1.88\""),
    ],
};
